"""What an analyst holds: articles, their statements, the tables made of them, and every question that can be asked.

    a = framing.analyze("articles/", project="framing.toml")
    a.balance(by="outlet")
    a.tone(by=["outlet", "voice"]).evidence(0)

A measure is a method here because it takes an analysis in the first place: ``a.balance(by="side")`` and
``framing.balance(a, by="side")`` are the same call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from framing import actor_table, events, measure
from framing import lexicon as lexicons
from framing.attribute.model import Device
from framing.compare import compare
from framing.contrasts import Contrast, contrast
from framing.contrasts.groups import Group
from framing.corrections import Corrections, apply_corrections, read_corrections
from framing.differences import difference
from framing.display import SHOWN, preview
from framing.errors import InputError
from framing.extraction import Progress, extract, with_join, with_project
from framing.join import Join
from framing.join.unnamed import shown_name
from framing.read import read
from framing.report import MOST_READ, is_overview, write_report
from framing.report.reading import View, view
from framing.resolve import Project, read_project
from framing.resolve.project import project_beside
from framing.results import Result
from framing.saving import load_statements, save_statements
from framing.statements import Statements
from framing.subject import Tables
from framing.values import Act, Article, Corpus, Problem
from framing.wording import amount

__all__ = ["Analysis", "analyze", "load"]

Articles = str | Path | Corpus | Statements | pd.DataFrame | Sequence[str | Path] | Sequence[Article]


@dataclass(frozen=True, eq=False, repr=False)
class Analysis(Tables):
    """Articles with their statements, and all that can be asked of them. Made by :func:`analyze` or :func:`load`.

    ``corpus``, ``statements`` and ``project`` are what it was made from; ``table`` (statements), ``voices`` and
    ``mentions`` are tables, each made when it is first asked for, and kept. ``project_file`` is where the project was
    read from, if it was.
    """

    project_file: Path | None = None

    actors = actor_table.actors
    doubts = actor_table.doubts
    balance = measure.balance
    prominence = measure.prominence
    treatment = measure.treatment
    standing = measure.standing
    diversity = measure.diversity
    stance = measure.cue_stances
    indexing = measure.indexing
    scare_quotes = measure.scare_quotes
    insertions = measure.insertions
    tone = measure.tone
    silence = measure.silence
    naming = measure.naming
    act_words = measure.act_words
    agency = measure.agency
    clauses = measure.clauses
    harm = measure.harm
    portrayal = measure.portrayal
    difference = difference
    echo = measure.echo
    near_copies = events.near_copies
    match_events = events.match_events
    shared_statements = events.shared_statements
    differing_figures = events.differing_figures
    compare = compare

    def contrast(self, first: Group, second: Group, **options: Any) -> Contrast:
        """Words that set one group apart from another: ``a.contrast("Russia", "US-led coalition", by="side")``.

        Options are those of :func:`framing.contrast`.
        """
        return contrast(self, (first, second), **options)

    def lexicon(self, *wanted: str | Path | lexicons.Lexicon, **options: Any) -> Result:
        """Hits of lexicons, given by name, by file or as values: ``a.lexicon("hedges", by=["outlet", "voice"])``.

        Options are those of :func:`framing.lexicon_scores`.
        """
        chosen = [one if isinstance(one, lexicons.Lexicon) else lexicons.read_lexicon(one) for one in wanted]
        return lexicons.lexicon_scores(self, chosen, **options)

    def report(self, out: str | Path, **options: Any) -> Path:
        """Write the report into a folder and return it. Options are those of :func:`framing.write_report`."""
        made = self.statements.provenance
        known: dict[str, Any] = {"model": made and made.model, "project": self.project_file}
        if not is_overview(self.statements, options.get("most_read", MOST_READ)):
            known["mentions"] = self.mentions
        return write_report(self.tagged, Path(out), **known | options)

    def view(self, *, title: str | None = None) -> View:
        """Every article whole with its voices marked: shown in a notebook, or ``a.view().write("page.html")``."""
        return view(self, title=title)

    def save(self, path: str | Path) -> None:
        """Write all of it into one file, which :func:`framing.load` reads: the model is not run again.

        Raises an :class:`~framing.errors.OutputError`: the place cannot be written, or holds another kind of file.
        """
        save_statements(self.__dict__.get("tagged", self.statements), path)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was left out or noticed while reading and extracting."""
        return (*self.corpus.problems, *self.statements.problems)

    def __repr__(self) -> str:
        speakers = len(self._speakers())
        return (
            f"<Analysis: {amount(len(self.statements), 'statement')} by {amount(speakers, 'speaker')}, "
            f"{amount(len(self.corpus), 'article')}>"
        )

    def _speakers(self) -> Counter[tuple[str, str, str | None]]:
        """Statements of each speaker, joint ones too: name, type and side."""
        return Counter((shown_name(p), p.type.value, p.side) for s in self.statements for p in s.speakers)

    def _repr_html_(self) -> str:
        speakers = self._speakers()
        rows = [(*who, n) for who, n in sorted(speakers.items(), key=lambda x: (-x[1], x[0][0]))[:SHOWN]]
        return preview(repr(self), ("speaker", "type", "side", "statements"), rows, of=len(speakers))


