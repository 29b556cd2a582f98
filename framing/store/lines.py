"""Lines of a store without its texts: what is kept of each article, with actors and speakers as the corpus has them.

Text is given as categories in order of the alphabet, a number a row.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from framing.store.asked import Asked, answered
from framing.store.reader import Store, literal

__all__ = ["portrayal"]


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
