r"""The one tokeniser: where the words of a text stand, and the spelling that words are compared in.

Every stage cuts a text here; what a stage needs besides (ends of sentences, marks, globs, words without *'s*) it makes
from these words. What is one word:

===========================================================  =======================================================
letters and digits, with the marks that combine with them    ``cafe\u0301``, ``3rd``, ``1990s``, ``सेना``
apostrophes and hyphens of all kinds inside                  ``don’t``, ``OʼNeill``, ``al-Ja'afari``, ``US‑led``
the possessive too; not the apostrophe at an edge            ``Russia’s``; of ``boys’`` and ``’em``: ``boys``, ``em``
abbreviations of single letters, with their full stops       ``U.S.``, ``U.S.-led``, ``a.m.``, ``U.S``; ``Ph.D.``
no full stop after other abbreviations and initials          of ``Gen. J. Smith``: ``Gen``, ``J``, ``Smith``
numbers with points, commas, colons, slashes inside          ``3,000``, ``3.5``, ``10:30``, ``9/11``, ``24/7``
the sign of a currency before, of percent behind a number    ``$3.5bn``, ``€5``, ``50%``, ``50%-owned``
``&`` inside; ``+``, ``++`` at the end; ``#`` after a letter ``AT&T``, ``R&D``; ``C++``, ``LGBTQ+``, ``18+``; ``C#``
hashtags and handles, with their sign                        ``#MeToo``, ``@UN_Spox``
addresses                                                    ``https://a.org/b?c=1``, ``www.a.org``, ``a.b@c.org``
names of sites                                               ``Amazon.com``, ``bbc.co.uk``
soft hyphens, joiners, other invisible characters inside     ``ter\u00adror``, ``ter\u200bror``
underscores inside                                           ``snake_case``; of ``_so_``: ``so``
two words: a slash between letters, two hyphens, a dash      ``ISIS/ISIL``, ``war--peace``, ``Paris–London``
two words: a full stop whose blank was lost                  ``coalition.The``
scripts without blanks: a run between marks is one word      ``安全。危险``: ``安全``, ``危险``
no word: emoji, and other signs by themselves                ``🔥``, ``–``, ``$``, ``&``
===========================================================  =======================================================

>>> shown = lambda text: print(*cut(text), sep=" | ")
>>> shown("The US-led force of O'Neill, OʼNeill and AT&T met at 10:30 a.m. on 9/11: 3,000 men, 50%.")
The | US-led | force | of | O'Neill | OʼNeill | and | AT&T | met | at | 10:30 | a.m. | on | 9/11 | 3,000 | men | 50%
>>> shown("U.S.-led U.S. U.S Gen. J. Smith, Ph.D. — Russia’s boys’ don’t; C++, C#, LGBTQ+ and 50%-owned")
U.S.-led | U.S. | U.S | Gen | J | Smith | Ph.D. | Russia’s | boys | don’t | C++ | C# | LGBTQ+ | and | 50%-owned
>>> shown("#MeToo by @UN_Spox, www.a.org/b?c=1. See (https://a.org/b), a.b@c.org or bbc.co.uk.")
#MeToo | by | @UN_Spox | www.a.org/b?c=1 | See | https://a.org/b | a.b@c.org | or | bbc.co.uk
>>> shown("ISIS/ISIL war--peace Paris–London coalition.The _so_ 2+2 $ & 🔥 सेना 安全。危险")
ISIS | ISIL | war | peace | Paris | London | coalition | The | so | 2 | 2 | सेना | 安全 | 危险
>>> [len(cut(word)) for word in ("cafe\u0301", "ter\u00adror", "ter\u200bror", "US‑led", "o’clock")]
[1, 1, 1, 1, 1]

Texts are never rewritten: what is folded is the word that was cut out, so offsets stay those of the untouched text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ABBREVIATIONS",
    "TITLES",
    "cut",
    "cut_globs",
    "find_tokens",
    "find_words",
    "fold",
    "glob_matcher",
    "offsets",
    "visible",
    "without_possessive",
]


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _listed(
    "Mr Mrs Ms Mx Dr Prof Gen Sen Sens Rep Reps Gov Govs Lt Col Maj Sgt Cpl Capt Cmdr Adm Brig Rev Hon Pres Supt Atty "
    "Amb Sec Messrs Mme Mlle Fr Insp Det Pvt Ald Mt Ft St Ste Dist Asst Assoc Dep vs v e.g i.e cf approx ca al"
)
"""Abbreviations, without their full stop, that another word always follows."""

ABBREVIATIONS = _listed(
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Tue Tues Thu Thur Thurs Inc Corp Co Ltd Bros Jr Sr LLC Dept "
    "Univ Ave Blvd Rd Hwy Bldg Esq Assn Cos Ph.D est Est Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md "
    "Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo etc a.m p.m"
)
"""Abbreviations that can end a sentence: only the next word tells."""

_APOSTROPHES = "'’‘‛ʼʻʽʹ＇´`′"
_LETTERS = "ʼʻʽʹ"
"""Apostrophes that Unicode counts among the letters."""
_HYPHENS = "-‐‑﹣－"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
_HIDDEN = re.compile(f"[{_INVISIBLE}]+")


def _combining() -> str:
    """Visible combining characters, as ranges of a regular expression's class; ideographs and syllables have none."""
    places = (*range(0x300, 0x3400), *range(0xA000, 0xAC00), *range(0xD7A4, 0xD800), *range(0xF900, 0x10000))
    codes = [n for n in places if unicodedata.category(chr(n))[0] == "M" and not _HIDDEN.match(chr(n))]
    starts = [n for n, before in zip(codes, [-1, *codes], strict=False) if n != before + 1]
    ends = [n for n, behind in zip(codes, [*codes[1:], -1], strict=True) if n + 1 != behind]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


