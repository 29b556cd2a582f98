r"""Damage that texts come with, mended where that is safe, and said.

Each fix is a function of a text with a name; :data:`FIXES` lists them in the order in which they are applied. What
people see, and what offsets point into, is the mended text; :attr:`framing.values.Article.original` keeps the other.

===================  ================================================================================================
tags                 HTML in a column of texts: ``<p>``, ``<br>`` … become line breaks, other elements go
entities             ``&quot;``, ``&#8220;``, ``&amp;nbsp;``
mojibake             UTF-8 that was read as another encoding ("â€œ"), line by line, by ftfy (Speer 2019)
lost marks           U+FFFD where an apostrophe or a pair of quotation marks surely stood
doubled marks        ``""It must,""`` and ``\"It must,\"``: marks of a table or of JSON that nobody took off
written line breaks  ``\n`` as two characters, in a text that has no line break
control characters   NUL and others that no text has
invisible            soft hyphens, zero-width spaces, byte order marks; joiners only where they join nothing
===================  ================================================================================================

>>> mend("<p>&ldquo;We will pay,&rdquo; she said.</p><p>He left.</p>")
Mended(text='“We will pay,” she said.\n\nHe left.', fixes=('tags', 'entities'), doubts=())
>>> mend("Ann Ker\u00adr, whose cafÃ© shut").text
'Ann Kerr, whose café shut'
>>> mend("a < b && c > d").fixes
()
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html.entities import html5
from typing import Any

__all__ = ["DONE", "Mended", "aligned", "mend", "mend_value", "without_surrogates"]

DONE = {
    "tags": "HTML tags taken out",
    "entities": "HTML entities (&quot; …) turned into the characters that they name",
    "mojibake": "letters mended that had been read in a wrong encoding (â€œ for “)",
    "lost marks": "marks put back that had been lost (\ufffd for ’ or “)",
    "doubled marks": 'doubled or escaped quotation marks made single ("" or \\" for ")',
    "written line breaks": "line breaks that were written as \\n made line breaks",
    "control characters": "control characters (NUL …) taken out",
    "invisible": "invisible characters (soft hyphens, zero-width spaces, byte order marks) taken out",
    "surrogates": "halves of surrogate pairs, which no file can hold, shown as \ufffd",
}
"""What each fix did, in words."""

_SUSPECT = re.compile(r'[^\t-\r -~]|[&<\\]|""')
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after the fixes, the names of those that changed it, and what is damaged and stays so."""

    text: str
    fixes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def mend(text: str) -> Mended:
    """``text`` without the damage that can be mended safely."""
    if not _SUSPECT.search(text):
        return Mended(text, (), _doubts(text))
    return _fixed(text, FIXES)


def mend_value(value: str) -> Mended:
    """As :func:`mend`, for a short value (an outlet, a column of the user's): what makes lines is left alone."""
    return _fixed(value, FIXES[1:3] + FIXES[-3:]) if _SUSPECT.search(value) else Mended(value)


_ANCHOR = 6
_REACH = 80


def aligned(original: str, mended: str) -> list[int]:
    r"""For each offset into ``original``, its end too, the offset into ``mended``.

    Both are walked side by side; after a difference they meet again where the next six characters are the same.

    >>> at = aligned("Ann Ker\u00adr said so", "Ann Kerr said so")
    >>> at[9], at[len("Ann Ker\u00adr said so")]
    (8, 16)
    """
    at: list[int] = []
    i = j = 0
    while i < len(original):
        if j < len(mended) and original[i] == mended[j]:
            at.append(j)
            i, j = i + 1, j + 1
            continue
        step, ahead = _meeting(original, mended, i, j)
        at += [min(j + min(k, ahead), len(mended)) for k in range(step)]
        i, j = i + step, j + ahead
    return [*at, len(mended)]


def _meeting(original: str, mended: str, i: int, j: int) -> tuple[int, int]:
    """How far to go on in both until they are the same again."""
    places: dict[str, int] = {}
    for b in range(_REACH):
        places.setdefault(mended[j + b : j + b + _ANCHOR], b)
    for a in range(_REACH):
        piece = original[i + a : i + a + _ANCHOR]
        if piece in places and (len(piece) == _ANCHOR or len(original) - i - a == len(mended) - j - places[piece]):
            return (a, places[piece]) if a or places[piece] else (1, 1)
    return 1, int(j < len(mended))


def _fixed(text: str, fixes: tuple[tuple[str, Callable[[str], str]], ...]) -> Mended:
    done = []
    for name, fix in fixes:
        changed = fix(text)
        if changed != text:
            done.append(name)
            text = changed
    return Mended(text, tuple(done), _doubts(text))


