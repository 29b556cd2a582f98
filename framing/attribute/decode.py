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


_ALLOWED = allowed_transitions()
_INSIDE = np.array([t.startswith("I-") for t in TAGS])


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
    step = np.where(_ALLOWED, transitions, IMPOSSIBLE).astype(np.float32)
    first = scores[starts].copy()
    first[:, _INSIDE] = IMPOSSIBLE
    best = first
    back = np.zeros((longest, len(starts), len(TAGS)), dtype=np.int8)
    for t in range(1, longest):
        n = active[t]
        paths = best[:n, :, None] + step
        back[t, :n] = paths.argmax(1)
        best[:n] = paths.max(1) + scores[starts[:n] + t]
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
    goes_on = (tags == inside) & (np.diff(line, prepend=-1) == 0)
    goes_on[1:] &= (tags[:-1] == inside) | (tags[:-1] == begin)
    starts = np.flatnonzero(((tags == begin) | (tags == inside)) & ~goes_on)
    stops = np.append(np.flatnonzero(~goes_on), len(tags))
    ends = stops[np.searchsorted(stops, starts, side="right")]
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


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

    def between(self, arc: int, starts: list[Range], ends: list[Range]) -> Floats:
        """(len(starts), len(ends)): mean over the words of a start of the log-sum-exp over those of an end."""
        words, first_word, lengths = _laid_out(starts)
        targets, first_target, _ = _laid_out(ends)
        raw = self.scores.queries[arc, words] @ self.scores.keys[arc, targets].T * self.scale
        raw += self.parameters.distance[arc][distance_bucket(targets[None, :] - words[:, None])]
        by_end = np.logaddexp.reduceat(raw, first_target, axis=1)
        mean: Floats = (np.add.reduceat(by_end, first_word, axis=0) / lengths[:, None]).astype(np.float32)
        line = self.scores.line
        apart = line[words[first_word]][:, None] != line[targets[first_target]][None, :]
        mean[apart] += self.parameters.bias_apart[arc]
        return mean

    def none(self, arc: int, starts: list[Range]) -> Floats:
        """(len(starts),) score of having no such end."""
        words, first_word, lengths = _laid_out(starts)
        key = self.scores.none[self.scores.group[words], arc]
        score = np.einsum("wl,wl->w", self.scores.queries[arc, words], key) * self.scale
        return (np.add.reduceat(score, first_word) / lengths).astype(np.float32)


def _laid_out(ranges: list[Range]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """All words of some ranges one after the other, where each range begins there, and their lengths."""
    bounds = np.array(ranges, dtype=np.int64)
    lengths = bounds[:, 1] - bounds[:, 0]
    first = np.cumsum(lengths) - lengths
    words = np.arange(lengths.sum()) + np.repeat(bounds[:, 0] - first, lengths)
    return words, first, lengths


def _by_group(scores: Scores, *kinds: list[Range]) -> list[tuple[list[Range], ...]]:
    """The ranges of each kind, group by group."""
    groups: dict[int, tuple[list[Range], ...]] = {}
    group = scores.group
    for k, ranges in enumerate(kinds):
        for r in ranges:
            groups.setdefault(int(group[r[0]]), tuple([] for _ in kinds))[k].append(r)
    return list(groups.values())


def decode(scores: Scores, parameters: Parameters) -> list[Attribution]:
    """The attributions of one text, in order of their first content word."""
    biased = scores.tags.copy()
    biased[:, 1::2] += np.array(parameters.bias_begin, dtype=np.float32)
    tags = viterbi(biased, parameters.transitions, scores.line)
    sources, cues, contents = (runs(tags, k, k + 1, scores.line) for k in (1, 3, 5))
    links = _Links(scores, parameters)
    probabilities = _softmax(biased)
    found = []
    for of_contents, of_cues, of_sources in _by_group(scores, contents, cues, sources):
        if of_contents and of_cues:
            found += _linked(links, probabilities, of_contents, of_cues, of_sources)
    return sorted(found, key=lambda a: a.content[0])


def _linked(
    links: _Links, probabilities: Floats, contents: list[Range], cues: list[Range], sources: list[Range]
) -> list[Attribution]:
    """The attributions of one group: each content takes its best cue, each such cue its best source or none."""
    parameters = links.parameters
    to_cue = links.between(0, contents, cues)
    chosen = to_cue.argmax(1)
    chance_of_cue = _softmax(to_cue)[np.arange(len(contents)), chosen]
    taken = sorted(set(chosen.tolist()))
    used = [cues[c] for c in taken]
    to_source = np.empty((len(used), len(sources) + 1), dtype=np.float32)
    if sources:
        to_source[:, :-1] = links.between(1, used, sources)
    to_source[:, -1] = links.none(1, used) + np.float32(parameters.bias_none)
    chance_of_source = _softmax(to_source)
    found = []
    for row, (cue, number) in enumerate(zip(used, taken, strict=True)):
        best = int(to_source[row].argmax())
        mine = np.flatnonzero(chosen == number)
        pieces = tuple(contents[i] for i in mine)
        words = np.concatenate([np.arange(*r) for r in pieces])
        chances = (
            float(probabilities[words, 5:7].sum() / len(words)),
            float(probabilities[cue[0] : cue[1], 3:5].sum() / (cue[1] - cue[0])),
            float(chance_of_cue[mine].min()),
            float(chance_of_source[row, best]) if sources else 1.0,
        )
        evidence = (*map(_log_odds, chances), math.log(len(words)))
        source = sources[best] if best < len(sources) else None
        found.append(Attribution(source, cue, pieces, evidence, _confidence(evidence, parameters)))
    return found


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
