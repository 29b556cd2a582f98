"""What all tables share: columns checked, missing group values made visible, groups, keyword in context.

Tables that open to the lines behind their rows are made by :func:`framing.results.result`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.errors import ComparisonError, InputError
from framing.statements import NOT_GIVEN
from framing.values import Article, Corpus
from framing.whose import ABOUT_SPEAKER
from framing.wording import nearest

__all__ = [
    "MISSING",
    "By",
    "among",
    "as_text",
    "coded",
    "columns_of",
    "context",
    "each_value",
    "equal",
    "group_values",
    "grouped",
    "key_of",
    "known_value",
    "most_first",
    "narrowed",
    "places_among",
    "positions",
    "reading_order",
    "recoded",
    "replaced",
    "require_columns",
    "row_numbers",
    "somebody",
    "source_values",
    "stacked",
    "with_groups",
]

MISSING = NOT_GIVEN
"""What stands for a missing group value: its rows are a group of their own, never dropped."""

By = str | Sequence[str]
"""A column to group by, or several."""

_ARTICLE_FIELDS = ("outlet", "date", "title", "url")

_FLAGS = ("named", "official")
"""Columns that say yes or no of a source, and nothing where no source is stated."""


def columns_of(by: By) -> list[str]:
    """The columns of ``by``, each once.

    >>> columns_of("side"), columns_of(["outlet", "side", "side"])
    (['side'], ['outlet', 'side'])
    """
    return [by] if isinstance(by, str) else list(dict.fromkeys(by or ()))


def require_columns(frame: pd.DataFrame, columns: Iterable[str], *, purpose: str) -> None:
    """Raise a ComparisonError that names the columns a table lacks, the nearest it has, and all that it has."""
    lacking = [str(c) for c in dict.fromkeys(columns) if c not in frame.columns]
    if not lacking:
        return
    known = list(map(str, frame.columns))
    helps = [h for h in (nearest(c, known) for c in lacking) if h.startswith("Did")]
    raise ComparisonError(
        f"{purpose} needs the column{'s' if len(lacking) > 1 else ''} {', '.join(map(repr, lacking))}; "
        f"the table has {', '.join(known) or 'none'}. "
        + " ".join([*helps, "Merge columns of the articles on 'article_id'."])
    )


def known_value(value: str, known: Iterable[str], *, what: str) -> None:
    """Raise a ComparisonError for a value that does not occur, with the nearest that do.

    ``what`` begins the message: "No statement has the speaker".
    """
    names = set(known)
    if value not in names:
        raise ComparisonError(f"{what} {value!r}. {nearest(value, names)}")


def key_of(columns: Sequence[str], value: str | Sequence[str]) -> dict[str, str]:
    """The value of each group column that names a row: one, or one for each of several columns."""
    values = [value] if isinstance(value, str) else list(value)
    if len(columns) != len(values):
        raise ComparisonError(
            f"Evidence by {', '.join(columns)} needs {len(columns)} values, {len(values)} were given."
        )
    return dict(zip(columns, values, strict=True))


def group_values(values: pd.Series) -> pd.Series:
    """Group values as text, with "not given" where there is none; categories stay categories."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        if not _is_in_order(values.cat.categories):
            values = recoded(values, lambda value: value or MISSING)
        lacking = values.isna()
        return replaced(values, lacking, MISSING) if lacking.any() else values
    as_text = values.astype("str").where(values.notna(), MISSING)
    return as_text.mask(as_text.eq(""), MISSING)


def source_values(frame: pd.DataFrame, column: str) -> pd.Series:
    """Group values of a column; whether a source is named or official is not given where none is stated.

    ``official`` reads "official" or "not official" and ``named`` "True" or "False".
    """
    values = group_values(frame[column])
    if column in _FLAGS and "speaker" in frame.columns:
        values = values.mask(group_values(frame["speaker"]).eq(MISSING), MISSING)
    if column == "official":
        values = values.replace({"True": "official", "False": "not official"})
    return values


def grouped(
    frame: pd.DataFrame, by: By, *, purpose: str, needed: Iterable[str] = (), least: int = 1
) -> tuple[pd.DataFrame, list[str]]:
    """The table with the values of its group columns as text (:func:`source_values`), and the names of these columns.

    Raises ComparisonError where a column of ``by`` or of ``needed`` is not there, or ``by`` has fewer than ``least``.
    """
    columns = columns_of(by)
    if len(columns) < least:
        raise ComparisonError(f"{purpose}(by=[]): name at least one column to group by, such as 'speaker'.")
    require_columns(frame, [*needed, *columns], purpose=purpose)
    return frame.assign(**{c: source_values(frame, c) for c in columns}), columns


