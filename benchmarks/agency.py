"""How often a clause that is shown is right: agent, act and patient against a reader's judgement.

    python benchmarks/agency.py [FOLDER] [--draw N SEED]

FOLDER is where the data lie (``basil/basil_dev.jsonl.gz``, ``polnear/dev.jsonl.gz``, ``gum/news_dev.jsonl.gz``); a
corpus that is not there is left out. ``benchmarks/data/agency.tsv`` holds clauses drawn at random from what the
program showed, and whether each is right: draw, corpus, article, field, span of the verbs, head of the agent (empty:
none told), head of the patient, right (1) or wrong (0), and no text. Right is a clause whose agent (or its absence),
act and patient, and whether it is told as done, are what a careful reader takes from the sentence. The annotator was
an AI language model that read each with its sentence. The rules were mended after draw 1 was read; draw 2 was drawn
then, without clauses of draw 1, and its figure is the one to go by (two kinds of its errors were mended, too).

Printed for each draw: the part that was right when it was drawn; of these clauses how many are shown now and how many
of them are right; and how many right ones are shown no more. ``--draw`` prints new clauses to read, with their
sentences.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import framing
from framing.measure.clause_lines import sentences_of
from framing.resolve.clause_roles import Clause
from framing.values import Article, Corpus

DATA = Path(__file__).parent / "data" / "agency.tsv"
DEFAULT = Path(__file__).parents[2] / "shared" / "data"
FILES = {"basil": "basil/basil_dev.jsonl.gz", "polnear": "polnear/dev.jsonl.gz", "gum": "gum/news_dev.jsonl.gz"}
COLUMNS = ("draw", "corpus", "article", "field", "start", "end", "agent", "patient", "right")

Key = tuple[str, ...]


def corpus_of(name: str, path: Path) -> Corpus:
    """The articles of a corpus."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = [json.loads(line) for line in file]
    titled = name == "basil"
    return Corpus(tuple(Article(str(r["id"]), r["text"], r["title"] if titled else None) for r in rows))


def shown(name: str, statements: framing.Statements) -> Iterator[tuple[Key, Clause, str, str]]:
    """Every clause with its key, the text and its sentence."""
    for place, layout, sentence, (start, end) in sentences_of(statements.corpus, statements.tagging):
        for clause in sentence.clauses:
            heads = ("" if clause.agent is None else str(clause.agent.head[0]), str(clause.patient.head[0]))
            key = (name, *place, str(clause.span[0]), str(clause.span[1]), *heads)
            yield key, clause, layout.text, layout.text[start:end]


def report(found: set[Key]) -> None:
    """Precision of each draw when it was made and now."""
    with DATA.open(encoding="utf-8") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    for draw in sorted({r["draw"] for r in rows}):
        these = [(tuple(r[c] for c in COLUMNS[1:-1]), r["right"] == "1") for r in rows if r["draw"] == draw]
        right = sum(r for _, r in these)
        now = [r for key, r in these if key in found]
        print(
            f"draw {draw}: {len(these)} clauses, {right} right when drawn ({100 * right / max(1, len(these)):.1f}%); "
            f"{len(now)} shown now, {sum(now)} of them right ({100 * sum(now) / max(1, len(now)):.1f}%); "
            f"{right - sum(now)} right ones not shown as they were"
        )


def main() -> None:
    """Read, compare, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--draw", nargs=2, type=int, metavar=("N", "SEED"))
    options = parser.parse_args()
    every: list[tuple[Key, Clause, str, str]] = []
    for name, file in FILES.items():
        path = options.folder / file
        if not path.exists():
            print(f"{name}: left out, {path} is not there")
            continue
        every += shown(name, framing.extract(corpus_of(name, path)))
    print(f"{len(every)} clauses are shown")
    if options.draw:
        count, seed = options.draw
        for key, clause, text, sentence in random.Random(seed).sample(every, count):
            agent = text[slice(*clause.agent.span)] if clause.agent else "-"
            marks = f"{'passive ' * clause.passive}{'' if clause.told else 'not told'} {clause.means}".strip()
            print("\t".join(key), f"\n   [{agent}] {clause.act} [{text[slice(*clause.patient.span)]}] {marks}")
            print(f"   {' '.join(sentence.split())}")
    else:
        report({key for key, *_ in every})


if __name__ == "__main__":
    main()
