"""Whether the first of the unheard on BASIL dev (Fan et al., EMNLP 2019) are real, and really unheard.

    python benchmarks/silence.py [PATH] [--first N]

PATH is ``basil_dev.jsonl.gz``; without it nothing is measured. ``silence.yml`` labels actors by their ids. Printed: how
many of the first N (40) unheard are right, wrong, and not labelled yet; these last are named, to be judged by reading.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import yaml
from officials import DEFAULT, read_articles

from framing.extraction import extract
from framing.measure import voices
from framing.mention_table import mentions
from framing.report.speakers import silence_tables, unheard
from framing.resolve.names import slug
from framing.values import Corpus

LABELS = Path(__file__).with_name("silence.yml")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The first of the unheard on BASIL.")
    parser.add_argument("path", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--first", type=int, default=40)
    parser.add_argument("--model", default="full")
    args = parser.parse_args()
    if not args.path.exists():
        print(f"{args.path} is not here; nothing measured", file=sys.stderr)
        return
    labels = yaml.safe_load(LABELS.read_text("utf-8"))
    statements = extract(Corpus(tuple(read_articles(args.path).values())), model=args.model)
    table = silence_tables(statements.frame(), voices(statements), mentions(statements))["silence"]
    first = [slug(name) for name in unheard(table)["speaker"].head(args.first)]
    right = [n for n in first if n in labels["right"]]
    wrong = [n for n in first if n in labels["wrong"]]
    unknown = [n for n in first if n not in labels["right"] and n not in labels["wrong"]]
    print(f"of the first {len(first)} unheard: {len(right)} right, {len(wrong)} wrong, {len(unknown)} not labelled")
    print("wrong:", ", ".join(wrong) or "none")
    print("not labelled:", ", ".join(unknown) or "none")


if __name__ == "__main__":
    main()
