"""The shipped portrayal model: chances of negative, neutral and positive toward a target in a sentence.

Each target is run by itself, so that what is said of it does not depend on what it is run with
(:mod:`framing.attribute.model` says why); the same pieces are run once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from framing.attribute.model import open_network
from framing.attribute.pieces import table_of
from framing.errors import InputError, ModelError
from framing.parallel import in_threads
from framing.sentiment.inputs import Ints, target_inputs

__all__ = ["FOLDER", "LABELS", "UNCERTAIN", "Judge", "Portrayal", "labels", "load_judge", "portrayals"]

FOLDER = Path(__file__).parent / "model"
FORMAT = 1
Portrayal = Literal["negative", "neutral", "positive", "uncertain"]
LABELS: tuple[Portrayal, ...] = ("negative", "neutral", "positive")
"""What a sentence may be toward its target, in the order of the chances."""
UNCERTAIN: Literal["uncertain"] = "uncertain"
"""The answer where no label is likely enough."""
Chances = NDArray[np.float64]


class Judge:
    """The model ready to run. Safe to use from several threads."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._session, self._tokenizer, settings = open_network(folder, FORMAT, "training/portrayal_export.py")
        try:
            self.temperature = float(settings["temperature"])
            self.threshold = float(settings["threshold"])
            self.sha256 = str(settings["sha256"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{folder / 'model.json'} lacks a setting ({error}); reinstall the package") from error

    def inputs(self, text: str, start: int, end: int) -> tuple[Ints, Ints] | None:
        """Piece numbers and marks of a target; None where it has nothing to read."""
        return target_inputs(table_of(self._tokenizer)(text), start, end)

    def scores(self, ids: Ints, marks: Ints) -> NDArray[np.float32]:
        """What the network says about one target (3,), before it is calibrated."""
        (found,) = self._session.run(["scores"], {"ids": ids[None], "marks": marks[None]})
        scores: NDArray[np.float32] = found[0]
        return scores

    def chances(self, inputs: Sequence[tuple[Ints, Ints]], *, threads: int | None = None) -> Chances:
        """Calibrated chances (n, 3)."""
        keys = [(ids.tobytes(), marks.tobytes()) for ids, marks in inputs]
        once = dict(zip(keys, inputs, strict=True))
        found = dict(zip(once, in_threads(lambda one: self.scores(*one), once.values(), threads=threads), strict=True))
        scores = np.array([found[k] for k in keys], dtype=np.float64).reshape(-1, len(LABELS)) * self.temperature
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: Chances = powers / powers.sum(axis=1, keepdims=True)
        return chances


@lru_cache(maxsize=1)
def load_judge() -> Judge:
    """The shipped model, loaded when it is first asked for.

    Raises:
        ModelError: if it cannot be loaded.

    """
    return Judge()


def portrayals(
    texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], *, threads: int | None = None
) -> Chances:
    """How each text puts its target: chances (n, 3) of :data:`LABELS`, which sum to 1.

    ``texts`` are sentences, or a few of them: about 100 words around the target are read. ``starts`` and ``ends`` are
    string indices of the target, end exclusive: a name, a pronoun or another mention. ``threads`` defaults to the
    processors at hand; neither it nor the other rows change a row's chances, to the last bit.

    Raises:
        InputError: if the three are not of one length, or a target is outside its text or holds nothing to read.

    """
    if not len(texts) == len(starts) == len(ends):
        raise InputError(f"{len(texts)} texts, {len(starts)} starts and {len(ends)} ends: give as many of each")
    judge = load_judge()
    inputs = []
    for row, (text, start, end) in enumerate(zip(texts, starts, ends, strict=True)):
        reason = unusable(text, start, end)
        found = None if reason else judge.inputs(text, start, end)
        if found is None:
            raise InputError(f"row {row}: {reason or NOTHING}")
        inputs.append(found)
    return judge.chances(inputs, threads=threads)


NOTHING = "the target holds nothing that can be read; start and end are to enclose a name or another mention"


def unusable(text: str, start: int, end: int) -> str | None:
    """Why a target cannot be judged; None where it can."""
    if not 0 <= start <= end <= len(text):
        return f"start {start} and end {end} are outside the text, which has {len(text)} characters"
    return None if text[start:end].strip() else f"the target is empty: start {start}, end {end}"


def labels(chances: Chances, *, threshold: float | None = None) -> list[Portrayal]:
    """The most likely label of each row (n, 3), "uncertain" where it is below ``threshold``, by default the shipped."""
    threshold = load_judge().threshold if threshold is None else threshold
    best = chances.argmax(axis=1) if len(chances) else np.zeros(0, dtype=np.int64)
    return [LABELS[k] if row[k] >= threshold else UNCERTAIN for row, k in zip(chances, best.tolist(), strict=True)]
