"""From the network's scores to attributions: best tag sequence, spans, links.

Each paragraph is one sequence for the tags (Viterbi over the scores with learned transitions and the
BIO constraints). Every content span then chooses its cue, and every cue its source, by the scores of
the arcs between them; contents that chose the same cue form one attribution, which may be
discontinuous.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import mul

import numpy as np
from numpy.typing import NDArray

from framing.attribute.labels import ACTS, ENTITIES, ENTITY_TYPES, FARTHEST, TAGS, distance_bucket

__all__ = ["Decoded", "Parameters", "Reach", "Scores", "decode", "entity_ranges", "runs", "viterbi"]

Floats = NDArray[np.float32]
Range = tuple[int, int]
IMPOSSIBLE = -1e4


@dataclass(frozen=True, slots=True)
class Reach:
    """The words of one window: ``low`` to ``high`` all of them, ``keep_low`` to ``keep_high`` those it speaks for.

    Word i has its queries and keys in row i + ``shift``. Windows of one ``group`` follow each other in one paragraph.
    """

    low: int
    high: int
    keep_low: int
    keep_high: int
    shift: int
    group: int


@dataclass(frozen=True)
class Scores:
    """The network's output for one text, word by word (W words, A arcs, L link width, G windows).

    ``tags`` (W, 7); ``entities`` (W, 9); ``pos`` (W, 11); ``act`` (W, 4); ``line`` (W,) paragraph numbers.
    ``queries`` and ``keys`` (A, S, L) hold the words of every window, one window after the other, so that words in two
    windows stand there
    twice; ``none`` (G, A, L) the keys that stand for "no such end"; ``reach`` the windows.
    """

    tags: Floats
    entities: Floats
    pos: Floats
    act: Floats
    queries: Floats
    keys: Floats
    none: Floats
    reach: tuple[Reach, ...]
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
    confidence: tuple[float, ...] = (0.0, 0.25, 0.25, 0.25, 0.25, 0.0, 0.0)
    """Logistic regression from an attribution's evidence to the chance that it is right: the constant, then a weight
    for each piece of evidence; a model without the last weights leaves that evidence out."""

    @cached_property
    def by_distance(self) -> Floats:
        """(A, 2 * FARTHEST + 1): the weight of every signed distance, from -FARTHEST on."""
        return np.ascontiguousarray(self.distance[:, distance_bucket(np.arange(-FARTHEST, FARTHEST + 1))])


@dataclass(frozen=True, slots=True)
class Decoded:
    """Word ranges (start, end) of one attribution; ``source`` is None where none is stated."""

    source: Range | None
    cue: Range | None
    content: tuple[Range, ...]
    evidence: tuple[float, ...]
    """Log-odds, between -6 and 6, of the content's tags, the cue's tags, the weakest link from content to cue and
    the choice of source; the logarithm of the number of content words; the log-odds that it is nobody's statement."""
    confidence: float
    acts: tuple[float, ...] = ()
    """Chance of each of :data:`framing.attribute.labels.ACTS`, by the words of the cue."""


def allowed_transitions() -> NDArray[np.bool_]:
    """(7, 7): an I tag follows a B or an I of its own role only."""
    allowed = np.ones((len(TAGS), len(TAGS)), dtype=bool)
    for j, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            allowed[:, j] = [t[2:] == tag[2:] for t in TAGS]
    return allowed


_ALLOWED = allowed_transitions()
_NOBODY = ACTS.index("none")
_INSIDE = np.array([t.startswith("I-") for t in TAGS])


