"""Whom a source phrase means within its article, against labels made by reading, with the shipped model.

    python benchmarks/references.py [--data FOLDER] [--half tuning|checking] [--errors]

``references.csv`` holds sources drawn at random (two of a kind from one article at most) from BASIL and PolNeAR's
training part, labelled by reading: article, offsets of the source's head, and the answer. ``name`` is a person's name,
given by the offsets of a mention; ``description`` words of the text that no person's name stands for ("liberal
groups"); ``new`` somebody who is met here first or whom nobody names, with the offsets of the head noun where it must
be in the speaker's name. Offsets only, no text. Rules and weights were made while looking at ``tuning``; ``checking``
was labelled before any rule was changed, in other articles (but for 35 roles in BASIL), and only the names of its wrong
answers were looked at, once.

Printed: right answers by kind of phrase. A source that is in no statement is counted apart, and not as wrong: who says
what is measured elsewhere. Without the articles nothing is measured.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.attribute.annotation import Annotation
from framing.attribute.model import load_model
from framing.resolve import Project, resolve_article
from framing.resolve.mentions import ActorMention, find_mentions
from framing.resolve.names import clean, fold, person_parts, same_person, strip_titles
from framing.resolve.vocabulary import singular
from framing.structure import parse
from framing.values import Article, Field, Span, Speaker, Statement

LABELS = Path(__file__).with_name("references.csv")
DATA = Path(__file__).parents[2] / "shared" / "data"
FILES = {"basil": "basil/basil_dev.jsonl.gz", "polnear": "polnear/train.jsonl.gz"}


@dataclass(frozen=True, slots=True)
class Label:
    """A source's head in the text of an article, and whom it means."""

    corpus: str
    article: str
    half: str
    source: Span
    kind: str
    answer: str
    span: Span | None


def read_labels(path: Path = LABELS) -> list[Label]:
    """The labels, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Label(
                row["corpus"],
                row["article"],
                row["half"],
                (int(row["start"]), int(row["end"])),
                row["kind"],
                row["answer"],
                (int(row["answer_start"]), int(row["answer_end"])) if row["answer_start"] else None,
            )
            for row in csv.DictReader(lines)
        ]


def speaker_at(statements: Sequence[Statement], source: Span) -> tuple[bool, Speaker | None]:
    """Whether a statement's own source is at a span, and the speaker of the first such statement."""
    for one in statements:
        spans = one.source.spans if one.field == "text" and one.source is not None else ()
        if any(a < source[1] and source[0] < b for a, b in spans):
            return True, one.speaker
    return False, None


def is_named(name: str, speaker: Speaker, mentions: Sequence[ActorMention], span: Span) -> bool:
    """Whether a speaker is whom a mention of a person names: by the name, and by the actor that the mention is of."""
    bare = strip_titles(clean(name))[0]
    mine, theirs = person_parts(bare)[0], person_parts(speaker.name)[0]
    if not mine or not theirs or not speaker.named:
        return False
    given = len(theirs) > 1 and len(mine) == 1 and theirs[0] == mine[0]
    if mine[-1].split()[-1] != theirs[-1].split()[-1] and not given:
        return False
    if len(mine) > 1 and len(theirs) > 1 and not same_person(bare, speaker.name) and mine[0][0] != theirs[0][0]:
        return False
    at = [m for m in mentions if m.field == "text" and m.start < span[1] and span[0] < m.end]
    return not at or any(m.actor.id == speaker.id for m in at) or (len(mine) > 1 and fold(bare) == fold(speaker.name))


def is_right(label: Label, text: str, speaker: Speaker | None, mentions: Sequence[ActorMention]) -> bool:
    """Whether the speaker of a statement is the one that a reader names."""
    if speaker is None:
        return False
    shown = text[slice(*label.span)] if label.span is not None else ""
    if label.answer == "name" and label.span is not None:
        return is_named(shown, speaker, mentions, label.span)
    persons = {m.actor.id for m in mentions if m.entity == "person"}
    if speaker.named and speaker.id in persons:
        return False
    head = singular(fold(shown).split()[-1]) if shown else ""
    return not head or head in {singular(w) for w in fold(speaker.name).split()}


def judge(
    labels: Sequence[Label], row: Mapping[str, Any], annotations: Mapping[Field, Annotation]
) -> Iterator[tuple[Label, bool | None, str]]:
    """Each label of one article: right, wrong or in no statement, and the speaker's name."""
    article = Article(row["id"], row["text"], title=row["title"] if "title" in annotations else "")
    statements = resolve_article(article, annotations, Project())
    mentions = find_mentions(annotations, statements, Project())
    for label in labels:
        found, speaker = speaker_at(statements, label.source)
        name = speaker.name if speaker is not None else "nobody"
        yield label, is_right(label, row["text"], speaker, mentions) if found else None, name


def report(outcomes: Sequence[tuple[Label, bool | None, str]]) -> None:
    """Print right answers by half and kind, in per cent of the sources that are in a statement."""
    for half in ("tuning", "checking"):
        chosen = [(label.kind, right) for label, right, _ in outcomes if label.half == half]
        if not chosen:
            continue
        total = Counter(k for k, right in chosen if right is not None)
        good = Counter(k for k, right in chosen if right)
        lost = sum(right is None for _, right in chosen)
        for kind in sorted(total):
            print(f"{half:9} {kind:14} {100 * good[kind] / total[kind]:5.1f}%  {good[kind]} of {total[kind]}")
        print(f"{half:9} in no statement {lost}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description="Whom pronouns, roles and surnames mean, against labels made by reading."
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--model", default="full")
    parser.add_argument("--half", choices=("tuning", "checking"))
    parser.add_argument(
        "--errors", action="store_true", help="list what went wrong (text of the corpus: keep it local)"
    )
    args = parser.parse_args()
    labels = [one for one in read_labels() if args.half in (None, one.half)]
    model = None
    outcomes: list[tuple[Label, bool | None, str]] = []
    for corpus, name in FILES.items():
        path = args.data / name
        wanted: dict[str, list[Label]] = {}
        for one in labels:
            if one.corpus == corpus:
                wanted.setdefault(one.article, []).append(one)
        if not path.exists():
            print(f"{path} is not here; nothing measured on it", file=sys.stderr)
            continue
        model = model or load_model(args.model)
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["id"] not in wanted:
                    continue
                annotations: dict[Field, Annotation] = {}
                if corpus == "basil" and row["title"]:  # PolNeAR's titles are the first line of the text
                    annotations["title"] = model.annotate(parse(row["title"], title=True))
                annotations["text"] = model.annotate(parse(row["text"]))
                for label, right, speaker in judge(wanted[row["id"]], row, annotations):
                    outcomes.append((label, right, speaker))
                    if args.errors and not right:
                        print_error(label, row["text"], speaker, found=right is not None)
    report(outcomes)


def print_error(label: Label, text: str, speaker: str, *, found: bool) -> None:
    """One wrong answer with the text before it."""
    start, end = label.source
    before = " ".join(text[max(0, start - 400) : start].split())
    after = " ".join(text[end : end + 100].split())
    right = f"{label.answer} {text[slice(*label.span)] if label.span else ''}"
    print(f"{label.article} {label.half} {label.kind}: {speaker if found else '(no statement)'} | right: {right}")
    print(f"    {before} [[{text[start:end]}]] {after}")


if __name__ == "__main__":
    main()
