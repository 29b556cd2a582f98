"""The steps behind the options that commands share: read, extract, tell what was skipped, print a table."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.attribute.model import Device, load_ahead
from framing.cli.guard import check_outputs
from framing.errors import InputError, OutputError
from framing.resolve import Project, read_project
from framing.resolve.project import project_beside
from framing.statements import Statements, read_statements
from framing.values import Article, Corpus, Problem
from framing.wording import amount
from framing.writing import csv_text, write_file

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Run",
    "columns_of",
    "print_table",
    "progress",
    "statement_table",
    "talk",
    "voice_table",
    "write_file",
    "write_text",
]


def talk(message: str) -> None:
    """Say something to the person at the terminal, not to the next program."""
    click.echo(message, err=True)


def progress(articles: Iterable[Article]) -> Iterable[Article]:
    """A progress bar, on a terminal only."""
    if not sys.stderr.isatty():
        return articles
    from tqdm import tqdm

    bar: Iterable[Article] = tqdm(articles, unit=" articles", desc="reading who said what")
    return bar


def columns_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """The mapping behind ``--column text=body``."""
    columns = {}
    for pair in pairs:
        name, found, column = pair.partition("=")
        if not found or not name or not column:
            raise click.BadParameter(f"{pair!r} is not of the form name=column, as in text=body", param_hint="--column")
        columns[name] = column
    return columns


@dataclass(frozen=True)
class Run:
    """What the shared options ask for."""

    paths: tuple[str, ...]
    columns: dict[str, str]
    project: Path | None
    model: str
    device: Device
    threads: int | None
    strict: bool
    copies: bool = False
    statements: Path | None = None
    acts: tuple[str, ...] = ()
    min_confidence: float = 0.0
    join: bool = True
    corrections: Path | None = None

    @classmethod
    def of(cls, options: dict[str, Any]) -> Run:
        """Take the shared options out of a command's keyword arguments; see that nothing that is read is written."""
        check_outputs()
        return cls(
            paths=options.pop("paths"),
            columns=columns_of(options.pop("columns")),
            project=options.pop("project"),
            model=options.pop("model"),
            device=options.pop("device"),
            threads=options.pop("threads"),
            strict=options.pop("strict"),
            copies=options.pop("copies"),
            statements=options.pop("statements_path", None),
            acts=options.pop("acts"),
            min_confidence=options.pop("min_confidence"),
            join=options.pop("join"),
            corrections=options.pop("corrections"),
        )

    @classmethod
    def of_articles(cls, paths: tuple[str, ...], columns: tuple[str, ...], *, strict: bool) -> Run:
        """A run that reads articles, copies of others too, and no statements."""
        check_outputs()
        return cls(paths, columns_of(columns), None, "full", "cpu", None, strict, copies=True)

    def read(self) -> Corpus:
        """The articles of the input; there is at least one."""
        from framing.read import read

        corpus = read(list(self.paths), columns=self.columns or None)
        if not corpus.articles:
            self.tell(corpus.problems)
            raise InputError("no article could be read; the reasons are above")
        if self.copies:
            return corpus.with_copies()
        for article in corpus:
            if article.duplicate_of:
                talk(f"{article.id} has the text of {article.duplicate_of}: counted once (--copies counts both)")
        return corpus

    def project_file(self) -> Path | None:
        """The project file that was named, or the one beside the input."""
        return self.project if self.project is not None else project_beside(self.paths)

    def find_project(self) -> Project:
        """What the project file says; nothing where there is none."""
        file = self.project_file()
        return Project() if file is None else read_project(file)

    def extract(self, *, counted: bool = True) -> Statements:
        """Read, extract (or read the statements given), and tell what was skipped.

        Near-copies are marked where statements are to be ``counted``.
        """
        from framing.extraction import extract, with_join, with_project

        stored = self.store()
        if stored is not None:
            return self._chosen(stored)
        if self.statements is None:
            load_ahead(self.model, self.device)
        corpus = self.read()
        if counted:
            from framing.events import mark_copies

            corpus = mark_copies(corpus)
        project = self.find_project()
        if self.statements is not None:
            found = with_project(with_join(read_statements(self.statements, corpus), join=self.join), project)
        else:
            found = extract(
                corpus,
                project=project,
                model=self.model,
                device=self.device,
                threads=self.threads,
                progress=progress,
                join=self.join,
            )
        return self._chosen(found)

    def store(self) -> Statements | None:
        """The statements of the store that the input is, if it is one: nothing is read or extracted then.

        Raises an InputError where options were given that are settled by then.
        """
        from framing.store.place import is_store

        stores = [path for path in self.paths if is_store(path)]
        if not stores:
            return None
        if len(self.paths) > 1:
            raise InputError(f"{stores[0]} is a store, and a command takes one store and nothing beside it")
        settled = {
            "--statements": self.statements, "--corrections": self.corrections, "--column": self.columns,
            "--project": self.project,
        }  # fmt: skip
        for option, value in settled.items():
            if value:
                raise InputError(f"{option} is settled in a store: give it to `framing analyze` when you make one")
        from framing.store.reader import open_store
        from framing.store.subject import stored_statements

        found = stored_statements(open_store(stores[0]), join=self.join)
        if self.copies:
            raise InputError("--copies: a store counts each text once; leave the option out")
        return found

    def _chosen(self, found: Statements) -> Statements:
        """The statements that count, when it was told what was skipped."""
        if self.corrections is not None:
            from framing.corrections import apply_corrections, read_corrections

            found = apply_corrections(found, read_corrections(self.corrections))
            talk(f"{self.corrections}: {found.corrected}")
        self.tell((*found.corpus.problems, *found.problems))
        sure = found.at_least(self.min_confidence) if self.min_confidence else found
        if len(sure) < len(found):
            left = amount(len(found) - len(sure), "statement")
            talk(f"{left} of {len(found)} left out: confidence below {self.min_confidence:g}")
        return sure.of_acts(*self.acts) if self.acts else sure

    def tagged(self, found: Statements) -> Statements:
        """The statements with names and word classes, which those from a file lack until the model was run."""
        from framing.extraction import with_tagging

        tagged = with_tagging(found, model=self.model, device=self.device, threads=self.threads, progress=progress)
        self.tell(tagged.problems[len(found.problems) :])
        return tagged

    def mentions(self, found: Statements) -> pd.DataFrame:
        """The table of :func:`framing.mentions`; the model is run only where the statements are from a file."""
        from framing.mention_table import mentions

        project = found.provenance.project if found.provenance else self.find_project()
        table = mentions(self.tagged(found), project=project, threads=self.threads)
        self.tell(table.attrs["problems"])
        return table

    def tell(self, problems: Iterable[Problem]) -> None:
        """List what was skipped or noticed."""
        listed = list(problems)
        if not listed:
            return
        talk(f"{sum(p.skipped for p in listed)} skipped, {sum(not p.skipped for p in listed)} noted:")
        for problem in listed:
            talk(f"  {'skipped' if problem.skipped else 'noted  '}  {problem.item}: {problem.reason}")

    def finish(self, problems: Iterable[Problem]) -> None:
        """Leave with status 1 if something was skipped and ``--strict`` was given."""
        if self.strict and any(p.skipped for p in problems):
            raise SystemExit(1)


