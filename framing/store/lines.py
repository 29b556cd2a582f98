"""Lines of a store: what is kept of each article, with actors and speakers as the corpus has them; and their words.

Text is given as categories in order of the alphabet, a number a row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.store.articles import Texts
from framing.store.asked import Asked, answered
from framing.store.reader import Store, literal

__all__ = ["portrayal", "row_texts"]


def portrayal(store: Store, mentions: Asked, actors: Collection[str] | None) -> pd.DataFrame:
    """The chances of mentions as :func:`framing.measure.portrayal.portrayed` has them.

    ``mentions`` selects the mentions of articles that count, as the corpus has their actors.
    """
    named = ", ".join(map(literal, sorted(actors))) if actors else "NULL"
    wanted = "" if actors is None else f"WHERE m.actor IN ({named}) "
    columns = {c: f"p.{c}" for c in ("sentence_start", "sentence_end", "p_negative", "p_neutral", "p_positive")}
    sql = (
        "SELECT * FROM (SELECT m.*, h.speaker, nullif(s.cue, '') AS cue, "
        "CASE WHEN p.statement_id IS NULL THEN 'own voice' ELSE h.speaker END AS portrayer, "
        "CASE WHEN p.statement_id IS NULL THEN 'own voice' ELSE coalesce(h.side, 'not given') END AS portrayer_side, "
        f"{', '.join(columns.values())} FROM portrayal p JOIN ({mentions.sql}) m ON m.article_id = p.article_id "
        "AND m.field = p.field AND m.start = p.start AND m.end = p.end "
        "LEFT JOIN said s ON s.article_id = p.article_id AND s.statement_id = p.statement_id "
        "LEFT JOIN heard h ON h.article_id = p.article_id AND h.statement_id = p.statement_id AND h.place = 0 "
        f"{wanted}) WHERE portrayer IS DISTINCT FROM actor"
    )
    return answered(store, Asked(sql, ("article_id", "field", "start")), categories=True)


def row_texts(store: Store, texts: Texts, rows: pd.DataFrame) -> Iterator[tuple[NDArray[np.int64], list[str]]]:
    """The words of rows with ``article_id``, ``field``, ``start`` and ``end``, partition by partition.

    Their places among the rows, in order within a partition, and the words of each.
    """
    code, names = pd.factorize(rows["article_id"])
    number = np.array([texts.partition[name] for name in names], dtype=np.int64)[code]
    order = np.argsort(number, kind="stable")
    title = rows["field"].eq("title").to_numpy()
    starts, ends = rows["start"].to_numpy(), rows["end"].to_numpy()
    for here in np.split(order, np.flatnonzero(np.diff(number[order])) + 1):
        if not len(here):
            continue
        table = store.partition("articles", int(number[here[0]]), ["article_id", "title", "text"])
        wanted = pd.unique(code[here])
        table = table.filter(pc.is_in(table["article_id"], pa.array(names[wanted], pa.string())))
        whole = zip(*(table[c].to_pylist() for c in ("title", "text")), strict=True)
        of = dict(zip(table["article_id"].to_pylist(), whole, strict=True))
        fields = {c: of[name] for c, name in zip(wanted.tolist(), names[wanted], strict=True)}
        places = zip(code[here].tolist(), title[here].tolist(), starts[here].tolist(), ends[here].tolist(), strict=True)
        yield here, [fields[c][0 if t else 1][start:end] for c, t, start, end in places]
