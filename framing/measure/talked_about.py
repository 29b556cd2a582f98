"""Who is talked about in each article, and whether it is heard there or somebody speaks for it: a row an actor.

Comparisons count the articles in which an actor is talked about and nobody speaks for it. What an article tells of that
is read from the article alone, so that a store keeps it (:mod:`framing.store`); which actors of different articles are
one, and so who is heard under another name, is looked up when it is asked (:func:`joined_lines`).
:func:`framing.silence` tells the same of each actor over all articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.join.unnamed import Unnamed, shown_name
from framing.measure.in_passing import PASSING_COLUMNS, SPOKE, in_passing
from framing.measure.mouths import Mouths
from framing.measure.unnamed import CIVILIANS, actor_without_name
from framing.resolve.agents import died_before
from framing.resolve.names import slug
from framing.statements import NOT_GIVEN
from framing.tables import each_value, row_numbers
from framing.values import Act, Speaker, Statement

__all__ = ["TALKED_COLUMNS", "joined_lines", "talked_about", "talked_rows"]

Integers = NDArray[np.int64]

TALKED_COLUMNS = (
    "article_id", "field", "start", "end", "voice", "actor_id", "actor", "named", "side", "mentions", "heard",
    "spoken_for", "body",
)  # fmt: skip

_MENTION = ("article_id", "field", "start", "end", "text", "voice", "actor_id", "actor", "side")


class _Seen(NamedTuple):
    """One mention, and whose."""

    field: str
    start: int
    end: int
    text: str
    voice: str
    actor_id: str
    actor: str
    side: str | None
    named: bool
    spoke: bool


def talked_about(
    mentions: pd.DataFrame, voices: pd.DataFrame, statements: Iterable[Statement], acts: Sequence[Act] = (Act.SPEECH,)
) -> pd.DataFrame:
    """One row an article and actor whom it names as somebody who could speak; :data:`TALKED_COLUMNS`.

    ``mentions`` and ``voices`` are the tables of these articles, and ``acts`` those of the statements that count.
    ``field``, ``start``, ``end`` and ``voice`` are of the first mention; people and groups without a name of their own
    are actors, ``named`` is false of them. ``heard``: it makes a statement in the article; ``spoken_for``: somebody
    speaks for it, or the article tells in passing that it spoke; ``body``: the common noun of its name by which
    somebody speaks for a body, which is this one where no other is meant (:mod:`framing.measure.mouths`).
    """
    rows = list(talked_rows(mentions, in_passing(mentions, voices), voices["article_id"], statements, acts))
    table = pd.DataFrame(rows, columns=list(TALKED_COLUMNS))
    numbers = dict.fromkeys(("start", "end", "mentions"), "int64")
    flags = dict.fromkeys(("named", "heard", "spoken_for"), "bool")
    texts = {c: "str" for c in TALKED_COLUMNS if c not in numbers and c not in flags}
    return table.astype({**numbers, **flags, **texts})


def talked_rows(
    mentions: pd.DataFrame,
    passing: pd.DataFrame,
    articles: Iterable[str],
    statements: Iterable[Statement],
    acts: Sequence[Act] = (Act.SPEECH,),
) -> Iterator[tuple[Any, ...]]:
    """The rows of :func:`talked_about` in the order of ``articles``, which may be named many times.

    ``passing`` is the table of :func:`framing.measure.in_passing.in_passing`.
    """
    words: dict[str, tuple[list[_Seen], list[_Seen]]] = defaultdict(lambda: ([], []))
    spoke: set[tuple[str, str, int, int]] = set()
    for article, field, start, end, kind, word, voice in zip(
        *(passing[c].tolist() for c in PASSING_COLUMNS[:-1]), strict=True
    ):
        if kind == SPOKE:
            spoke.add((article, field, start, end))
        else:
            actor = CIVILIANS if kind == "people" else word
            one = _Seen(field, start, end, word, voice, slug(actor), actor, NOT_GIVEN, named=False, spoke=False)
            words[article][kind == "group"].append(one)
    seen: dict[str, list[_Seen]] = defaultdict(list)
    could = mentions[mentions["agent"].astype(bool)]
    for article, field, start, end, text, voice, whose, actor, side in zip(
        *(could[c].tolist() for c in _MENTION), strict=True
    ):
        told = (article, field, start, end) in spoke
        seen[article].append(_Seen(field, start, end, text, voice, whose, actor, side, named=True, spoke=told))
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.act in acts:
            said[statement.article_id].append(statement)
    for article in dict.fromkeys(articles):
        people, groups = words.get(article, ([], []))
        named = seen.get(article, [])
        if named or people or groups:
            own = said.get(article, [])
            for row in _of_article([*named, *people, *groups], own, _heard(own)):
                yield article, *row


def _of_article(
    mentions: Sequence[_Seen], said: Sequence[Statement], heard: frozenset[str]
) -> Iterator[tuple[Any, ...]]:
    mouths = Mouths.of(said)
    by_actor: dict[str, list[_Seen]] = {}
    for one in mentions:
        by_actor.setdefault(one.actor, []).append(one)
    for actor, theirs in by_actor.items():
        first = theirs[0]
        forms = {m.text for m in theirs}
        spoken = any(map(mouths.speak_for, forms)) or any(m.spoke for m in theirs)
        body = min(filter(None, map(mouths.body, forms)), default="")
        yield (
            first.field, first.start, first.end, first.voice, first.actor_id, actor, first.named, first.side,
            len(theirs), actor in heard, spoken, body,
        )  # fmt: skip


def _heard(statements: Iterable[Statement]) -> frozenset[str]:
    """The actors who make an article's statements, people and groups without a name among them."""
    found = set()
    for who in dict.fromkeys(who for one in statements for who in one.speakers):
        found.add(shown_name(who))
        if not who.named:
            found.add(_without_name(who.found or who) or "")
    return frozenset(found)


