"""From the network's scores to attributions: best tag sequence, spans, links.

Each paragraph is one sequence for the tags (Viterbi over the scores with learned transitions and the
BIO constraints). Every content span then chooses its cue, and every cue its source, by the scores of
the arcs between them; contents that chose the same cue form one attribution, which may be
discontinuous.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.attribute.labels import ENTITIES, ENTITY_TYPES, TAGS, distance_bucket

__all__ = ["Attribution", "Parameters", "Scores", "decode", "entity_ranges", "runs", "viterbi"]

Floats = NDArray[np.float32]
Range = tuple[int, int]
IMPOSSIBLE = -1e4


@dataclass(frozen=True)
class Scores:
    """The network's output for one text, word by word (W words, A arcs, L link width, G groups).

    ``tags`` (W, 7); ``entities`` (W, 9); ``pos`` (W, 11); ``queries`` and ``keys`` (A, W, L);
    ``none`` (G, A, L) the keys that stand for "no such end"; ``group`` (W,) which words may be linked;
    ``line`` (W,) paragraph numbers.
    """

    tags: Floats
    entities: Floats
    pos: Floats
    queries: Floats
    keys: Floats
    none: Floats
    group: NDArray[np.int64]
    line: NDArray[np.int64]


@dataclass(frozen=True)
class Parameters:
    """What was learned or tuned beside the network: transitions, distance weights, thresholds."""

    transitions: Floats
    """(7, 7), from row to column."""
    distance: Floats
    """(A, BUCKETS)"""
    bias_begin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Added to the scores of the tags that begin a source, a cue, a content: higher finds more of them."""
    bias_none: float = 0.0
    """Added to the score of "no source": higher finds fewer sources."""
    bias_apart: tuple[float, float] = (0.0, 0.0)
    """Added to the score of a link between two paragraphs: from a content to its cue, from a cue to its source."""
    confidence: tuple[float, ...] = (0.0, 0.25, 0.25, 0.25, 0.25, 0.0)
    """Logistic regression from an attribution's evidence to the chance that it is right: the constant, then a weight
    for each piece of evidence."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Word ranges (start, end) of one attribution; ``source`` is None where none is stated."""

    source: Range | None
    cue: Range | None
    content: tuple[Range, ...]
    evidence: tuple[float, ...]
    """Log-odds, between -6 and 6, of the content's tags, the cue's tags, the weakest link from content to cue and
    the choice of source; and the logarithm of the number of content words."""
    confidence: float


def allowed_transitions() -> NDArray[np.bool_]:
    """(7, 7): an I tag follows a B or an I of its own role only."""
    allowed = np.ones((len(TAGS), len(TAGS)), dtype=bool)
    for j, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            allowed[:, j] = [t[2:] == tag[2:] for t in TAGS]
    return allowed


def viterbi(scores: Floats, transitions: Floats, line: NDArray[np.int64]) -> NDArray[np.int64]:
    """Best tag of every word; paragraphs are independent and decoded side by side."""
    if not len(scores):
        return np.zeros(0, dtype=np.int64)
    bounds = np.append(np.flatnonzero(np.diff(line, prepend=line[0] - 1)), len(line))
    lengths = np.diff(bounds)
    order = np.argsort(-lengths, kind="stable")
    longest = int(lengths.max())
    starts = bounds[:-1][order]
    lengths = lengths[order]
    active = (lengths[None, :] > np.arange(longest)[:, None]).sum(1)
    step = np.where(allowed_transitions(), transitions, IMPOSSIBLE).astype(np.float32)
    first = scores[starts].copy()
    first[:, [t.startswith("I-") for t in TAGS]] = IMPOSSIBLE
    best = first
    back = np.zeros((longest, len(starts), len(TAGS)), dtype=np.int8)
    for t in range(1, longest):
        n = active[t]
        paths = best[:n, :, None] + step
        choice = paths.argmax(1)
        back[t, :n] = choice
        best[:n] = np.take_along_axis(paths, choice[:, None, :], 1)[:, 0] + scores[starts[:n] + t]
    tags = np.zeros(len(scores), dtype=np.int64)
    current = best.argmax(1)
    rows = np.arange(len(starts))
    for t in range(longest - 1, -1, -1):
        n = active[t]
        tags[starts[:n] + t] = current[:n]
        current[:n] = back[t, rows[:n], current[:n]] if t else current[:n]
    return tags


def runs(tags: NDArray[np.int64], begin: int, inside: int, line: NDArray[np.int64]) -> list[Range]:
    """Word ranges tagged ``begin`` and then ``inside``, never over the end of a paragraph."""
    is_in = tags == inside
    is_begin = tags == begin
    new_line = np.diff(line, prepend=-1) != 0
    starts = np.flatnonzero(is_begin | (is_in & (new_line | ~np.roll(is_in | is_begin, 1))))
    stops = is_in & ~new_line
    found = []
    for start in starts.tolist():
        end = start + 1
        while end < len(tags) and stops[end]:
            end += 1
        found.append((start, end))
    return found


