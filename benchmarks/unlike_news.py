"""How many texts of each corpus are taken for something other than news (:mod:`framing.read.genre`).

    python benchmarks/unlike_news.py /path/to/data

Genres of GUM are told apart by the ids of its articles. At most 1% of PolNeAR and BASIL may be taken for other text.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from framing.read.genre import unlike_news

FILES = {
    "news: PolNeAR train": "polnear/train.jsonl.gz",
    "news: PolNeAR dev": "polnear/dev.jsonl.gz",
    "news: BASIL dev": "basil/basil_dev.jsonl.gz",
    "GUM": "gum/news_dev.jsonl.gz",
    "GUM ": "gum/other_dev.jsonl.gz",
    "EWT": "ewt/web_dev.jsonl.gz",
}


def main() -> None:
    """Command line."""
    data = Path(sys.argv[1])
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, file in FILES.items():
        with gzip.open(data / file, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                corpus = name if not name.startswith("GUM") else "GUM " + str(row["id"]).split("_")[1]
                found[corpus][unlike_news(row["text"]) or ""] += 1
    news: Counter[str] = Counter()
    for corpus, kinds in found.items():
        if corpus.startswith("news"):
            news += kinds
    found["news: all"] = news
    for corpus, kinds in found.items():
        texts, other = sum(kinds.values()), sum(kinds.values()) - kinds[""]
        told = ", ".join(f"{n} {kind}" for kind, n in kinds.most_common() if kind)
        print(f"{corpus}: {other} of {texts} ({100 * other / texts:.1f}%){': ' + told if told else ''}")


if __name__ == "__main__":
    main()
