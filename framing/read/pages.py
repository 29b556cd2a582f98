"""Articles in web pages: the main text and what the page says about itself, by trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from framing.read.decode import Encoding, decoded, read_bytes, text_codec
from framing.read.files import Source
from framing.read.record import Item, Record, UnusableError
from framing.read.texts import About

__all__ = ["read_page"]

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)

_QUOTED = re.compile(r"<q(?:\s[^>]*)?>(?=\s*(?P<marked>[“\"«„‘])|)|(?P<end>(?<![”\"»’])</q>)", re.IGNORECASE)
"""What browsers show as quotation marks."""


def read_page(source: Source, about: About) -> Iterator[Item]:
    """The article in an HTML page. ``about`` (from its metadata.csv) goes before what the page says.

    The text is what trafilatura (Barbaresi 2021) extracts: navigation, comments and the like are left out.
    Its date is used only where the page states one; the extensive search, which guesses, is off.
    """
    from trafilatura import bare_extraction  # slow to import

    # Without a handler of its own, its remarks on empty pages would go to standard error.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    markup, encoding = _markup(read_bytes(source))
    markup = _QUOTED.sub(lambda tag: "" if tag["marked"] else "”" if tag["end"] else "“", markup)
    yield from encoding.problem(source.name)
    try:
        page = bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as e:
        raise UnusableError(f"HTML that cannot be parsed ({e}); save its text as .txt") from e
    if page is None or not (page.text or "").strip():
        raise UnusableError("no article text found in the page; save its text as .txt")
    said = {"title": page.title, "outlet": page.sitename, "date": page.date, "url": page.url}
    given = {field: str(value) for field, value in said.items() if value}
    merged = about.over(About(given, {}))
    yield Record(source.name, page.text, source.key, merged.given, merged.extra)


def _markup(data: bytes) -> tuple[str, Encoding]:
    """A page's markup. UTF-8 is recognised by itself; otherwise the encoding that the page declares counts."""
    text, encoding = decoded(data)
    declared = _CHARSET.search(data[:4096])
    if encoding.note is None or declared is None:
        return text, encoding
    name = text_codec(declared[1].decode("ascii"))
    if name is None:
        return text, encoding
    # As browsers do: the label ISO-8859-1 stands for windows-1252.
    name = "cp1252" if name in ("iso8859-1", "ascii") else name
    if name == "utf-8":
        return text, encoding
    return data.decode(name, "replace"), Encoding(name, "replace")
