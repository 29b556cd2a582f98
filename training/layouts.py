"""The same text in other layouts, character for character of the same length, so that every label stays true."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

__all__ = ["LAYOUTS", "joined", "merged", "wrapped"]

_BREAKS = re.compile(r"\s*[\r\n\u2028\u2029]\s*")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")


def joined(text: str) -> str:
    r"""All line breaks as blanks.

    >>> joined("One.\n\nTwo.")
    'One.  Two.'
    """
    return _BREAKS.sub(lambda m: " " * len(m.group()), text)


def merged(text: str, *, share: float = 0.6, seed: int = 0) -> str:
    """A ``share`` of the line breaks, drawn at random, as blanks."""
    rng = random.Random(f"{seed} {len(text)}")
    return _BREAKS.sub(lambda m: " " * len(m.group()) if rng.random() < share else m.group(), text)


def wrapped(text: str, width: int = 72) -> str:
    r"""Lines broken at ``width`` columns, in the place of blanks.

    >>> wrapped("One two three.", 8)
    'One two\nthree.'
    """
    out = list(text)
    for line in _LINE.finditer(text):
        begin, blank = line.start(), -1
        for at in [*(m.start() for m in re.finditer(" ", line.group())), len(line.group())]:
            place = line.start() + at
            if place - begin > width and blank >= begin:
                out[blank] = "\n"
                begin = blank + 1
            blank = place
    return "".join(out)


LAYOUTS: dict[str, Callable[[str], str]] = {"normal": str, "joined": joined, "merged": merged, "wrapped": wrapped}
"""By name; the first is the text as it is."""
