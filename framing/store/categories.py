"""Columns of millions of rows: text as categories in order of the alphabet, which numbers are compared by."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.tables import stacked

__all__ = ["as_column", "emptied", "filled", "overlaid", "stacked_columns", "taken"]

Ints = NDArray[np.integer[Any]]


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
    place = np.full(len(whole.dictionary) + 1, -1, dtype=np.int32)
    place[used[sorting.to_numpy()]] = np.arange(len(used))
    codes = place[codes if order is None else codes[order]]
    return _of(codes, pd.Index(pd.array(names.take(sorting), dtype="str")))


def _of(codes: Ints, categories: pd.Index) -> pd.Series:
    dtype = pd.CategoricalDtype(categories)
    return pd.Series(pd.Categorical.from_codes(codes, dtype=dtype, validate=False))


def taken(values: pd.Series, at: Ints) -> pd.Series:
    """The values at these places; missing at −1, where numbers have no place."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return _of(np.append(values.cat.codes.to_numpy(), -1)[at], values.cat.categories)
    if pd.api.types.is_bool_dtype(values.dtype):
        return pd.Series(values.astype("boolean").array.take(at, allow_fill=True))
    return pd.Series(values.to_numpy()[at])


def filled(values: pd.Series, text: str) -> pd.Series:
    """With a text in the place of what is missing."""
    codes = values.cat.codes.to_numpy()
    lacking = codes < 0
    if not lacking.any():
        return values
    names = values.cat.categories
    at = int(names.searchsorted(text))
    if at < len(names) and names[at] == text:
        return _of(np.where(lacking, at, codes), names)
    return _of(np.where(lacking, at, codes + (codes >= at)), names.insert(at, text))


def emptied(values: pd.Series) -> pd.Series:
    """With nothing in the place of an empty text."""
    if not len(values.cat.categories) or values.cat.categories[0] != "":
        return values
    codes = values.cat.codes.to_numpy().astype(np.int32)
    return _of(np.maximum(codes - 1, -1), values.cat.categories[1:])


def overlaid(own: pd.Series, other: pd.Series, at: Ints) -> pd.Series:
    """The values of ``other`` at these places; where that is −1, its own."""
    new = at >= 0
    if not new.any():
        return own
    names = own.cat.categories.union(other.cat.categories)
    ours, theirs = (np.append(names.get_indexer(v.cat.categories), -1)[v.cat.codes.to_numpy()] for v in (own, other))
    ours = ours.astype(np.int32)
    ours[new] = theirs[at[new]]
    return _of(ours, names)


def stacked_columns(first: pd.Series, second: pd.Series) -> pd.Series:
    """One after the other."""
    whole = stacked([first.to_frame("v").reset_index(drop=True), second.to_frame("v").reset_index(drop=True)])
    return whole["v"].reset_index(drop=True)