_ASKED = re.compile(r"\?(?<=[a-z]\?)(?:s|t|re|ve|ll)\b")


def _doubts(text: str) -> tuple[str, ...]:
    doubts = []
    if lost := text.count("\ufffd"):
        doubts.append(f"lost characters stay in it, shown as \ufffd ({lost} in the first); look for an undamaged copy")
    if "?" in text and len(_ASKED.findall(text)) > 1:
        doubts.append("question marks stand where apostrophes were; look for an undamaged copy")
    return tuple(doubts)


# --- HTML -------------------------------------------------------------------------------------------------------------


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


_LINE = _listed("br hr")
_CELL = _listed("td th")
_BLOCK = _listed(
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr tbody thead tfoot caption blockquote section article header "
    "footer figure figcaption pre main aside nav address center html body head title form"
)
_INLINE = _listed(
    "a b i em strong span u s sup sub small mark font abbr acronym cite code q time img picture source video audio "
    "iframe object embed input button label svg strike del ins big tt nobr wbr kbd var bdi bdo dfn ruby amp-img "
    "link meta script style template noscript"
)
_KNOWN = _LINE | _CELL | _BLOCK | _INLINE
_VOID = _listed("br hr img")
_UNSEEN = re.compile(r"<(script|style|template|svg)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)(?P<rest>[\s/][^<>]*)?>")