def statement_table(found: Statements, *, actors: Path | None) -> pd.DataFrame:
    """The statements table with the columns of the table of actors; names in it that no statement bears are told.

    Of a store without the words themselves, unless there is a table of actors.
    """
    from framing.measure import read_actors, with_actors
    from framing.results import result
    from framing.subject import Tables

    if actors is None and found.stored is not None:
        slim = Tables(found).slim.table
        return result(slim, keys=("article_id", "statement_id"), corpus=found.corpus, statements=found)
    if actors is None:
        return found.frame()
    table = with_actors(found.frame(), read_actors(actors))
    unknown = table.attrs.pop("unknown_actors")
    if unknown:
        talk(f"{actors}: no statement is of {', '.join(unknown[:8])}{' …' if len(unknown) > 8 else ''}")
    return table


def voice_table(found: Statements, *, actors: Path | None) -> pd.DataFrame:
    """The voices table with the columns of the table of actors."""
    from framing.measure import read_actors, voices, with_actors

    table = voices(found)
    return table if actors is None else with_actors(table, read_actors(actors))


def print_table(frame: Any, *, form: str, out: Path | None) -> None:
    """Write a table as CSV, JSON or Markdown; a file appears whole or not at all."""
    if form == "csv":
        text = csv_text(frame)
    elif form == "json":
        text = frame.to_json(orient="records", force_ascii=False, indent=1) + "\n"
    else:
        from framing.report.markdown import table

        text = table(frame) + "\n"
    write_text(text, out)


def write_text(text: str, out: Path | None) -> None:
    """Text to a file, which appears whole or not at all, or to standard output."""
    if out is not None:
        check_outputs()
        write_file(out, lambda path: path.write_text(text, "utf-8"), hint="name another place with --out")
        return
    try:
        click.echo(text, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output cannot be written ({error.strerror or error})") from error
