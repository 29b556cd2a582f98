"""Versions of one text count as one article in tests, whoever asks for them."""

from __future__ import annotations

from dataclasses import replace

import framing
from framing.events import mark_copies
from framing.read import read
from framing.units import COPIES
from framing.values import Article, Corpus

BASE = " ".join(
    f"On day {i} the harbour master counted {i + 3} boats, wrote their names into the grey book and walked home along "
    f"the wall of stone number {i * 7}." for i in range(12)
)  # fmt: skip


def test_versions_of_a_text_are_marked_and_told() -> None:
    """An article cut by a third has the group of the whole one; the others are their own."""
    other = BASE.replace("harbour master", "gardener").replace("boats", "roses").replace("the grey book", "a letter")
    articles = (Article("whole", BASE), Article("cut", BASE[: len(BASE) * 2 // 3]), Article("other", other[::-1]))
    marked = mark_copies(Corpus(articles))
    assert [a.extra[COPIES] for a in marked] == ["whole", "whole", "other"]
    assert "1 article with most" in marked.problems[-1].reason


def test_a_corpus_without_copies_stays_as_it_is() -> None:
    corpus = read("seeds")
    assert mark_copies(corpus) is corpus


def test_a_column_of_ones_own_wins() -> None:
    """Groups that the user gives are not overwritten."""
    articles = (Article("whole", BASE, extra={COPIES: "mine"}), Article("cut", BASE[: len(BASE) // 2]))
    assert mark_copies(Corpus(articles)).articles[0].extra[COPIES] == "mine"


def test_an_analysis_and_its_comparison_know_copies() -> None:
    """Twelve articles a group that are one text are one unit each, so nothing is tested."""
    text = f"“The wall will hold,” Mayor Ida Brandt said. {BASE}"
    articles = [Article(f"a{i}", f"{text} Note {i}.", outlet="AB"[i % 2]) for i in range(24)]
    analysis = framing.analyze(articles)
    assert {a.extra[COPIES] for a in analysis.corpus} == {analysis.corpus[0].extra[COPIES]}
    assert analysis.compare(by="outlet").tested == ()
    apart = Corpus(tuple(replace(a, extra={}) for a in analysis.corpus))
    assert framing.Analysis(replace(analysis.statements, corpus=apart)).compare(by="outlet").tested