def _without_name(who: Speaker) -> str | None:
    """The people or the group that a speaker without a name is, as its article by itself has it."""
    kind = Unnamed("").speaker(who, None)
    return None if kind.named else actor_without_name(shown_name(kind))


def joined_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """The rows of :func:`talked_about` with actors as the corpus has them: one an article and actor, ``silent`` added.

    ``lines`` have a column ``date``, too. Who was dead when the article appeared is left out. Nobody is ``silent`` who
    is heard in the article, for whom somebody speaks, or who is the one silent body that a common noun there means.
    """
    year = each_value(lines["date"], lambda day: float(day[:4]) if day[:4].isdigit() else np.nan)
    gone = each_value(lines["actor"], lambda name: died_before(name, None)).astype(bool)
    past = np.flatnonzero(gone)  # a few
    names = zip(lines["actor"].iloc[past], year[past], strict=True)
    gone[past] = [died_before(str(n), None if np.isnan(y) else int(y)) for n, y in names]
    lines = lines[~gone]
    key = row_numbers(lines, ["article_id", "actor"])
    first = np.unique(key, return_index=True)[1]
    count = np.bincount(key, lines["mentions"]).astype("int64")
    heard, told = (np.bincount(key, lines[c].astype("int64")) > 0 for c in ("heard", "spoken_for"))
    silent = ~heard & ~told
    silent[_meant(lines, key, heard)] = False
    order = np.argsort(first)  # that of the first mentions
    table = lines.iloc[first[order]].drop(columns=["body", "spoken_for"])
    return table.assign(mentions=count[order], heard=heard[order], silent=silent[order])


def _meant(lines: pd.DataFrame, key: Integers, heard: NDArray[np.bool_]) -> Integers:
    """The actors, by their numbers, for whom somebody speaks by a common noun: no other that is not heard has it."""
    known = (lines["body"].ne("") & ~heard[key]).to_numpy()
    bodies = pd.DataFrame({"key": key[known], "body": lines.loc[known, "body"].astype("str").to_numpy()})
    bodies["article"] = lines.loc[known, "article_id"].astype("str").to_numpy()
    bodies = bodies.sort_values("body", kind="stable").drop_duplicates("key")  # of one actor, the first by the alphabet
    return bodies.loc[~bodies.duplicated(["article", "body"], keep=False), "key"].to_numpy(dtype=np.int64)
