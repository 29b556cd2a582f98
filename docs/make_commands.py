"""Write docs/commands.md, the ``--help`` of every command: ``python docs/make_commands.py``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from framing.cli import main

PAGE = Path(__file__).resolve().parent / "commands.md"

_WIDTH = 100

_HEAD = """# Commands

What `framing COMMAND --help` prints. This page is made by `python docs/make_commands.py`, and a test holds it against
the commands. Standard output is data, standard error is talk; the exit status is 0 where all is well, 1 where articles
were skipped under `--strict`, 2 for wrong usage or input that cannot be used.
"""


def commands() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Every command with its name as it is typed and a context, groups before what is in them."""
    yield from _under("framing", main, None)


def _under(
    name: str, command: click.Command, parent: click.Context | None
) -> Iterator[tuple[str, click.Command, click.Context]]:
    settings = {**command.context_settings, "terminal_width": _WIDTH}
    context = click.Context(command, info_name=name.split(" ")[-1], parent=parent, **settings)
    yield name, command, context
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            inner = command.get_command(context, each)
            if inner is not None:
                yield from _under(f"{name} {each}", inner, context)


def page() -> str:
    """The page as it has to be."""
    named = [(name, command.get_help(context)) for name, command, context in commands()]
    contents = "\n".join(f"- [{name}](#{name.replace(' ', '-')})" for name, _ in named)
    parts = [f"## {name}\n\n```text\n{text}\n```\n" for name, text in named]
    return "\n".join([_HEAD, contents, "", *parts])


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
