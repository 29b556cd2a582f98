"""Forms of names, and the names of countries.

Names without titles and possessives, folded for comparison, as an id, as an acronym; countries, their capitals and the
names of their people from the package ``countryinfo``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from framing.resolve.vocabulary import PARTICLES, Gender, words
from framing.words import fold as fold_word
from framing.words import visible

__all__ = [
    "acronym_of",
    "clean",
    "country_of",
    "demonym_of",
    "fold",
    "honorific_gender",
    "is_acronym",
    "person_parts",
    "same_person",
    "same_place",
    "slug",
    "spelled_out",
    "strip_titles",
]

_POSSESSIVE = re.compile(r"(?:['’´`]s|(?<=s)['’´`])$", re.I)
_EDGE = " \t\r\n\u00a0\u200b,;:.!?\"“”„«»()[]{}–—-…'‘’`*|/"
_GIVEN_TOO = frozenset({"al", "ben"})
"""Particles that are given names, too, where they stand first and in capitals."""
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@lru_cache(maxsize=1 << 14)
def clean(text: str) -> str:
    """A name without surrounding marks, possessive and article, its white space made single.

    >>> clean("the Pentagon’s"), clean("“Syrian  Democratic Forces”"), clean("Donald Trump Jr.")
    ('Pentagon', 'Syrian Democratic Forces', 'Donald Trump Jr.')
    """
    name = re.sub(r", (?=(?:Jr|Sr)\b)", " ", " ".join(visible(text).replace("’", "'").split()))
    dotted = bool(re.search(r"\b(?:[A-Z]\.)+$|\b(?:Jr|Sr|Inc|Corp|Ltd|Co)\.$", name.rstrip("\"”’' ,;:")))
    name = _POSSESSIVE.sub("", name.strip(' \t,;:"“”«»()[]')).strip(_EDGE)
    if dotted and not name.endswith("."):
        name += "."
    return re.sub(r"^(?:the|a|an) +(?=\S)", "", name, flags=re.I)


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """Lower case, without accents, apostrophes and hyphens: for comparing spellings.

    >>> fold("al-Ja’afari"), fold("Jean-Yves Le Drian"), fold("U.S.")
    ('al jaafari', 'jean yves le drian', 'us')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", fold_word(text))
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"['’‘`´.]", "", text.lower()).replace("-", " ").replace("–", " ").split())


@lru_cache(maxsize=1 << 14)
def slug(name: str) -> str:
    """An identifier made from a name alone.

    >>> slug("Jean-Yves Le Drian"), slug("Bashar al-Ja'afari"), slug("Лавров")
    ('jean-yves-le-drian', 'bashar-al-jaafari', 'лавров')
    """
    return re.sub(r"[\W_]+", "-", fold(name)).strip("-") or "unnamed"


@lru_cache(maxsize=1 << 13)
def strip_titles(name: str) -> tuple[str, tuple[str, ...]]:
    """A person's name without the titles before it, and these titles in lower case.

    The last word is never taken for a title ("General Motors" is not a person, "Will Speaker" may be).

    >>> strip_titles("Russian FM Sergey Lavrov"), strip_titles("Mr. Le Drian"), strip_titles("Steve King")
    (('Sergey Lavrov', ('russian', 'fm')), ('Le Drian', ('mr',)), ('Steve King', ()))
    >>> strip_titles("Jihan Sheikh Ahmed"), strip_titles("Prime Minister Theresa May"), strip_titles("Zelgian FM Ott")
    (('Jihan Sheikh Ahmed', ()), ('Theresa May', ('prime', 'minister')), ('Ott', ('zelgian', 'fm')))
    """
    tokens = name.split()
    known = words()
    last = 0
    for i, token in enumerate(tokens[:-1]):
        low = token.lower().rstrip(".,")
        if low in known.given_names:
            break
        if low in known.honorifics or low in known.titles or (known.role(low) and last == i):
            last = i + 1
        elif low in known.title_modifiers or token.islower() or country_of(token):
            last = i + 1 if last == i and _title_follows(tokens[i + 1 : -1]) else last
        elif i - last > 1:
            break
    return " ".join(tokens[last:]), tuple(t.lower().rstrip(".,") for t in tokens[:last])


