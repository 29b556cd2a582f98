"""Write ``framing/join/data/nicknames.txt``: short forms and spellings of given names, one full name a line.

    pip download --no-deps nicknames && unzip nicknames-*.whl -d FOLDER
    python -m training.nicknames FOLDER

The package nicknames (Apache-2.0 licence) holds English given names with the short forms that its authors collected by
hand. ``ADDED`` are short forms that it lacks, and the ways in which one name is written in Latin letters
(ALA-LC and BGN/PCGN romanisations, and what newspapers write beside them).
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path

from framing.resolve.names import fold

OUT = Path(__file__).parents[1] / "framing" / "join" / "data" / "nicknames.txt"
NOTICE = (
    "# From the package nicknames, Carlton Northern and Nick Crews, Apache-2.0 licence; more by training/nicknames.py."
)
ADDED = """
john jack johnny jon
jerrold jerry
jacob jack
benjamin bibi binyamin
gerald jerry
henry hank harry
charles chas charley
mitchell mitch
robert rob bert
ehud udi
muhammad mohammed mohammad mohamed muhammed mohamad mohamet
ahmed ahmad
hussein husayn hussain husain hossein
sergei sergey serhii serhiy
aleksandr alexander alexandr oleksandr
dmitri dmitry dmitriy dmytro
yuri yury yuriy
aleksei alexei alexey aleksey
vasili vasily vasiliy
mikhail michail mykhailo
andrei andrey andriy
nikolai nikolay mykola
yevgeny evgeny yevgeni evgeni
volodymyr volodimir
abdullah abdallah
yousef yusuf youssef yusef yosef
ibrahim ebrahim
osama usama
mahmoud mahmud
khaled khalid
"""


def pairs(folder: Path) -> dict[str, set[str]]:
    """For each full name its short forms and other spellings, folded."""
    found: dict[str, set[str]] = defaultdict(set)
    with (folder / "nicknames" / "names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[fold(row["name1"])].add(fold(row["name2"]))
    for line in ADDED.strip().splitlines():
        first, *others = line.split()
        found[first].update(others)
    # of two that are each the other's, the one with more short forms is the full name
    rank = {name: (len(short), name) for name, short in found.items()}
    kept = {k: {n for n in v - {k} if k not in found.get(n, ()) or rank[k] > rank[n]} for k, v in found.items()}
    return {k: v for k, v in kept.items() if v}


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    rows = pairs(parser.parse_args().folder)
    lines = [f"{name} {' '.join(sorted(others))}" for name, others in sorted(rows.items())]
    OUT.write_text(
        "# Given names, folded. Written by training/nicknames.py.\n" + "\n".join([NOTICE, *lines, ""]), "utf-8"
    )


if __name__ == "__main__":
    main()
