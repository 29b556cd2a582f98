"""Tables that open to the lines behind their rows: what measures give.

A :class:`Result` is a DataFrame in all else. It knows its group columns (its *keys*) and where the lines behind it are,
by reference; a row is found again by its group values, never by its place, so sorting and filtering do no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

import numpy as np
import pandas as pd

from framing.display import table_html
from framing.errors import ComparisonError
from framing.tables import MISSING, as_text, context, group_values, known_value, source_values
from framing.values import Corpus, Kind, Statement, Voice

__all__ = ["EVIDENCE_COLUMNS", "FURTHER_COLUMNS", "FindLines", "Result", "evidence_table", "result"]

EVIDENCE_COLUMNS = ("article_id", "field", "start", "end", "voice", "speaker", "cue", "left", "words", "right")
"""The columns that the evidence of every result begins with."""

FURTHER_COLUMNS = ("statement_id", "source", "via", "with", "kind", "stance", "confidence")
"""What follows where the lines have it, before the group values and columns that only one measure has."""

FindLines = Callable[[Mapping[str, str]], pd.DataFrame]
"""Gives the lines behind group values; it may give more of them, if they have the group columns."""

_VOICES = {
    Kind.DIRECT.value: Voice.QUOTED.value,
    Kind.INDIRECT.value: Voice.PARAPHRASE.value,
    Kind.MIXED.value: Kind.MIXED.value,
}
_AS_THEY_ARE = ("start", "end", "left", "words", "right", "confidence")
_ROWS_SHOWN = 20
_TEXTS = ("content", "text", "match")
_Frame = TypeVar("_Frame", bound="Result")


class Result(pd.DataFrame):
    """The table of a measure, which opens to the lines behind each row: ``table.evidence(row)``.

    It stays one, with its evidence, when it is sorted, cut, filtered, copied, pickled, merged into or has columns
    taken from it. Made by :func:`result`.
    """

    _metadata: ClassVar[list[str]] = ["_keys", "_lines", "_corpus", "_said", "_more"]
    _keys: tuple[str, ...] | None = None
    _lines: pd.DataFrame | FindLines | None = None
    _corpus: Corpus | None = None
    _said: Iterable[Statement] | None = None
    _more: tuple[str, ...] = ()

    @property
    def _constructor(self) -> Callable[..., Result]:
        return Result

    def __finalize__(self: _Frame, other: Any, method: str | None = None, **kwargs: Any) -> _Frame:
        """Take the evidence along; of a merge, that of the left table."""
        if method == "merge":
            sides = getattr(other, "input_objs", None) or [getattr(other, "left", None)]
            if isinstance(sides[0], Result):
                for name in self._metadata:
                    object.__setattr__(self, name, getattr(sides[0], name))
        super().__finalize__(other, method=method, **kwargs)  # type: ignore[misc]
        return self

    def _repr_html_(self) -> str:
        """The first rows, shares with bars, for a notebook."""
        return table_html(pd.DataFrame(self), most=_ROWS_SHOWN)

    def evidence(self, row_or_key: Any, *, where: Mapping[str, str] | None = None, width: int = 50) -> pd.DataFrame:
        """The lines behind a row, in reading order: keyword in context.

        ``row_or_key`` is a row of the table (``table.iloc[0]``, one of ``itertuples()``), the whole number that labels
        one in its index, or group values: one, several in the order of the group columns, or some by name
        (``{"outlet": "A", "voice": "quoted"}``). ``where`` narrows further by columns of the lines
        (``{"stance": "distancing"}``).

        Columns: ``article_id``, ``field``, ``start`` and ``end`` (string indices into the field), ``voice`` (quoted,
        paraphrase, mixed, own), ``speaker``, ``cue``, ``left``, ``words``, ``right``: the text of the span, with up to
        ``width`` characters around it; then such of :data:`FURTHER_COLUMNS` and of the measure's own as there are.

        Raises a ComparisonError: the row lacks a group column, or a value does not occur; it says which do.
        """
        if self._keys is None:
            raise ComparisonError(
                "This table has lost what it was made from; ask the table that the measure gave for its evidence."
            )
        wanted, typed = self._wanted(row_or_key)
        lines = self._behind(wanted)
        for key, value in wanted.items():
            texts = source_values(lines, key) if key in lines.columns else None
            if typed and not (key in self.columns and group_values(self[key]).eq(value).any()):
                known = [*([] if texts is None else texts), *(group_values(self[key]) if key in self.columns else [])]
                known_value(value, known, what=f"No line has the {key}")
            if texts is not None:
                lines = lines[texts.eq(value)]
        for key, value in (where or {}).items():
            known_value(key, map(str, lines.columns), what="The lines behind this table have no column")
            texts = source_values(lines, key)
            known_value(value, texts, what=f"No line of these has the {key}")
            lines = lines[texts.eq(value)]
        return evidence_table(
            lines, corpus=self._corpus, statements=self._said, width=width, more=(*self._keys, *self._more)
        )

    def _behind(self, wanted: Mapping[str, str]) -> pd.DataFrame:
        """The lines to look in: the table's own rows, a table, or what a function finds."""
        if self._lines is None:
            return pd.DataFrame(self.reset_index())
        return self._lines if isinstance(self._lines, pd.DataFrame) else self._lines(wanted)

    def _wanted(self, given: Any) -> tuple[dict[str, str], bool]:
        """Group values by column, and whether they were typed rather than taken from a row of the table."""
        keys = self._keys or ()
        if isinstance(given, (int, np.integer)) and not isinstance(given, bool):
            given = self._labelled(int(given))
        if isinstance(given, pd.Series):
            return self._of_row(given.to_dict(), given.name), False
        if hasattr(given, "_asdict"):  # a row of itertuples()
            return self._of_row(given._asdict(), getattr(given, "Index", None)), False
        if isinstance(given, Mapping):
            for name in given:
                known_value(str(name), keys, what="The evidence of this table has no group column")
            return {str(k): _text(v) for k, v in given.items()}, True
        values: list[Any] = [given] if isinstance(given, str) or not isinstance(given, Sequence) else list(given)
        if len(values) != len(keys):
            raise ComparisonError(
                f"Evidence needs {'a value' if len(keys) == 1 else f'{len(keys)} values'} "
                f"({', '.join(keys) or 'this table has no groups'}), {len(values)} "
                f"{'was' if len(values) == 1 else 'were'} given; give them in that order, by name, or a row."
            )
        return {k: _text(v) for k, v in zip(keys, values, strict=True)}, True

    def _of_row(self, row: Mapping[Hashable, Any], label: Any) -> dict[str, str]:
        """The group values of a row, from its columns or the index."""
        keys = self._keys or ()
        known = {**dict(zip(self.index.names, _several(label), strict=False)), **row}
        lacking = [k for k in keys if k not in known]
        if lacking:
            raise ComparisonError(
                f"The row lacks {', '.join(map(repr, lacking))}, by which its lines are found: keep the "
                f"column{'s' if len(keys) > 1 else ''} {', '.join(map(repr, keys))} in the table."
            )
        return {k: _text(known[k]) for k in keys}

    def _labelled(self, label: int) -> pd.Series:
        """The row with this index label."""
        if label not in self.index:
            raise ComparisonError(
                f"No row has the index label {label}; give the row itself, as in table.evidence(table.iloc[{label}])."
            )
        row = self.loc[label]
        if not isinstance(row, pd.Series):
            raise ComparisonError(f"{len(row)} rows have the index label {label}; give the row itself.")
        return row


