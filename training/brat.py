"""Turn a folder of brat files into training rows.

    python -m training.brat FOLDER OUT

Writes ``train.jsonl.gz`` and ``dev.jsonl.gz`` into OUT; every tenth article, in the order of their names, is dev.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from framing.gold import read_gold


def convert(folder: Path, out: Path) -> tuple[int, int]:
    """Numbers of articles written to train and to dev."""
    rows = read_gold(folder)
    out.mkdir(parents=True, exist_ok=True)
    parts = {"dev": rows[9::10], "train": [r for i, r in enumerate(rows) if i % 10 != 9]}
    for name, part in parts.items():
        with gzip.open(out / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in part)
    return len(parts["train"]), len(parts["dev"])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    train, dev = convert(arguments.folder, arguments.out)
    print(f"{train} articles to train on, {dev} to measure on")


if __name__ == "__main__":
    main()
