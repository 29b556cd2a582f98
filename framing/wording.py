"""How numbers, lists, names of columns and words of articles are written, in labels, tables and sentences."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Sequence

__all__ = [
    "amount",
    "cardinal",
    "count",
    "heading",
    "join",
    "nearest",
    "number",
    "percent",
    "quoted",
    "rate",
    "shorten",
    "signed",
    "times",
]

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HEADINGS = {
    "article_id": "article",
    "statement_id": "statement",
    "first_position": "first at",
    "hhi": "HHI",
    "vader": "VADER",
}


def number(value: int) -> str:
    """A whole number with separators.

    >>> number(12345)
    '12,345'
    """
    return f"{value:,}"


def amount(value: int, noun: str, plural: str | None = None) -> str:
    """A number in digits with its noun.

    >>> amount(1, "article"), amount(1234, "statement"), amount(2, "copy", "copies")
    ('1 article', '1,234 statements', '2 copies')
    """
    return f"{value:,} {noun if value == 1 else plural or noun + 's'}"


def percent(share: float) -> str:
    """A share between 0 and 1 as a whole percentage; a very small one is not written as nothing.

    >>> percent(0.256), percent(0.001), percent(0), percent(0.999)
    ('26%', 'under 1%', '0%', 'over 99%')
    """
    if math.isnan(share):
        return "–"
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    return f"{100 * share:.0f}%"


def rate(number: float) -> str:
    """A rate per 1,000 words.

    >>> rate(12.345), rate(0.0456), rate(0)
    ('12.3', '0.05', '0')
    """
    if math.isnan(number):
        return "–"
    return f"{number:.1f}" if number >= 1 else f"{number:.2f}".rstrip("0").rstrip(".") or "0"


def signed(value: float, *, digits: int = 2) -> str:
    """A number with its sign, with a true minus; what rounds to zero has none.

    >>> signed(0.251), signed(-0.251), signed(-0.001)
    ('+0.25', '−0.25', '0.00')
    """
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "−")


def shorten(text: str, *, limit: int) -> str:
    """A text cut at a word, up to ``limit`` characters, with an ellipsis where something was cut.

    >>> shorten("one two three", limit=9)
    'one two …'
    """
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    head = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return head.rstrip(" ,;:–—-") + " …"


def join(parts: Sequence[str], *, last: str = "and") -> str:
    """A list as it is spoken.

    >>> join(["a"]), join(["a", "b"]), join(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return ", ".join(parts[:-1]) + f" {last} " + parts[-1] if len(parts) > 1 else "".join(parts)


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


def heading(column: object) -> str:
    """A column's name for a reader.

    >>> heading("quoted_words"), heading("article_id")
    ('quoted words', 'article')
    """
    name = str(column)
    return _HEADINGS.get(name, name.replace("_", " "))


def nearest(wanted: str, known: Iterable[str], *, shown: int = 12) -> str:
    """Help for a name that is not there, to end a message with: the nearest names, or all where none is near.

    >>> nearest("offical", ["official", "side"])
    "Did you mean 'official'?"
    >>> nearest("gender", ["official", "side"]), nearest("gender", [])
    ("There is: 'official', 'side'.", 'There is: none.')
    """
    names = sorted(set(map(str, known)))
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(wanted.casefold(), list(folded), n=3, cutoff=0.6)
    likeness = [difflib.SequenceMatcher(None, f, wanted.casefold()).ratio() for f in close]
    close = [f for f, like in zip(close, likeness, strict=True) if like > likeness[0] - 0.1]
    close += [f for f in folded if wanted.casefold() in f and f not in close][: 3 - len(close)]
    if close:
        return f"Did you mean {' or '.join(repr(folded[c]) for c in close)}?"
    return f"There is: {', '.join(map(repr, names[:shown])) or 'none'}{' …' if len(names) > shown else '.'}"