def result(
    table: pd.DataFrame,
    *,
    keys: str | Iterable[str],
    lines: pd.DataFrame | FindLines | None = None,
    corpus: Corpus | None = None,
    statements: Iterable[Statement] | None = None,
    more: Iterable[str] = (),
) -> Result:
    """``table`` with its evidence.

    ``keys`` are its group columns. ``lines`` is the table of lines that they group (kept by reference), or a function
    that gives the lines of group values; without it each row is a line itself. Lines have ``article_id``, ``field``,
    ``start``, ``end``, the group columns as the table shows them (:func:`~framing.tables.source_values`), and ``voice``
    or ``kind``. ``corpus`` gives the text around them, ``statements`` speaker, cue, source and confidence by
    ``statement_id`` where the lines lack them. ``more`` are further columns of the lines that the evidence shows.
    """
    made = Result(as_text(table))
    made._keys = (keys,) if isinstance(keys, str) else tuple(keys)
    made._lines, made._corpus, made._said, made._more = lines, corpus, statements, tuple(more)
    return made


def evidence_table(
    lines: pd.DataFrame,
    *,
    corpus: Corpus | None = None,
    statements: Iterable[Statement] | None = None,
    width: int = 50,
    more: Sequence[str] = (),
) -> pd.DataFrame:
    """Lines as the evidence of every result shows them: :data:`EVIDENCE_COLUMNS` in reading order, then others.

    What is not known is missing: ``left`` and ``right`` without ``corpus``, ``cue`` where there is none.
    """
    lines = as_text(lines)
    title = lines["field"].ne("title") if "field" in lines.columns else pd.Series(1, index=lines.index)
    place = {a.id: i for i, a in enumerate(corpus)} if corpus is not None else {}
    order = lines["article_id"].map(place) if place else lines["article_id"]
    found = lines.assign(_article=order, _title=title)
    found = found.sort_values([c for c in ("_article", "_title", "start") if c in found.columns], kind="stable")
    columns: dict[str, Any] = {c: found[c] for c in ("article_id", "field", "start", "end") if c in found.columns}
    of = _statement_columns(found, statements)
    columns["voice"] = found["voice"] if "voice" in found.columns else of("kind").map(_VOICES)
    columns["speaker"], columns["cue"] = of("speaker"), of("cue")
    if corpus is not None and {"field", "start", "end"} <= set(found.columns):
        columns |= _in_context(found, corpus, width)
    else:
        text = next((c for c in _TEXTS if c in found.columns), None)
        columns["left"], columns["right"] = _own(found, "left"), _own(found, "right")
        columns["words"] = _own(found, text) if text else _own(found, "")
    table = pd.DataFrame(columns, index=found.index).reindex(columns=list(EVIDENCE_COLUMNS))
    for name in dict.fromkeys([*FURTHER_COLUMNS, *more]):
        if name not in table.columns:
            values = of(name) if name in FURTHER_COLUMNS else _own(found, name)
            if name in found.columns or (statements is not None and values.notna().any()):
                table[name] = values
    for name in (c for c in table.columns if c not in _AS_THEY_ARE and c not in more):
        values = table[name].astype("str")
        table[name] = values.mask(values.isin(["", MISSING]))
    table = table.astype(dict.fromkeys(("left", "words", "right"), "str"))
    if "confidence" in table.columns:
        table["confidence"] = table["confidence"].astype("float64")
    return table.reset_index(drop=True)


