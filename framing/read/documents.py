"""Documents of word processors and PDF, as text: one line a paragraph. Fonts, pictures and page heads are left out."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

from framing.read.decode import read_bytes
from framing.read.files import Source
from framing.read.record import Item, UnusableError
from framing.read.repair import without_surrogates
from framing.read.texts import PAGE, About, text_items
from framing.values import Problem

__all__ = ["docx_text", "pdf_text", "read_document", "rtf_text"]

_LARGEST = 1 << 27
"""Bytes of a document's XML: a hundred novels."""


def read_document(source: Source, about: About) -> Iterator[Item]:
    """The article, or the articles of an export, in a ``.docx``, ``.rtf``, ``.doc`` or ``.pdf``."""
    data = read_bytes(source)
    if data.startswith(b"{\\rtf"):  # databases give RTF the ending .doc, too
        text = rtf_text(data)
        if _breaks_off(data):
            reason = "the document breaks off (RTF without its end), and what followed is not there; get it again"
            yield Problem(source.name, reason, skipped=False, weighty=True)
    elif data.startswith(b"%PDF-"):
        text = pdf_text(data)
    elif data.startswith(b"PK"):
        text = docx_text(data)
    else:
        raise UnusableError(f"not a {source.format.upper()} document, or an old one of Word; save it as .docx or .txt")
    if not text.strip():
        what = (
            "no text layer, only pictures of pages: put it through text recognition (OCR)"
            if data[:1] == b"%"
            else "no text"
        )
        raise UnusableError(what)
    yield from text_items(text, source, about, whole=True)


_ASIDE = frozenset(("del", "instrText", "delText", "footnoteReference", "txbxContent", "moveFrom", "Fallback"))