def viterbi(scores: Floats, transitions: Floats, line: NDArray[np.int64]) -> NDArray[np.int64]:
    """Best tag of every word; paragraphs are independent and decoded side by side.

    Step t takes word t of every paragraph that is long enough: these words are laid side by side, the longest
    paragraph first, so that a step is a few operations on neighbouring memory.
    """
    if not len(scores):
        return np.zeros(0, dtype=np.int64)
    bounds = np.append(np.flatnonzero(np.diff(line, prepend=line[0] - 1)), len(line))
    starts, lengths = bounds[:-1], np.diff(bounds)
    order = np.argsort(-lengths, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    # active[t]: paragraphs with more than t words; offset[t]: where step t begins
    active = len(lengths) - np.cumsum(np.bincount(lengths))[:-1]
    offset = np.cumsum(active) - active
    at = offset[np.arange(len(line)) - np.repeat(starts, lengths)] + np.repeat(rank, lengths)
    step = np.where(_ALLOWED, transitions, IMPOSSIBLE).astype(np.float32)[:, :, None]
    best = np.empty((len(TAGS), len(line)), dtype=np.float32)
    best[:, at] = scores.T
    best[_INSIDE, : len(starts)] = IMPOSSIBLE
    before = best[:, : len(starts)]
    paths = np.empty((len(TAGS), len(TAGS), len(starts)), dtype=np.float32)
    for n, begin in zip(active[1:].tolist(), offset[1:].tolist(), strict=True):
        here, room = best[:, begin : begin + n], paths[:, :, :n]
        np.add(before[:, None, :n], step, out=room)
        here += np.maximum.reduce(room)
        before = here
    best = best[:, at]
    back = (best[:, None, :-1] + step).argmax(0).astype(np.int8).T.tobytes()  # from word i to i + 1, tag by tag
    tags = best[:, bounds[1:] - 1].argmax(0).repeat(lengths).tolist()
    width = len(TAGS)
    for start, end in zip(starts.tolist(), bounds[1:].tolist(), strict=True):
        tag = tags[end - 1]
        for i in range(end - 2, start - 1, -1):
            tags[i] = tag = back[i * width + tag]
    return np.array(tags, dtype=np.int64)


def runs(tags: NDArray[np.int64], begin: int, inside: int, line: NDArray[np.int64]) -> list[Range]:
    """Word ranges tagged ``begin`` and then ``inside``, never over the end of a paragraph."""
    within = tags == inside
    either = within | (tags == begin)
    goes_on = np.zeros(len(tags), dtype=bool)
    goes_on[1:] = within[1:] & either[:-1] & (line[1:] == line[:-1])
    stops = np.flatnonzero(~goes_on)
    starts = stops[either[stops]]
    ends = np.append(stops, len(tags))[np.searchsorted(stops, starts, side="right")]
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _softmax(x: Floats) -> Floats:
    e: Floats = np.exp(x - x.max(axis=-1, keepdims=True))
    e /= e.sum(axis=-1, keepdims=True)
    return e


@dataclass(frozen=True, slots=True)
class _Words:
    """All words of some ranges one after the other, where each range begins there, and their lengths."""

    ranges: list[Range]
    words: NDArray[np.int64]
    first: NDArray[np.int64]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, ranges: list[Range]) -> _Words:
        bounds = np.array(ranges, dtype=np.int64).reshape(-1, 2)
        lengths = bounds[:, 1] - bounds[:, 0]
        first = np.cumsum(lengths) - lengths
        words = np.arange(lengths.sum()) + np.repeat(bounds[:, 0] - first, lengths)
        return cls(ranges, words, first, lengths)

    def part(self, lo: int, hi: int) -> _Words:
        """Ranges ``lo`` to ``hi`` of them."""
        if lo == hi:
            return _Words([], self.words[:0], self.first[:0], self.lengths[:0])
        begin = int(self.first[lo])
        end = int(self.first[hi]) if hi < len(self.first) else len(self.words)
        return _Words(self.ranges[lo:hi], self.words[begin:end], self.first[lo:hi] - begin, self.lengths[lo:hi])


