"""A measure that was compared as one line of ``findings.jsonl``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from framing.compare.compared import Compared

__all__ = ["finding_of"]


def finding_of(one: Compared, most_lines: int) -> dict[str, Any]:
    """The measure in plain values: numbers by group, the test, the sentence, and up to ``most_lines`` lines."""
    lines = one.measure.part.frame[["article_id", "field", "start", "end"]].head(most_lines)

    def known(value: float) -> float | None:
        return None if np.isnan(value) or np.isinf(value) else round(value, 6)

    return {
        "id": one.measure.id,
        "section": one.measure.section,
        "measure": one.measure.name,
        "groups": list(one.groups),
        "values": [known(v) for v in one.numbers],
        "base": [known(v) for v in one.bases],
        "difference": known(one.difference),
        "low": known(one.difference_low),
        "high": known(one.difference_high),
        "p": known(one.p),
        "q": known(one.q),
        "n_articles": one.n_articles,
        "claimed": one.claimed,
        "sentence": one.sentence,
        "evidence": lines.astype({"start": int, "end": int}).to_numpy(dtype=object).tolist(),
    }
