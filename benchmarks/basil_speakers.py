"""Voice separation and speaker identity on BASIL (Fan et al., EMNLP 2019), with the shipped model.

    python benchmarks/basil_speakers.py [PATH]

PATH is ``basil_dev.jsonl.gz``: rows with ``text``, ``title``, ``main_entities`` and hand-marked
``bias_spans`` (``start``, ``end``, ``in_quote``, ``speaker``). Without the file nothing is measured.
Three figures, in per cent, each with a 95% bootstrap interval over articles:

- *inside*: of the spans marked ``in_quote``, how many have at least half of their words inside one
  statement's content;
- *outside*: of the other spans, how many have less than half of their words in the quoted part of a
  statement's content;
- *speaker*: of the ``in_quote`` spans said by a person among the main entities, how many belong to a
  statement whose resolved speaker is that person. A span that is in no statement counts as wrong.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from framing.attribute.annotation import Annotation
from framing.attribute.model import load_model
from framing.resolve import Project, resolve_article
from framing.resolve.names import fold, same_person
from framing.structure import Document, parse
from framing.values import Article, Field, Span, Statement

DEFAULT = Path(__file__).parents[2] / "shared" / "data" / "basil" / "basil_dev.jsonl.gz"
SAMPLES = 2000
NOT_PERSONS = frozenset(
    [
        "lawmakers",
        "democrats",
        "republicans",
        "officials",
        "campaign",
        "protestors",
        "companies",
        "administration",
        "congress",
        "party",
        "now",
    ]
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One bias span: which figure it counts for, and whether it is right."""

    article: str
    figure: str
    right: bool
    what: str


def is_person(name: str) -> bool:
    """Whether a main entity is one person, judged by its words."""
    words = name.split()
    return len(words) > 1 and all(w[0].isupper() for w in words) and not NOT_PERSONS & {w.lower() for w in words}


def is_said_by(person: str, speaker: str) -> bool:
    """Whether a speaker's name is that of a person: the same, its surname, or another form of the given name."""
    a, b = fold(person).split(), fold(speaker).split()
    return same_person(person, speaker) or (a[-1] == b[-1] and (len(b) == 1 or a[0][0] == b[0][0]))


def share(document: Document, span: Span, pieces: Sequence[Span]) -> float:
    """Share of the words of a span that begin inside some pieces."""
    lo, hi = document.words_in(span)
    if lo == hi:
        return 0.0
    inside = sum(any(a <= w < b for a, b in pieces) for w in document.words[lo:hi, 0].tolist())
    return inside / (hi - lo)


def judge(row: dict[str, Any], document: Document, statements: Sequence[Statement]) -> list[Outcome]:
    """Outcomes of the bias spans of one article."""
    quoted = [s for q in document.quotations for s in q.inner]
    contents = [s for s in statements if s.field == "text"]
    spoken = [
        (max(a, c), min(b, d)) for s in contents for a, b in s.content.spans for c, d in quoted if max(a, c) < min(b, d)
    ]
    persons = {e.replace(" ", "_") for e in row["main_entities"]}
    found: list[Outcome] = []
    for bias in row["bias_spans"]:
        span = (bias["start"], bias["end"])
        if not bias["in_quote"]:
            found.append(Outcome(row["id"], "outside", share(document, span, spoken) < 0.5, bias["text"]))
            continue
        around = [s for s in contents if share(document, span, s.content.spans) >= 0.5]
        found.append(Outcome(row["id"], "inside", bool(around), bias["text"]))
        person = (bias["speaker"] or "").replace("_", " ")
        if bias["speaker"] in persons and is_person(person):
            names = [s.speaker.name for s in around if s.speaker is not None]
            right = any(is_said_by(person, n) for n in names)
            found.append(Outcome(row["id"], "speaker", right, f"{person} | {names} | {bias['text']}"))
    return found


def interval(outcomes: Sequence[Outcome]) -> tuple[float, float, float]:
    """Share of right outcomes in per cent, and its 95% bootstrap interval over articles."""
    articles = sorted({o.article for o in outcomes})
    index = {a: i for i, a in enumerate(articles)}
    right, total = np.zeros(len(articles)), np.zeros(len(articles))
    for o in outcomes:
        right[index[o.article]] += o.right
        total[index[o.article]] += 1
    drawn = np.random.default_rng(0).integers(0, len(articles), (SAMPLES, len(articles)))
    rates = right[drawn].sum(1) / total[drawn].sum(1)
    low, high = np.percentile(rates, [2.5, 97.5])
    return 100 * right.sum() / total.sum(), 100 * float(low), 100 * float(high)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Voice separation and speaker identity on BASIL.")
    parser.add_argument("path", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--model", default="full")
    parser.add_argument(
        "--errors", action="store_true", help="list what went wrong (text of the corpus: keep it local)"
    )
    args = parser.parse_args()
    if not args.path.exists():
        print(f"{args.path} is not here; nothing measured", file=sys.stderr)
        return
    model = load_model(args.model)
    outcomes: list[Outcome] = []
    with gzip.open(args.path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            annotations: dict[Field, Annotation] = {}
            if row["title"]:
                annotations["title"] = model.annotate(parse(row["title"], title=True))
            annotations["text"] = model.annotate(parse(row["text"]))
            article = Article(row["id"], row["text"], title=row["title"])
            statements = resolve_article(article, annotations, Project())
            outcomes += judge(row, annotations["text"].document, statements)
    for figure in ("inside", "outside", "speaker"):
        chosen = [o for o in outcomes if o.figure == figure]
        rate, low, high = interval(chosen)
        print(f"{figure:8} {rate:5.1f}%  ({low:.1f} to {high:.1f})  {sum(o.right for o in chosen)} of {len(chosen)}")
        if args.errors:
            for o in chosen:
                if not o.right:
                    print("   ", o.article, "|", o.what)


if __name__ == "__main__":
    main()
