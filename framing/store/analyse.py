"""The one function that all of the store is made by: articles to tables. Pure, so that it runs anywhere, and again.

What it gives of an article depends on that article and the settings alone. Partitions may be cut, lost, done twice or
done elsewhere: put together, the rows are the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any, get_args

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from framing.attribute.annotation import Tagging
from framing.attribute.model import load_model
from framing.extraction import NOTHING, Outcome, outcome
from framing.lexicon import Lexicon, hits, read_lexicon
from framing.lexicon.read import shipped_lexicons
from framing.lexicon.scoring import SPOKEN
from framing.measure.stance import stance
from framing.measure.voices import voices
from framing.mention_table import mentions
from framing.statement_json import to_json
from framing.statements import Provenance, Statements, statement_rows
from framing.store.article_lines import article_lines
from framing.store.limits import OutOfTimeError, at_most
from framing.store.schema import TABLES, as_table, columns_as_table, frame_as_table, schema
from framing.store.settings import Settings, content_hash, text_hash
from framing.store.sightings import actor_row
from framing.store.sketches import sketch_table
from framing.structure import parse
from framing.values import Act, Article, Corpus, Field, Problem
from framing.whose import about_each

__all__ = ["analyse", "given_up", "is_shipped", "tagging_from_bytes"]


def analyse(articles: Sequence[Article], settings: Settings) -> dict[str, pa.Table]:
    """The tables of ``schema.json`` for these articles.

    Every article has a row in ``articles``. One that is too long is cut at a space; one that takes too long or defeats
    the program has no further rows but its problems, which say why.
    """
    parts = [_analyse(articles[at : at + _AT_ONCE], settings) for at in range(0, len(articles), _AT_ONCE)]
    tables = {
        name: pa.concat_tables([schema(name).empty_table(), *(part[name] for part in parts)])
        .unify_dictionaries()
        .combine_chunks()
        for name in TABLES
    }
    return tables | {"sketches": sketch_table(tables["articles"])}


_AT_ONCE = 50
"""Articles whose rows are held as Python's objects, which take ten times as much memory as a table."""


def _analyse(articles: Sequence[Article], settings: Settings) -> dict[str, pa.Table]:
    model = load_model(settings.model, settings.device)
    found: list[Outcome] = []
    problems: list[Problem] = []
    for article in articles:
        short = _cut(article, settings.limits.characters)
        if short is not article:
            problems.append(_too_long(article, short))
        with_copies = replace(short, duplicate_of=None)
        one = _limited(with_copies, settings, partial(outcome, project=settings.project, model=model))
        if isinstance(one, Problem):
            one = Outcome(with_copies, NOTHING, one, {})
        problems += [one.problem] if one.problem else []
        found.append(one)
    good = [one for one in found if one.problem is None]
    try:
        parts = [_tables(good, settings)]
    except Exception:  # something in one of them: find it, and keep the others
        parts = []
        for one in list(good):
            alone = _limited(one.article, settings, partial(_tables_of, one, settings))
            if isinstance(alone, Problem):
                problems.append(alone)
                good.remove(one)
            else:
                parts.append(alone)
    told = {one.article.id for one in good}
    rows = [
        _article(whole, one, settings, failed=one.article.id not in told)
        for whole, one in zip(articles, found, strict=True)
    ]
    first = {"articles": as_table("articles", rows), "problems": as_table("problems", map(_problem, problems))}
    return {
        name: pa.concat_tables([first.get(name, schema(name).empty_table()), *(part[name] for part in parts)])
        for name in TABLES
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "article_id": problem.item, "item": problem.item, "reason": problem.reason, "skipped": problem.skipped,
    }  # fmt: skip


def given_up(articles: Sequence[Article], settings: Settings, reason: str) -> dict[str, pa.Table]:
    """The tables for articles that cannot be analysed: the articles, and the problem."""
    none = [(a, Outcome(_cut(a, settings.limits.characters), NOTHING, Problem(a.id, reason), {})) for a in articles]
    rows = {
        "articles": [_article(whole, one, settings, failed=True) for whole, one in none],
        "problems": [_problem(Problem(a.id, reason)) for a in articles],
    }
    return {name: as_table(name, rows.get(name, ())) for name in TABLES}


def _limited(article: Article, settings: Settings, work: Callable[[Article], Any]) -> Any:
    """What the work gives of an article, or the problem that it took too long or failed."""
    try:
        with at_most(settings.limits.seconds):
            return work(article)
    except OutOfTimeError:
        return Problem(article.id, f"took longer than {settings.limits.seconds:g} seconds and was left out")
    except Exception as error:
        reason = f"analysis failed ({type(error).__name__}: {error}); this is a bug, please report it"
        return Problem(article.id, reason)


