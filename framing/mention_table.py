"""Who is talked about: every mention of every actor of a corpus, and in whose words it stands."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from framing.attribute.annotation import Tagging
from framing.attribute.model import Device
from framing.errors import InputError
from framing.extraction import with_tagging
from framing.join import Join, as_found
from framing.measure.voices import runs_at, voices
from framing.parallel import in_threads
from framing.resolve import Project
from framing.resolve.mentions import ActorMention, find_mentions
from framing.resolve.names import fold
from framing.resolve.sightings import Sighting
from framing.results import Result, result
from framing.statements import NOT_GIVEN, Statements
from framing.structure import parse
from framing.subject import Tables, known_statements
from framing.values import Act, Article, Corpus, Field, Problem, Speaker, Statement

__all__ = ["MENTION_COLUMNS", "mentions"]

MENTION_COLUMNS = (
    "article_id", "field", "start", "end", "text", "actor_id", "actor", "type", "entity", "side", "role",
    "agent", "voice", "statement_id", "outlet", "date",
)  # fmt: skip

Progress = Callable[[Iterable[Article]], Iterable[Article]]
_Outcome = tuple[Article, tuple[ActorMention, ...], tuple[Statement, ...], Problem | None]


def mentions(
    subject: Tables | Statements,
    *,
    project: Project | None = None,
    model: str | Path = "full",
    device: Device = "cpu",
    threads: int | None = None,
    progress: Progress | None = None,
    runs: pd.DataFrame | None = None,
) -> Result:
    """Mentions of actors by name in every counted article, in reading order, one a row.

    ``subject`` is an analysis, or statements as :func:`framing.extract` gave them: it keeps the entities that the model
    found, and with them no model is run here. Statements read from a file have none, and the model (``model``,
    ``device``) is run once, which ``attrs["problems"]`` notes. ``project`` is the one that they were extracted with,
    unless another is given. ``runs`` is the voices table of the statements, where it is at hand.

    Columns: ``article_id``, ``field``, ``start`` and ``end`` (string indices into the field), ``text``;
    ``actor_id``, ``actor``, ``type`` and ``side``, the same as ``speaker_id``, ``speaker``, ``type`` and ``side`` of
    what that actor says; ``role`` as that of a speaker; ``entity``, what the name is a name of (person, organisation,
    place); ``agent``, whether it is there of somebody who could speak (:mod:`framing.resolve.agents`) and did not write
    the article; ``voice``, whose
    words the mention stands in (own, quoted, paraphrase, none, as :func:`framing.voices` has it) and
    ``statement_id``, the statement it stands in, missing where it stands in none; ``outlet``, ``date`` and the
    article's extra columns. Missing groups are the string "not given".

    A mention is a name: surnames, acronyms and short forms count for the actor they mean in the article, pronouns and
    descriptions ("the minister") do not count. Nationalities ("Russian") are no actors. Problems are a tuple of
    :class:`framing.Problem` in ``attrs["problems"]``. ``mentions(…).evidence(row)`` shows one in its article.

    Raises:
        InputError: if a statement belongs to no article of the corpus, or to another version of one.
        ModelError: if the model cannot be loaded.

    """
    statements = known_statements(subject, purpose="mentions")
    if statements.stored is not None and project in (None, statements.provenance and statements.provenance.project):
        return statements.stored.mentions(statements)
    join, statements = statements.join, as_found(statements)
    given = _by_article(statements.corpus, statements)
    tagged = with_tagging(statements, model=model, device=device, threads=threads, progress=progress)
    chosen = project or (statements.provenance.project if statements.provenance else Project())

    def work(article: Article) -> _Outcome:
        return _outcome(article, tuple(given.get(article.id, ())), tagged.tagging, chosen)

    found = list(in_threads(work, statements.corpus.counted, threads=threads))
    if join is not None:
        found = _joined(join, found, statements.corpus, chosen)
    table = _table(statements.corpus, found, statements.acts, runs)
    made = result(table, keys=("article_id", "field", "start"), corpus=statements.corpus, statements=statements)
    made.attrs["problems"] = (*tagged.problems[len(statements.problems) :], *table.attrs["problems"])
    return made


def _joined(join: Join, outcomes: Iterable[_Outcome], corpus: Corpus, project: Project) -> list[_Outcome]:
    """The mentions with the actors of the corpus; those whom the join does not know yet are joined to it."""
    outcomes = list(outcomes)
    whole = join.with_sightings([s for o in outcomes for s in _sightings(o[0], o[1])], corpus, project)
    return [
        (
            article,
            tuple(replace(m, actor=whole.speaker(article.id, m.actor, project, article.date)) for m in found),
            own,
            problem,
        )
        for article, found, own, problem in outcomes
    ]


def _sightings(article: Article, found: Iterable[ActorMention]) -> list[Sighting]:
    """The actors that an article names, as the join takes them."""
    forms: dict[Speaker, Counter[str]] = defaultdict(Counter)
    persons: dict[Speaker, bool] = {}
    for one in found:
        forms[one.actor][article.field_text(one.field)[one.start : one.end]] += 1
        persons[one.actor] = one.entity == "person"
    return [Sighting(article.id, who, persons[who], tuple(n.items())) for who, n in forms.items() if who.named]


def _table(
    corpus: Corpus, outcomes: Iterable[_Outcome], acts: tuple[Act, ...], runs: pd.DataFrame | None
) -> pd.DataFrame:
    """The mentions of the counted articles, with the voices that they stand in."""
    counted = {a.id for a in corpus.counted}
    rows: list[dict[str, Any]] = []
    said: list[Statement] = []
    problems: list[Problem] = []
    for article, found, own, problem in outcomes:
        if article.id not in counted:
            continue
        rows += [_row(article, one) for one in found]
        said += own
        if problem:
            problems.append(problem)
    extra = sorted({k for a in corpus.counted for k in a.extra} - set(MENTION_COLUMNS))
    table = pd.DataFrame(rows, columns=[c for c in MENTION_COLUMNS if c not in ("voice", "statement_id")] + extra)
    runs = voices(Statements(tuple(said), corpus, acts=acts)) if runs is None else runs
    table = _with_voices(table, runs)[[*MENTION_COLUMNS, *extra]]
    for column in (
        "article_id",
        "field",
        "text",
        "actor_id",
        "actor",
        "type",
        "entity",
        "role",
        "voice",
        "statement_id",
    ):
        table[column] = table[column].astype("str")
    for column in ("start", "end"):
        table[column] = table[column].astype("int64")
    for column in ("side", "outlet", "date", *extra):
        table[column] = table[column].astype("str").fillna(NOT_GIVEN)
    table.attrs["problems"] = tuple(problems)
    return table


def _by_article(corpus: Corpus, statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Statements of each article; raises where they do not fit the corpus."""
    texts = {a.id: a for a in corpus}
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        article = texts.get(statement.article_id)
        if article is None:
            raise InputError(
                f"statement {statement.id!r} belongs to article {statement.article_id!r}, which the corpus lacks; "
                "give the articles that the statements were extracted from"
            )
        text = article.field_text(statement.field)
        for passage in (statement.source, statement.content):
            if passage is not None and passage.text != " … ".join(text[a:b] for a, b in passage.spans):
                raise InputError(
                    f"statement {statement.id!r} does not fit the {statement.field} of article {article.id!r}; "
                    "the article has changed since, extract its statements again"
                )
        found[article.id].append(statement)
    return found


