"""Which files are meant by a path, a folder or a glob, and under which key each is known."""

from __future__ import annotations

import glob
import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from framing.errors import InputError
from framing.values import Problem

__all__ = ["FORMATS", "FREE", "METADATA", "RATIO", "Source", "find", "is_read"]

FORMATS = {
    ".txt": "text",
    ".md": "text",
    ".html": "page",
    ".htm": "page",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".xlsx": "sheet",
    ".docx": "docx",
    ".rtf": "rtf",
    ".doc": "rtf",
    ".pdf": "pdf",
    ".ris": "text",
    ".warc": "warc",
    ".zip": "zip",
}
METADATA = "metadata.csv"

_PACKED = ("parquet", "sheet", "docx", "pdf", "zip")
"""Formats that are packed already, so never also as .gz."""
_READABLE = (
    ".txt, .md, .html, .json, .jsonl, .csv, .tsv, .ris, .rtf, .warc (each also as .gz), .docx, .pdf, .xlsx, .parquet "
    "and .zip of these"
)
_CURES = {
    ".epub": "save it as .txt",
    ".odt": "save it as .txt",
    ".xls": "save the sheet as .csv",
    ".ods": "save the sheet as .csv",
    ".xml": "convert it to .txt or .csv",
    ".tar": "unpack it",
    ".tgz": "unpack it",
    ".7z": "unpack it",
}
FREE, RATIO = 1 << 26, 100
"""Bytes that a member of an archive may unpack to in any case, and how many times its size beyond that."""
_NOTES = {"readme", "license", "licence", "copying", "changelog", "contributing"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read.

    ``root`` is the folder that was given (or that holds the file that was given), ``name`` the file in
    messages, ``key`` what ids are made from, ``format`` a value of :data:`FORMATS`, ``member`` the name of the file
    within the archive ``path``, where it is in one.
    """

    path: Path
    root: Path
    name: str
    key: str
    format: str
    gzipped: bool
    member: str = ""


def find(paths: str | Path | Sequence[str | Path]) -> tuple[list[Source], list[Problem]]:
    """Files meant by ``paths``, in the order given and sorted within a folder, each once.

    Folders are searched with all their subfolders. Hidden files, README-like notes, ``framing.toml``, earlier
    reports of this program and files of other kinds are passed over; documents that may hold articles in a
    format that is not read (``.pdf``, ``.docx`` …) become problems.

    A source's ``key`` is its name without suffix. Where two files share that name, each is known by its path
    below the folder that was given, and where this does not tell them apart, with its suffix.

    Raises :class:`InputError` for a path that is not there, a glob that matches nothing and a folder that
    holds no file of a format that is read.
    """
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    if not given:
        raise InputError("no input: name a folder, a file or a glob")
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    for one in given:
        before = len(problems)
        try:
            found = list(_expand(one, problems))
        except OSError as e:
            raise InputError(f"{_shown(one)}: cannot be read: {e.strerror}") from e
        if not found and len(problems) == before:
            raise InputError(f"{one}: no articles here; files of these formats are read: {_READABLE}")
        for source in found:
            members = _in_archive(source, problems) if source.format == "zip" else [source]
            for member in members:
                sources.setdefault(str(Path(os.path.realpath(source.path), member.member)), member)
    return _with_keys(list(sources.values())), problems


def _expand(given: str | Path, problems: list[Problem]) -> Iterator[Source]:
    if not str(given).strip():
        raise InputError("an empty path was given: name a folder, a file or a glob")
    path = Path(given).expanduser()
    if path.is_dir():
        yield from _in_folder(path, problems)
    elif path.is_file():
        yield from _named(path, problems)
    elif path.exists():
        raise InputError(f"{given}: neither a file nor a folder")
    elif glob.has_magic(str(path)):
        # Path.glob takes no absolute patterns.
        matches = sorted(glob.glob(str(path), recursive=True), key=lambda m: PurePath(m).parts)  # noqa: PTH207
        if not matches:
            raise InputError(f"{given}: no file matches; check the folder and the ending, or put it in quotation marks")
        for match in map(Path, matches):
            yield from _in_folder(match, problems) if match.is_dir() else _listed(match, match.parent, problems)
    else:
        raise InputError(f"{given}: no such file or folder; check the spelling (working folder: {Path.cwd()})")


def _named(path: Path, problems: list[Problem]) -> Iterator[Source]:
    """A file that was named itself: says why where a folder's would be passed over."""
    source = _source(path, path.parent)
    if path.name.casefold() == METADATA:
        reason = "describes other files and is never read as articles; name the folder, or rename it"
    elif _is_note(path):
        reason = "taken for a note about the data, not for an article; rename it to have it read"
    elif source is None:
        cure = _CURES.get(path.suffix.casefold(), "save it as one of these")
        reason = f"not a format that is read ({_READABLE}); {cure}"
    else:
        yield source
        return
    problems.append(Problem(_shown(path), reason))


def _listed(path: Path, root: Path, problems: list[Problem]) -> Iterator[Source]:
    """A file that was met in a folder or matched by a glob."""
    if _is_aside(path) or path.name.casefold() == METADATA:
        return
    source = _source(path, root)
    if source is not None and not path.is_file():
        # Reading a pipe or a device may never end.
        gone = "a link to a file that is not there" if path.is_symlink() and not path.exists() else "no ordinary file"
        problems.append(Problem(_shown(path), gone))
    elif source is not None:
        yield source
    elif path.suffix.casefold() in _CURES:
        problems.append(Problem(_shown(path), f"not a format that is read; {_CURES[path.suffix.casefold()]}"))


def _in_folder(root: Path, problems: list[Problem]) -> Iterator[Source]:
    def unreadable(error: OSError) -> None:
        problems.append(Problem(_shown(str(error.filename)), f"folder cannot be read: {error.strerror}"))

    seen: set[str] = set()
    files: list[Path] = []
    for folder, below, names in os.walk(root, onerror=unreadable, followlinks=True):
        real = os.path.realpath(folder)
        # A link back to a folder above would be walked for ever.
        if real in seen:
            below.clear()
            continue
        seen.add(real)
        if {"report.md", "manifest.json"} <= set(names):
            below.clear()
            problems.append(Problem(_shown(Path(folder)), "a report of this program, not articles"))
            continue
        below[:] = sorted(b for b in below if not b.startswith(".") and b != "__MACOSX")
        files += [Path(folder, name) for name in names]
    for path in sorted(files, key=lambda p: p.relative_to(root).parts):
        yield from _listed(path, root, problems)


def _source(path: Path, root: Path) -> Source | None:
    gzipped = path.suffix.casefold() == ".gz"
    inner = path.with_suffix("") if gzipped else path
    kind = FORMATS.get(inner.suffix.casefold())
    if kind is None or (gzipped and kind in _PACKED):
        return None
    return Source(path, root, _shown(path), _shown(inner.stem), kind, gzipped)


def is_read(path: Path) -> bool:
    """Whether a file of this name, in a folder of articles, says something to this program."""
    return path.name == "framing.toml" or path.name.casefold() == METADATA or _source(path, path.parent) is not None


def _in_archive(archive: Source, problems: list[Problem]) -> Iterator[Source]:
    """The articles in a ZIP archive, sorted; hidden files and folders of Apple's Finder aside."""
    try:
        with zipfile.ZipFile(archive.path) as packed:
            entries = sorted((e for e in packed.infolist() if not e.is_dir()), key=lambda e: PurePath(e.filename).parts)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as e:
        problems.append(Problem(archive.name, f"damaged, or not a ZIP archive ({e}); copy or pack it again"))
        return
    any_article = False
    for entry in entries:
        path = PurePath(entry.filename)
        if _is_aside(path) or "__MACOSX" in path.parts:
            continue
        found = _source(Path(path), Path())
        reason = None
        if path.name.casefold() == METADATA:
            reason = "a metadata.csv inside an archive is not used; unpack the archive and name its folder"
        elif found is None:
            cure = _CURES.get(path.suffix.casefold())
            reason = cure and f"not a format that is read; {cure}"
        elif found.format == "zip":
            reason = "an archive inside an archive is not read; unpack it"
        elif entry.flag_bits & 1:
            reason = "locked with a password; unpack it"
        elif entry.file_size > max(FREE, RATIO * entry.compress_size):
            reason = f"unpacks to {entry.file_size:,} bytes, {RATIO} times its size or more; unpack it if that is right"
        if reason is not None:
            problems.append(Problem(f"{archive.name}/{entry.filename}", reason, skipped=found is not None))
        elif found is not None:
            any_article = True
            name = f"{archive.name}/{_shown(entry.filename)}"
            yield replace(found, path=archive.path, root=archive.root, name=name, member=entry.filename)
    if not any_article:
        problems.append(Problem(archive.name, f"no articles in it; files of these formats are read: {_READABLE}"))


def _shown(path: str | PurePath) -> str:
    """A path in messages and ids: forward slashes, and no bytes that are not UTF-8."""
    text = path.as_posix() if isinstance(path, PurePath) else path
    return os.fsencode(text).decode("utf-8", "replace")


def _is_aside(path: PurePath) -> bool:
    """Whether a file is passed over without a word: hidden, a lock of Office's, our settings, a note."""
    return path.name.startswith((".", "~$")) or path.name == "framing.toml" or _is_note(path)


def _is_note(path: PurePath) -> bool:
    return path.name.casefold().split(".", 1)[0] in _NOTES and path.suffix.casefold() in (".txt", ".md", ".html", ".gz")


def _with_keys(sources: Sequence[Source]) -> list[Source]:
    names = [_names(s) for s in sources]
    level = [0] * len(sources)
    while True:
        keys = [n[i] for n, i in zip(names, level, strict=True)]
        shared = _repeated(keys)
        raised = [min(i + 1, len(n) - 1) if k in shared else i for k, n, i in zip(keys, names, level, strict=True)]
        if raised == level:
            return [replace(s, key=k) for s, k in zip(sources, keys, strict=True)]
        level = raised


def _names(source: Source) -> tuple[str, str, str, str]:
    below = source.path.relative_to(source.root) / source.member
    return source.key, _shown(below.parent / source.key), _shown(below), source.name


def _repeated(keys: Iterable[str]) -> set[str]:
    return {k for k, n in Counter(keys).items() if n > 1}