_COMBINING = _combining()
_SITES = r"(?:com|org|net|edu|gov|mil|info|io|tv|eu|ru|(?:co|org|ac|gov)\.uk)(?![^\W_])"
_ADDRESS = r"[^\s<>\"“”«»。！？؟।]*(?<=[\w/])"


def _pattern(letter: str, digit: str) -> str:
    """A word as a regular expression; linear: nothing that can fail follows what repeats without bound.

    Most words are letters before a blank: they come first, and save half of the time. Only single characters repeat
    possessively: before Python 3.11.5 a possessive group loses what it matched (CPython issue 106052).
    """
    alone = rf"{letter}(?!{letter})"
    many = f"{letter}+" if letter.startswith("(") else f"{letter}++"
    return rf"""
        {many}(?=\s) | (?=[\w$£€¥₹\#@*?])
        (?: [$£€¥₹](?={digit}) | (?<![\w&])[#@]_*+(?={letter}) )?
        (?: [^\W\d_](?:\.(?!\d){alone})+\.?+ | Ph\.Ds?\b\.?+ | {many} )
        (?: [{_HYPHENS}{_APOSTROPHES}&][{_INVISIBLE}]*+{many}
          | [.,:/⁄٫٬](?<={digit}.)(?={digit}){many}
          | [{_COMBINING}]++(?:{many})?
          | [{_INVISIBLE}]++[{_HYPHENS}{_APOSTROPHES}&]?+[{_INVISIBLE}]*+{many}
          | _++{many}
          | [%‰](?<={digit}.)
          | \+{{1,2}}+(?![\w+])
          | \#(?<=\b[A-Z]\#)(?![\w#])
          | ://{_ADDRESS}
          | \.(?<=\bwww\.){_ADDRESS}
          | \.(?:[\w-]++\.){{0,4}}?{_SITES}(?:/{_ADDRESS})?
          | [\w.+-]{{0,64}}+@[^\W_][\w-]*+(?:\.[\w-]++)+
        )*
    """