def _statement_columns(found: pd.DataFrame, statements: Iterable[Statement] | None) -> Callable[[str], pd.Series]:
    """Gives a column of the lines, filled from the statements they stand in."""
    pairs: list[tuple[Any, Any]] = []
    if statements is not None and "statement_id" in found.columns:
        pairs = list(zip(found["article_id"], found["statement_id"], strict=True))
    wanted = set(pairs)
    said = _of_places(statements, wanted) if statements is not None and wanted else {}

    def column(name: str) -> pd.Series:
        own = _own(found, name)
        if not said or own.notna().all() or name not in _OF_STATEMENT:
            return own
        values = [_OF_STATEMENT[name](said[p]) if p in said else None for p in pairs]
        return own.where(own.notna(), pd.Series(values, index=found.index, dtype="object"))

    return column


def _of_places(statements: Iterable[Statement], wanted: set[tuple[Any, Any]]) -> Mapping[tuple[str, str], Statement]:
    """The statements of these articles and ids; a store looks them up."""
    stored = getattr(statements, "stored", None)
    if stored is not None:
        found: Mapping[tuple[str, str], Statement] = stored.statements(wanted)
        return found
    return {(s.article_id, s.id): s for s in statements if (s.article_id, s.id) in wanted}


_OF_STATEMENT: dict[str, Callable[[Statement], Any]] = {
    "speaker": lambda s: s.attributed_to.name if s.attributed_to else None,
    "cue": lambda s: s.cue.text if s.cue else None,
    "source": lambda s: s.source.text if s.source else None,
    "via": lambda s: "; ".join(p.text for p in s.via) or None,
    "with": lambda s: "; ".join(p.name for p in s.co_speakers) or None,
    "kind": lambda s: s.kind.value,
    "confidence": lambda s: s.confidence,
}


def _own(found: pd.DataFrame, name: str) -> pd.Series:
    return found[name] if name in found.columns else pd.Series(None, index=found.index, dtype="object")


def _in_context(found: pd.DataFrame, corpus: Corpus, width: int) -> dict[str, pd.Series]:
    rows: list[tuple[str, str, str]] = []
    for article, field, start, end in zip(
        found["article_id"], found["field"], found["start"].tolist(), found["end"].tolist(), strict=True
    ):
        text = corpus[article].field_text(field)
        left, right = context(text, int(start), int(end), width=width)
        rows.append((left, text[int(start) : int(end)], right))
    names = ("left", "words", "right")
    return {n: pd.Series([r[i] for r in rows], index=found.index, dtype="str") for i, n in enumerate(names)}


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _text(value: Any) -> str:
    """A group value as tables show it."""
    return MISSING if value is None or value == "" or value is pd.NA or value != value else str(value)
