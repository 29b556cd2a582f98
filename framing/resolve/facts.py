"""Countries, their capitals and the names of their people, from the package ``countryinfo``."""

from __future__ import annotations

import re
from functools import cache, lru_cache

__all__ = ["country_of", "demonym_of", "same_place", "spelled_out"]

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
