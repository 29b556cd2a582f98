"""What a page holds beside one article: several articles, entries of a live blog, pull quotes, or only headlines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Part", "Parts", "is_index", "parts_of", "tree_of", "without_pull_quotes"]


@dataclass(frozen=True, slots=True)
class Part:
    """One of several articles on a page: its text and what is said of it alone."""

    text: str
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parts:
    """The articles of a page: ``what`` the page is, ``name`` of one of them, in messages."""

    what: str
    name: str
    found: tuple[Part, ...]


_ASIDE = re.compile(r"comment|related|teaser|card|promo|recommend|sidebar|newsletter|most-read|trending", re.IGNORECASE)
_BLOCKS = ("p", "li", "blockquote", "h2", "h3", "h4", "h5", "pre")
_FURNITURE = frozenset(("nav", "footer", "aside", "script", "style", "form", "button", "figure", "noscript", "header"))
_ENTRY = re.compile(
    r"(?:live-?blog|liveblog|live)[-_]*(?:entry|post|update|item|event|block)|(?:^|\s)block(?:\s|$)|timeline-(?:entry|item)",
    re.IGNORECASE,
)
_PULL = re.compile(r"pull-?_?quote|quote-?_?pull|pullout|callout-quote|quote-box", re.IGNORECASE)
_FEWEST_WORDS, _FEWEST_PARAGRAPHS = 40, 2
_FEWEST_CARDS = 5
_MOST_SUSPECTS = 40
"""Elements of a page that are tried as pull quotes; a page with more is a list of quotations."""


def tree_of(markup: str) -> Any:
    """The elements of a page, or None where there are none; a declaration of an encoding is passed over."""
    from lxml import etree, html  # slow to import

    try:
        return html.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", markup))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def parts_of(markup: str) -> Parts | None:
    """The articles of a page that has more than one, else None."""
    live = "LiveBlogPosting" in markup or bool(re.search(r"live-?blog", markup, re.IGNORECASE))
    if not live and len(re.findall(r"<article\b", markup, re.IGNORECASE)) < 2:
        return None
    tree = tree_of(markup)
    if tree is None:
        return None
    if live:
        entries = tuple(_stated_entries(tree)) or tuple(_shown_entries(tree))
        if len(entries) > 1:
            return Parts("a live blog", "entry", entries)
    articles = tuple(part for e in tree.iter("article") if (part := _article(e)) is not None)
    return Parts("several articles on one page", "article", articles) if len(articles) > 1 else None


def _stated_entries(tree: Any) -> Iterator[Part]:
    """Entries that the page states for search engines (schema.org, LiveBlogPosting)."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            stated = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for one in _objects(stated):
            updates = one.get("liveBlogUpdate")
            for update in updates if isinstance(updates, list) else []:
                if not isinstance(update, dict):
                    continue
                text = _plain(str(update.get("articleBody") or update.get("text") or ""))
                if text:
                    said = {"title": update.get("headline") or update.get("name"), "date": update.get("datePublished")}
                    said["url"] = update.get("url")
                    yield Part(
                        text, {k: _plain(v).replace("\n", " ") for k, v in said.items() if isinstance(v, str) and v}
                    )


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            yield one
            todo += one.values()
        elif isinstance(one, list):
            todo += one


def _plain(text: str) -> str:
    """Text without the tags that some put into it."""
    if "<" not in text:
        return text.strip()
    tree = tree_of(f"<div>{text}</div>")
    return "" if tree is None else "\n".join(_paragraphs(tree)) or _line(tree)


def _shown_entries(tree: Any) -> Iterator[Part]:
    for element in tree.iter("article", "div", "section", "li"):
        marked = element.get("itemprop") == "liveBlogUpdate" or _ENTRY.search(element.get("class") or "")
        if not marked or any(_is_entry(a) for a in element.iterancestors()):
            continue
        times = element.xpath(".//time")
        if not times:
            continue
        headings = element.xpath(".//h1|.//h2|.//h3|.//h4")
        title = _line(headings[0]) if headings else ""
        text = "\n".join(line for line in _paragraphs(element) if line != title)
        if text:
            date = times[0].get("datetime") or _line(times[0])
            yield Part(text, {k: v for k, v in (("title", title), ("date", date)) if v})


def _is_entry(element: Any) -> bool:
    marked = element.get("itemprop") == "liveBlogUpdate" or _ENTRY.search(element.get("class") or "")
    return bool(marked) and bool(element.xpath(".//time"))


def _article(element: Any) -> Part | None:
    """An ``<article>`` that is one by itself: with a heading, and paragraphs that are no list of links."""
    if any(e.tag == "article" or e.tag in _FURNITURE for e in element.iterancestors()):
        return None
    if any(_ASIDE.search(e.get(a) or "") for e in (element, *element.iterancestors()) for a in ("class", "id")):
        return None
    headings = element.xpath(".//h1|.//h2|.//h3")
    prose = [p for p in element.iter("p") if not _in_furniture(p, element) and len(_line(p).split()) >= 6]
    words = sum(len(_line(p).split()) for p in prose)
    linked = sum(len(_line(a).split()) for p in prose for a in p.iter("a"))
    if not headings or len(prose) < _FEWEST_PARAGRAPHS or words < _FEWEST_WORDS or linked > 0.4 * words:
        return None
    title = _line(headings[0])
    said = {"title": title}
    times = element.xpath(".//time[@datetime]")
    if times:
        said["date"] = times[0].get("datetime")
    return Part("\n".join(line for line in _paragraphs(element) if line != title), said)