def analyze(
    articles: Articles,
    *,
    project: Project | str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    copies: bool = False,
    acts: Sequence[Act | str] | None = None,
    min_confidence: float = 0.0,
    model: str | Path = "full",
    device: Device = "cpu",
    threads: int | None = None,
    progress: Progress | None = None,
    join: bool | Join | None = None,
    corrections: Corrections | str | Path | None = None,
) -> Analysis:
    """Read articles, find who said what, and hold it.

    ``articles`` are folders, files or globs (:func:`framing.read`), a DataFrame with a column ``text`` (``columns``
    maps others), a :class:`framing.Corpus`, a list of :class:`framing.Article`, or :class:`framing.Statements` that
    are there already. ``project`` is a project file or its content; without it, the ``framing.toml`` beside the files
    is used where there is one. ``copies`` counts an article with the text of another too. ``acts`` are the kinds of
    attribution that count (:class:`framing.values.Act`), speech where none is given; statements of less than
    ``min_confidence`` are left out. What is one actor in several articles has one id and one name, unless ``join`` is
    false: then each article's names stand for themselves; an earlier join (``a.statements.join``) keeps its ids.
    ``corrections``, or a file of them, is what people have put right (:func:`framing.apply_corrections`). The other
    options are those of :func:`framing.extract`.

    Raises:
        InputError: if there is no article to read.
        ProjectError: if the project file has a mistake.
        ModelError: if the model cannot be loaded.

    """
    file = _project_file(project, articles)
    chosen = read_project(file) if file else project if isinstance(project, Project) else None
    if isinstance(articles, Statements):
        statements = articles if join is None else with_join(articles, join=join is not False)
        statements = statements if chosen is None else with_project(statements, chosen)
    else:
        corpus = events.mark_copies(_corpus(articles, columns))
        statements = extract(
            corpus.with_copies() if copies else corpus,
            project=chosen, model=model, device=device, threads=threads, progress=progress,
            join=True if join is None else join,
        )  # fmt: skip
    if corrections is not None:
        given = corrections if isinstance(corrections, Corrections) else read_corrections(corrections)
        statements = apply_corrections(statements, given)
    statements = statements.at_least(min_confidence) if min_confidence else statements
    return Analysis(statements if acts is None else statements.of_acts(*acts), model, device, threads, file)


def load(path: str | Path) -> Analysis:
    """The analysis that :meth:`Analysis.save` wrote.

    Raises an :class:`~framing.errors.InputError`: the file cannot be read, is something else, is damaged, or was
    written by a newer version.
    """
    return Analysis(load_statements(path))


def _corpus(articles: Articles, columns: Mapping[str, str] | None) -> Corpus:
    if isinstance(articles, Corpus):
        return articles
    if isinstance(articles, (str, Path, pd.DataFrame)):
        return read(articles, columns=columns)
    if isinstance(articles, (list, tuple)):
        items = list(articles)
        values = [a for a in items if isinstance(a, Article)]
        if items and len(values) == len(items):
            return Corpus(tuple(values))
        paths = [a for a in items if isinstance(a, (str, Path))]
        if items and len(paths) == len(items):
            return read(paths, columns=columns)
    raise InputError(
        "articles are given as folders, files or globs, a DataFrame with a column 'text', a Corpus, or a list of "
        f"Article, not {f'an empty {type(articles).__name__}' if not articles else type(articles).__name__}"
    )


def _project_file(project: Project | str | Path | None, articles: Articles) -> Path | None:
    if isinstance(project, (str, Path)):
        return Path(project)
    if project is None and isinstance(articles, (str, Path, list, tuple)):
        paths = [articles] if isinstance(articles, (str, Path)) else articles
        return project_beside(p for p in paths if isinstance(p, (str, Path)))
    return None
