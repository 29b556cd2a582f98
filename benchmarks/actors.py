"""How well the actors of a corpus are joined: people who say most, against a table made by hand.

    python benchmarks/actors.py [FOLDER]

FOLDER is where the data lie (``basil/basil_dev.jsonl.gz``, ``polnear/train.jsonl.gz``); a corpus that is not there is
left out. ``benchmarks/data/actors_basil.tsv`` holds the statements of the 60 people with most words in the 135 articles
of BASIL dev, ``actors_polnear.tsv`` those of 36 people with most words in 200 articles of PolNeAR train (drawn with
seed 11): article, field, span of the content, person, and no text. They are statements that the program found; for each
whose source is not the person's own name the annotator, an AI language model, read the sentences before it. What the
program does not find is not in them.

Printed for each corpus: *split*, people whose statements bear several ids where the article by itself names them;
*merged*, ids that are the main one of several people; *right*, the part of the statements under the person's main id,
with those told apart that the article by itself gives to somebody else (pronouns and roles: no join can mend them).
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import framing
from framing.join.names import formal_names, person_name
from framing.values import Article, Corpus, Speaker

DATA = Path(__file__).parent / "data"
DEFAULT = Path(__file__).parents[2] / "shared" / "data"
FILES = {"basil": "basil/basil_dev.jsonl.gz", "polnear": "polnear/train.jsonl.gz"}
SAMPLE, SEED = 200, 11

Place = tuple[str, str]
Label = tuple[int, int, str]


def articles(name: str, path: Path) -> Corpus:
    """The articles that the labels are on; events are not told."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = [json.loads(line) for line in file]
    if name == "polnear":
        rows = random.Random(SEED).sample(sorted(rows, key=lambda r: str(r["id"])), SAMPLE)
    return Corpus(
        tuple(
            Article(r["id"], r["text"], r["title"] if name == "basil" else None, r["outlet"], _day(r["date"]))
            for r in rows
        )
    )


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def labels(name: str) -> dict[Place, list[Label]]:
    """The labels of a corpus by article and field."""
    found: dict[Place, list[Label]] = defaultdict(list)
    with (DATA / f"actors_{name}.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            found[row["article"], row["field"]].append((int(row["start"]), int(row["end"]), row["person"]))
    return found


def matched(statements: framing.Statements, marked: dict[Place, list[Label]]) -> Iterator[tuple[str, Speaker]]:
    """Each labelled person with the speaker of the statement that shares most of the label's content."""
    by_place = defaultdict(list)
    for statement in statements:
        if statement.attributed_to is not None:
            by_place[statement.article_id, statement.field].append(statement)
    for place, found in marked.items():
        for start, end, person in found:
            shared = [(min(end, s.content.end) - max(start, s.content.start), s) for s in by_place[place]]
            exact = [s for n, s in shared if n > 0 and (s.content.start, s.content.end) == (start, end)]
            best = exact or [s for n, s in sorted(shared, key=lambda x: -x[0])[:1] if 2 * n > end - start for n in [n]]
            if best and best[0].attributed_to is not None:
                yield person, best[0].attributed_to


def _may_be(name: str, person: str) -> bool:
    """Whether the name that an article by itself gives a speaker is one of the person's."""
    own, known = person_name(name), person_name(person)
    given = formal_names(own.given) & formal_names(known.given)
    return own.surname == known.surname and (not own.given or bool(given))


def main() -> None:
    """Extract, compare, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    folder = parser.parse_args().folder
    for name, file in FILES.items():
        if not (folder / file).exists():
            print(f"{name}: left out, {folder / file} is not there")
            continue
        report(name, framing.extract(articles(name, folder / file)))


def report(name: str, statements: framing.Statements) -> None:
    """Print the figures of one corpus."""
    marked = labels(name)
    pairs = list(matched(statements, marked))
    ids: dict[str, Counter[str]] = defaultdict(Counter)
    for person, who in pairs:
        ids[person][who.id] += 1
    main_ids = {person: count.most_common(1)[0][0] for person, count in ids.items()}
    wrong = [(person, who) for person, who in pairs if who.id != main_ids[person]]
    apart = [(person, who.id) for person, who in wrong if _may_be((who.found or who).name, person)]
    split = {person: sorted({i for p, i in apart if p == person}) for person, _ in sorted(apart)}
    shared = [i for i, n in Counter(main_ids.values()).items() if n > 1]
    merged = {i: sorted(p for p in main_ids if main_ids[p] == i) for i in shared}
    everything = sum(map(len, marked.values()))
    print(f"{name}: {len(main_ids)} people, {everything} labelled statements, {len(pairs)} of them found")
    print(f"  split {len(split)}: {split}")
    print(f"  merged {len(merged)}: {merged}")
    right, total = len(pairs) - len(wrong), max(1, len(pairs))
    print(f"  right {100 * right / total:.1f}% ({right}); {len(wrong) - len(apart)} are another's in the article")
    known = max(1, right + len(apart))
    print(f"  right where the article has the person: {100 * right / known:.1f}% ({right} of {known})")


if __name__ == "__main__":
    main()