def _cut(article: Article, most: int) -> Article:
    """The article with at most so many characters, cut at white space where there is some."""
    if len(article.text) <= most:
        return article
    at = max(article.text.rfind(" ", 0, most), article.text.rfind("\n", 0, most))
    return replace(article, text=article.text[: at if at > most // 2 else most])


def _too_long(whole: Article, short: Article) -> Problem:
    reason = (
        f"cut off: the first {len(short.text):,} of {len(whole.text):,} characters were analysed "
        "(--most-characters says how many may be)"
    )
    return Problem(whole.id, reason, skipped=False)


def _article(whole: Article, one: Outcome, settings: Settings, *, failed: bool) -> dict[str, Any]:
    kept = one.article
    fields = ((kept.field_text(name), name == "title") for name in get_args(Field))
    return {
        "article_id": whole.id,
        "outlet": whole.outlet,
        "date": whole.date.isoformat() if whole.date else None,
        "title": whole.title,
        "url": whole.url,
        "text": kept.text,
        "extra": sorted(whole.extra.items()),
        "words": sum(len(parse(text, title=title).words) for text, title in fields if text),
        "statements": len(one.statements),
        "cut": len(whole.text) - len(kept.text),
        "failed": failed,
        "text_hash": text_hash(whole.text),
        "content_hash": content_hash(whole),
        "settings_hash": settings.hash,
    }


def _tables(found: Sequence[Outcome], settings: Settings) -> dict[str, pa.Table]:
    """All tables, with no rows in ``articles``, as each article by itself has them."""
    corpus = Corpus(tuple(one.article for one in found))
    said = Statements(
        tuple(s for one in found for s in one.statements),
        corpus,
        (),
        {(one.article.id, name): tagging for one in found for name, tagging in one.tagging.items()},
        Provenance(settings.project),
    )
    runs = voices(said)
    runs = runs.assign(run=runs.groupby("article_id", sort=False).cumcount())
    named = mentions(said, project=settings.project, threads=1, runs=runs)
    frames = {"voices": runs, "mentions": named, "hits": _hits(runs, said)}
    lines = article_lines(said, runs, named, portrayal=bool(settings.portrayal))
    rows: dict[str, Iterable[dict[str, Any]]] = {
        "articles": (),
        "sketches": (),
        "blocks": _blocks(corpus),
        "statements": _statements(said),
        "speakers": _speakers(said),
        "actors": (actor_row(s) for one in found for s in one.resolved.actors),
        "tags": (_tags(one.article.id, name, t) for one in found for name, t in one.tagging.items()),
        "problems": map(_problem, named.attrs["problems"]),
    }
    return {
        **{name: frame_as_table(name, frame) for name, frame in frames.items()},
        **{name: columns_as_table(name, [columns]) for name, columns in lines.items()},
        **{name: as_table(name, some) for name, some in rows.items()},
    }


def _tables_of(one: Outcome, settings: Settings, _article: Article) -> dict[str, pa.Table]:
    return _tables([one], settings)


def _blocks(corpus: Corpus) -> Iterator[dict[str, Any]]:
    for article in corpus:
        for name in get_args(Field):
            text = article.field_text(name)
            for number, block in enumerate(parse(text, title=name == "title").blocks if text else ()):
                yield {
                    "article_id": article.id, "field": name, "block": number, "kind": block.kind.value,
                    "start": block.start, "end": block.end,
                }  # fmt: skip


def _statements(said: Statements) -> list[dict[str, Any]]:
    """Those of speech with their words, as tables count them; those of other acts, as if all counted."""
    others = [act for act in Act if act is not Act.SPEECH]
    rows = statement_rows(said, [Act.SPEECH]) + statement_rows(said.of_acts(), others)
    of = {(row["article_id"], row["statement_id"]): row for row in rows}
    encode = json.JSONEncoder(ensure_ascii=False).encode
    return [
        of[s.article_id, s.id] | {"stance": stance(s.cue.text if s.cue else None).value, "record": encode(to_json(s))}
        for s in said
    ]


def _speakers(said: Statements) -> Iterator[dict[str, Any]]:
    for statement in said:
        for place, about in enumerate(about_each(statement)):
            yield {"article_id": statement.article_id, "statement_id": statement.id, "place": place, **about}


@cache
def _lexicons() -> tuple[Lexicon, ...]:
    return tuple(read_lexicon(name) for name in shipped_lexicons())


def is_shipped(lexicon: Lexicon) -> bool:
    """Whether a lexicon is one whose hits a store has."""
    return any(lexicon == own for own in _lexicons())


def _hits(runs: pd.DataFrame, said: Statements) -> pd.DataFrame:
    spoken = pd.DataFrame(runs[runs["voice"].isin([str(v) for v in SPOKEN])]).reset_index(drop=True)
    found = hits(spoken, _lexicons(), corpus=said.corpus, pos=said.tags())
    return found.assign(run=spoken["run"].to_numpy()[found["run"].to_numpy(np.int64)])


def _tags(article_id: str, name: str, tagging: Tagging) -> dict[str, Any]:
    return {
        "article_id": article_id, "field": name, "entities": _bytes(tagging.entities), "pos": _bytes(tagging.pos),
    }  # fmt: skip


def _bytes(arrays: Sequence[NDArray[np.unsignedinteger]]) -> bytes:
    starts, lengths, labels = (np.asarray(a, dtype=np.int64) for a in arrays)
    return b"".join(a.astype("<i4").tobytes() for a in (np.diff(starts, prepend=0), lengths, labels))


def tagging_from_bytes(entities: bytes, pos: bytes) -> Tagging:
    """The tagging of a row of ``tags``."""

    def three(data: bytes) -> tuple[NDArray[np.unsignedinteger], ...]:
        steps, lengths, labels = np.frombuffer(data, dtype="<i4").reshape(3, -1)
        return tuple(p.astype(np.min_scalar_type(int(p.max(initial=0)))) for p in (steps.cumsum(), lengths, labels))

    return Tagging(three(entities), three(pos))