def _title_follows(tokens: list[str]) -> bool:
    """Whether a title comes next, after words that may stand before one."""
    known = words()
    for token in tokens:
        low = token.lower().rstrip(".,")
        if known.is_title(low):
            return True
        if not (low in known.title_modifiers or token.islower() or country_of(token)):
            return False
    return False


def honorific_gender(titles: tuple[str, ...]) -> Gender:
    """Gender told by titles: "m" for Mr., "f" for Mrs., Ms. or spokeswoman."""
    known = words()
    for title in titles:
        gender = known.honorifics.get(title) or known.gender.get(title)
        if gender:
            return gender
    return ""


@lru_cache(maxsize=1 << 14)
def person_parts(name: str) -> tuple[tuple[str, ...], str]:
    """Folded parts of a person's name and its suffix ("jr" or "").

    A particle counts to the part after it: "Le Drian" is one part; "Ben Marsh" is two.

    >>> person_parts("Jean-Yves Le Drian"), person_parts("Donald J. Trump Jr.")
    ((('jean yves', 'le drian'), ''), (('donald', 'j', 'trump'), 'jr'))
    """
    raw = [fold(t.strip(",")) for t in name.split()]
    raw = [t for t in raw if t]
    suffix = ""
    if len(raw) > 1 and raw[-1] in _SUFFIXES:
        suffix = raw.pop()
    parts: list[str] = []
    pending: list[str] = []
    for i, token in enumerate(raw):
        if token in PARTICLES and i < len(raw) - 1 and not (i == 0 and token in _GIVEN_TOO and name[:1].isupper()):
            pending.append(token)
        else:
            parts.append(" ".join([*pending, token]))
            pending = []
    parts += pending
    return tuple(parts), suffix


def _surname_matches(a: str, b: str) -> bool:
    """Equal surnames, with or without their particles ("al-Ja'afari", "Ja'afari")."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return len(short) > 2 and long.endswith(" " + short) and long[: -len(short) - 1].split()[0] in PARTICLES


def same_person(a: str, b: str) -> bool:
    """Whether two names with given name and surname may be one person's.

    Surnames agree, and so do the given names; initials agree with the names they begin.

    >>> same_person("Donald J. Trump", "Donald Trump"), same_person("Bill Clinton", "Hillary Clinton")
    (True, False)
    """
    (x, x_suffix), (y, y_suffix) = person_parts(a), person_parts(b)
    if len(x) < 2 or len(y) < 2 or x_suffix != y_suffix or not _surname_matches(x[-1], y[-1]):
        return False
    first, second = x[0], y[0]
    if first == second or (min(len(first), len(second)) == 1 and first[0] == second[0]):
        return True
    return first in y[1:-1] or second in x[1:-1]


@lru_cache(maxsize=1 << 14)
def is_acronym(name: str) -> bool:
    """Whether a name is written in capitals like "SDF", "U.N." or "IS"."""
    bare = name.replace(".", "")
    return 2 <= len(bare) <= 7 and bare.isupper() and bare.isalpha()


@lru_cache(maxsize=1 << 14)
def acronym_of(short: str, long: str) -> bool:
    """Whether ``short`` abbreviates ``long`` by the initials of its words, small words counted or not.

    >>> acronym_of("SDF", "Syrian Democratic Forces"), acronym_of("YPG", "People's Protection Units")
    (True, False)
    """
    letters = short.replace(".", "").lower()
    if not is_acronym(short) or " " not in long.strip():
        return False
    tokens = [t for t in re.split(r"[\s\-–]+", fold(long.replace("-", " "))) if t]
    every = "".join(t[0] for t in tokens)
    strong = "".join(t[0] for t in tokens if t not in {"of", "the", "for", "and", "in", "on", "to", "a"})
    return letters in (every, strong)


_POINTED = re.compile(r"(?:[A-Z]\.)+[A-Z]?")
_SHARED = 4
"""Letters that a country and the name of its people have in common at least ("Turkey", "Turkish")."""


_INITIAL = re.compile(r"(?<![A-Za-z])[A-Z]")


def _initials(name: str) -> str:
    return "".join(_INITIAL.findall(name))


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Country of every known name, capital and demonym (lower case), and demonym of every country."""
    from countryinfo import CountryInfo

    country: dict[str, str] = {}
    demonym: dict[str, str] = {}
    # a demonym shared by several ("American", "French") is that of the most populous
    everything = sorted(CountryInfo.all().values(), key=lambda info: -(info.get("population") or 0))
    for weight in ("name", "alt", "capital", "demonym"):
        for info in everything:
            name = info["name"]
            alternatives = [a for a in info.get("altSpellings") or [] if isinstance(a, str)]
            if weight == "name":
                values = [name]
            elif weight == "alt":
                # two letters are a code, not a name ("IS" is Iceland's), unless they abbreviate the name
                short = {_initials(n) for n in (name, *alternatives)}
                values = [a for a in alternatives if len(a) > 3 or (a.isupper() and a in short)]
            elif weight == "capital":
                capital = info.get("capital")
                values = [re.sub(r"[ ,]*D\.?C\.?$", "", capital)] if isinstance(capital, str) else []
            else:
                values = [d.strip() for d in re.split(r"[,/]", info.get("demonym") or "") if d.strip()]
                if values:
                    demonym.setdefault(name, values[0])
            for value in values:
                if len(value) > 1:
                    country.setdefault(value.lower(), name)
    return country, demonym