def _tags(text: str) -> str:
    if "<" not in text or not _is_html(text):
        return text
    text = _without_unseen(_without_comments(text))
    names = {m["name"].lower() for m in _TAG.finditer(text)}
    blocks = bool(names & (_BLOCK | _LINE))
    if names & _BLOCK:  # where blocks are marked, a line break is a blank
        text = re.sub(r"[ \t]*\r?\n[ \t]*", " ", text) if "<pre" not in text.lower() else text
    text = _TAG.sub(_shown, text)
    if not blocks:
        return text
    text = re.sub(r"[ \t\xa0]*\n[ \t\xa0]*", "\n", re.sub(r"[ \t]{2,}", " ", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip(" \t\n")


def _is_html(text: str) -> bool:
    """Pairs of tags, or several single ones: a lone ``<p>`` may be what a text is about."""
    opened: dict[str, int] = {}
    closed: set[str] = set()
    for match in _TAG.finditer(text):
        name = match["name"].lower()
        if name in _KNOWN:
            if match["end"]:
                closed.add(name)
            else:
                opened[name] = opened.get(name, 0) + 1
    return any(n in closed or n in _VOID for n in opened) or sum(opened.values()) > 1


def _shown(match: re.Match[str]) -> str:
    name = match["name"].lower()
    if name == "q":
        return "”" if match["end"] else "“"
    if name in _BLOCK:
        return "\n\n"
    if name in _LINE:
        return "\n"
    if name in _CELL:
        return " "
    return "" if name in _KNOWN or ":" in match[0] or "-" in name else match[0]


def _without_comments(text: str) -> str:
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts.append(text[at:start])
        at = end + 3
    return "".join([*parts, text[at:]])


def _without_unseen(text: str) -> str:
    parts, at = [], 0
    lower = text.lower()
    while match := _UNSEEN.search(text, at):
        end = lower.find(f"</{match[1].lower()}", match.end()) if len(lower) == len(text) else -1
        if end < 0:
            break
        parts.append(text[at : match.start()])
        at = text.find(">", end) + 1 or len(text)
    return "".join([*parts, text[at:]])


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")


def _entities(text: str) -> str:
    for _ in range(3):  # &amp;amp;quot; has gone through three programs
        found = _ENTITY.sub(_named, text)
        if found == text:
            break
        text = _tags(found) if "<" in found else found
    return text


def _named(match: re.Match[str]) -> str:
    entity = match[0]
    if entity[1] != "#" and entity[1:] not in html5:
        return entity
    return html.unescape(entity).replace("\xad", "").replace("\xa0", " ")


# --- Encodings --------------------------------------------------------------------------------------------------------

_LOST_CLOSE = re.compile("â€(?:[\x81\x8d\x8f\x90\ufffd]|(?=[\\s.,;:!?)\\]—–-]|$))", re.MULTILINE)


_ODD = re.compile(r"[^\x00-\x7f“”‘’–—…]")
"""What must stand in a text for ftfy to find it bad: more than ASCII and the marks of well-set type."""


def _mojibake(text: str) -> str:
    if text.isascii() or _ODD.search(text) is None:
        return text
    if "â€œ" in text:  # the closing mark holds a byte that windows-1252 lacks, and is often lost
        text = _LOST_CLOSE.sub("”", text)
    is_bad, fix = _ftfy()
    if not is_bad(text):
        return text
    return "\n".join(_sound(line, fix) if not line.isascii() and is_bad(line) else line for line in text.split("\n"))


_OTHER_LETTERS = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff\ufb00-\ufb06]+")


def _sound(line: str, fix: Callable[[str], str]) -> str:
    """A line mended, if what comes out is like English: a lone letter of another script is chance ("”é" for "ӎ")."""
    composed = unicodedata.normalize("NFC", line)  # mojibake may have been taken apart since
    fixed = fix(composed)
    if fixed == composed:
        return line
    chance = any(len(w) < 3 and w not in line for w in _OTHER_LETTERS.findall(fixed))
    return line if chance else fixed


@cache
def _ftfy() -> tuple[Callable[[str], bool], Callable[[str], str]]:
    import ftfy  # only for texts that have letters beyond ASCII
    from ftfy.badness import is_bad

    settings: Any = ftfy.TextFixerConfig(normalization=None)

    def fix(line: str) -> str:
        return str(ftfy.fix_encoding(line, settings))

    def bad(line: str) -> bool:
        return bool(is_bad(line))

    return bad, fix


_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\ufffd(?=(?:s|t|re|ve|ll|d|m)\b)")
_MARKS = re.compile(r"(?P<open>(?<!\w)\ufffd(?=[A-Za-z]))|(?P<close>(?<=[.,!?])\ufffd(?!\w))|\ufffd")


def _lost_marks(text: str) -> str:
    if "\ufffd" not in text:
        return text
    text = _APOSTROPHE.sub("’", text)
    return "\n".join(_lost_quotation(line) if "\ufffd" in line else line for line in text.split("\n"))


def _lost_quotation(line: str) -> str:
    kinds = [m.lastgroup for m in _MARKS.finditer(line)]
    if not kinds or len(kinds) % 2 or kinds != ["open", "close"] * (len(kinds) // 2):
        return line
    return _MARKS.sub(lambda m: "“" if m["open"] else "”", line)


# --- Marks and characters ---------------------------------------------------------------------------------------------

_RUN = re.compile(r'"+')
_OPENING = re.compile(r'(?<![\w"])""(?=\w)')
_CLOSING = re.compile(r'(?<=[\w.,!?…])""(?![\w"])')
_ESCAPED = re.compile(r"\\([\"'])")


def _doubled_marks(text: str) -> str:
    if '""' not in text and "\\" not in text:
        return text
    return "\n".join(_single(line) if '""' in line or "\\" in line else line for line in text.split("\n"))


def _single(line: str) -> str:
    if line.count('\\"') > 1 and line.count('\\"') == line.count('"'):
        line = _ESCAPED.sub(r"\1", line)
    if _OPENING.search(line) and _CLOSING.search(line) and all(len(run) % 2 == 0 for run in _RUN.findall(line)):
        line = line.replace('""', '"')
    return line


_WRITTEN_BREAK = re.compile(r"(?:\\r)?\\n")


def _written_breaks(text: str) -> str:
    if "\\n" not in text or "\n" in text:
        return text
    after_end = len(re.findall(r"(?<=[.!?”\"’'])\s?(?:\\r)?\\n", text))
    return _WRITTEN_BREAK.sub("\n", text) if after_end else text


_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]|[\x1c-\x1f]")


def _control(text: str) -> str:
    return _CONTROL.sub(lambda m: {"\x1e": "-", "\x1f": "", "\x1c": " ", "\x1d": " "}.get(m[0], ""), text)


_HIDDEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    # Joiners belong to emoji and to scripts other than the Latin one.
    "|(?<![^\x00-\u024f\u1e00-\u1eff\u2010-\u203a])[\u200c\u200d](?![^\x00-\u024f\u1e00-\u1eff\u2010-\u203a])"
)


def _invisible(text: str) -> str:
    return text if text.isascii() else _HIDDEN.sub("", text)


def without_surrogates(text: str) -> str:
    """``text`` with U+FFFD for half surrogate pairs, which JSON allows and no UTF-8 file can hold.

    Two halves that follow each other become the character that they stand for.
    """
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return _SURROGATE.sub("\ufffd", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


FIXES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("tags", _tags),
    ("entities", _entities),
    ("mojibake", _mojibake),
    ("lost marks", _lost_marks),
    ("doubled marks", _doubled_marks),
    ("written line breaks", _written_breaks),
    ("surrogates", without_surrogates),
    ("control characters", _control),
    ("invisible", _invisible),
)
"""Name and function of each fix, in the order in which they are applied."""
