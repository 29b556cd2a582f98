"""Columns of millions of rows: text as categories in order of the alphabet, which numbers are compared by."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.tables import coded, replaced

__all__ = ["as_column", "emptied", "filled", "taken"]

Ints = NDArray[np.signedinteger[Any]]


def as_column(values: pa.ChunkedArray, order: Ints | None = None) -> pd.Series:
    """A column of Arrow, its rows in ``order``: text as categories, yes and no that may be missing as ``boolean``."""
    if pa.types.is_string(values.type):
        values = values.dictionary_encode()
    if pa.types.is_dictionary(values.type):
        return _categories(values, order)
    found = values.to_numpy()
    if pa.types.is_boolean(values.type) and values.null_count:
        mask = values.is_null().to_numpy()
        plain = np.where(mask, np.False_, found).astype(bool)
        mask, plain = (v if order is None else v[order] for v in (mask, plain))
        return pd.Series(pd.arrays.BooleanArray(plain, mask))
    return pd.Series(found if order is None else found[order])


def _categories(values: pa.ChunkedArray, order: Ints | None) -> pd.Series:
    whole = values.unify_dictionaries().combine_chunks()
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    used = np.flatnonzero(np.bincount(codes + 1, minlength=len(whole.dictionary) + 1)[1:])
    names = whole.dictionary.take(pa.array(used))
    sorting = pc.sort_indices(names)
    kind = np.dtype(np.int8 if len(used) < 128 else np.int16 if len(used) < 32_768 else np.int32)
    place = np.full(len(whole.dictionary) + 1, -1, dtype=kind)
    place[used[sorting.to_numpy()]] = np.arange(len(used))
    return coded(place[codes if order is None else codes[order]], pd.Index(pd.array(names.take(sorting), dtype="str")))


def taken(values: pd.Series, at: Ints) -> pd.Series:
    """The values at these places; missing at −1, where numbers have no place."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes = values.cat.codes.to_numpy()
        return coded(np.append(codes, codes.dtype.type(-1))[at], values.cat.categories)
    if pd.api.types.is_bool_dtype(values.dtype):
        return pd.Series(values.astype("boolean").array.take(at, allow_fill=True))
    return pd.Series(values.to_numpy()[at])


def filled(values: pd.Series, text: str) -> pd.Series:
    """With a text in the place of what is missing."""
    return replaced(values, values.isna(), text) if values.isna().any() else values


def emptied(values: pd.Series) -> pd.Series:
    """With nothing in the place of an empty text."""
    if not len(values.cat.categories) or values.cat.categories[0] != "":
        return values
    return coded(np.maximum(values.cat.codes.to_numpy() - 1, -1), values.cat.categories[1:])
