"""Where values and rows of Arrow tables stand: by numbers, which stand for texts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.store.categories import taken
from framing.tables import places_among

__all__ = ["Joined", "encoded", "encoded_type", "is_among", "numbered", "told"]

Ints = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class Joined:
    """Whom the corpus knows otherwise than their article: keys of article and actor in order, and what it knows."""

    ids: pa.Array
    keys: Ints
    rows: Ints
    known: pa.Table

    @classmethod
    def of(cls, article: Ints, known: pa.Table) -> Joined:
        """Of the numbers of the articles, and the table that :mod:`framing.store.together` keeps."""
        actor = encoded(known["actor_id"]).combine_chunks()
        ids = actor.dictionary
        keys = article.astype(np.int64) * (len(ids) + 1) + actor.indices.to_numpy(zero_copy_only=False)
        keys[article < 0] = -1
        order = np.argsort(keys, kind="stable")
        return cls(ids, keys[order], order, known)

    def places(self, article: Ints, actor_id: pd.Series) -> Ints:
        """The row for each actor of an article, -1 where the corpus knows it as its article does."""
        names = pa.chunked_array([pa.array(actor_id.cat.categories.array, pa.string())])
        number = np.append(places_among(names, self.ids), -1)[actor_id.cat.codes.to_numpy()[: len(article)]]
        found = np.full(len(article), -1, dtype=np.int64)
        asked = np.flatnonzero(number >= 0)
        key = article[asked].astype(np.int64) * (len(self.ids) + 1) + number[asked]
        at = np.minimum(np.searchsorted(self.keys, key), max(0, len(self.keys) - 1))
        same = self.keys[at] == key if len(self.keys) else np.zeros(len(key), dtype=bool)
        found[asked[same]] = self.rows[at[same]]
        return found


def told(values: pd.Series, at: Ints) -> pd.Series:
    """The column without the rows at its end, of which those at these places stand for its own; -1 for none."""
    own = np.arange(len(at))
    return taken(values, np.where(at >= 0, len(at) + at, own))


def numbered(places: Ints, values: Ints, many: int) -> Ints:
    """Values by their places of ``many``, -1 elsewhere and at the end, which is the place -1."""
    found = np.full(many + 1, -1, dtype=np.int64)
    found[places] = values
    return found


def is_among(values: pa.ChunkedArray, wanted: Collection[str]) -> NDArray[np.bool_]:
    """Which of a dictionary's values are among some."""
    names = values.combine_chunks()
    known = np.append(pc.is_in(names.dictionary, pa.array(sorted(wanted), pa.string())).to_numpy(False), False)
    found: NDArray[np.bool_] = known[names.indices.fill_null(-1).to_numpy(zero_copy_only=False)].astype(bool)
    return found


def encoded(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text as numbers into a list of its values."""
    return values.dictionary_encode() if pa.types.is_string(values.type) else values


def encoded_type(kind: pa.DataType) -> pa.DataType:
    """The type of a column that is so encoded."""
    return pa.dictionary(pa.int32(), pa.string()) if pa.types.is_string(kind) else kind
