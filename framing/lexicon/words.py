"""Cut a text into the words that lexicons match, and fold words to one spelling, keeping offsets.

A word is a run of letters and digits, with apostrophes and hyphens inside it: ``don't`` and
``anti-terror`` are one word each, as in quanteda. So the entry ``terror`` does not match
``anti-terror``; ``anti-*`` does. Dotted abbreviations (``U.S.``) are one word. A text is cut and
never rewritten: folding works on the word that was cut out, so every offset stays true.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

__all__ = ["fold", "split_entry", "word_spans"]

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_CHARS = rf"[\w\u0300-\u036f{_INVISIBLE}]"
_JOINERS = r"['’‘ʼ＇\-‐‑]"
_WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}|\w{_CHARS}*(?:{_JOINERS}\w{_CHARS}*)*")
_ENTRY_CHARS = rf"(?:{_CHARS}|[*?])"
_ENTRY_WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}|[\w*?]{_ENTRY_CHARS}*(?:{_JOINERS}[\w*?]{_ENTRY_CHARS}*)*")
_FOLD = str.maketrans({**dict.fromkeys("’‘ʼ＇", "'"), **dict.fromkeys("‐‑", "-"), **dict.fromkeys(_INVISIBLE, None)})


def word_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each word of ``text``.

    >>> [("U.S.-led don’t"[a:b]) for a, b in word_spans("U.S.-led don’t")]
    ['U.S.', 'led', 'don’t']
    """
    return [m.span() for m in _WORD.finditer(text)]


def fold(word: str) -> str:
    """The spelling that words are compared in: compatibility composed, without case or invisible characters.

    >>> fold("Don’t") == fold("DON'T") == "don't"
    True
    """
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).translate(_FOLD).casefold())


def split_entry(term: str) -> tuple[str, ...]:
    """The folded words of an entry, cut as texts are; ``*`` and ``?`` stay. Empty if nothing is left.

    >>> split_entry("War on  Terror*")
    ('war', 'on', 'terror*')
    """
    return tuple(w for w in _folded(term) if w)


def _folded(term: str) -> Iterator[str]:
    for match in _ENTRY_WORD.finditer(term):
        yield fold(match.group())
