"""Draw attributions whose act is to be labelled, and write them as batches for readers.

python -m training.acts_sample /path/to/data --out /path/outside/of/git

``--out`` gets ``items.jsonl`` (places, no text) and ``batch_01.txt`` … (text with marks; never commit these).
What the labels mean is in ``training/acts.md``; ``training/acts_merge.py`` joins two readings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from framing.contrasts.forms import lemmatiser
from framing.extraction import extract
from framing.function_words import FUNCTION_WORDS
from framing.structure import Document, parse
from framing.values import Article, Corpus, Kind, Passage
from training.data import read_rows, split

Spans = tuple[tuple[int, int], ...]
FILES = {
    "basil": ("basil/basil_dev.jsonl.gz",),
    "gum": ("gum/news_dev.jsonl.gz", "gum/other_dev.jsonl.gz"),
    "ewt": ("ewt/web_dev.jsonl.gz",),
}
COUNTS = {"polnear": 700, "basil": 450, "gum": 250, "ewt": 200}
PER_LEMMA = 2
"""In the half that leans towards rare cues, at most so many attributions of one cue lemma."""
DOUBTFUL = 0.6
AROUND = 250
LONG = 480
GAP = 320
_DIRECT = 0.95
_ROLES = {"content": "X", "source": "S", "cue": "C"}  # a later role wins where spans overlap
_SKIPPED = FUNCTION_WORDS | {"also", "later", "then"}


@dataclass(frozen=True)
class Item:
    """An attribution to be labelled, as places in the text of an article.

    ``drawn`` says how it came into the sample: "random", "rare" (cue) or "doubtful" (indirect or unsure).
    """

    id: str
    dataset: str
    article: str
    source: Spans
    cue: Spans
    content: Spans
    kind: str
    drawn: str
    confidence: float | None = None


def read_items(path: Path) -> list[Item]:
    """Items of a file that this program wrote."""
    items = []
    for row in read_rows(path):
        spans = {role: tuple((int(a), int(b)) for a, b in row[role]) for role in _ROLES}
        items.append(Item(**row | spans))
    return items


def texts_of(data: Path) -> dict[tuple[str, str], str]:
    """Text of every article that items may point into, by data set and id."""
    files = {"polnear": ("polnear/train.jsonl.gz",), **FILES}
    return {
        (dataset, str(row["id"])): row["text"]
        for dataset, names in files.items()
        for name in names
        for row in read_rows(data / name)
    }


def _id(dataset: str, article: str, content: Spans, cue: Spans) -> str:
    key = f"{dataset}|{article}|{json.dumps(content)}|{json.dumps(cue)}"
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:10]


def _kind(document: Document, content: Spans) -> Kind:
    """Direct, mixed or indirect by the share of words in quotation marks, as the package does it."""
    inner = [span for q in document.quotations if q.depth == 1 for span in q.inner]
    total = quoted = 0
    for start, end in content:
        lo, hi = document.words_in((start, end))
        total += hi - lo
        quoted += sum(any(a <= w < b for a, b in inner) for w in document.words[lo:hi, 0].tolist())
    if not quoted:
        return Kind.INDIRECT
    return Kind.DIRECT if quoted > _DIRECT * total else Kind.MIXED


def cue_word(cue: str) -> str:
    """The word of a cue that tells most: the first that is neither a function word nor an adverb.

    >>> cue_word("has also repeatedly Said in a statement"), cue_word(":")
    ('said', ':')
    """
    words = [w for w in cue.lower().split() if w.isalpha() and w not in _SKIPPED and not w.endswith("ly")]
    return words[0] if words else cue.lower()


def gold_items(folder: Path, count: int, rng: random.Random) -> list[Item]:
    """Gold attributions of PolNeAR train: half plainly random, half with few of each cue lemma.

    Articles that several people annotated are left out, as in training.
    """
    rows, _, _ = split(folder, 0)
    texts = {str(r["id"]): str(r["text"]) for r in rows}
    found: list[tuple[str, dict[str, Spans]]] = []
    words: list[str] = []
    for row in rows:
        for attribution in row["attributions"]:
            if attribution["cue"] and attribution["content"]:
                spans = {role: tuple((int(a), int(b)) for a, b in attribution[role]) for role in _ROLES}
                found.append((str(row["id"]), spans))
                words.append(cue_word(" ".join(row["text"][a:b] for a, b in spans["cue"])))
    lemma = lemmatiser(words)
    order = rng.sample(range(len(found)), len(found))
    drawn = dict.fromkeys(order[: count // 2], "random")
    seen: Counter[str] = Counter()
    for i in order[count // 2 :]:
        if len(drawn) == count:
            break
        seen[lemma(words[i])] += 1
        if seen[lemma(words[i])] <= PER_LEMMA:
            drawn[i] = "rare"
    items = []
    for i, how in drawn.items():
        article, spans = found[i]
        kind = _kind(parse(texts[article]), spans["content"]).value
        identity = _id("polnear", article, spans["content"], spans["cue"])
        place = (identity, "polnear", article, spans["source"], spans["cue"], spans["content"])
        items.append(Item(*place, kind, how))
    return items


def found_items(dataset: str, paths: Sequence[Path], count: int, rng: random.Random) -> list[Item]:
    """Statements that the shipped full model finds: half random, half indirect ones or such it is unsure of."""
    articles = tuple(Article(str(row["id"]), row["text"]) for path in paths for row in read_rows(path))
    statements = list(extract(Corpus(articles), model="full"))
    rng.shuffle(statements)
    plain, rest = statements[: count // 2], statements[count // 2 :]
    doubtful = [s for s in rest if (s.confidence or 0.0) < DOUBTFUL or s.kind is Kind.INDIRECT]
    items = []
    for how, chosen in (("random", plain), ("doubtful", doubtful[: count - len(plain)])):
        for s in chosen:
            source, cue, content = _spans(s.source), _spans(s.cue), _spans(s.content)
            identity = _id(dataset, s.article_id, content, cue)
            place = (identity, dataset, s.article_id, source, cue, content)
            items.append(Item(*place, s.kind.value, how, round(s.confidence or 0.0, 4)))
    return items


def _spans(passage: Passage | None) -> Spans:
    return passage.spans if passage else ()


def draw(data: Path, seed: int) -> list[Item]:
    """The whole sample, shuffled over data sets."""
    rng = random.Random(seed)
    items = gold_items(data / "polnear", COUNTS["polnear"], rng)
    for dataset, files in FILES.items():
        items += found_items(dataset, [data / f for f in files], COUNTS[dataset], rng)
    items = list({item.id: item for item in items}.values())
    rng.shuffle(items)
    return items


def _flat(text: str) -> str:
    """On one line, with ¶ for line breaks; white space at the ends stays as one blank."""
    return re.sub(r"\s+", lambda gap: " ¶ " if "\n" in gap[0] else " ", text)


def _shorten(text: str, limit: int) -> str:
    """The two ends of a passage that is longer than ``limit``, cut at blanks."""
    if len(text) <= limit:
        return text
    head, tail = text[: limit * 2 // 3], text[-(limit // 3) :]
    return f"{head.rpartition(' ')[0] or head} […] {tail.partition(' ')[2] or tail}"


def _pieces(text: str, item: Item, start: int, end: int) -> Iterator[tuple[str, str]]:
    """Stretches of one role ("" for none), white space between two stretches of one role counted with them."""
    roles = [""] * (end - start)
    for role, mark in _ROLES.items():
        for a, b in getattr(item, role):
            roles[a - start : b - start] = [mark] * (b - a)
    runs = [(mark, len(list(run))) for mark, run in groupby(roles)]
    at = start
    pieces: list[tuple[str, str]] = []
    for mark, length in runs:
        pieces.append((mark, text[at : at + length]))
        at += length
    joined: list[tuple[str, str]] = []
    for mark, piece in pieces:
        if len(joined) > 1 and not joined[-1][1].strip() and not joined[-1][0] and joined[-2][0] == mark:
            gap = joined.pop()[1]
            joined[-1] = (mark, joined[-1][1] + gap + piece)
        else:
            joined.append((mark, piece))
    yield from joined


def marked(text: str, item: Item) -> str:
    """The words around an item on one line: source in ⟦S …⟧, cue in ⟦C …⟧, content in ⟦X …⟧, ¶ for line breaks.

    Where spans overlap, cue goes before source and source before content, so that a content with the cue inside
    is two pieces. Long stretches are shortened in the middle.

    >>> item = Item("1", "d", "a", ((17, 19),), ((20, 24),), ((0, 15),), "indirect", "random")
    >>> marked("The dam is safe, Lu said.", item)
    '⟦X The dam is safe⟧, ⟦S Lu⟧ ⟦C said⟧.'
    """
    spans = [*item.source, *item.cue, *item.content]
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "… " + (before.partition(" ")[2] or before)
    if end + AROUND < len(text):
        after = (after.rpartition(" ")[0] or after) + " …"
    middle = ""
    for mark, piece in _pieces(text, item, start, end):
        if mark:
            middle += f"⟦{mark} {_shorten(_flat(piece).strip(), LONG)}⟧"
        else:
            middle += _shorten(_flat(piece), GAP)
    return f"{_flat(before)}{middle}{_flat(after)}".strip()


def write_batches(items: Sequence[Item], texts: dict[tuple[str, str], str], out: Path, size: int) -> None:
    """Batches of ``size`` items, one paragraph an item: its number in the batch and id, then its words."""
    for number, first in enumerate(range(0, len(items), size), 1):
        batch = items[first : first + size]
        blocks = (f"[{k}] {i.id}\n{marked(texts[i.dataset, i.article], i)}\n" for k, i in enumerate(batch, 1))
        (out / f"batch_{number:02d}.txt").write_text("\n".join(blocks), "utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with polnear, basil, gum and ewt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("--size", type=int, default=200, help="items a batch")
    arguments = parser.parse_args()
    items = draw(arguments.data, arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (arguments.out / "items.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(item)) + "\n" for item in items)
    write_batches(items, texts_of(arguments.data), arguments.out, arguments.size)
    for name in ("dataset", "drawn", "kind"):
        counts = Counter(getattr(item, name) for item in items)
        print(f"{len(items)} items by {name}:", ", ".join(f"{k} {v}" for k, v in sorted(counts.items())))


if __name__ == "__main__":
    main()
