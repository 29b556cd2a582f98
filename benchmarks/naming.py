"""How often a description that is given to an actor is that actor's, against a reader's judgement.

    python benchmarks/naming.py [FOLDER]

FOLDER is where the data lie, as for benchmarks/agency.py. ``benchmarks/data/naming.tsv`` holds 150 descriptions
(before, behind and beside a name, said of it, or as a speaker) drawn at random from what the program showed: corpus,
article, field, span, id of the actor, right (1) or wrong (0), and no text. Right is one whose words are whole and
mean that actor. The annotator was an AI language model that read each in its sentence.

Printed: the part that was right when it was drawn, how many are shown now and how many of these are right.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import framing
from benchmarks.agency import DEFAULT, FILES, corpus_of

DATA = Path(__file__).parent / "data" / "naming.tsv"
COLUMNS = ("article_id", "field", "start", "end", "actor_id")


def main() -> None:
    """Read, compare, tell."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    with DATA.open(encoding="utf-8") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    shown: set[tuple[str, ...]] = set()
    for name, file_name in FILES.items():
        if not (folder / file_name).exists():
            print(f"{name}: left out, {folder / file_name} is not there")
            rows = [r for r in rows if r["corpus"] != name]
            continue
        lines = framing.analyze(corpus_of(name, folder / file_name)).clause_lines.names
        shown |= {(name, *map(str, key)) for key in lines[list(COLUMNS)].itertuples(index=False)}
    now = [r for r in rows if tuple(r[c] for c in ("corpus", "article", *COLUMNS[1:])) in shown]
    right, still = (sum(r["right"] == "1" for r in some) for some in (rows, now))
    print(f"{len(rows)} descriptions, {right} right when drawn ({100 * right / max(1, len(rows)):.1f}%)")
    print(f"{len(now)} shown now, {still} of them right ({100 * still / max(1, len(now)):.1f}%)")


if __name__ == "__main__":
    main()
