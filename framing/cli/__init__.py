"""The command line: each command parses its options, calls the library, prints.

Standard output is data, standard error is talk. Exit status: 0 all well, 1 articles were skipped under
``--strict``, 2 wrong usage or input that cannot be used.
"""

from __future__ import annotations

import gc
from importlib import import_module

import click

from framing.errors import FramingError
from framing.parallel import collect_seldom

__all__ = ["main"]

_COMMANDS = {
    "actors": "Who is who: the actors with all their names, and who may be one or two.",
    "agency": "Who acts on whom, and who does and suffers harm.",
    "analyze": "Articles into a store: of any number, resumable, on many processors or machines.",
    "balance": "Who speaks, how much, where, how treated, how diverse; and the lines behind it.",
    "compare": "How outlets, periods, sides or articles differ, measure by measure.",
    "counts": "Uses of terms by article and group: a contrast without the texts.",
    "contrast": "Words that set one group's statements apart from another's.",
    "corrections": "What people have put right: as a sheet, for brat and Label Studio, and back.",
    "difference": "Whether outlets, sides or periods differ in a measure, and how surely.",
    "copies": "Who printed the same text, and what each cut or added.",
    "echo": "Whose statements the outlet's own sentences sound like.",
    "evaluate": "Measure statements against annotations by people.",
    "events": "Which articles are about the same event, and who was first.",
    "extract": "Who said what: one statement a line or row.",
    "lexicon": "Lexicon scores by article and voice; check and convert lexicons.",
    "portray": "How sentences put a target in them: negative, neutral, positive or uncertain.",
    "notebook": "A notebook to begin with, on your own articles.",
    "naming": "What actors are called, in whose voice, and words for the same act.",
    "portrayal": "Who portrays whom, and how: negatively, neutrally, positively.",
    "push": "The statements of a store into Elasticsearch, where others search.",
    "report": "The whole analysis, as a report with charts and tables.",
    "sample": "Draw what people are to check or to code: statements and sentences.",
    "shared": "What several articles report as said, and what only one does.",
    "silence": "Who is talked about and not heard.",
    "store": "Look after a store: what is in it, is it whole, remove articles, ask in SQL.",
    "validate": "Hold a lexicon against coded sentences.",
    "view": "Every article whole, its voices marked, as a page to read, search and correct.",
}
"""Each command, which lives in the module of its name, and what it is for."""


class _Failure(click.ClickException):
    exit_code = 2


class _Commands(click.Group):
    """Loads the module of a command only when the command runs, so that --help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        # What is imported stays: looking for garbage among it costs a tenth of the start, and time in long runs.
        gc.disable()
        try:
            command: click.Command = getattr(import_module(f"framing.cli.{cmd_name}"), cmd_name)
        finally:
            collect_seldom()
            gc.enable()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except FramingError as error:
            raise _Failure(str(error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="framing", message="%(prog)s %(version)s")
def main() -> None:
    """Show how news sources frame events: who speaks, how they are introduced, in whose voice.

    \b
    Example:
      framing report seeds/ --out reports/raqqa
    """