def docx_text(data: bytes) -> str:
    """Text of a Word document, deleted passages, fields' codes and text boxes aside."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entry = packed.getinfo("word/document.xml")
            if entry.file_size > _LARGEST:
                raise UnusableError(f"its text unpacks to {entry.file_size:,} bytes; save it as .txt")
            markup = packed.read(entry)
    except KeyError as e:
        raise UnusableError("no Word document: there is no word/document.xml in it; save it as .docx or .txt") from e
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, OSError, EOFError) as e:
        raise UnusableError(f"a damaged or locked Word document ({e}); save it again, without a password") from e
    if b"<!DOCTYPE" in markup[:2000] or b"<!ENTITY" in markup:
        raise UnusableError("not as Word writes it: its XML declares entities; save it again or as .txt")
    try:
        root = ElementTree.fromstring(markup)  # noqa: S314 - without declarations there is nothing to expand
    except (ElementTree.ParseError, RecursionError) as e:
        raise UnusableError(f"a damaged Word document ({e}); save it again or as .txt") from e
    return "\n".join("".join(_runs(p)) for p in _paragraphs(root))


def _paragraphs(node: ElementTree.Element) -> Iterator[ElementTree.Element]:
    todo = [node]
    while todo:
        element = todo.pop()
        if _tag(element) == "p":
            yield element
        elif _tag(element) not in _ASIDE:
            todo += reversed(element)


def _runs(paragraph: ElementTree.Element) -> Iterator[str]:
    todo = list(reversed(paragraph))
    while todo:
        element = todo.pop()
        tag = _tag(element)
        if tag == "t":
            yield element.text or ""
        elif tag == "tab":
            yield "\t"
        elif tag in ("br", "cr"):
            yield "\n"
        elif tag == "noBreakHyphen":
            yield "-"
        elif tag not in _ASIDE and tag != "pPr":
            todo += reversed(element)


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<plain>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_DESTINATIONS = frozenset(
    (
        *("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf"),
        *("footer", "footerl", "footerr", "footerf", "footnote", "themedata", "datastore", "listtable"),
        *("listoverridetable", "rsidtbl", "generator", "xmlnstbl", "latentstyles", "fldinst", "nonshppict", "shppict"),
        *("colorschememapping", "filetbl", "revtbl", "bkmkstart", "bkmkend", "operator", "author", "company", "title"),
        *("keywords", "comment", "annotation", "atnid", "atnauthor", "objdata", "picprop", "sp", "wgrffmtfilter"),
        *("mmathPr", "pgptbl", "shpinst"),
    )
)
_SIGNS = {
    "par": "\n",
    "line": "\n",
    "row": "\n",
    "page": "\n",
    "sect": "\n",
    "tab": "\t",
    "cell": "\t",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "nestcell": "\t",
    "nestrow": "\n",
    "softline": "\n",
}
_ESCAPED = {"~": "\u00a0", "_": "-", "-": "", "\n": "\n", "\r": "\n"}


def rtf_text(data: bytes) -> str:
    r"""Text of an RTF document.

    >>> rtf_text(rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\pard Ann Kerr said \'93no\'94.\par It rained.}")
    'Ann Kerr said “no”.\nIt rained.'
    """
    text = data.decode("latin-1")
    encoding = "cp1252"
    stack: list[tuple[bool, int]] = []
    skipped, fallback = False, 1  # whether this group is no text; characters that stand in for a \u
    pending = 0
    out: list[str] = []
    held = bytearray()

    def flush() -> None:
        if held:
            out.append(held.decode(encoding, "replace"))
            held.clear()

    for match in _TOKEN.finditer(text):
        if match["hex"] is not None:
            if pending:
                pending -= 1
            elif not skipped:
                held.append(int(match["hex"], 16))
            continue
        flush()
        if match["brace"] == "{":
            stack.append((skipped, fallback))
        elif match["brace"] == "}":
            skipped, fallback = stack.pop() if stack else (False, 1)
            pending = 0
        elif match["sign"] is not None:
            if match["sign"] == "*":
                skipped = True
            elif not skipped:
                out.append(_ESCAPED.get(match["sign"], match["sign"]))
        elif match["word"] is not None:
            word, number = match["word"], match["number"]
            if word in _DESTINATIONS:
                skipped = True
            elif word == "ansicpg" and number:
                encoding = _codepage(number)
            elif word == "mac":
                encoding = "mac_roman"
            elif word == "uc":
                fallback = int(number or 1)
            elif word == "u" and number:
                pending = fallback
                if not skipped:
                    out.append(chr(int(number) % 65536))
            elif word in _SIGNS and not skipped:
                out.append(_SIGNS[word])
        elif match["plain"]:
            plain = match["plain"]
            if pending:
                dropped = min(pending, len(plain))
                plain, pending = plain[dropped:], pending - dropped
            if not skipped:
                out.append(plain)
    flush()
    return without_surrogates("".join(out)).strip("\0")


def _breaks_off(data: bytes) -> bool:
    """Whether groups of an RTF document are open at its end: it was cut while it was saved or sent."""
    bare = re.sub(rb"\\[\\{}]", b"", data)
    return bare.count(b"{") > bare.count(b"}")


def _codepage(number: str) -> str:
    name = {"65001": "utf-8", "10000": "mac_roman"}.get(number, f"cp{number}")
    try:
        return name if "a".encode(name) == b"a" else "cp1252"
    except LookupError:
        return "cp1252"


def pdf_text(data: bytes) -> str:
    """Text layer of a PDF, without lines that are on most pages (titles of pages, numbers).

    Raises :class:`UnusableError` where pypdf is not installed.
    """
    try:
        import pypdf  # not needed by those who have no PDF
    except ImportError as e:
        raise UnusableError(
            "PDF is read with pypdf, which is not installed: pip install pypdf, or save the text as .txt"
        ) from e

    import logging
    import warnings

    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    logging.getLogger("pypdf").propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pages = [_page_lines(page) for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    except Exception as e:  # whatever a parser of a format with thirty years of variants may raise
        raise UnusableError(f"a PDF that cannot be read ({type(e).__name__}: {e}); save its text as .txt") from e
    return _joined([line for page in _without_furniture(pages) for line in page])


def _page_lines(page: Any) -> list[str]:
    """Lines of a page in the order of its text (columns one after the other), empty ones where there is a gap."""
    lines = (page.extract_text() or "").splitlines()
    try:
        shown = [" ".join(line.split()) for line in page.extract_text(extraction_mode="layout").splitlines()]
    except Exception:  # the layout is a help; the text is there without it
        shown = []
    before_gap = {a for a, b in itertools.pairwise(shown) if a and not b}
    kept = []
    for line in lines:
        kept.append(line.strip())
        if " ".join(line.split()) in before_gap:
            kept.append("")
    return kept


def _joined(lines: Sequence[str]) -> str:
    """Paragraphs of lines: a line that fills the width goes on in the next one, a word divided at its end as one."""
    lengths = sorted(len(line) for line in lines if line)
    wide = 0.75 * lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0.0
    out: list[str] = []
    before = 0  # characters of the line before, 0 after a gap
    for line in lines:
        if line and before and before >= wide and not PAGE.fullmatch(line):
            divided = re.search(r"[a-z]-$", out[-1]) and line[0].islower()
            out[-1] = f"{out[-1][:-1]}{line}" if divided else f"{out[-1]} {line}"
        else:
            out.append(line)
        before = len(line)
    return "\n".join(out)


def _without_furniture(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Pages without what stands at the edge of most of them."""

    def shape(line: str) -> str:
        return re.sub(r"\d+", "0", " ".join(line.split()))

    edges = Counter(s for page in pages for s in {shape(line) for line in (*page[:2], *page[-2:]) if line.strip()})
    # "Page 2 of 3" is left to the readers of exports, who know by it what is printed again below.
    often = {s for s, n in edges.items() if len(pages) > 2 and n > len(pages) / 2 and s != "Page 0 of 0"}
    kept = []
    for page in pages:
        last = len(page) - 2
        kept.append([line for i, line in enumerate(page) if not ((i < 2 or i >= last) and shape(line) in often)])
    return kept