def somebody(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Which rows of a :func:`grouped` table are somebody's: none of the columns about the speaker is "not given".

    Columns of your own count as being about the speaker unless one that the program makes is there too.
    """
    about = [c for c in columns if c in ABOUT_SPEAKER] or list(columns)
    return ~frame[about].isin([MISSING]).any(axis=1)


def most_first(
    table: pd.DataFrame, amounts: str | Sequence[str], columns: Sequence[str], *, smallest: bool = False
) -> pd.DataFrame:
    """The rows by ``amounts``, most first, then by name; what is nobody's after all that is somebody's.

    Statements without a stated source are no speaker, so they take no place in a ranking of speakers, however many they
    are: their row, "not given", is the last (:func:`somebody` of ``columns``, the columns of the groups).

    >>> table = pd.DataFrame({"speaker": ["Ada", "not given", "Ben"], "words": [5, 9, 7]})
    >>> most_first(table, "words", ["speaker"])["speaker"].tolist()
    ['Ben', 'Ada', 'not given']
    """
    amounts = columns_of(amounts)
    order = table.assign(_nobody=~somebody(table, columns)) if columns else table.assign(_nobody=False)
    ascending = [True, *[smallest] * len(amounts), *[True] * len(columns)]
    ordered = order.sort_values(["_nobody", *amounts, *columns], ascending=ascending, ignore_index=True)
    return ordered.drop(columns="_nobody")


def each_value(values: pd.Series, change: Callable[[Any], Any]) -> NDArray[Any]:
    """What a function gives of each value, asked once for each different one; of what is missing, None.

    >>> each_value(pd.Series(["a", "bb", "a"]), len).tolist()
    [1, 2, 1]
    """
    codes, different = pd.factorize(values)
    found = [change(value) for value in different]
    texts = not found or any(isinstance(one, str) or one is None for one in found)
    lacking = bool((codes < 0).any())
    answers = np.array([*found, None] if lacking else found, dtype=object if texts or lacking else None)
    given: NDArray[Any] = answers[codes]
    return given


def positions(values: pd.Series, known: pd.Index) -> NDArray[np.int32]:
    """The place of each value among those that are known, -1 for none; of categories each is looked up once.

    >>> positions(pd.Series(["b", "c", "b"], dtype="category"), pd.Index(["a", "b"])).tolist()
    [1, -1, 1]
    """
    if isinstance(values.dtype, pd.CategoricalDtype):
        names = values.cat.categories
        same = names is known
        of = np.append(np.arange(len(known)) if same else _positions(names, known), -1).astype(np.int32)
        return np.asarray(of[values.cat.codes.to_numpy()])
    return _positions(pd.Index(values), known).astype(np.int32)


def _positions(values: pd.Index, known: pd.Index) -> NDArray[np.signedinteger[Any]]:
    if isinstance(values.dtype, pd.StringDtype) and isinstance(known.dtype, pd.StringDtype):
        return places_among(_arrow(values), _arrow(known))
    return np.asarray(known.get_indexer(values.astype(known.dtype) if len(values) == 0 else values))


def recoded(values: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Text with each value changed, asked once for each different one; categories stay categories, in order.

    >>> recoded(pd.Series(["a", "B"], dtype="category"), str.lower).tolist()
    ['a', 'b']
    """
    if not isinstance(values.dtype, pd.CategoricalDtype):
        return pd.Series(each_value(values, change), index=values.index, dtype="str")
    new = np.array([change(value) for value in values.cat.categories], dtype=object)
    different, at = np.unique(new, return_inverse=True) if len(new) else (new, np.zeros(0, dtype=np.int64))
    codes = np.append(at, -1).astype(np.int32)[values.cat.codes]
    return coded(codes, pd.Index(different, dtype="str"), values)


def coded(codes: NDArray[np.integer[Any]], categories: pd.Index, like: pd.Series | None = None) -> pd.Series:
    """Categories by their numbers, -1 for what is missing; with the labels and the name of ``like``.

    Not by the constructor, which looks for doubles in a hash table of all texts, and keeps it.
    """
    dtype = pd.CategoricalDtype._from_fastpath(categories, False)  # type: ignore[attr-defined]
    made = pd.Categorical.from_codes(codes, dtype=dtype, validate=False)
    return pd.Series(made) if like is None else pd.Series(made, index=like.index, name=like.name)


def equal(values: pd.Series, text: str) -> NDArray[np.bool_]:
    """Which values are this text; of categories in order of the alphabet without a hash table of all of them."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        return values.eq(text).to_numpy(dtype=bool, na_value=False)
    at = bisect_left(values.cat.categories, text)
    found = at if at < len(values.cat.categories) and values.cat.categories[at] == text else -2
    return np.asarray(values.cat.codes.to_numpy() == found)


def among(values: pd.Series, texts: Collection[str]) -> NDArray[np.bool_]:
    """Which values are some of these texts; of categories each is looked up once, without a hash table of all."""
    return np.asarray(positions(values, pd.Index(sorted(texts), dtype="str")) >= 0)


def replaced(values: pd.Series, where: pd.Series, text: str) -> pd.Series:
    """Text with another in its place where a mask says so; categories stay categories, in order.

    >>> replaced(pd.Series(["a", "b"], dtype="category"), pd.Series([True, False]), "c").tolist()
    ['c', 'b']
    """
    if not isinstance(values.dtype, pd.CategoricalDtype):
        return values.mask(where, text)
    codes, names = values.cat.codes.to_numpy(), values.cat.categories
    at = bisect_left(names, text)
    if at == len(names) or names[at] != text:
        codes, names = codes.astype(np.int32), names.insert(at, text)
        codes = codes + (codes >= at)
    return coded(np.where(where.to_numpy(dtype=bool, na_value=False), at, codes), names, values)


def as_text(table: pd.DataFrame) -> pd.DataFrame:
    """The table with categories as text and wide numbers: what a user is given, and what few rows are counted in."""
    kinds = {c: "str" for c, kind in table.dtypes.items() if isinstance(kind, pd.CategoricalDtype)}
    kinds |= {c: "int64" for c, kind in table.dtypes.items() if kind == np.int32}
    return table.astype(kinds) if kinds else table


def stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Tables one below the other, by their index labels; what is categories in each stays categories, in order."""
    columns = [c for c in frames[0].columns if all(isinstance(f[c].dtype, pd.CategoricalDtype) for f in frames)]
    texts = {c: _joined([f[c] for f in frames]) for c in columns}
    table = pd.concat([f.drop(columns=columns) for f in frames])
    return table.assign(**{c: values.set_axis(table.index) for c, values in texts.items()})[list(frames[0].columns)]


def _joined(columns: Sequence[pd.Series]) -> pd.Series:
    """Categories one below the other, by their numbers, where pandas would hash all texts and keep that."""
    names = [c.cat.categories for c in columns]
    if all(n is names[0] for n in names):
        return coded(np.concatenate([c.cat.codes.to_numpy() for c in columns]), names[0])
    every = pa.chunked_array([_arrow(n) for n in names])
    different = pc.unique(every)
    different = different.take(pc.sort_indices(different))
    places = np.split(places_among(every, different), np.cumsum([len(n) for n in names])[:-1])
    codes = [np.append(at, -1).astype(np.int32)[c.cat.codes.to_numpy()] for at, c in zip(places, columns, strict=True)]
    return coded(np.concatenate(codes), pd.Index(pd.array(different, dtype="str")))


def narrowed(table: pd.DataFrame) -> pd.DataFrame:
    """The table with no categories but those that occur: few lines of many need not remember the names of all."""
    texts = [str(c) for c in table if isinstance(table[c].dtype, pd.CategoricalDtype)]
    return table.assign(**{c: _narrowed(table[c]) for c in texts})


def _narrowed(values: pd.Series) -> pd.Series:
    used, place = np.unique(values.cat.codes.to_numpy(), return_inverse=True)
    missing = int(len(used) > 0 and used[0] < 0)
    return coded(place - missing, values.cat.categories[used[missing:]], values)


def row_numbers(frame: pd.DataFrame, columns: Iterable[str]) -> NDArray[np.int64]:
    """A number for each combination of values, from 0 in the order in which they first occur.

    >>> row_numbers(pd.DataFrame({"a": ["x", "y", "x"], "b": [1, 1, 1]}), ["a", "b"]).tolist()
    [0, 1, 0]
    """
    whole = np.zeros(len(frame), dtype=np.int64)
    for column in columns:
        codes, values = pd.factorize(frame[column])
        whole = pd.factorize(whole * (len(values) + 1) + codes + 1)[0]
    return np.asarray(whole, dtype=np.int64)


def places_among(values: pa.ChunkedArray | pa.Array, known: pa.ChunkedArray | pa.Array) -> NDArray[np.int64]:
    """The place of each value of Arrow among those that are known, -1 for none."""
    whole = known.combine_chunks() if isinstance(known, pa.ChunkedArray) else known
    return np.asarray(pc.index_in(values, value_set=whole).fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)


def _arrow(names: pd.Index) -> pa.Array:
    """Texts as Arrow has them, without a copy where pandas holds them so."""
    found = pa.array(names.array, from_pandas=True)
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return found if pa.types.is_large_string(found.type) else found.cast(pa.large_string())


def _is_in_order(names: pd.Index) -> bool:
    """Whether texts are in order of the alphabet, and none is empty: that of the first tells."""
    if not isinstance(names.dtype, pd.StringDtype) or not len(names) or names[0] == "":
        return False
    return bool(pc.all(pc.less(_arrow(names)[:-1], _arrow(names)[1:])).as_py() is not False)


def with_groups(table: pd.DataFrame, corpus: Corpus | None, by: By) -> pd.DataFrame:
    """The columns ``by`` for each row of ``table``, as text, missing values as "not given".

    A column that the table lacks is taken from the articles (``outlet``, ``date``, ``title``, ``url``
    and extra columns) by ``article_id``.

    Raises an :class:`~framing.errors.InputError`: a column exists in neither; the message gives the nearest name.
    """
    extra = {name for a in corpus for name in a.extra} if corpus is not None else set()
    known = [*table.columns, *(f for f in _ARTICLE_FIELDS if corpus is not None), *sorted(extra)]
    columns: dict[str, pd.Series] = {}
    for name in columns_of(by):
        if name in table.columns:
            columns[name] = source_values(table, name)
        elif corpus is not None and name in known:
            of_article = {a.id: _value(a, name) for a in corpus}
            columns[name] = group_values(table["article_id"].map(of_article))
        else:
            raise InputError(f"There is no column {name!r} to group by. {nearest(name, known, shown=40)}")
    return pd.DataFrame(columns, index=table.index)


def _value(article: Article, name: str) -> str | None:
    if name in _ARTICLE_FIELDS:
        value = getattr(article, name)
        return None if value is None else str(value)
    return article.extra.get(name)


def reading_order(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows article by article, the title before the text, as they stand there."""
    text = frame["field"].ne("title") if "field" in frame.columns else pd.Series(True, index=frame.index)
    if isinstance(frame["article_id"].dtype, pd.CategoricalDtype):
        keys = (frame["article_id"].cat.codes.to_numpy(), text.to_numpy(), frame["start"].to_numpy())
        later = np.zeros(max(0, len(frame) - 1), dtype=bool)
        for key in reversed(keys):
            later = (key[1:] > key[:-1]) | ((key[1:] == key[:-1]) & later)
        if later.all():  # which saves a copy of the table
            return frame
    ordered = frame.assign(_text=text).sort_values(["article_id", "_text", "start"], kind="stable")
    return ordered.drop(columns="_text")


def context(text: str, start: int, end: int, *, width: int) -> tuple[str, str]:
    """Up to ``width`` characters before and after a span, whole words, on one line.

    White space beside the span is kept as one space, so that left, span and right one after another read as the text.

    >>> context("Nobody knows, she said, what comes next.", 14, 22, width=12)
    ('knows, ', ', what comes')
    """
    before = " ".join(text[max(0, start - 2 * width - 1) : start].split())
    after = " ".join(text[end : end + 2 * width + 1].split())
    if len(before) > width:
        cut = before[-width:]
        before = cut if before[-width - 1].isspace() else cut.partition(" ")[2]
    if len(after) > width:
        cut = after[:width]
        after = cut if after[width].isspace() else cut.rpartition(" ")[0]
    before, after = before.strip(), after.strip()
    return (
        f"{before} " if before and text[start - 1].isspace() else before,
        f" {after}" if after and text[end].isspace() else after,
    )
