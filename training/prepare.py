"""Turn corpora into training texts, once for all teachers and students.

    python -m training.prepare DATA --base FOLDER --out FILE [--also ROWS …] [--more TEXTS …]

DATA as in README.md. ``--also`` names files of further annotated rows; ``--more`` files of JSON rows with ``text`` that
nobody annotated: there a student learns from its teachers alone. Every text is stored in its normal layout, with all
line breaks removed and with some removed.
"""

from __future__ import annotations

import argparse
import gzip
import pickle
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from training.batches import Text
from training.data import TUNE_ARTICLES, Example, annotators_of, example, load_tokenizer, read_rows, split
from training.layouts import joined, merged

__all__ = ["Prepared", "prepare", "read_prepared"]

FOLDS = 5
_SHORT = 60
"""Mean number of words below which the rows of a file are sentences rather than articles."""


@dataclass(frozen=True)
class Prepared:
    """Texts to train on, the rows set aside for tuning, the people who annotated."""

    texts: list[Text]
    tune: list[dict[str, Any]]
    people: tuple[str, ...]

    @property
    def annotated(self) -> list[Text]:
        """The texts that somebody annotated."""
        return [t for t in self.texts if t[0].fold >= 0]


def _small(one: Example) -> Example:
    """The example with small integers, and without what only its text would need."""
    e, nothing = one.encoded, np.zeros(0, dtype=np.int64)
    encoded = replace(
        e,
        text="",
        ids=e.ids.astype(np.int32),
        starts=nothing,
        ends=nothing,
        line=e.line.astype(np.int32),
        features=e.features.astype(np.int8),
    )
    labels = {k: getattr(one, k).astype(np.int8) for k in ("tags", "entities", "pos")}
    return replace(one, encoded=encoded, **labels)


def _texts_of(path: Path, per_text: int = 8) -> list[str]:
    """The texts of a file; single sentences are put together, ``per_text`` of them as paragraphs of one."""
    texts = list(dict.fromkeys(str(r["text"]).strip() for r in read_rows(path)))
    if sum(len(t.split()) for t in texts) > _SHORT * len(texts):
        return texts
    return ["\n".join(texts[i : i + per_text]) for i in range(0, len(texts), per_text)]


def prepare(
    data: Path, base: Path, also: Iterable[Path] = (), more: Iterable[Path] = (), articles: int | None = None
) -> Prepared:
    """Read, label and encode everything."""
    tokenizer = load_tokenizer(base)
    train, tune, _ = split(data, TUNE_ARTICLES)
    train = train[:articles]
    silver_file = data / "train_corenlp.jsonl.gz"
    silver = {str(r["id"]): r for r in read_rows(silver_file)} if silver_file.exists() else {}
    train += [{"annotator": path.stem, **r} for path in also for r in read_rows(path)[:articles]]
    people = annotators_of(train)
    rows = [(r, silver.get(str(r["id"])), n % FOLDS) for n, r in enumerate(train)]
    for path in more:
        texts = _texts_of(path)[:articles]
        rows += [({"id": f"{path.name} {n}", "text": t, "attributions": []}, None, -1) for n, t in enumerate(texts)]
    found: list[Text] = []
    words = 0
    for row, parse, fold in rows:
        normal = example(row, parse, tokenizer, people)
        if not len(normal.tags):
            continue
        others = [
            example(row | {"text": text}, parse, tokenizer, people)
            for text in dict.fromkeys(f(row["text"]) for f in (joined, merged))
            if text != row["text"]
        ]
        # blanks never change the pieces; were it otherwise, the lessons would be those of other words
        others = [o for o in others if np.array_equal(o.encoded.ids, normal.encoded.ids)]
        found.append(tuple(_small(replace(e, origin=words, fold=fold)) for e in (normal, *others)))
        words += len(normal.tags)
    return Prepared(found, tune, people)


def read_prepared(path: Path) -> Prepared:
    """What :func:`main` wrote. Read only files of your own: they are pickles."""
    with gzip.open(path, "rb") as file:
        prepared: Prepared = pickle.load(file)  # noqa: S301
    return prepared


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--also", type=Path, nargs="*", default=[])
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    parser.add_argument("--articles", type=int, help="the first so many of each file only (to try things out)")
    arguments = parser.parse_args()
    prepared = prepare(arguments.data, arguments.base, arguments.also, arguments.more, arguments.articles)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(arguments.out, "wb", compresslevel=6) as file:
        pickle.dump(prepared, file, protocol=pickle.HIGHEST_PROTOCOL)
    words = sum(len(t[0].tags) for t in prepared.texts)
    print(f"{len(prepared.texts)} texts, {len(prepared.annotated)} of them annotated, {words:,} words")


if __name__ == "__main__":
    from training.prepare import main as _main  # so that the pickle names training.prepare, not __main__

    _main()
