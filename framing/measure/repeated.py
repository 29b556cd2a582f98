"""Pairs of content words in the outlet's own voice that statements of the same article say, too.

What an article repeats is read from the article alone, so that a store keeps it (:mod:`framing.store`). Names do not
count: a word that the article writes with a small letter nowhere. (Asked of all articles, "stone" and "bridge" are no
names, and the more articles there are, the fewer words are.)
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.values import Voice
from framing.whose import of_statements

__all__ = ["REPEATED_COLUMNS", "repeated_pairs"]

REPEATED_COLUMNS = ("article_id", "field", "start", "end", "pair", "statement_id")

_APART = 2
"""Two content words are a pair where at most one other word stands between them."""


def repeated_pairs(used: pd.DataFrame) -> pd.DataFrame:
    """The pairs of own words that are repeated, one row a place and statement that says it; :data:`REPEATED_COLUMNS`.

    ``used`` are the :func:`content words <framing.measure.own_words.content_words>` of whole articles with
    ``statement_id``. At most one other word stands between the two.
    """
    own, said = used["voice"].eq(Voice.OWN.value), of_statements(used)
    used = used[own | said]
    article, word = pd.factorize(used["article_id"])[0], pd.factorize(used["word"])[0]
    key = article.astype(np.int64) * (int(word.max(initial=0)) + 1) + word
    small = np.isin(key, key[used["small"].to_numpy(dtype=bool)])
    run, place = (used[c].to_numpy()[small] for c in ("run", "place"))
    near = np.flatnonzero((run[1:] == run[:-1]) & (place[1:] - place[:-1] <= _APART))
    kept = used[small]
    pair, last = kept["word"].to_numpy(), kept["end"].to_numpy()
    found = kept.iloc[near][["article_id", "field", "start", "voice", "statement_id"]]
    found = found.assign(end=last[near + 1], pair=pair[near] + " " + pair[near + 1])
    outlets = found["voice"].eq(Voice.OWN.value)
    once = found.loc[~outlets, ["article_id", "pair", "statement_id"]].drop_duplicates()
    both = found[outlets].drop(columns="statement_id").merge(once, on=["article_id", "pair"])
    return both[list(REPEATED_COLUMNS)]