def _in_furniture(element: Any, within: Any) -> bool:
    for ancestor in element.iterancestors():
        if ancestor is within:
            return False
        if ancestor.tag in _FURNITURE:
            return True
    return False


def _paragraphs(element: Any) -> Iterator[str]:
    for block in element.iter(*_BLOCKS):
        if block is element:
            continue
        inside = any(a.tag in _BLOCKS for a in block.iterancestors() if a is not element and _below(a, element))
        if inside or _in_furniture(block, element):
            continue
        line = _line(block)
        if line:
            yield line


def _below(ancestor: Any, element: Any) -> bool:
    return any(a is element for a in ancestor.iterancestors())


def _line(element: Any) -> str:
    return (
        " ".join(" ".join(_texts(element)).split())
        if element.xpath(".//br")
        else " ".join("".join(_texts(element)).split())
    )


def _texts(element: Any) -> Iterable[str]:
    return (str(t) for t in element.itertext() if isinstance(t, str))


def is_index(markup: str) -> bool:
    """Whether a page is a front page, a section, a list of results: headlines that lead elsewhere, hardly any prose."""
    if len(re.findall(r"<h[1-5]\b", markup, re.IGNORECASE)) < _FEWEST_CARDS:
        return False
    if re.search(r"""og:type["']\s+content=["']article|"@type"\s*:\s*"(?:News)?Article""", markup, re.IGNORECASE):
        return False
    tree = tree_of(markup)
    if tree is None:
        return False
    cards = sum(bool(h.xpath(".//a[@href]|ancestor::a[@href]")) for h in tree.iter("h1", "h2", "h3", "h4", "h5"))
    prose = 0
    for p in tree.iter("p"):
        words = len(_line(p).split())
        linked = sum(len(_line(a).split()) for a in p.iter("a"))
        in_card = bool(p.xpath("ancestor::a[@href]")) or any(_has_card(a) for a in list(p.iterancestors())[:2])
        prose += words >= 15 and linked < 0.3 * words and not in_card
    return cards >= _FEWEST_CARDS and cards > 2 * prose


def _has_card(element: Any) -> bool:
    """Whether a teaser's headline is a child of the same box."""
    return any(h.tag in ("h1", "h2", "h3", "h4", "h5") and h.xpath(".//a[@href]") for h in element)


def without_pull_quotes(markup: str) -> str:
    """Markup without quotations that are set again, in large type, beside the text that has them."""
    if not re.search(r"<(?:aside|blockquote)\b", markup, re.IGNORECASE) and not _PULL.search(markup):
        return markup
    tree = tree_of(markup)
    if tree is None:
        return markup
    suspects = [e for e in tree.iter() if isinstance(e.tag, str) and _is_suspect(e)]
    known = set(suspects)
    suspects = [e for e in suspects if known.isdisjoint(e.iterancestors())][:_MOST_SUSPECTS]
    removed = False
    for element in suspects:
        rest = _letters(" ".join(_line(p) for p in tree.iter("p", "li") if element not in (p, *p.iterancestors())))
        if _repeated(element, rest):
            parent, before = element.getparent(), element.getprevious()
            if parent is None:
                continue
            if element.tail:
                if before is not None:
                    before.tail = (before.tail or "") + element.tail
                else:
                    parent.text = (parent.text or "") + element.tail
            parent.remove(element)
            removed = True
    if not removed:
        return markup
    from lxml import html

    return str(html.tostring(tree, encoding="unicode"))


def _is_suspect(element: Any) -> bool:
    named = _PULL.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    return element.tag not in ("html", "body", "article", "main") and (
        bool(named) or element.tag in ("aside", "blockquote")
    )


def _repeated(element: Any, rest: str) -> bool:
    """Whether what an element says stands in the rest of the page, too; who said it may stand below it."""
    lines = [_line(e) for e in element.iter("p", "span", "cite", "footer", "q")] or []
    whole = _letters(_line(element))
    if len(whole.split()) < 4 or len(whole.split()) > 80:
        return False
    named = bool(_PULL.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
    candidates = [whole, *(_letters(line) for line in lines if len(line.split()) >= 4)]
    quoted = re.findall(r"[“\"«](.+?)[”\"»]", _line(element))
    candidates += [_letters(q) for q in quoted if len(q.split()) >= 4]
    if f" {whole} " in f" {rest} ":
        return True
    longest = max((c for c in candidates if f" {c} " in f" {rest} "), key=len, default="")
    if longest and len(longest.split()) >= (0.4 if named else 0.7) * len(whole.split()):
        return True
    if not named:
        return False
    words = whole.split()
    threes = [" ".join(words[i : i + 3]) for i in range(len(words) - 2)]
    return sum(f" {t} " in f" {rest} " for t in threes) > 0.6 * len(threes)


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
