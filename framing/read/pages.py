"""Articles in web pages: the main text and what the page says about itself, by trafilatura."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from typing import Any

from framing.read.decode import Encoding, decoded, read_bytes, text_codec
from framing.read.exports import items_of
from framing.read.exports.saved_pages import export_page
from framing.read.fields import after_title
from framing.read.files import Source
from framing.read.page_parts import is_index, parts_of, without_pull_quotes
from framing.read.record import Item, Record, UnusableError
from framing.read.texts import About
from framing.values import Problem

__all__ = ["markup_items", "read_page"]

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)

_QUOTED = re.compile(r"<q(?:\s[^>]*)?>(?=\s*(?P<marked>[“\"«„‘])|)|(?P<end>(?<![”\"»’])</q>)", re.IGNORECASE)
"""What browsers show as quotation marks."""
_LIBRARIES = ("trafilatura", "htmldate", "courlan", "charset_normalizer", "readability", "justext")
_DATES = {"extensive_search": False, "original_date": True}


def read_page(source: Source, about: About) -> Iterator[Item]:
    """The article in an HTML page. ``about`` (from its metadata.csv) goes before what the page says."""
    markup, encoding = _markup(read_bytes(source))
    yield from encoding.problem(source.name)
    yield from markup_items(markup, source.name, source.key, about)


def markup_items(markup: str | bytes, item: str, key: str, about: About) -> Iterator[Item]:
    """The articles of a page: one; those of an export; several side by side, or the entries of a live blog.

    The text is what trafilatura (Barbaresi 2021) extracts: navigation, comments and the like are left out, and pull
    quotes that repeat the article. Its date is used only where the page states one; the extensive search, which
    guesses, is off. Raises :class:`UnusableError` for front pages, indexes, and pages without an article.
    """
    # Without a handler of their own, what libraries remark on odd pages would go to standard error.
    for name in _LIBRARIES:
        logging.getLogger(name).addHandler(logging.NullHandler())
    if isinstance(markup, bytes):
        markup, encoding = _markup(markup)
        yield from encoding.problem(item)
    markup = _QUOTED.sub(lambda tag: "" if tag["marked"] else "”" if tag["end"] else "“", markup)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            items = list(_items(markup, item, key, about))
    except (ValueError, TypeError, AttributeError, RecursionError) as e:
        raise UnusableError(f"HTML that cannot be parsed ({e}); save its text as .txt") from e
    yield from items


def _items(markup: str, item: str, key: str, about: About) -> Iterator[Item]:
    exported = export_page(markup)
    if exported is not None:
        form, reading = exported
        yield from items_of(reading, item, key, form=form, given=about.given, extra=about.extra)
        return
    parts = parts_of(markup)
    if parts is not None:
        page = about.over(About(_said(_metadata(markup), "outlet", "date", "url"), {}))
        yield Problem(item, f"{parts.what}: read as {len(parts.found)} articles", skipped=False)
        for number, part in enumerate(parts.found, 1):
            given = {**page.given, **part.given}
            yield Record(f"{item} {parts.name} {number}", part.text, f"{key}-{number}", given, page.extra)
        return
    if is_index(markup):
        raise UnusableError("a front page or an index, no article: mostly headlines that lead to other pages")
    page = _extracted(without_pull_quotes(markup))
    if page is None or not (page.text or "").strip():
        raise UnusableError("no article text found in the page; save its text as .txt")
    extra = {"byline": str(page.author)} if page.author else {}
    merged = about.over(About(_said(page, "title", "outlet", "date", "url"), extra))
    # Most pages show their title above the text.
    yield Record(item, page.text[after_title(page.text, page.title or "") :], key, merged.given, merged.extra)


def _extracted(markup: str) -> Any:
    from trafilatura import bare_extraction  # slow to import

    return bare_extraction(markup, with_metadata=True, include_comments=False, date_extraction_params=_DATES)


def _metadata(markup: str) -> Any:
    from trafilatura.metadata import extract_metadata

    return extract_metadata(markup, extensive=False)


def _said(page: Any, *fields: str) -> dict[str, str]:
    """What a page says about itself, under the names of our fields."""
    if page is None:
        return {}
    said = {"title": page.title, "outlet": page.sitename, "date": page.date, "url": page.url}
    return {field: str(said[field]) for field in fields if said[field]}


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
