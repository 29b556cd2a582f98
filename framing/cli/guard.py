"""What is read is never written over: a check of what a command was told to read and to write, before any work."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from framing.errors import OutputError
from framing.resolve.project import project_beside

__all__ = ["check_outputs"]

_OUTPUTS = {"out": "--out", "chart": "--chart", "project_out": "--write", "target": "OUT"}
"""Parameters that name what is written, and what people call them."""


def check_outputs() -> None:
    """Refuse a command whose output is a file that it reads, by whatever name, or a folder that holds one.

    Raises :class:`~framing.errors.OutputError`.
    """
    context = click.get_current_context(silent=True)
    if context is None:
        return
    given: Mapping[str, Any] = context.params
    outputs = {shown: Path(given[name]) for name, shown in _OUTPUTS.items() if given.get(name)}
    if not any(path.exists() for path in outputs.values()):
        return
    inputs = list(_inputs(given, {p.name for p in context.command.params if p.name and _names_a_file(p)}))
    for shown, out in outputs.items():
        if out.exists() and (read := _harmed(out.resolve(), inputs)) is not None:
            raise OutputError(
                f"{shown} {out} would be written over {read}, which this command reads, and which stays as it is; "
                "name another place"
            )


def _names_a_file(parameter: click.Parameter) -> bool:
    """Whether a parameter names what is read: a path, or an argument or a lexicon, which may be one."""
    if parameter.name in _OUTPUTS:
        return False
    return isinstance(parameter.type, click.Path) or isinstance(parameter, click.Argument) or parameter.name == "names"


def _inputs(given: Mapping[str, Any], wanted: set[str]) -> Iterator[Path]:
    """Files and folders that the parameters of a command name."""
    paths = given.get("paths") or ()
    for name in wanted & given.keys():
        value = given[name]
        for one in value if isinstance(value, (tuple, list)) else (value,):
            yield from _named(one) if isinstance(one, (str, Path)) else ()
    if given.get("project") is None and (beside := project_beside(tuple(map(str, paths)))) is not None:
        yield beside


def _named(value: str | Path) -> Iterable[Path]:
    try:
        path = Path(value).expanduser()
        if path.exists():
            return [path]
        if glob.has_magic(str(path)):
            return [Path(match) for match in glob.iglob(str(path), recursive=True)]  # noqa: PTH207 - as in reading
    except (OSError, ValueError, RuntimeError):
        pass  # no name of a file
    return []


def _harmed(out: Path, inputs: Iterable[Path]) -> Path | None:
    """The first of ``inputs`` that would be lost if ``out`` were written."""
    if not (out.is_file() or out.is_dir()):
        return None  # a device or a pipe
    about = out.stat()
    for path in inputs:
        real = path.resolve()
        if real == out or (out.is_dir() and out in real.parents):
            return path
        if out.is_file() and path.is_file() and os.path.samestat(path.stat(), about):
            return path
        if out.is_file() and path.is_dir() and (inside := _inside(out, about, path)) is not None:
            return inside
    return None


def _inside(out: Path, about: os.stat_result, folder: Path) -> Path | None:
    """The file of a folder of articles that ``out`` is."""
    from framing.read.files import is_read

    if folder.resolve() not in out.parents and about.st_nlink == 1 and not _has_links(folder):
        return None
    for below, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in names:
            path = Path(below, name)
            if is_read(path) and path.is_file() and os.path.samestat(path.stat(), about):
                return path
    return None


def _has_links(folder: Path) -> bool:
    return any(Path(below, n).is_symlink() for below, _, names in os.walk(folder) for n in names)
