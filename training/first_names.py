"""Write ``framing/resolve/data/first_names.txt``: first names of many cultures that are mostly one sex's.

    pip download --no-deps faker && unzip faker-*.whl -d FOLDER
    python -m training.first_names FOLDER

The package Faker (MIT licence) holds lists of first names for some 70 places, by sex. Cyrillic is romanised; names in
other scripts are left out, as are names that are not at least four times as often in the lists of one sex. ``ADDED``
holds names from the news that the lists lack.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.resolve.names import fold

OUT = Path(__file__).parents[1] / "framing" / "resolve" / "data" / "first_names.txt"
UNSURE = ("en_TH", "zh_CN", "ko_KR")
"""Places whose lists are not romanised, or not by sex."""
NOTICE = "# From the package Faker, copyright (c) 2012 Daniele Faraglia, MIT licence."
CLEAR = 4
DIFFERENT = frozenset({"tunde", "simone", "sasha", "misha", "nikola", "luca", "bibi", "baba", "yuki"})
"""Names that are one sex's here and the other's there."""
LISTS = {
    "m": ("first_names_male", "first_romanized_names_male"),
    "f": ("first_names_female", "first_romanized_names_female"),
}
LATIN = "a b v g g d e ye zh z i i i y k l m n o p r s t u f kh ts ch sh shch . . yu ya e y e"
"""For every letter of the Ukrainian and Russian alphabets its like; a point where there is none."""
ROMAN = dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьъюяэыё", LATIN.split(), strict=True))
ADDED = {
    "m": "abu "
    "abdullah abdulrahman akhil anatoly ashraf bashar chinua chukwuemeka emeka fadi fayez femi ganesh ghassan "
    "hamza hassan haruki hisham hussain jamal jia kenji kofi kwabena mahmoud maksym malik mehmet mustafa "
    "mykola nasser obi oleh oluwaseun olusegun petro rajesh rami ramzi recep rohit sanjay sanjeev serhiy "
    "sergiy shinzo sipho sunil taras thabo tito umar vasyl vikram vitaliy volodymyr vusi waleed walid xi "
    "yasser yevgeny zelalem",
    "f": "umm "
    "adaeze adenike aminata amira anjali aoife ayesha caoimhe chiamaka chidinma chimamanda dalia deepika farah "
    "fatma folake ghada halima hanan hind iryna kavita khadija lakshmi latifa lindiwe lyudmyla mariam meena "
    "mona nadia nadine nandini naoko natalya neha ngozi nkechi noor nomsa oksana oleksandra pooja rania rasha "
    "reem saoirse sinead siobhan sunita svitlana thandi tetiana wafa yasmin yewande yuliya yulia zanele zahra "
    "zeinab",
}


def names(folder: Path) -> dict[str, dict[str, set[str]]]:
    """For each sex, the names and the languages that have them."""
    sys.path.insert(0, str(folder))
    found: dict[str, dict[str, set[str]]] = {"m": defaultdict(set), "f": defaultdict(set)}
    for place in sorted((folder / "faker" / "providers" / "person").iterdir()):
        if not place.is_dir() or place.name.startswith("__") or place.name in UNSURE:
            continue
        provider = importlib.import_module(f"faker.providers.person.{place.name}").Provider
        for sex, lists in LISTS.items():
            for name in _listed(provider, lists):
                found[sex][name].add(place.name[:2])
    return found


def _listed(provider: Any, lists: tuple[str, ...]) -> Iterator[str]:
    for listed in lists:
        for name in getattr(provider, listed, ()):
            folded = fold("".join(ROMAN.get(c, c) for c in name.lower()).replace(".", ""))
            if len(folded) > 1 and folded.isascii() and folded.isalpha():
                yield folded


def clear(found: dict[str, dict[str, set[str]]]) -> dict[str, list[str]]:
    """The names that are mostly one sex's, in order."""
    kept: dict[str, set[str]] = {sex: set(added.split()) for sex, added in ADDED.items()}
    given = kept["m"] | kept["f"]
    for sex, other in (("m", "f"), ("f", "m")):
        for name, places in found[sex].items():
            if name not in given | DIFFERENT and len(places) >= CLEAR * len(found[other].get(name, ())):
                kept[sex].add(name)
    return {sex: sorted(members) for sex, members in kept.items()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    lines = ["# First names by sex, folded. Written by training/first_names.py.", NOTICE]
    lines += [f"{sex} {' '.join(members)}" for sex, members in clear(names(arguments.folder)).items()]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