class _Links:
    """Span-to-span scores of the arcs, inside window ``number``."""

    def __init__(self, scores: Scores, parameters: Parameters, number: int) -> None:
        self.scores = scores
        self.parameters = parameters
        self.number = number
        self.shift = scores.reach[number].shift
        self.scale = np.float32(1 / np.sqrt(scores.queries.shape[-1]))

    def between(self, arc: int, starts: _Words, ends: _Words) -> Floats:
        """(starts, ends): mean over the words of a start of the log-sum-exp over those of an end."""
        words, targets = starts.words, ends.words
        queries, keys = self.scores.queries[arc], self.scores.keys[arc]
        raw = queries[words + self.shift] @ keys[targets + self.shift].T * self.scale
        # beyond the table all distances are of the last class
        raw += self.parameters.by_distance[arc].take(targets + FARTHEST - words[:, None], mode="clip")
        by_end = np.logaddexp.reduceat(raw, ends.first, axis=1) if len(targets) > len(ends.first) else raw
        mean: Floats = (np.add.reduceat(by_end, starts.first, axis=0) / starts.lengths[:, None]).astype(np.float32)
        if self.parameters.bias_apart[arc]:
            line = self.scores.line
            apart = line[words[starts.first]][:, None] != line[targets[ends.first]]
            mean[apart] += self.parameters.bias_apart[arc]
        return mean

    def none(self, arc: int, starts: _Words) -> Floats:
        """(len(starts),) score of having no such end."""
        score = self.scores.queries[arc, starts.words + self.shift] @ self.scores.none[self.number, arc] * self.scale
        return (np.add.reduceat(score, starts.first) / starts.lengths).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Spans:
    """The ranges of one role in order, to be asked for those of a window."""

    ranges: list[Range]
    words: _Words
    bounds: NDArray[np.int64]

    @classmethod
    def of(cls, ranges: list[Range]) -> _Spans:
        return cls(ranges, _Words.of(ranges), np.array(ranges, dtype=np.int64).reshape(-1, 2))

    def within(self, low: int, high: int) -> tuple[int, int]:
        """Numbers of the ranges that have a word between ``low`` and ``high``, end exclusive."""
        return int(self.bounds[:, 1].searchsorted(low, "right")), int(self.bounds[:, 0].searchsorted(high, "left"))

    def part(self, first: int, last: int, low: int, high: int) -> _Words:
        """Ranges ``first`` to ``last``, as much of them as lies between words ``low`` and ``high``."""
        if first < last and (self.ranges[first][0] < low or self.ranges[last - 1][1] > high):
            return _Words.of([(max(a, low), min(b, high)) for a, b in self.ranges[first:last]])
        return self.words.part(first, last)


def decode(scores: Scores, parameters: Parameters) -> list[Decoded]:
    """The attributions of one text, in order of their first content word."""
    biased = scores.tags.copy()
    biased[:, 1::2] += np.array(parameters.bias_begin, dtype=np.float32)
    tags = viterbi(biased, parameters.transitions, scores.line)
    sources, cues, contents = (_Spans.of(runs(tags, k, k + 1, scores.line)) for k in (1, 3, 5))
    if not contents.ranges or not cues.ranges:
        return []
    chosen = _cues_of(scores, parameters, contents, cues)
    pieces_of: dict[int, list[int]] = {}
    for piece, (number, _) in sorted(chosen.items()):
        pieces_of.setdefault(number, []).append(piece)
    probabilities = _softmax(biased)
    of_cue, of_content = probabilities[:, 3:5], np.ascontiguousarray(probabilities[:, 5:7])
    chosen_sources = list(_sources_of(scores, parameters, sorted(pieces_of), cues, sources))
    found = []
    for (number, source, chance), acts in zip(chosen_sources, _acts_of(scores, chosen_sources, cues), strict=True):
        cue, mine = cues.ranges[number], pieces_of[number]
        pieces = tuple([contents.ranges[i] for i in mine])
        words = [of_content[a:b] for a, b in pieces]
        tagged = words[0] if len(words) == 1 else np.concatenate(words)
        chances = (
            float(np.add.reduce(tagged, axis=None) / len(tagged)),
            float(np.add.reduce(of_cue[cue[0] : cue[1]], axis=None) / (cue[1] - cue[0])),
            min([chosen[i][1] for i in mine]),
            chance,
        )
        evidence = (*map(_log_odds, chances), math.log(len(tagged)), _log_odds(acts[_NOBODY]))
        found.append(Decoded(source, cue, pieces, evidence, _confidence(evidence, parameters), acts))
    return sorted(found, key=lambda a: a.content[0])


