"""Word tokens as spans: one regular expression, one pass."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

__all__ = ["find_words"]

_WORD = re.compile(
    r"""
      (?:[^\W\d_]\.){2,}(?:[^\W_](?![^\W_]))?    # U.S., a.m., U.S.A
      (?:['’‐‑-][^\W_]+)*                        # U.S.-led
    | Ph\.D\b\.?
    | [^\W_]+
      (?:
        (?: ['’‐‑-]                              # don't, al-Ja'afari, US-led
          | (?<=\d)[.,](?=\d)                    # 3,000 and 2.5
          | [\u00ad\u200c\u200d\u2060]           # soft hyphen, joiners: invisible inside a word
          | [\u0300-\u036f]+                     # a letter and its accent as two characters
        )
        [^\W_]+
      )*
    """,
    re.VERBOSE,
)


def find_words(text: str) -> NDArray[np.int64]:
    """Spans of the words of ``text``, an array (n, 2) of start and end in order.

    A word is letters and digits, with inner apostrophes and hyphens, and with full stops and commas
    between digits. Abbreviations of single letters keep their full stops.

    >>> [str("The US-led U.S. 3,000"[a:b]) for a, b in find_words("The US-led U.S. 3,000")]
    ['The', 'US-led', 'U.S.', '3,000']
    """
    flat = [offset for match in _WORD.finditer(text) for offset in match.span()]
    return np.array(flat, dtype=np.int64).reshape(-1, 2)
