"""Terms as they are shown: which ones, and how they are spelt in the articles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from framing.contrasts.contrast import Contrast
from framing.function_words import FUNCTION_WORDS

__all__ = ["is_ragged", "spellings"]

_LINES = 20


def is_ragged(term: str) -> bool:
    """Whether a term begins or ends with a function word, or has no letters: counted, but not shown.

    >>> is_ragged("the city"), is_ragged("city of Raqqa"), is_ragged("5,000")
    (True, False, True)
    """
    words = term.split(" ")
    return words[0] in FUNCTION_WORDS or words[-1] in FUNCTION_WORDS or not re.search(r"[^\W\d_]", term)


def spellings(found: Contrast, terms: Iterable[str]) -> list[str]:
    """Each term as it is mostly spelt in its first uses; of equally frequent spellings the first."""
    spelt = []
    for term in terms:
        counts = found.kwic(term, _LINES, width=1)["words"].value_counts(sort=False)
        spelt.append(" ".join(str(counts.idxmax()).split()) if len(counts) else term)
    return spelt