def _acts_of(
    scores: Scores, chosen: Sequence[tuple[int, Range | None, float]], cues: _Spans
) -> list[tuple[float, ...]]:
    """Chance of each act by the words of each cue."""
    means = np.empty((len(chosen), scores.act.shape[1]), dtype=np.float32)
    for row, (number, _, _) in enumerate(chosen):
        start, end = cues.ranges[number]
        np.divide(np.add.reduce(scores.act[start:end], axis=0), end - start, out=means[row])
    return [tuple(row) for row in _softmax(means).tolist()]


def _cues_of(scores: Scores, parameters: Parameters, contents: _Spans, cues: _Spans) -> dict[int, tuple[int, float]]:
    """For the number of each content that has a cue in its window: the number of the cue and its chance.

    A content that several windows speak for, a long quotation, takes the best cue of all of them.
    """
    found: dict[int, tuple[int, float]] = {}
    scored: dict[int, float] = {}
    for number, at in enumerate(scores.reach):
        first, last = contents.within(at.keep_low, at.keep_high)
        first_cue, last_cue = cues.within(at.low, at.high)
        if first >= last or first_cue >= last_cue:
            continue
        links = _Links(scores, parameters, number)
        to_cue = links.between(
            0, contents.part(first, last, at.low, at.high), cues.part(first_cue, last_cue, at.low, at.high)
        )
        rows, best = np.arange(last - first), to_cue.argmax(1)
        chances = _softmax(to_cue)[rows, best].tolist()
        for content, score, cue, chance in zip(
            range(first, last), to_cue[rows, best].tolist(), best.tolist(), chances, strict=True
        ):
            if content not in found or score > scored[content]:
                found[content], scored[content] = (first_cue + cue, chance), score
    return found


def _sources_of(
    scores: Scores, parameters: Parameters, taken: list[int], cues: _Spans, sources: _Spans
) -> Iterator[tuple[int, Range | None, float]]:
    """The numbers of the cues ``taken``, each with its source or None and the chance of that choice."""
    at_cue = 0
    for number, at in enumerate(scores.reach):
        begin = at_cue
        while at_cue < len(taken) and cues.ranges[taken[at_cue]][0] < at.keep_high:
            at_cue += 1
        if begin == at_cue:
            continue
        mine = taken[begin:at_cue]
        if mine[-1] - mine[0] + 1 == len(mine):
            used = cues.part(mine[0], mine[-1] + 1, at.low, at.high)
        else:
            used = _Words.of([(a, min(b, at.high)) for a, b in (cues.ranges[c] for c in mine)])
        links = _Links(scores, parameters, number)
        first, last = sources.within(at.low, at.high)
        to_source = np.empty((len(mine), last - first + 1), dtype=np.float32)
        if first < last:
            to_source[:, :-1] = links.between(1, used, sources.part(first, last, at.low, at.high))
        to_source[:, -1] = links.none(1, used) + np.float32(parameters.bias_none)
        best = to_source.argmax(1)
        chances = _softmax(to_source)[np.arange(len(mine)), best].tolist()
        for cue, choice, chance in zip(mine, best.tolist(), chances, strict=True):
            source = sources.ranges[first + choice] if choice < last - first else None
            yield cue, source, chance if first < last else 1.0


def _log_odds(chance: float) -> float:
    return max(-6.0, min(6.0, math.log(chance / (1 - chance)))) if 0 < chance < 1 else math.copysign(6.0, chance - 0.5)


def _confidence(evidence: tuple[float, ...], parameters: Parameters) -> float:
    constant, *weights = parameters.confidence
    total = constant + sum(map(mul, weights, evidence))
    return round(1 / (1 + math.exp(-total)), 4)


def entity_ranges(scores: Floats, line: NDArray[np.int64]) -> list[tuple[int, int, str]]:
    """Names as (start word, end word, type), by the best tag of each word."""
    if not len(scores):
        return []
    tags = scores.argmax(1)
    seen = np.bincount(tags, minlength=len(ENTITIES)).tolist()
    found = []
    for kind in ENTITY_TYPES:
        begin, inside = ENTITIES.index(f"B-{kind}"), ENTITIES.index(f"I-{kind}")
        if seen[begin] or seen[inside]:
            found += [(a, b, kind) for a, b in runs(tags, begin, inside, line)]
    return sorted(found)
