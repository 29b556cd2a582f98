"""From a number of the balance to the lines behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.errors import ComparisonError
from framing.measure.sources import Counted, count_sources
from framing.tables import context, known_value, require_columns, source_values
from framing.values import Corpus

__all__ = ["EVIDENCE_COLUMNS", "balance_evidence", "context"]

EVIDENCE_COLUMNS = (
    "article_id", "statement_id", "field", "start", "end", "speaker", "source", "cue", "left", "content", "right",
    "kind", "stance", "relayed_by", "confidence",
)  # fmt: skip
"""Columns of the evidence; those that neither the statements nor the articles can give are left out."""


def balance_evidence(
    statements: pd.DataFrame,
    value: str | Sequence[str],
    *,
    by: str | Sequence[str] = "speaker",
    where: Mapping[str, str] | None = None,
    width: int = 50,
    corpus: Corpus | None = None,
    counted: Counted | str = Counted.ORIGIN,
) -> pd.DataFrame:
    """The statements behind a row of the balance, in reading order: keyword in context, the content being the keyword.

    ``value`` is the value of the column ``by``, or one for each of several columns. ``where`` narrows further, such as
    ``{"stance": "distancing"}`` or ``{"kind": "direct"}``. Columns: ``article_id``, ``statement_id``, ``field``,
    ``start`` and ``end`` (string indices of the content into the field), ``speaker``, ``source``, ``cue``, ``content``,
    ``kind``, ``confidence``; with ``corpus`` also ``left`` and ``right``, up to ``width`` characters around it. Raises
    ComparisonError where no statement has that value, with the nearest that occurs.
    """
    columns = [by] if isinstance(by, str) else list(by)
    values = [value] if isinstance(value, str) else list(value)
    if len(columns) != len(values):
        raise ComparisonError(
            f"Evidence by {', '.join(columns)} needs {len(columns)} values, {len(values)} were given."
        )
    wanted = dict(zip(columns, values, strict=True)) | dict(where or {})
    require_columns(statements, ["article_id", "start", *wanted], purpose="balance_evidence")
    found = count_sources(statements, counted)
    for column, one in wanted.items():
        texts = source_values(found, column)
        known_value(one, texts, what=f"No statement has the {column}")
        found = found[texts.eq(one)]
    title = found["field"].ne("title") if "field" in found.columns else pd.Series(False, index=found.index)
    found = found.assign(_field=title).sort_values(["article_id", "_field", "start"], kind="stable")
    if corpus is not None and len(found):
        require_columns(found, ["field", "end"], purpose="Context")
        sides = [
            context(corpus[a].field_text(f), int(s), int(e), width=width)
            for a, f, s, e in zip(found["article_id"], found["field"], found["start"], found["end"], strict=True)
        ]
        left, right = zip(*sides, strict=True)
        found = found.assign(left=left, right=right)
    return found[[c for c in EVIDENCE_COLUMNS if c in found.columns]].reset_index(drop=True)
