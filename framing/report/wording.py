"""Numbers and lists as words in a sentence; how a figure itself is written is in :mod:`framing.wording`."""

from __future__ import annotations

from framing.wording import amount, join, number, percent, shorten, signed

__all__ = ["amount", "cardinal", "count", "join", "number", "percent", "quoted", "shorten", "signed", "times"]

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def cardinal(value: int) -> str:
    """A whole number in a sentence: up to twelve as a word.

    >>> cardinal(0), cardinal(12), cardinal(13)
    ('no', 'twelve', '13')
    """
    return _SMALL[value] if 0 <= value < len(_SMALL) else number(value)


def count(value: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun; small numbers as words.

    >>> count(2, "article"), count(1, "article"), count(0, "statement"), count(40, "party", "parties")
    ('two articles', 'one article', 'no statements', '40 parties')
    """
    return f"{cardinal(value)} {noun if value == 1 else plural or noun + 's'}"


def times(value: int) -> str:
    """How often.

    >>> times(0), times(1), times(2), times(9)
    ('never', 'once', 'twice', 'nine times')
    """
    return ("never", "once", "twice")[value] if 0 <= value <= 2 else count(value, "time")


def quoted(text: str) -> str:
    """Words of an article inside quotation marks, on one line.

    >>> quoted("claimed")
    '“claimed”'
    """
    return f"“{' '.join(text.split())}”"
