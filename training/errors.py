"""Count the kinds of error that a shipped model makes on the articles set aside for tuning.

python -m training.errors DATA --model framing/attribute/models/full
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from framing.attribute.model import load_model
from framing.evaluate import overlap, pairs, roles_of, who_said_what
from training.card import found
from training.data import TUNE_ARTICLES, split

Roles = dict[str, frozenset[int]]


def kinds_of_error(text: str, gold: list[dict[str, Any]], attributions: list[dict[str, Any]]) -> Counter[str]:
    """Each gold attribution that was not found, and each found one that is not gold, under one kind."""
    wanted, got = roles_of(text, gold), roles_of(text, attributions)
    wanted = [w for w in wanted if w["content"]]
    right = pairs(wanted, got, who_said_what)
    counts = Counter({"right": len(right)})
    hit, used = {i for i, _ in right}, {j for _, j in right}
    for i, one in enumerate(wanted):
        if i in hit:
            continue
        best = max(got, key=lambda g: overlap(one["content"], g["content"]), default=None)
        share = overlap(one["content"], best["content"]) if best else 0.0
        if best is None or share == 0:
            counts["missed"] += 1
        elif share < 0.5:
            counts["content cut wrongly"] += 1
        elif not best["source"]:
            counts["source not found"] += 1
        elif not one["source"]:
            counts["source found where none is stated"] += 1
        else:
            counts["another source"] += 1
    for j, other in enumerate(got):
        if j not in used and not any(overlap(w["content"], other["content"]) for w in wanted):
            counts["invented: no annotator marked it"] += 1
    return counts


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    model = load_model(arguments.model)
    _, rows, _ = split(arguments.data, TUNE_ARTICLES)
    total: Counter[str] = Counter()
    for row in rows:
        total += kinds_of_error(row["text"], row["attributions"], found(model, row["text"]))
    for kind, count in total.most_common():
        print(f"{count:6d}  {kind}")


if __name__ == "__main__":
    main()