def _outcome(
    article: Article, own: tuple[Statement, ...], tagging: Mapping[tuple[str, str], Tagging], project: Project
) -> _Outcome:
    try:
        annotations = {
            name: tagging[article.id, name].annotation(parse(article.field_text(name), title=name == "title"))
            for name in get_args(Field)
            if (article.id, name) in tagging
        }
        return article, find_mentions(annotations, own, project), own, None
    except Exception as error:  # one article must not end a run over millions
        reason = f"finding mentions failed ({type(error).__name__}: {error}); this is a bug, please report it"
        return article, (), own, Problem(article.id, reason)


def _row(article: Article, mention: ActorMention) -> dict[str, Any]:
    text = article.field_text(mention.field)
    actor = mention.actor
    return {
        **{k: v for k, v in article.extra.items() if k not in MENTION_COLUMNS},
        "article_id": article.id,
        "field": mention.field,
        "start": mention.start,
        "end": mention.end,
        "text": text[mention.start : mention.end],
        "actor_id": actor.id,
        "actor": actor.name,
        "type": actor.type.value,
        "entity": mention.entity,
        "side": actor.side,
        "role": actor.role.value,
        "agent": mention.agent and not _is_author(actor.name, article.extra.get("author")),
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
    }


_BETWEEN_AUTHORS = re.compile(r"\s*(?:[,;&]|\band\b|^[Bb]y\s)\s*")


def _is_author(name: str, author: object) -> bool:
    """Whether an actor is one of those who write the article, by its byline: who writes is not silent.

    >>> _is_author("Ann Cole", "By Ann Cole and Bo Renn"), _is_author("Cole", "Ann Cole")
    (True, False)
    """
    return author is not None and fold(name) in {fold(a) for a in _BETWEEN_AUTHORS.split(str(author))}


def _with_voices(table: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """The table with the voice and the statement of the run that each mention begins in."""
    run = runs_at(runs, table)
    return table.assign(voice=run["voice"].to_numpy(), statement_id=run["statement_id"].to_numpy())
