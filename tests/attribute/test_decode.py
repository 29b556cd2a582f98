"""Decoding: tag constraints, spans, links."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.attribute.decode import Decoded, Parameters, Reach, Scores, allowed_transitions, decode, runs, viterbi
from framing.attribute.labels import ACTS, ARCS, BUCKETS, ENTITIES, LINK, POS, TAGS, distance_bucket

FLAT = Parameters(np.zeros((7, 7), dtype=np.float32), np.zeros((len(ARCS), BUCKETS), dtype=np.float32))


@given(st.integers(1, 5), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_viterbi_is_the_best_of_all_sequences(length: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(length, 7)).astype(np.float32)
    transitions = rng.normal(size=(7, 7)).astype(np.float32)
    allowed = allowed_transitions()

    def value(tags: tuple[int, ...]) -> float:
        if TAGS[tags[0]].startswith("I-") or not all(allowed[a, b] for a, b in itertools.pairwise(tags)):
            return -np.inf
        return float(
            scores[np.arange(length), tags].sum() + sum(transitions[a, b] for a, b in itertools.pairwise(tags))
        )

    best = max(itertools.product(range(7), repeat=length), key=value)
    found = tuple(viterbi(scores, transitions, np.zeros(length, dtype=np.int64)).tolist())
    assert value(found) == pytest.approx(value(best), rel=1e-5)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_paragraphs_are_decoded_independently(lengths: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(sum(lengths), 7)).astype(np.float32)
    transitions = rng.normal(size=(7, 7)).astype(np.float32)
    line = np.repeat(np.arange(len(lengths)), lengths)
    together = viterbi(scores, transitions, line)
    for number in range(len(lengths)):
        here = line == number
        alone = viterbi(scores[here], transitions, line[here])
        assert (together[here] == alone).all()


@pytest.mark.parametrize(
    ("tags", "lines", "expect"),
    [
        ([0, 5, 6, 0, 5], [0, 0, 0, 0, 0], [(1, 3), (4, 5)]),
        ([5, 5, 6], [0, 0, 0], [(0, 1), (1, 3)]),
        ([5, 6, 6, 6], [0, 0, 1, 1], [(0, 2), (2, 4)]),
        ([0, 0], [0, 0], []),
    ],
)
def test_runs(tags: list[int], lines: list[int], expect: list[tuple[int, int]]) -> None:
    assert runs(np.array(tags), 5, 6, np.array(lines)) == expect


def scores_of(tags: list[str], arcs: list[tuple[int, int, int]], lines: list[int] | None = None) -> Scores:
    """Scores that favour the given tags and the arcs (arc, from word, to word; to -1 is "none")."""
    count = len(tags)
    tag_scores = np.zeros((count, 7), dtype=np.float32)
    tag_scores[np.arange(count), [TAGS.index(t) for t in tags]] = 8
    queries = np.zeros((len(ARCS), count, LINK), dtype=np.float32)
    keys = np.zeros_like(queries)
    none = np.zeros((1, len(ARCS), LINK), dtype=np.float32)
    for channel, (arc, start, end) in enumerate(arcs):
        queries[arc, start, channel] = 12
        if end < 0:
            none[0, arc, channel] = 12
        else:
            keys[arc, end, channel] = 12
    reach = (Reach(0, count, 0, count, 0, 0),)
    line = np.array(lines or [0] * count)
    empty, act = np.zeros((count, len(ENTITIES)), dtype=np.float32), np.zeros((count, len(ACTS)), dtype=np.float32)
    return Scores(
        tag_scores, empty, np.zeros((count, len(POS)), dtype=np.float32), act, queries, keys, none, reach, line
    )


def test_a_source_may_serve_two_cues_and_content_may_have_two_pieces() -> None:
    #        0           1        2           3            4        5            6
    tags = ["B-content", "B-cue", "B-source", "B-content", "B-cue", "B-content", "O"]
    arcs = [(0, 0, 1), (0, 3, 1), (0, 5, 4), (1, 1, 2), (1, 4, 2)]
    found = decode(scores_of(tags, arcs), FLAT)
    assert [(a.source, a.cue, a.content) for a in found] == [
        ((2, 3), (1, 2), ((0, 1), (3, 4))),
        ((2, 3), (4, 5), ((5, 6),)),
    ]
    assert all(0 <= a.confidence <= 1 for a in found)


def test_a_cue_without_a_source_has_none() -> None:
    found = decode(scores_of(["B-source", "B-cue", "B-content"], [(0, 2, 1), (1, 1, -1)]), FLAT)
    assert found == [Decoded(None, (1, 2), ((2, 3),), found[0].evidence, found[0].confidence, found[0].acts)]


def test_links_stay_within_a_window_and_a_long_content_takes_the_best_of_its_windows() -> None:
    #        0        1           2            3            4        5        6
    tags = ["B-cue", "B-content", "I-content", "I-content", "B-cue", "B-cue", "B-content"]
    whole = scores_of(tags, [(0, 1, 0), (0, 2, 4), (0, 3, 4), (0, 6, 0)])
    rows = [0, 1, 2, 3, 1, 2, 3, 4, 5, 6]  # windows of words 0 to 4 and 1 to 7
    halves = replace(
        whole,
        queries=whole.queries[:, rows],
        keys=whole.keys[:, rows],
        none=np.repeat(whole.none, 2, axis=0),
        reach=(Reach(0, 4, 0, 2, 0, 0), Reach(1, 7, 2, 7, 3, 0)),
    )
    assert [(a.cue, a.content) for a in decode(whole, FLAT)] == [((4, 5), ((1, 4),)), ((0, 1), ((6, 7),))]
    # word 6 does not see word 0; words 1 to 3 see word 4 from the second window
    assert [(a.cue, a.content) for a in decode(halves, FLAT)] == [((4, 5), ((1, 4), (6, 7)))]


def test_nothing_comes_of_nothing() -> None:
    assert decode(scores_of([], []), FLAT) == []
    assert decode(scores_of(["O", "B-content"], []), FLAT) == []


def test_distance_classes_are_symmetric_monotone_and_in_range() -> None:
    distance = np.arange(-3000, 3001)
    bucket = distance_bucket(distance)
    assert bucket.min() == 0
    assert bucket.max() == BUCKETS - 1
    assert (np.diff(bucket) >= 0).all()
    assert (bucket + bucket[::-1] == BUCKETS - 1).all()
