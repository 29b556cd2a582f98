"""Who said what in a corpus: structure, attribute, resolve, one article after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from framing import __version__
from framing.attribute.annotation import Annotation, Tagging
from framing.attribute.model import Device, Model, load_ahead, load_model
from framing.join import Join, as_found, join_statements
from framing.parallel import in_threads
from framing.resolve import Project, Resolved, load_tables, resolve_with_trace
from framing.resolve.explain import reasons
from framing.statements import Provenance, Statements
from framing.structure import parse
from framing.values import Article, Corpus, Field, Problem, Speaker, Statement

__all__ = [
    "NOTHING",
    "Outcome",
    "annotate",
    "extract",
    "iter_statements",
    "outcome",
    "with_join",
    "with_project",
    "with_tagging",
]

Progress = Callable[[Iterable[Article]], Iterable[Article]]


class Outcome(NamedTuple):
    """What extraction gives of one article.

    ``resolved`` are its statements and which rules changed what; ``tagging`` is what statements keep of the model's
    annotation.
    """

    article: Article
    resolved: Resolved
    problem: Problem | None
    tagging: Mapping[Field, Tagging]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of the article."""
        return self.resolved.statements


NOTHING = Resolved((), (), ())
"""Of an article in which nothing could be looked for."""


def annotate(article: Article, model: Model) -> dict[Field, Annotation]:
    """What the model finds in each field of an article, the title first where there is one."""
    found: dict[Field, Annotation] = {}
    if article.title:
        found["title"] = model.annotate(parse(article.title, title=True))
    found["text"] = model.annotate(parse(article.text))
    return found


def iter_statements(
    articles: Iterable[Article],
    *,
    project: Project | None = None,
    model: str | Path = "full",
    device: Device = "cpu",
    threads: int | None = None,
) -> Iterator[Outcome]:
    """Statements article by article, in order, holding only a few articles at a time: nothing is joined between them.

    An article whose text defeats the program gives no statements and a problem that says why.
    """
    yield from _outcomes(articles, project or Project(), _loaded(model, device), threads)


def _outcomes(articles: Iterable[Article], project: Project, model: Model, threads: int | None) -> Iterator[Outcome]:
    yield from in_threads(partial(outcome, project=project, model=model), articles, threads=threads)


def outcome(article: Article, *, project: Project, model: Model) -> Outcome:
    """What extraction gives of one article: statements, or where the text defeats the program a problem."""
    tagging: dict[Field, Tagging] = {}
    try:
        annotations = annotate(article, model)
        tagging = _kept(annotations)
        return Outcome(article, resolve_with_trace(article, annotations, project), None, tagging)
    except Exception as error:  # one article must not end a run over millions
        return Outcome(article, NOTHING, _failure(article, error, "extraction"), tagging)


def _kept(annotations: Mapping[Field, Annotation]) -> dict[Field, Tagging]:
    return {name: Tagging.of(annotation) for name, annotation in annotations.items()}


def _failure(article: Article, error: Exception, step: str) -> Problem:
    return Problem(article.id, f"{step} failed ({type(error).__name__}: {error}); this is a bug, please report it")


def _loaded(model: str | Path, device: Device) -> Model:
    """The model. The tables of the resolve stage are read meanwhile."""
    load_ahead(model, device)
    load_tables()
    return load_model(model, device)


