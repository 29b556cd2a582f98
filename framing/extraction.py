"""Who said what in a corpus: structure, attribute, resolve, one article after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from framing.attribute.annotation import Annotation
from framing.attribute.model import Device, Model, load_model
from framing.parallel import in_threads
from framing.resolve import Project, Resolved, load_tables, resolve_with_trace
from framing.statements import Statements
from framing.structure import parse
from framing.values import Article, Corpus, Field, Problem, Statement

__all__ = ["annotate", "extract", "iter_resolved", "iter_statements"]

Progress = Callable[[Iterable[Article]], Iterable[Article]]
Outcome = tuple[Article, tuple[Statement, ...], Problem | None]


def annotate(article: Article, model: Model) -> dict[Field, Annotation]:
    """What the model finds in each field of an article, the title first where there is one."""
    found: dict[Field, Annotation] = {}
    if article.title:
        found["title"] = model.annotate(parse(article.title, title=True))
    found["text"] = model.annotate(parse(article.text))
    return found


def iter_resolved(
    articles: Iterable[Article],
    *,
    project: Project | None = None,
    model: str | Path = "full",
    device: Device = "cpu",
    threads: int | None = None,
) -> Iterator[tuple[Article, Resolved, Problem | None]]:
    """As :func:`iter_statements`, with the trace that says which rules changed what in each statement."""
    loaded = _loaded(model, device)
    chosen = project or Project()

    def work(article: Article) -> tuple[Article, Resolved, Problem | None]:
        try:
            return article, resolve_with_trace(article, annotate(article, loaded), chosen), None
        except Exception as error:  # one article must not end a run over millions
            reason = f"extraction failed ({type(error).__name__}: {error}); this is a bug, please report it"
            return article, Resolved((), (), ()), Problem(article.id, reason)

    yield from in_threads(work, articles, threads=threads)


def iter_statements(
    articles: Iterable[Article],
    *,
    project: Project | None = None,
    model: str | Path = "full",
    device: Device = "cpu",
    threads: int | None = None,
) -> Iterator[Outcome]:
    """Statements article by article, in order, holding only a few articles at a time.

    An article whose text defeats the program gives no statements and a problem that says why.
    """
    found = iter_resolved(articles, project=project, model=model, device=device, threads=threads)
    yield from ((article, resolved.statements, problem) for article, resolved, problem in found)


def _loaded(model: str | Path, device: Device) -> Model:
    """The model. The tables of the resolve stage are read meanwhile: loading a model leaves Python free."""
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(load_model, model, device)
        load_tables()
        return loading.result()


def extract(
    corpus: Corpus,
    *,
    project: Project | None = None,
    model: str | Path = "full",
    device: Device = "cpu",
    threads: int | None = None,
    progress: Progress | None = None,
) -> Statements:
    """All statements of a corpus with their speakers.

    ``project`` names actors, aliases and sides (:func:`framing.read_project`); ``model`` is the name of a
    shipped model ("full", "fast") or a folder; ``device`` is "cpu" or "cuda" (an NVIDIA GPU, with
    onnxruntime-gpu); ``threads`` defaults to the processors at hand and never changes the result;
    ``progress`` wraps the articles as they are taken (``tqdm.tqdm``).

    Raises:
        ModelError: if the model cannot be loaded.

    """
    items: list[Statement] = []
    problems: list[Problem] = []
    articles = progress(corpus.articles) if progress else corpus.articles
    for _, statements, problem in iter_statements(
        articles, project=project, model=model, device=device, threads=threads
    ):
        items += statements
        if problem:
            problems.append(problem)
    return Statements(tuple(items), corpus, tuple(problems))
