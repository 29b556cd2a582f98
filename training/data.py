"""Attribution corpora as training examples.

Rows are PolNeAR's: ``{"id", "text", "attributions": [{"source", "cue", "content": [[start, end], ...]}]}``;
silver entities and parts of speech come from a second file of CoreNLP's ``sentences``.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribute.decode import Decoded
from framing.attribute.labels import ENTITIES, POS, ROLES, TAGS
from framing.attribute.windows import SEP, Encoded, Window, encode, window_inputs, windows
from framing.structure import parse

ENTITY_OF = {"PERSON": "person", "ORGANIZATION": "organisation", "LOCATION": "place", "MISC": "group"}
IGNORE = -100
_NAMED = {t: [i for i, e in enumerate(ENTITIES) if e.endswith(t)] for t in ("person", "organisation")}
Names = dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]
TUNE_ARTICLES = 40
"""Articles of train set aside to choose the decoding thresholds."""


@dataclass(frozen=True)
class Example:
    """One article: pieces and word-level labels (W words).

    ``tags``, ``entities``, ``pos`` (W,), IGNORE where there is no label; ``attributions`` word indices
    of source, cue and content for each attribution.
    """

    id: str
    encoded: Encoded
    tags: NDArray[np.int64]
    entities: NDArray[np.int64]
    pos: NDArray[np.int64]
    attributions: list[dict[str, NDArray[np.int64]]]
    annotator: int = 0
    """Number of the person who annotated, from 1; 0 where it is not known."""
    origin: int = 0
    """Number of its first word among the words of all texts: where its lessons stand."""
    fold: int = -1
    """Which teachers have not seen it; -1 where nobody annotated, so that none has."""


@dataclass(frozen=True)
class Cut:
    """One window of an example, ready to batch. ``words`` are input positions of the first pieces."""

    ids: NDArray[np.int64]
    features: NDArray[np.int64]
    words: NDArray[np.int64]
    line: NDArray[np.int64]
    tags: NDArray[np.int64]
    entities: NDArray[np.int64]
    pos: NDArray[np.int64]
    attributions: list[dict[str, NDArray[np.int64]]]
    annotator: int = 0
    origin: int = 0
    labelled: bool = True


def read_rows(path: Path) -> list[dict[str, Any]]:
    """JSON rows of a file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def split(folder: Path, tune: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], set[str]]:
    """Rows to train on, rows set aside for tuning, and the ids kept out because several people annotated them.

    Always the same split for the same data.
    """
    rows = read_rows(folder / "train.jsonl.gz")
    several = folder / "train_all_annotators.jsonl.gz"
    kept_out = {str(r["id"]) for r in read_rows(several)} if several.exists() else set()
    rows = [r for r in rows if str(r["id"]) not in kept_out]
    random.Random(20).shuffle(rows)
    return rows[tune:], rows[:tune], kept_out


def load_tokenizer(base: Path) -> Any:
    """The word-piece tokenizer of an encoder's folder, cutting and padding nothing."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _pos(tag: str) -> str:
    table = (
        ("NNP", "name"),
        ("NN", "noun"),
        ("VB", "verb"),
        ("JJ", "adjective"),
        ("RB", "adverb"),
        ("PRP", "pronoun"),
        ("WP", "pronoun"),
        ("DT", "determiner"),
        ("WDT", "determiner"),
        ("PDT", "determiner"),
        ("IN", "preposition"),
        ("TO", "preposition"),
        ("CD", "number"),
        ("MD", "modal"),
    )
    return next((name for start, name in table if tag.startswith(start)), "other")


def word_spans(encoded: Encoded) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Start and end characters of every word."""
    begin = encoded.word_start
    last = np.append(begin[1:] - 1, len(encoded) - 1) if len(begin) else begin
    return encoded.starts[begin], encoded.ends[last]


def _covered(starts: NDArray[np.int64], ends: NDArray[np.int64], span: Iterable[int]) -> NDArray[np.int64]:
    a, b = span
    return np.flatnonzero((starts < b) & (ends > a))


