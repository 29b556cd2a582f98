"""Join two readings of the acts: agreement, disagreements for a third reader, and the labels without any text.

python -m training.acts_merge /work/acts/items.jsonl --data /path/to/data \
    --first /work/acts/{a,c}_batch_*.tsv --second /work/acts/{b,d}_batch_*.tsv [--third /work/acts/e_*.tsv]

Readings are lines ``id<TAB>label``; what the labels mean is in ``training/acts.md``. The first run writes
``adjudicate.txt`` beside the items; the second, with the third reader's file, settles what it lists.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from training.acts_sample import Item, marked, read_items, texts_of

LABELS = ("speech", "thought", "other", "none")
Pair = tuple[str, str]


class ReadingError(ValueError):
    """A line of a reading that cannot be used."""


def read_labels(paths: Iterable[Path], known: frozenset[str]) -> dict[str, str]:
    """Labels by id of the files of one reading.

    Raises:
        ReadingError: for a line without a known id and label, or an item labelled twice differently.

    """
    labels: dict[str, str] = {}
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            identity, _, label = (part.strip() for part in line.partition("\t"))
            label = label.split("\t")[0].strip().lower()
            if identity not in known or label not in LABELS:
                raise ReadingError(f"{path}, line {number}: {line!r} is no known id with one of {', '.join(LABELS)}")
            if labels.setdefault(identity, label) != label:
                raise ReadingError(f"{path}, line {number}: {identity} is labelled twice, and differently")
    return labels


def kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's kappa of two readings; 1 where only one label was used.

    >>> round(kappa([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")]), 3)
    0.5
    """
    first, second = (Counter(side) for side in zip(*pairs, strict=True))
    chance = sum(first[k] * second[k] for k in first) / len(pairs) ** 2
    return 1.0 if chance == 1 else (_agreed(pairs) - chance) / (1 - chance)


def alpha(pairs: Sequence[Pair]) -> float:
    """Krippendorff's alpha for labels without order, every item read twice; 1 where only one label was used.

    >>> round(alpha([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")]), 3)
    0.533
    """
    counts = Counter(label for pair in pairs for label in pair)
    n = 2 * len(pairs)
    chance = 1 - sum(v * (v - 1) for v in counts.values()) / (n * (n - 1))
    return 1.0 if chance == 0 else 1 - (1 - _agreed(pairs)) / chance


def _agreed(pairs: Sequence[Pair]) -> float:
    return sum(a == b for a, b in pairs) / len(pairs)


def agreement(items: Sequence[Item], first: Mapping[str, str], second: Mapping[str, str]) -> str:
    """Agreement over all and by group as lines of text, with the table of both readings."""
    both = [(item, (first[item.id], second[item.id])) for item in items if item.id in first and item.id in second]
    groups = {"all": [pair for _, pair in both]}
    for name in ("dataset", "drawn"):
        for value in sorted({getattr(item, name) for item, _ in both}):
            groups[f"{name} {value}"] = [pair for item, pair in both if getattr(item, name) == value]
    lines = [f"{'':18}    n  agreed  kappa  alpha"]
    lines += [
        f"{k:18} {len(v):4d}  {_agreed(v):6.1%}  {kappa(v):5.3f}  {alpha(v):5.3f}" for k, v in groups.items() if v
    ]
    table = Counter(groups["all"])
    lines += ["", "first \\ second " + "".join(f"{b:>9}" for b in LABELS)]
    lines += [f"{a:15}" + "".join(f"{table[a, b]:9d}" for b in LABELS) for a in LABELS]
    return "\n".join(lines)


def merged(
    items: Sequence[Item], first: Mapping[str, str], second: Mapping[str, str], third: Mapping[str, str]
) -> tuple[list[dict[str, object]], list[Item]]:
    """Labelled rows of the items that are settled, and those on which a third reader has yet to decide.

    The third reader's label counts wherever there is one.
    """
    rows: list[dict[str, object]] = []
    open_: list[Item] = []
    for item in items:
        readings = (first.get(item.id), second.get(item.id))
        if None in readings:
            continue
        label = third.get(item.id) or (readings[0] if readings[0] == readings[1] else None)
        if label is None:
            open_.append(item)
            continue
        place = {role: getattr(item, role) for role in ("source", "cue", "content")}
        row = {"id": item.id, "dataset": item.dataset, "article": item.article, **place, "kind": item.kind}
        drawn = {"drawn": item.drawn, "confidence": item.confidence}
        rows.append(row | drawn | {"act": label, "readings": readings, "adjudicated": item.id in third})
    return rows, open_


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("items", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder with polnear, basil, gum and ewt")
    parser.add_argument("--first", type=Path, nargs="+", required=True)
    parser.add_argument("--second", type=Path, nargs="+", required=True)
    parser.add_argument("--third", type=Path, nargs="*", default=[], help="the labels of adjudicated items")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data" / "acts.jsonl")
    arguments = parser.parse_args()
    items = read_items(arguments.items)
    known = frozenset(item.id for item in items)
    try:
        first, second, third = (
            read_labels(paths, known) for paths in (arguments.first, arguments.second, arguments.third)
        )
    except (ReadingError, OSError) as error:
        sys.exit(str(error))
    missing = sum(item.id not in first or item.id not in second for item in items)
    if missing == len(items):
        sys.exit("no item is in both readings")
    print(agreement(items, first, second))
    rows, unsettled = merged(items, first, second, third)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    texts = texts_of(arguments.data)
    blocks = (
        f"[{k}] {i.id}  ({' / '.join(sorted((first[i.id], second[i.id])))})\n{marked(texts[i.dataset, i.article], i)}\n"
        for k, i in enumerate(unsettled, 1)
    )
    listed = arguments.items.parent / "adjudicate.txt"
    listed.write_text("\n".join(blocks), "utf-8")
    acts = ", ".join(f"{k} {v}" for k, v in Counter(str(r["act"]) for r in rows).most_common())
    print(f"\n{len(rows)} labelled ({acts}) in {arguments.out}")
    print(f"{len(unsettled)} to be settled by a third reader in {listed}; {missing} not yet read twice")


if __name__ == "__main__":
    main()
