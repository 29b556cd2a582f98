"""Who acts on whom in sentences of our own, as the shipped model's word classes give them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import framing
from framing.measure.clause_lines import sentences_of
from framing.resolve.clause_roles import Clause
from framing.values import Article, Corpus


def cases() -> dict[str, list[str]]:
    """Sentences with the clauses expected of them."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "clauses.txt").read_text("utf-8").splitlines():
        if line.startswith("  "):
            found[list(found)[-1]].append(line.strip())
        elif line and not line.startswith("#"):
            found[line] = []
    return found


CASES = cases()


@cache
def read() -> dict[str, list[str]]:
    """What the program reads, in the same form; one article a sentence."""
    corpus = Corpus(tuple(Article(f"s{i}", sentence) for i, sentence in enumerate(CASES)))
    statements = framing.extract(corpus)
    found: dict[str, list[str]] = {sentence: [] for sentence in CASES}
    for (article, _), layout, sentence, _ in sentences_of(corpus, statements.tagging):
        found[corpus[article].text] += [shown(layout.text, clause) for clause in sentence.clauses]
    return found


def shown(text: str, clause: Clause) -> str:
    agent, patient = (
        "-" if r is None else r.word if r.pronoun else text[slice(*r.span)] for r in (clause.agent, clause.patient)
    )
    flags = [n for n, on in (("passive", clause.passive), ("negated", clause.negated), ("open", not clause.told)) if on]
    flags += [f"means={clause.means}"] if clause.means else []
    return " | ".join([agent, clause.act, patient, *([" ".join(flags)] if flags else [])])


@pytest.mark.parametrize("sentence", CASES)
def test_clauses(sentence: str) -> None:
    assert sorted(read()[sentence]) == sorted(CASES[sentence])


def test_there_are_many_cases() -> None:
    assert sum(map(len, CASES.values())) >= 60
    assert sum(not expected for expected in CASES.values()) >= 10
