"""How many cues of PolNeAR get a stance: each cue counted as often as it occurs.

Usage::

    python benchmarks/cue_coverage.py DATA [--split dev] [--missing 20]

``DATA`` holds ``<split>.jsonl.gz``: one article a line with ``text`` and ``attributions``, each of these with
``cue``, a list of [start, end]. Attributions without a cue are left out. Nothing of the data is kept.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

from framing.measure.stance import Stance, stance

AIM = 0.95


def cues(path: Path) -> Counter[str]:
    """The cues of a file in lower case, the pieces of one cue joined with " … ", with their number."""
    counts: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for attribution in row["attributions"]:
                pieces = [row["text"][a:b] for a, b in attribution["cue"]]
                if pieces:
                    counts[" … ".join(pieces).lower()] += 1
    return counts


def main() -> None:
    """Print the figures of one split, or that it is not there."""
    parser = argparse.ArgumentParser(description="The share of PolNeAR's cues that get a stance.")
    parser.add_argument("data", type=Path, help="folder with <split>.jsonl.gz")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--missing", type=int, default=0, help="how many cues without a stance to print")
    arguments = parser.parse_args()
    path = arguments.data / f"{arguments.split}.jsonl.gz"
    if not path.is_file():
        print(f"skipped: {path} is not there")
        return
    counts = cues(path)
    total, words = counts.total(), sum(n * len(c.split()) for c, n in counts.items())
    by_stance: Counter[Stance] = Counter()
    without: Counter[str] = Counter()
    for cue, n in counts.items():
        found = stance(cue)
        by_stance[found] += n
        if found is Stance.NONE:
            without[cue] += n
    share = 1 - without.total() / total
    of_words = 1 - sum(n * len(c.split()) for c, n in without.items()) / words
    print(f"{arguments.split}: {total} cues, {len(counts)} different")
    print(f"with a stance: {share:.1%} of the cues (aim {AIM:.0%}), {of_words:.1%} of their words,")
    print(f"               {1 - len(without) / len(counts):.1%} of the different cues")
    for kind in Stance:
        print(f"  {kind.value:12} {by_stance[kind]:6} {by_stance[kind] / total:7.1%}")
    for cue, n in sorted(without.items(), key=lambda item: (-item[1], item[0]))[: arguments.missing]:
        print(f"  none: {cue} ({n})")


if __name__ == "__main__":
    main()