def example(
    row: dict[str, Any], silver: dict[str, Any] | None, tokenizer: Any, annotators: Sequence[str] = ()
) -> Example:
    """Label the words of one article; ``annotators`` are the people whose habits are learnt apart."""
    encoded = encode(parse(row["text"]), tokenizer)
    starts, ends = word_spans(encoded)
    line = encoded.line[encoded.word_start]
    count = len(starts)
    tags = np.zeros(count, dtype=np.int64)
    attributions = []
    for attribution in row["attributions"]:
        parts: dict[str, NDArray[np.int64]] = {}
        for role in ROLES:
            pieces = [_covered(starts, ends, s) for s in attribution[role]]
            parts[role] = np.unique(np.concatenate(pieces)) if pieces else np.zeros(0, dtype=np.int64)
            for words in pieces:
                if len(words):
                    new = np.diff(line[words], prepend=-1) != 0
                    tags[words] = np.where(new, TAGS.index(f"B-{role}"), TAGS.index(f"I-{role}"))
        if len(parts["content"]) and len(parts["cue"]):
            attributions.append(parts)
    entities = np.full(count, IGNORE, dtype=np.int64)
    pos = np.full(count, IGNORE, dtype=np.int64)
    if silver is not None:
        last = "O"
        for sentence in silver["sentences"]:
            last = "O"
            for a, b, tag, entity in sentence:
                words = _covered(starts, ends, (a, b))
                name = ENTITY_OF.get(entity, "O")
                for k, word in enumerate(words):
                    inside = k > 0 or name == last
                    entities[word] = ENTITIES.index(name if name == "O" else f"{'I' if inside else 'B'}-{name}")
                    pos[word] = POS.index(_pos(tag))
                last = name
    annotator = annotators.index(row["annotator"]) + 1 if row.get("annotator") in annotators else 0
    return Example(str(row["id"]), encoded, tags, entities, pos, attributions, annotator)


def annotators_of(rows: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """The people who annotated, in a fixed order."""
    return tuple(sorted({str(r["annotator"]) for r in rows if r.get("annotator")}))


def cut(ex: Example, window: Window, *, drop_case: bool = False) -> Cut:
    """One window of an example; words of other windows are no end of any link."""
    ids, features, positions = window_inputs(ex.encoded, window)
    if drop_case:
        features = features // 4 * 4
    starts = ex.encoded.word_start
    lo, hi = np.searchsorted(starts, [window.start, window.end])
    words = positions[starts[lo:hi] - window.start]
    tags = ex.tags[lo:hi].copy()
    line = ex.encoded.line[starts[lo:hi]]
    if len(tags) and TAGS[tags[0]].startswith("I-"):
        tags[0] -= 1
    inside = []
    for attribution in ex.attributions:
        parts = {role: w[(w >= lo) & (w < hi)] - lo for role, w in attribution.items()}
        if any(len(w) for w in parts.values()):
            inside.append(parts)
    return Cut(
        ids,
        features,
        words,
        line,
        tags,
        ex.entities[lo:hi],
        ex.pos[lo:hi],
        inside,
        ex.annotator,
        ex.origin + int(lo),
        ex.fold >= 0,
    )


def cuts(
    examples: list[Example], rng: np.random.Generator | None, *, size: int, drop_case: float = 0.0
) -> Iterator[Cut]:
    """Windows of all examples; with a generator, cut anew and sometimes without case."""
    for ex in examples:
        first = int(rng.integers(size // 4, size + 1)) if rng is not None else None
        for window in windows(ex.encoded, size=size, first_size=first):
            yield cut(ex, window, drop_case=rng is not None and rng.random() < drop_case)


def names_of(examples: Iterable[Example]) -> Names:
    """For persons and organisations, the word pieces that names begin with and those they go on with."""
    found: dict[str, tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]]] = {t: ([], []) for t in _NAMED}
    for ex in examples:
        of_piece = ex.entities[np.cumsum(ex.encoded.first) - 1]
        for kind, numbers in _NAMED.items():
            named = np.isin(of_piece, numbers)
            found[kind][0].append(ex.encoded.ids[named & ex.encoded.first])
            found[kind][1].append(ex.encoded.ids[named & ~ex.encoded.first])
    return {t: (np.unique(np.concatenate(a)), np.unique(np.concatenate(b))) for t, (a, b) in found.items()}


def rename(one: Cut, pool: Names, rng: np.random.Generator) -> Cut:
    """A window with other names in the same places: persons for persons, the same name for the same name throughout."""
    ids = one.ids.copy()
    begins = np.zeros(len(ids), dtype=bool)
    begins[one.words] = True
    word = np.cumsum(begins) - 1
    pieces_of_words = (word >= 0) & (one.ids > SEP)
    for kind, (first, rest) in pool.items():
        named = pieces_of_words.copy()
        named[named] = np.isin(one.entities, _NAMED[kind])[word[named]]
        for pieces, places in ((first, named & begins), (rest, named & ~begins)):
            if len(pieces) and places.any():
                old, inverse = np.unique(one.ids[places], return_inverse=True)
                ids[places] = rng.choice(pieces, len(old))[inverse]
    return replace(one, ids=ids)


def char_spans(encoded: Encoded, attribution: Decoded) -> dict[str, list[list[int]]]:
    """Word ranges as character spans."""
    starts, ends = word_spans(encoded)

    def spans(ranges: Any) -> list[list[int]]:
        return [[int(starts[a]), int(ends[b - 1])] for a, b in ranges]

    return {
        "source": spans([attribution.source] if attribution.source else []),
        "cue": spans([attribution.cue] if attribution.cue else []),
        "content": spans(attribution.content),
    }