_TEXT = _pattern(rf"[^\W_{_LETTERS}]", r"\d")
_WORD = re.compile(_TEXT, re.VERBOSE)
_TOKEN = re.compile(rf"{_TEXT}|[^\w\s]", re.VERBOSE)
_GLOB = re.compile(_pattern(rf"(?:[^\W_{_LETTERS}]|[*?])", r"[\d*?]"), re.VERBOSE)
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][{_INVISIBLE}]*[sS]$")
_SPELLING = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_HYPHENS, "-")})


def find_words(text: str) -> NDArray[np.int64]:
    """Spans of the words of ``text``, an array (n, 2) of start and end, in order."""
    return np.array(offsets(text), dtype=np.int64).reshape(-1, 2)


def offsets(text: str) -> list[int]:
    """Starts and ends of the words of ``text``, one after the other: what loops over words are fastest with."""
    return [offset for match in _WORD.finditer(text) for offset in match.span()]


def cut(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The words of ``text[start:end]`` as they are written."""
    return _WORD.findall(text, start, len(text) if end is None else end)


def find_tokens(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, bool]]:
    """Words of ``text[start:end]`` and the marks between them: start, end and whether it is a word."""
    spans = [match.span() for match in _TOKEN.finditer(text, start, len(text) if end is None else end)]
    return [(a, b, b - a > 1 or text[a].isalnum()) for a, b in spans]  # a mark is one character


def cut_globs(term: str) -> list[tuple[int, int]]:
    """Spans of the words of a lexicon's entry, cut as texts are, with ``*`` and ``?`` as letters and digits.

    >>> [("war on *terror? C++"[a:b]) for a, b in cut_globs("war on *terror? C++")]
    ['war', 'on', '*terror?', 'C++']
    """
    return [match.span() for match in _GLOB.finditer(term)]


def glob_matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a folded word is one that a folded pattern stands for: ``*`` is any characters, ``?`` exactly one.

    Linear in the word for each part between stars, whatever the pattern: a regular expression could take for ever.

    >>> [glob_matcher("w*m?n")(word) for word in ("women", "woodman", "wmn", "womans")]
    [True, True, False, False]
    """
    first, *rest = pattern.split("*")
    if not rest:
        whole = _segment(first)
        return lambda word: whole.fullmatch(word) is not None
    begin, inner, end = _segment(first), [_segment(part) for part in rest[:-1] if part], _segment(rest[-1])
    size = len(rest[-1])

    def matches(word: str) -> bool:
        start = begin.match(word)
        if start is None:
            return False
        at = start.end()
        for part in inner:
            found = part.search(word, at)
            if found is None:
                return False
            at = found.end()
        return len(word) - size >= at and end.fullmatch(word, len(word) - size) is not None

    return matches


def _segment(part: str) -> re.Pattern[str]:
    return re.compile("".join("." if c == "?" else re.escape(c) for c in part), re.DOTALL)


def fold(word: str) -> str:
    """The spelling that words are compared in: compatibility composed, without case or invisible characters.

    All apostrophes are one, and all hyphens.

    >>> fold("Don’t") == fold("DON'T") == fold("donʼt") == "don't"
    True
    >>> fold("CAFE\u0301"), fold("US\u2011led"), fold("ter\u00adror")
    ('café', 'us-led', 'terror')
    """
    if word.isascii():
        return word.lower().replace("`", "'")
    composed = unicodedata.normalize("NFKC", _HIDDEN.sub("", word).translate(_SPELLING))
    return unicodedata.normalize("NFKC", composed.translate(_SPELLING).casefold())


def visible(text: str) -> str:
    """``text`` for people to read: composed, and without invisible characters.

    >>> visible("Ann Ker\u00adr"), visible("cafe\u0301") == "café"
    ('Ann Kerr', True)
    """
    return text if text.isascii() else unicodedata.normalize("NFC", _HIDDEN.sub("", text))


def without_possessive(word: str) -> str:
    """``word`` as it is written, without *'s* at its end.

    >>> without_possessive("Russia’s"), without_possessive("'s"), without_possessive("boys")
    ('Russia', "'s", 'boys')
    """
    match = _POSSESSIVE.search(word) if word[-1:] in "sS" else None
    return word[: match.start()] if match and match.start() else word
