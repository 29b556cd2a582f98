"""Sentences with targets, judged by people or not, and the same sentences with other names: what portrayal learns from.

    python -m training.targets NEWSMTSC --more ARTICLES.jsonl.gz --base BASE --out FOLDER

NEWSMTSC holds ``train``, ``dev_rw`` and ``dev_mt``, rows ``{"id", "text", "start", "end", "polarity"}``; the articles
are ``{"id", "text"}``. Whoever reads a name should judge the sentence and not the person, so a target that is a name is
also put under other names, everywhere in the sentence, with the same verdict.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from framing.attribute.annotation import Annotation, Entity
from framing.attribute.model import load_model
from framing.attribute.pieces import table_of
from framing.resolve.names import fold
from framing.resolve.vocabulary import first_name_gender
from framing.sentiment.inputs import target_inputs
from framing.structure import parse
from training.data import load_tokenizer, read_rows

LABELS = ("negative", "neutral", "positive")
FOLDS = 5
ASIDE = 0.1
"""Share of the articles of train set aside: to choose among students, to calibrate, for the threshold."""
VARIANTS = {"train": 3, "silver": 1}
"""Other names a target is put under."""
PRONOUNS = frozenset(("he", "she", "him", "her", "his", "they", "them", "their", "we", "it"))
PRONOUN_SHARE = 0.35
TARGETS = 3
"""Targets nobody judged that one sentence has at most."""
PARTIES = {
    "Republicans": "Democrats",
    "Republican": "Democratic",
    "GOP": "Democratic Party",
    "conservatives": "liberals",
    "conservative": "liberal",
    "Conservatives": "Liberals",
    "right-wing": "left-wing",
}
"""Words that change places where the target is a party or its people; read both ways."""

Target = tuple[str, int, int]


@dataclass
class Item:
    """One target: ``part`` is train, aside, silver or the dev file; ``label`` -1 where nobody judged it.

    Teachers that left out fold ``fold`` have not seen its sentence; -1 where none has.
    """

    part: str
    label: int
    fold: int
    variants: list[Target]
    rows: list[int] = field(default_factory=list)


def part_of(identity: str) -> tuple[str, int]:
    """Part and fold of an article of NewsMTSC, from its name alone."""
    article = "_".join(identity.split("_")[:3])
    number = zlib.crc32(article.encode()) % 1000
    return ("aside", -1) if number < 1000 * ASIDE else ("train", number % FOLDS)


class Names:
    """Persons of the data, to be put in each other's place."""

    def __init__(self, names: Iterable[str]) -> None:
        self.counts = Counter(tuple(n.split()) for n in names)
        two = [n for n in self.counts if len(n) == 2 and all(re.fullmatch(r"[A-Z][a-z]+[\w’'-]*", w) for w in n)]
        self.pairs = {
            sex: [n for n in two if not sex or first_name_gender(fold(n[0])) == sex] for sex in ("m", "f", "")
        }

    def draw(self, sex: str, rng: random.Random) -> tuple[str, str]:
        """A first and a last name, half of the time by how often they are in the data."""
        pool = self.pairs[sex]
        if rng.random() < 0.5:
            return rng.choices(pool, [self.counts[n] for n in pool])[0]
        return rng.choice(pool)


def sex_told(text: str, name: str) -> str:
    """Sex of the person called ``name``, by the first name or the words of the sentence; empty where not clear."""
    sex = first_name_gender(fold(name.split()[0]))
    if sex:
        return sex
    said = set(re.findall(r"\w+", text.lower()))
    signs = {"m": {"he", "his", "him", "mr"}, "f": {"she", "her", "mrs", "ms"}}
    sexes = [s for s, words in signs.items() if said & words]
    return sexes[0] if len(sexes) == 1 else ""


def renamed(target: Target, name: str, first: str, last: str) -> Target | None:
    """The sentence with another person in the place of the one called ``name``; None where the name has odd words."""
    words = name.split()
    if not words or not all(re.fullmatch(r"[\w’'.-]+", w) and w[0].isupper() for w in words):
        return None
    if len(words) == 1:
        places = {words[0]: first if first_name_gender(fold(words[0])) else last}
    else:
        places = {name: f"{first} {last}", words[0]: first, words[-1]: last}
    loud = {k.upper(): v.upper() for k, v in places.items() if not k.isupper() and len(k) > 3}
    return replaced(target, places | loud)


def replaced(target: Target, places: dict[str, str]) -> Target | None:
    """The sentence with other words in the places of some, its target moved along; None where nothing changed."""
    text, start, end = target
    longest_first = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w-])(?:{longest_first})(?!\w)")
    made, at, shift, new_start, new_end = [], 0, 0, None, None
    for match in pattern.finditer(text):
        if new_start is None and match.end() > start:
            new_start = min(start, match.start()) + shift if match.start() < start else start + shift
        if new_end is None and match.start() >= end:
            new_end = end + shift
        made += [text[at : match.start()], places[match.group()]]
        at = match.end()
        shift += len(places[match.group()]) - len(match.group())
        if new_end is None and match.end() >= end:
            new_end = max(end, match.end()) + shift
    made.append(text[at:])
    result = "".join(made)
    if result == text:
        return None
    return result, start + shift if new_start is None else new_start, end + shift if new_end is None else new_end


def variants(target: Target, kind: str | None, name: str, names: Names, many: int, rng: random.Random) -> list[Target]:
    """The target as it is, then under other names as often as asked for and possible."""
    made: list[Target] = []
    for _ in range(many):
        new = None
        if kind == "person":
            new = renamed(target, name, *names.draw(sex_told(target[0], name), rng))
        elif kind in ("group", "organisation") and not made:
            both = PARTIES | {v: k for k, v in PARTIES.items()}
            if set(name.split()) & set(both):
                new = replaced(target, both)
        if new is not None and new not in made:
            made.append(new)
    return [target, *made]