def extract(
    corpus: Corpus,
    *,
    project: Project | None = None,
    model: str | Path = "full",
    device: Device = "cpu",
    threads: int | None = None,
    progress: Progress | None = None,
    join: bool | Join = True,
) -> Statements:
    """All statements of a corpus with their speakers.

    ``project`` names actors, aliases and sides (:func:`framing.read_project`); ``model`` is the name of a
    shipped model ("full", "fast") or a folder; ``device`` is "cpu" or "cuda" (an NVIDIA GPU, with
    onnxruntime-gpu); ``threads`` defaults to the processors at hand and never changes the result;
    ``progress`` wraps the articles as they are taken (``tqdm.tqdm``). What is found in an article does not depend on
    the others; then, unless ``join`` is false, what is one actor in several articles is given one id and one name
    (:mod:`framing.join`). An earlier join (``statements.join``) given as ``join`` keeps its actors' ids and names.

    Raises:
        ModelError: if the model cannot be loaded.

    """
    loaded, chosen = _loaded(model, device), project or Project()
    outcomes = list(_outcomes(progress(corpus.articles) if progress else corpus.articles, chosen, loaded, threads))
    found = Statements(
        tuple(s for o in outcomes for s in o.statements),
        corpus,
        tuple(o.problem for o in outcomes if o.problem),
        {(o.article.id, name): tagging for o in outcomes for name, tagging in o.tagging.items()},
        Provenance(chosen, loaded.name, loaded.sha256, __version__),
        reasons={
            (o.article.id, s.id): reasons(o.article, s, changes)
            for o in outcomes
            for s, changes in zip(o.resolved.statements, o.resolved.changes, strict=True)
        },
    )
    if join is False:
        return found
    known = join if isinstance(join, Join) else None
    return join_statements(found, [s for o in outcomes for s in o.resolved.actors], known=known)


def with_tagging(
    statements: Statements,
    *,
    model: str | Path = "full",
    device: Device = "cpu",
    threads: int | None = None,
    progress: Progress | None = None,
) -> Statements:
    """The statements with the entities and parts of speech of every counted article.

    :func:`extract` keeps them, and then these are the same statements and no model is run; statements read from a file
    lack them, and the model is run over the articles once, which a problem of the statements notes.

    Raises:
        ModelError: if the model cannot be loaded.

    """
    known = {p.item for p in statements.problems if p.skipped}
    lacking = [a for a in statements.corpus.counted if (a.id, "text") not in statements.tagging and a.id not in known]
    if not lacking:
        return statements
    loaded = load_model(model, device)

    def work(article: Article) -> Outcome:
        try:
            return Outcome(article, NOTHING, None, _kept(annotate(article, loaded)))
        except Exception as error:  # one article must not end a run over millions
            return Outcome(article, NOTHING, _failure(article, error, "finding names and word classes"), {})

    outcomes = list(in_threads(work, progress(lacking) if progress else lacking, threads=threads))
    many = f"{len(lacking)} articles" if len(lacking) != 1 else "one article"
    note = Problem(
        "model", f"run over {many}: statements from a file come without names and word classes", skipped=False
    )
    return replace(
        statements,
        problems=(*statements.problems, note, *(o.problem for o in outcomes if o.problem)),
        tagging={**statements.tagging, **{(o.article.id, f): t for o in outcomes for f, t in o.tagging.items()}},
    )


def with_join(statements: Statements, *, join: bool) -> Statements:
    """The statements with their actors joined, or as each article by itself has them.

    A join that is there stays; statements that have none are joined by what the phrases that name their speakers tell.
    """
    if not join:
        return as_found(statements)
    return statements if statements.join is not None else join_statements(statements)


def with_project(statements: Statements, project: Project) -> Statements:
    """The statements with their speakers' names, types and sides as the project has them, joined as they were.

    An actor of several names bears the project's name under all of them.
    """
    made = statements.provenance or Provenance(project)
    dates = {a.id: a.date for a in statements.corpus}
    renamed, join = (statements.join or Join()).with_project(project)

    def change(who: Speaker, on: dt.date | None) -> Speaker:
        if who.found is None and statements.join is None:
            return project.apply(who, on)
        actor = renamed.get(who.id)
        found = who.found or who
        return project.apply(replace(who, id=actor.id, name=actor.name, found=found) if actor else who, on)

    return replace(
        statements,
        items=tuple(s.with_speakers(partial(change, on=dates[s.article_id])) for s in statements),
        provenance=replace(made, project=project),
        stored=None,
        join=None if statements.join is None else join,
    )