def _logsumexp(x: Floats, axis: int) -> Floats:
    top = x.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(x - top).sum(axis=axis, keepdims=True)) + top
    return total.squeeze(axis)


def _softmax(x: Floats) -> Floats:
    e: Floats = np.exp(x - x.max(axis=-1, keepdims=True))
    e /= e.sum(axis=-1, keepdims=True)
    return e


class _Links:
    """Span-to-span scores of the arcs."""

    def __init__(self, scores: Scores, parameters: Parameters) -> None:
        self.scores = scores
        self.parameters = parameters
        self.scale = np.float32(1 / np.sqrt(scores.queries.shape[-1]))

    def span(self, arc: int, start: Range, ends: list[Range]) -> Floats:
        """(len(ends),) mean over the words of ``start`` of the log-sum-exp over those of each end."""
        words = np.arange(*start)
        targets = np.concatenate([np.arange(*e) for e in ends])
        raw = self.scores.queries[arc, words] @ self.scores.keys[arc, targets].T * self.scale
        raw = raw + self.parameters.distance[arc][distance_bucket(targets[None, :] - words[:, None])]
        out = np.empty(len(ends), dtype=np.float32)
        at = 0
        for i, (a, b) in enumerate(ends):
            out[i] = _logsumexp(raw[:, at : at + b - a], 1).mean()
            at += b - a
        apart = self.scores.line[[e[0] for e in ends]] != self.scores.line[start[0]]
        out[apart] += self.parameters.bias_apart[arc]
        return out

    def none(self, arc: int, start: Range) -> float:
        words = np.arange(*start)
        key = self.scores.none[self.scores.group[start[0]], arc]
        return float((self.scores.queries[arc, words] @ key).mean() * self.scale)


def decode(scores: Scores, parameters: Parameters) -> list[Attribution]:
    """The attributions of one text, in order of their first content word."""
    biased = scores.tags.copy()
    biased[:, 1::2] += np.array(parameters.bias_begin, dtype=np.float32)
    tags = viterbi(biased, parameters.transitions, scores.line)
    sources, cues, contents = (runs(tags, k, k + 1, scores.line) for k in (1, 3, 5))
    links = _Links(scores, parameters)
    probabilities = _softmax(biased)
    by_cue: dict[Range, list[tuple[Range, float]]] = {}
    for content in contents:
        here = [c for c in cues if scores.group[c[0]] == scores.group[content[0]]]
        if not here:
            continue
        to_cue = links.span(0, content, here)
        best = int(to_cue.argmax())
        by_cue.setdefault(here[best], []).append((content, float(_softmax(to_cue)[best])))
    found = []
    for cue, linked in by_cue.items():
        here = [s for s in sources if scores.group[s[0]] == scores.group[cue[0]]]
        source, sure = None, 1.0
        if here:
            to_source = links.span(1, cue, here)
            nothing = links.none(1, cue) + parameters.bias_none
            best = int(to_source.argmax())
            shares = _softmax(np.append(to_source, np.float32(nothing)))
            if to_source[best] > nothing:
                source, sure = here[best], float(shares[best])
            else:
                sure = float(shares[-1])
        pieces = tuple(sorted(r for r, _ in linked))
        words = np.concatenate([np.arange(*r) for r in pieces])
        chances = (
            float(probabilities[words, 5:7].sum(1).mean()),
            float(probabilities[cue[0] : cue[1], 3:5].sum(1).mean()),
            min(chance for _, chance in linked),
            sure,
        )
        evidence = (*map(_log_odds, chances), math.log(len(words)))
        found.append(Attribution(source, cue, pieces, evidence, _confidence(evidence, parameters)))
    return sorted(found, key=lambda a: a.content[0])


def _log_odds(chance: float) -> float:
    return max(-6.0, min(6.0, math.log(chance / (1 - chance)))) if 0 < chance < 1 else math.copysign(6.0, chance - 0.5)


def _confidence(evidence: tuple[float, ...], parameters: Parameters) -> float:
    constant, *weights = parameters.confidence
    total = constant + sum(w * e for w, e in zip(weights, evidence, strict=True))
    return round(1 / (1 + math.exp(-total)), 4)


def entity_ranges(scores: Floats, line: NDArray[np.int64]) -> list[tuple[int, int, str]]:
    """Names as (start word, end word, type), by the best tag of each word."""
    if not len(scores):
        return []
    tags = scores.argmax(1)
    found = []
    for kind in ENTITY_TYPES:
        begin, inside = ENTITIES.index(f"B-{kind}"), ENTITIES.index(f"I-{kind}")
        found += [(a, b, kind) for a, b in runs(tags, begin, inside, line)]
    return sorted(found)