@lru_cache(maxsize=1 << 14)
def country_of(word: str) -> str | None:
    """The country that a name, capital, demonym or abbreviation belongs to, or None.

    >>> country_of("Moscow"), country_of("French"), country_of("U.S."), country_of("IS")
    ('Russia', 'France', 'United States', None)
    >>> country_of("American")
    'United States'
    """
    key = word.replace(".", "") if _POINTED.fullmatch(word) else word
    if len(key) < 4 and not key.isupper():
        return None
    return _tables()[0].get(key.lower())


_BODIES = {"EU": "European Union", "UN": "United Nations"}
"""Bodies of states that news texts abbreviate without introducing them."""
_CODE = re.compile(r"(?:[A-Z]\.?){2,3}")


@lru_cache(maxsize=1 << 14)
def spelled_out(name: str) -> str:
    """The full name of a country or body of states that is abbreviated; any other name as it is.

    >>> spelled_out("U.S."), spelled_out("UAE"), spelled_out("UN"), spelled_out("United States of America")
    ('United States', 'United Arab Emirates', 'United Nations', 'United States')
    >>> spelled_out("SDF"), spelled_out("Moscow"), spelled_out("IS")
    ('SDF', 'Moscow', 'IS')
    """
    if _CODE.fullmatch(name):
        return _BODIES.get(name.replace(".", "")) or country_of(name) or name
    country = country_of(name)
    return country if country is not None and name.startswith(f"{country} of ") else name


def demonym_of(country: str) -> str | None:
    """The adjective of a country: "Russian" for "Russia".

    >>> demonym_of("Russia")
    'Russian'
    """
    name = country_of(country)
    return _tables()[1].get(name) if name else None


@lru_cache(maxsize=1 << 14)
def same_place(a: str, b: str) -> bool:
    """Whether two words name a country or its people: by the facts, or by the letters they share.

    >>> same_place("Russian", "Moscow"), same_place("Zelgia", "Zelgian"), same_place("Iraq", "Iran")
    (True, True, False)
    """
    if a.lower() == b.lower():
        return True
    first, second = country_of(a), country_of(b)
    if first or second:
        return first == second
    x, y = sorted((a.lower(), b.lower()), key=len)
    shared = next((i for i, (p, q) in enumerate(zip(x, y, strict=False)) if p != q), len(x))
    return shared >= _SHARED and shared >= len(x) - 2 and len(y) - shared <= 4
