"""Ways in which tools count the characters of a text: what offsets of other programs mean.

A way gives the text as the tool sees it, and for each of its offsets the string index in the text itself, None where
both are the same. What is several units long for the tool has the index at which it begins for each of them.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = [
    "Seen", "Way", "as_is", "one_line_end", "utf8_bytes", "utf16", "utf16_one_line_end", "with_mark",
    "with_mark_one_line_end",
]  # fmt: skip

Seen = tuple[str, list[int] | None]
Way = Callable[[str], Seen]


def as_is(text: str) -> Seen:
    """Code points, as Python counts them."""
    return text, None


def one_line_end(text: str) -> Seen:
    r"""A line end of ``\r\n`` counts as one."""
    at = [i for i, c in enumerate(text) if c != "\n" or text[max(0, i - 1) : i] != "\r"]
    return text.replace("\r\n", "\n"), [*at, len(text)]


def with_mark(text: str) -> Seen:
    """The byte order mark counts as a character."""
    return "\ufeff" + text, [0, *range(len(text) + 1)]


def utf16(text: str) -> Seen:
    """What is beyond the basic plane, as emoji are, counts as two: Java and JavaScript."""
    at = [i for i, c in enumerate(text) for _ in range(1 + (c > "\uffff"))]
    return "".join(c if c <= "\uffff" else c + "\0" for c in text), [*at, len(text)]


def utf8_bytes(text: str) -> Seen:
    """Bytes of UTF-8 are counted."""
    widths = [len(c.encode("utf-8", "surrogatepass")) for c in text]
    at = [i for i, w in enumerate(widths) for _ in range(w)]
    return "".join(c + "\0" * (w - 1) for c, w in zip(text, widths, strict=True)), [*at, len(text)]


def with_mark_one_line_end(text: str) -> Seen:
    """Both."""
    return _both(text, one_line_end, with_mark)


def utf16_one_line_end(text: str) -> Seen:
    """Both: a browser on a text with line ends of two characters."""
    return _both(text, one_line_end, utf16)


def _both(text: str, first: Way, second: Way) -> Seen:
    seen, of_first = first(text)
    shown, of_second = second(seen)
    assert of_first is not None and of_second is not None  # noqa: S101, PT018 (only as_is changes nothing)
    return shown, [of_first[i] for i in of_second]
