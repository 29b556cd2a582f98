"""Exports that are web pages: Factiva's and Europresse's, saved from the browser or by "save as HTML"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from framing.read.exports.factiva import FACTIVA
from framing.read.exports.found import Found, Reading, is_date, without_empty
from framing.read.page_parts import tree_of

__all__ = ["export_page"]


def export_page(markup: str) -> tuple[str, Reading] | None:
    """Name and articles of the export that a page is, or None."""
    if "articleParagraph" in markup or ("Factiva" in markup and re.search(r"<b>\s*HD\s*</b>", markup)):
        name, read = FACTIVA.name, _factiva
    elif "DocPublicationName" in markup or "titreArticle" in markup:
        name, read = "Europresse", _europresse
    else:
        return None
    tree = tree_of(markup)
    return None if tree is None else (name, read(tree))


def _line(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _factiva(tree: Any) -> Reading:
    articles = [
        e
        for e in tree.xpath("//div[contains(concat(' ', normalize-space(@class), ' '), ' article ')]")
        if not any("article" in (a.get("class") or "").split() for a in e.iterancestors("div"))
    ]
    text = "\n\n".join("\n".join(_factiva_lines(article)) for article in articles or [tree])
    return (
        FACTIVA.read(text)
        if FACTIVA.looks(text)
        else Reading([], ["it looks like a page of Factiva, but no article ends in “Document …”"])
    )


def _factiva_lines(article: Any) -> Iterator[str]:
    """What is displayed, a line each, with an empty one before paragraphs; of tables the code, a tab, its value."""
    for element in article.iter("div", "p", "td", "span", "h1", "h2", "h3"):
        if element.tag == "td":
            cells = element.getparent().findall("td")
            if element is cells[0] and len(cells) == 2:
                paragraphs = [_line(p) for p in cells[1].iter("p")] or [_line(cells[1])]
                yield f"{_line(element)}\t{paragraphs[0]}"
                for paragraph in paragraphs[1:]:
                    yield from ("", paragraph)
        elif any(a.tag == "td" for a in element.iterancestors()):
            continue
        elif element.tag == "p":
            yield from ("", _line(element))
        elif element.tag == "div" and not element.xpath(".//div|.//p|.//table"):
            line = _line(element)
            if line:
                yield line


def _europresse(tree: Any) -> Reading:
    articles = tree.xpath("//article") or [tree]
    return Reading([_europresse_article(a) for a in articles])


def _first(element: Any, *classes: str) -> Any:
    for name in classes:
        found = element.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")
        if found:
            return found[0]
    return None


def _europresse_article(article: Any) -> Found:
    outlet = _first(article, "DocPublicationName", "rdp__DocPublicationName")
    header = _first(article, "DocHeader")
    title = _first(article, "titreArticle", "titreArticleVisu", "rdp__articletitle")
    body = _first(article, "docOcurrContainer", "DocText")
    author = _first(article, "docAuthors", "sm-margin-bottomNews")
    numbers = (re.search(r"\b(?:news|web|pub|tx)·(?P<date>\d{8})·\w+·\w+", str(t)) for t in article.itertext())
    number = next((n for n in numbers if n), None)
    said = "" if header is None else _line(header)
    parts = [part.strip() for part in re.split(r"\s+[-–•]\s+|\s*;\s*", said)]
    date = next((part for part in parts if is_date(part)), said if is_date(said) else None)
    name = "" if outlet is None else next((t.strip() for t in outlet.itertext() if t.strip()), "")
    given = {
        "title": None if title is None else _line(title),
        "outlet": re.split(r",\s*(?:no\.?|n°|vol\.?)?\s*\d", name, maxsplit=1)[0].replace("(site web)", ""),
        "date": date or (number["date"] if number else None),
        "id": number[0] if number else None,
    }
    section = next((p for p in parts if p != date and not re.search(r"\d", p)), None)
    extra = {"byline": None if author is None else _line(author), "section": section}
    lines: list[str] = []
    if body is not None:
        lines = [_line(p) for p in body.iter("p")] or [_line(body)]
    text = "\n\n".join(line for line in lines if line)
    return Found(text, without_empty(given), without_empty(extra), fault=None if text else "no text in the export")
