"""Statements aligned across articles: pairs to be read, and how long 100,000 statements take.

    python benchmarks/shared.py pairs --data FOLDER [--show verbatim|other] [--count 200]
    python benchmarks/shared.py speed [--statements 100000]

*pairs.* Statements of BASIL's development articles (events given) and of PolNeAR's training articles (events found) are
extracted and aligned; the number of pairs at each level is printed, and with ``--show`` the pairs themselves, in an
order drawn once, to be read. What was read and found is in docs/events.md.

*speed.* A table of voices of made statements: events with three articles, each with statements of four speakers, half
of them cut from utterances that several of the articles quote. Processor time of ``shared_statements``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import random
import time
from pathlib import Path

import pandas as pd

import framing
from framing.events.shared import aligned, shared_statements
from framing.values import Article, Corpus

CORPORA = ("basil/basil_dev", "polnear/train")


def corpus_of(folder: Path, name: str) -> Corpus:
    """Articles of a data file, with their event where it is given."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return Corpus(
        tuple(
            Article(
                r["id"],
                r["text"],
                outlet=r["outlet"],
                date=dt.date.fromisoformat(r["date"]),
                extra={"event": r["event"]} if "event" in r else {},
            )
            for r in rows
        )
    )


def pairs(folder: Path, show: str | None, count: int) -> None:
    """Print how many pairs there are, and some of them."""
    for name in CORPORA:
        said, links = aligned(framing.analyze(corpus_of(folder, name)))
        verbatim = {tuple(sorted(pair)) for pair in links.verbatim.tolist()}
        other = {tuple(sorted(pair)) for pair in links.other_words.tolist()} - verbatim
        print(f"{name}: {len(said)} statements, {len(verbatim)} near-verbatim pairs, {len(other)} in other words")
        chosen = sorted(verbatim if show == "verbatim" else other if show == "other" else ())
        random.Random(1).shuffle(chosen)
        column = "quoted" if show == "verbatim" else "text"
        for i, j in chosen[:count]:
            for k in (i, j):
                print(f"  {said['article_id'][k]} {said['speaker'][k]} ({said['cue'][k]}): {said[column][k]}")
            print()


def made_voices(n: int) -> pd.DataFrame:
    """A table of voices with ``n`` statements."""
    draw = random.Random(1)
    words = ["".join(draw.choices("aeioulnrstdmkbg", k=draw.randint(3, 9))) for _ in range(30_000)]
    weights = [1 / (k + 3) for k in range(len(words))]
    rows = []
    event = 0
    while len(rows) < n:
        event += 1
        utterances = [
            (f"Speaker {event} {s}", draw.choices(words, weights, k=draw.randint(8, 60)))
            for s in range(4)
            for _ in "ab"
        ]
        for article in range(3):
            for number in range(14):
                speaker, whole = draw.choice(utterances)
                if draw.random() < 0.5:
                    start = draw.randrange(len(whole) // 2 + 1)
                    said = whole[start : start + draw.randint(5, 40)]
                else:
                    said = draw.choices(words, weights, k=draw.randint(5, 40))
                rows.append(
                    {
                        "article_id": f"{event}-{article}",
                        "statement_id": f"{event}-{article}-{number}",
                        "field": "text",
                        "start": number * 1_000,
                        "end": number * 1_000 + 500,
                        "voice": draw.choice(("quoted", "paraphrase")),
                        "text": " ".join(said),
                        "words": len(said),
                        "speaker": speaker,
                        "type": "person",
                        "cue": "said",
                        "outlet": f"outlet {article}",
                        "date": "2024-05-01",
                        "event": str(event),
                    }
                )
    return pd.DataFrame(rows[:n])


def speed(most: int) -> None:
    """Print seconds at three sizes."""
    for n in (most // 4, most // 2, most):
        voices = made_voices(n)
        start = time.process_time()
        table = shared_statements(voices)
        seconds = time.process_time() - start
        levels = ", ".join(f"{count:,} {level}" for level, count in table["level"].value_counts().items())
        print(f"{n:>8,} statements: {seconds:.1f} s ({levels})", flush=True)


def main() -> None:
    """Choose what is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["pairs", "speed"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--show", choices=["verbatim", "other"])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--statements", type=int, default=100_000)
    options = parser.parse_args()
    if options.what == "pairs":
        pairs(options.data, options.show, options.count)
    else:
        speed(options.statements)


if __name__ == "__main__":
    main()
