"""The measures that can be compared: what each is a ratio of, row by row of the tables they are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.checking import Checked
from framing.differences.ratios import SHARE, Bounds, Ratios
from framing.errors import ComparisonError
from framing.measure.stance import Stance, stance_table
from framing.measure.standing import is_official
from framing.measure.tone import NEUTRAL, tone_texts
from framing.subject import Subject, corpus_of, statements_of, statements_table, voices_table
from framing.tables import MISSING, By, columns_of, group_values, known_value, source_values, with_groups
from framing.values import Kind, Voice
from framing.whose import each_speaker

__all__ = ["MEASURES", "Made", "Measure", "ratios_of"]

Floats = NDArray[np.float64]


class Made(StrEnum):
    """The table whose rows a measure adds up."""

    STATEMENTS = "statements"
    VOICES = "voices"
    TEXTS = "texts"


@dataclass(frozen=True)
class Measure:
    """A measure: its table, and the parts and wholes of the table's rows.

    A measure that ``needs_of`` is the share that rows chosen by ``of`` have of all; the others are of these rows alone.
    """

    made: Made
    part: Callable[[pd.DataFrame], pd.Series | Floats]
    whole: Callable[[pd.DataFrame], pd.Series | Floats]
    needs_of: bool = False
    bounds: Bounds = SHARE


def _one(rows: pd.DataFrame) -> Floats:
    return np.ones(len(rows))


def _words(rows: pd.DataFrame) -> pd.Series:
    return rows["words"]


def _kind(*kinds: Kind) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda rows: rows["kind"].isin([k.value for k in kinds])


def _stated(rows: pd.DataFrame) -> pd.Series:
    return group_values(rows["speaker"]).ne(MISSING)


def _stance(*stances: Stance) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda rows: rows["stance"].isin([s.value for s in stances])


def _told(rows: pd.DataFrame) -> pd.Series:
    return ~group_values(rows["stance"]).isin([MISSING, Stance.NONE.value])


def _voice(*voices: Voice) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda rows: rows["words"] * rows["voice"].isin([v.value for v in voices])


_S, _V, _T = Made.STATEMENTS, Made.VOICES, Made.TEXTS

MEASURES: Mapping[str, Measure] = {
    "statement_share": Measure(_S, _one, _one, needs_of=True),
    "word_share": Measure(_S, _words, _words, needs_of=True),
    "direct_share": Measure(_S, _kind(Kind.DIRECT), _one),
    "quoted_word_share": Measure(_S, lambda r: r["quoted_words"], _words),
    "fragment_share": Measure(_S, lambda r: r["kind"].eq(Kind.MIXED.value) & r["quoted_words"].between(1, 3), _one),
    "official_share": Measure(_S, lambda r: r["_official"] & _stated(r), _stated),
    "official_word_share": Measure(
        _S, lambda r: r["words"] * (r["_official"] & _stated(r)), lambda r: r["words"] * _stated(r)
    ),
    "distancing_share": Measure(_S, _stance(Stance.DISTANCING), _told),
    "affirming_share": Measure(_S, _stance(Stance.AFFIRMING), _told),
    "distancing_ratio": Measure(_S, _stance(Stance.DISTANCING), _stance(Stance.DISTANCING, Stance.AFFIRMING)),
    "all_word_share": Measure(_V, _voice(Voice.QUOTED, Voice.PARAPHRASE), _words, needs_of=True),
    "own_share": Measure(_V, _voice(Voice.OWN), _voice(Voice.OWN, Voice.QUOTED, Voice.PARAPHRASE)),
    "quoted_share": Measure(_V, _voice(Voice.QUOTED), _voice(Voice.OWN, Voice.QUOTED, Voice.PARAPHRASE)),
    "compound": Measure(_T, lambda r: r["compound"] * r["words"], _words, bounds=(-1.0, 1.0)),
    "positive": Measure(_T, lambda r: r["words"] * r["compound"].gt(NEUTRAL), _words),
    "negative": Measure(_T, lambda r: r["words"] * r["compound"].lt(-NEUTRAL), _words),
}
"""The measures by name, as the columns of the tables are named; what each means: docs/glossary.md."""


_OF_OFFICIALS = ("official_share", "official_word_share")


def ratios_of(
    subject: Subject,
    measures: By,
    *,
    by: str,
    of: Mapping[str, str] | None = None,
    officials: Callable[[pd.DataFrame], pd.Series] = is_official,
    checked: Checked | None = None,
) -> Ratios:
    """Parts and wholes of measures by name (:data:`MEASURES`), one row an article and value of ``by``.

    ``of`` narrows to rows with these values of columns (``{"side": "Russia"}``): shares of a whole are then theirs, the
    others are of these rows alone. With ``checked`` they are corrected (:class:`framing.checking.Checked`), which only
    measures that are made of statements can be. Raises a ComparisonError: an unknown measure, one that needs ``of``,
    one that cannot be corrected, a value of ``of`` that does not occur.
    """
    made: Ratios | None = None
    tables: dict[Made, pd.DataFrame] = {}
    for name in columns_of(measures):
        known_value(name, MEASURES, what="There is no measure")
        measure = MEASURES[name]
        if measure.needs_of and not of:
            raise ComparisonError(f"{name} is a share of all: say whose with of=, such as of={{'side': 'Russia'}}.")
        if measure.made not in tables:
            table = _table(subject, measure.made)
            tables[measure.made] = _prepared(table, subject, measure.made, by, of)
            _known_values(tables[measure.made], of)
        rows = tables[measure.made]
        if checked is not None:
            if measure.made is not Made.STATEMENTS:
                raise ComparisonError(f"{name} is not counted in statements, so checked statements cannot correct it.")
            one = _corrected(subject, name, checked, rows, by, of, officials)
        else:
            part, whole = _contributions(rows, name, officials)
            table = pd.DataFrame({"article_id": rows["article_id"], by: rows["_group"], "part": part, "whole": whole})
            one = Ratios.of(table, {name: ("part", "whole")}, by=by, bounds={name: measure.bounds})
        made = one if made is None else made.and_(one)
    if made is None:
        raise ComparisonError(f"name a measure: {', '.join(MEASURES)}.")
    return made


def _contributions(
    rows: pd.DataFrame, name: str, officials: Callable[[pd.DataFrame], pd.Series]
) -> tuple[Floats, Floats]:
    """What each row adds to the part and to the whole of its group."""
    measure = MEASURES[name]
    if name in _OF_OFFICIALS:
        rows = rows.assign(_official=officials(rows).to_numpy(dtype=bool))
    mine = rows["_mine"].to_numpy(np.float64)
    part = np.asarray(measure.part(rows), dtype=np.float64) * mine
    # a joint statement is each speaker's, and is said once
    whole = np.asarray(measure.whole(rows), dtype=np.float64)
    return part, whole * rows["_once"].to_numpy(np.float64) if measure.needs_of else whole * mine


def _corrected(
    subject: Subject,
    name: str,
    checked: Checked,
    rows: pd.DataFrame,
    by: str,
    of: Mapping[str, str] | None,
    officials: Callable[[pd.DataFrame], pd.Series],
) -> Ratios:
    """The corrected parts and wholes of a measure, one row an article and group that it adds to."""
    true = _prepared(stance_table(checked.true), subject, Made.STATEMENTS, by, of)
    groups = sorted({*rows["_group"], *true["_group"]})

    def contributions(table: pd.DataFrame) -> tuple[Floats, Floats]:
        at = np.asarray(table["_group"])[:, None] == np.array(groups, dtype=object)
        part, whole = _contributions(table, name, officials)
        return part[:, None] * at, whole[:, None] * at

    articles, part, whole = checked.corrected(rows, true, contributions)
    article, group = (x.ravel() for x in np.meshgrid(np.array(articles, dtype=object), groups, indexing="ij"))
    there = (part.ravel() != 0) | (whole.ravel() != 0)
    return Ratios(
        (name,), article[there], group[there].astype(object), part.reshape(-1, 1)[there], whole.reshape(-1, 1)[there],
        (MEASURES[name].bounds,), corrected=True,
    )  # fmt: skip


def _table(subject: Subject, made: Made) -> pd.DataFrame:
    if made is Made.STATEMENTS:
        single = statements_table(subject, purpose="difference", words=False)
        return stance_table(single) if "stance" not in single.columns and "cue" in single.columns else single
    rows = voices_table(subject, purpose="difference", words=False)
    return tone_texts(rows) if made is Made.TEXTS else rows


def _prepared(
    single: pd.DataFrame, subject: Subject, made: Made, by: str, of: Mapping[str, str] | None
) -> pd.DataFrame:
    """The table with its groups, which rows are those of ``of``, and which are not further speakers of joint ones."""
    rows = single
    if made is Made.STATEMENTS:
        rows = each_speaker(single, [by, *(of or {})], statements_of(subject))
    rows = rows.reset_index(drop=True)
    mine = pd.Series(True, index=rows.index)
    for column, value in (of or {}).items():
        known_value(column, map(str, rows.columns), what="of: there is no column")
        mine &= source_values(rows, column).eq(str(value))
    groups = with_groups(rows, corpus_of(subject), by)[by]
    return rows.assign(_mine=mine, _group=groups, _once=np.arange(len(rows)) < len(single))


def _known_values(rows: pd.DataFrame, of: Mapping[str, str] | None) -> None:
    for column, value in (of or {}).items():
        known_value(str(value), source_values(rows, column), what=f"of: no row has the {column}")