def _annotated(texts: Sequence[str]) -> Iterator[Annotation]:
    model = load_model("full")
    return (model.annotate(parse(t)) for t in texts)


def _silver(annotation: Annotation, low: int, high: int, rng: random.Random) -> list[tuple[int, int, str | None]]:
    """Targets in one sentence: names, and now and then a pronoun."""
    text = annotation.document.text
    found: list[tuple[int, int, str | None]] = [
        (e.start, e.end, e.type) for e in annotation.entities if low <= e.start and e.end <= high and e.type != "place"
    ]
    said = [(a, b) for a, b, tag in annotation.pos if low <= a and b <= high and text[a:b].lower() in PRONOUNS]
    if said and rng.random() < PRONOUN_SHARE:
        found.append((*rng.choice(said), None))
    rng.shuffle(found)
    return found[:TARGETS]


def _name_at(entities: Sequence[Entity], start: int, end: int) -> Entity | None:
    return next((e for e in entities if e.start < end and e.end > start), None)


def items(newsmtsc: Path, more: Sequence[Path], seed: int = 0) -> list[Item]:
    """All targets, with their variants."""
    rng = random.Random(seed)
    dev = {n: read_rows(newsmtsc / f"{n}.jsonl.gz") for n in ("dev_rw", "dev_mt")}
    kept_out = {r["text"] for rows in dev.values() for r in rows}
    train = [r for r in read_rows(newsmtsc / "train.jsonl.gz") if r["text"] not in kept_out]
    texts = list(dict.fromkeys(r["text"] for r in train))
    known = dict(zip(texts, _annotated(texts), strict=True))
    # a sentence that is there under two articles belongs to the first
    parts: dict[str, tuple[str, int]] = {}
    for row in train:
        parts.setdefault(row["text"], part_of(row["id"]))
    articles = [r for path in more for r in read_rows(path)]
    read = list(_annotated([r["text"] for r in articles]))
    everybody = [*known.values(), *read]
    names = Names(a.document.text[e.start : e.end] for a in everybody for e in a.entities if e.type == "person")
    found: list[Item] = []
    judged: dict[str, list[tuple[int, int]]] = {}
    for row in train:
        part, fold_ = parts[row["text"]]
        judged.setdefault(row["text"], []).append((row["start"], row["end"]))
        target = (row["text"], row["start"], row["end"])
        name = _name_at(known[row["text"]].entities, row["start"], row["end"])
        others = variants(
            target,
            name.type if name else None,
            row["text"][name.start : name.end] if name else "",
            names,
            VARIANTS["train"],
            rng,
        )
        found.append(Item(part, LABELS.index(row["polarity"]), fold_, others))
    for part, rows in dev.items():
        found += [Item(part, LABELS.index(r["polarity"]), -1, [(r["text"], r["start"], r["end"])]) for r in rows]

    def add(annotation: Annotation, low: int, high: int, fold_: int, taken: Sequence[tuple[int, int]] = ()) -> None:
        text = annotation.document.text[low:high]
        for start, end, kind in _silver(annotation, low, high, rng):
            if any(a < end and b > start for a, b in taken):
                continue
            target = (text, start - low, end - low)
            name = annotation.document.text[start:end]
            found.append(Item("silver", -1, fold_, variants(target, kind, name, names, VARIANTS["silver"], rng)))

    for text in texts:
        part, fold_ = parts[text]
        if part == "train":
            add(known[text], 0, len(text), fold_, judged[text])
    for annotation in read:
        for sentence in annotation.document.sentences:
            if len(annotation.document.text[sentence.start : sentence.end].split()) >= 6:
                add(annotation, sentence.start, sentence.end, -1)
    return found


def main() -> None:
    """Command line: writes ``targets.npz``, piece numbers of every variant behind each other, and a table of items."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("newsmtsc", type=Path)
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    tokenize = table_of(load_tokenizer(arguments.base))
    columns: dict[str, list[Any]] = {k: [] for k in ("ids", "length", "first", "last", "item")}
    table: dict[str, list[Any]] = {k: [] for k in ("part", "label", "fold")}
    for item in items(arguments.newsmtsc, arguments.more):
        rows = [target_inputs(tokenize(text), start, end) for text, start, end in item.variants]
        if rows[0] is None:
            continue
        for row in rows:
            if row is None:
                continue
            ids, marks = row
            inside = np.flatnonzero(marks)
            columns["ids"].append(ids.astype(np.uint16))
            columns["length"].append(len(ids))
            columns["first"].append(inside[0])
            columns["last"].append(inside[-1] + 1)
            columns["item"].append(len(table["part"]))
        for name, value in (("part", item.part), ("label", item.label), ("fold", item.fold)):
            table[name].append(value)
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        arguments.out / "targets.npz",
        ids=np.concatenate(columns["ids"]),
        length=np.array(columns["length"], np.int16),
        first=np.array(columns["first"], np.int16),
        last=np.array(columns["last"], np.int16),
        item=np.array(columns["item"], np.int32),
        part=np.array(table["part"]),
        label=np.array(table["label"], np.int8),
        fold=np.array(table["fold"], np.int8),
    )
    print(json.dumps({"items": Counter(table["part"]), "rows": len(columns["item"]), "pieces": sum(columns["length"])}))


if __name__ == "__main__":
    main()
