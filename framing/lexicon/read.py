"""Read a lexicon from a file, or one that ships with the package by its name; write one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from framing.errors import LexiconError, OutputError
from framing.lexicon.entries import Draft, Lexicon
from framing.lexicon.formats.dictionaries import (
    read_dic,
    read_dicx,
    read_lexicoder,
    read_quanteda,
    read_tff,
    read_wordstat,
    read_yoshikoder,
)
from framing.lexicon.formats.files import parse_yaml, read_text
from framing.lexicon.formats.project import is_project, read_project, write_yaml
from framing.lexicon.formats.tables import read_json, read_table, write_csv
from framing.wording import nearest
from framing.writing import write_file

__all__ = ["read_lexicon", "shipped_lexicons", "valence_shifters", "write_lexicon"]


def shipped_lexicons() -> tuple[str, ...]:
    """Names of the lexicons that ship with the package, sorted."""
    folder = files("framing") / "lexicon" / "shipped"
    return tuple(sorted(p.name.removesuffix(".yml") for p in folder.iterdir() if p.name.endswith(".yml")))


@cache
def valence_shifters() -> Lexicon:
    """Negators, amplifiers, downtoners and adversatives, one category each."""
    return _shipped(files("framing.lexicon") / "valence_shifters.yml")


def _shipped(file: Traversable) -> Lexicon:
    draft = Draft(file.name)
    return read_project(parse_yaml(file.read_text(encoding="utf-8"), draft), draft)


def _yaml(text: str, draft: Draft) -> Lexicon:
    root = parse_yaml(text, draft)
    return read_project(root, draft) if is_project(root) else read_quanteda(root, draft)


_READERS: dict[str, Callable[[str, Draft], Lexicon]] = {
    ".yml": _yaml,
    ".yaml": _yaml,
    ".dic": read_dic,
    ".dicx": read_dicx,
    ".lc3": read_lexicoder,
    ".ykd": read_yoshikoder,
    ".lcd": read_yoshikoder,
    ".cat": read_wordstat,
    ".tff": read_tff,
    ".csv": partial(read_table, delimiter=","),
    ".tsv": partial(read_table, delimiter="\t"),
    ".txt": read_table,
    ".json": read_json,
}


def read_lexicon(name_or_path: str | Path) -> Lexicon:
    """Read a lexicon that ships with the package by its name, or a file by its path.

    The format follows from the ending: LIWC ``.dic``, ``.dicx``; quanteda or the package's own
    ``.yml``; Lexicoder ``.lc3``; Yoshikoder ``.ykd``, ``.lcd``; WordStat ``.cat``; MPQA ``.tff``; tables
    ``.csv``, ``.tsv``, ``.txt``; ``.json``. ``lexicon.problems`` lists every row that was changed or
    refused. A file's lexicon is named after it unless it names itself. Reading takes about 20 µs an
    entry from a table (20 s for a million), 100 µs from YAML.

    Raises a :class:`~framing.errors.LexiconError`: no such lexicon or file (the message gives the
    nearest name), an unknown ending, a file that cannot be read, or no entries in it.
    """
    shipped = shipped_lexicons()
    if str(name_or_path) in shipped:
        return _shipped(files("framing") / "lexicon" / "shipped" / f"{name_or_path}.yml")
    path = Path(name_or_path)
    if not path.exists():
        hint = nearest(str(name_or_path), shipped, shown=len(shipped))
        raise LexiconError(f"no lexicon of the package and no file '{name_or_path}'. {hint}")
    if path.is_dir():
        raise LexiconError(f"{path} is a folder; name a lexicon file.")
    if not path.is_file():
        raise LexiconError(f"{path} is a device or a pipe; name a lexicon file.")
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise LexiconError(f"{path}: unknown ending '{path.suffix}'; lexicons end in {', '.join(_READERS)}.")
    draft = Draft(str(path))
    return reader(read_text(path, draft), draft)


def write_lexicon(lexicon: Lexicon, path: str | Path) -> None:
    """Write a lexicon as ``.yml`` (everything) or ``.csv`` (its entries).

    Raises a :class:`~framing.errors.LexiconError`: another ending, or a place that cannot be written.
    """
    path = Path(path)
    writers = {".yml": write_yaml, ".yaml": write_yaml, ".csv": write_csv}
    if path.suffix.lower() not in writers:
        raise LexiconError(f"{path}: lexicons are written as {', '.join(writers)}.")
    text = writers[path.suffix.lower()](lexicon)
    try:
        write_file(path, lambda place: place.write_text(text, encoding="utf-8", newline="\n"))
    except OutputError as error:
        raise LexiconError(str(error)) from None
