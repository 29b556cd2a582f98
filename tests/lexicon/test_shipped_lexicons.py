"""Every lexicon of the package: a full head, entries that say where they come from and what they are for."""

from __future__ import annotations

import re

import pytest

from framing.lexicon import Lexicon, Match, hits, read_lexicon, shipped_lexicons
from framing.lexicon.read import valence_shifters
from framing.measure.voices import voices
from framing.statements import Statements
from tests.lexicon.cases import corpus, one, seed

NAMES = (
    "boosters", "collective", "conflict", "cooperation", "diplomacy", "economic_consequences", "group_labels", "hedges",
    "human_interest", "humanitarian", "legitimacy", "loaded_language", "morality", "presupposing_verbs",
    "responsibility", "security", "victims",
)  # fmt: skip
LEXICONS = [*(read_lexicon(n) for n in NAMES), valence_shifters()]
BARRED = re.compile(r"\b(?:NRC|LIWC|MPQA|LSD|Lexicoder|Loughran|General Inquirer|eMFD|Hu and Liu|WordNet)", re.I)


def test_all_ship() -> None:
    assert set(NAMES) <= set(shipped_lexicons())


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda x: x.name)
def test_the_head_is_full(lexicon: Lexicon) -> None:
    head = (lexicon.version, lexicon.language, lexicon.description, lexicon.intended_use, lexicon.does_not_measure)
    assert all(head)
    assert lexicon.licence == "MIT"
    assert not lexicon.problems
    for category in lexicon.categories:
        assert category.definition
        assert category.sources
        assert any(e.category == category.name for e in lexicon)


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda x: x.name)
def test_entries_say_where_they_come_from(lexicon: Lexicon) -> None:
    for entry in lexicon:
        assert entry.source == "project", entry
        assert len(entry.note) > 3, entry
        assert not BARRED.search(f"{entry.source} {entry.note}"), entry


@pytest.mark.parametrize("lexicon", LEXICONS, ids=lambda x: x.name)
def test_every_entry_can_be_hit(lexicon: Lexicon) -> None:
    """And no entry shadows another of its category on its own words."""
    for entry in lexicon:
        if "*" in entry.term or lexicon.name == "valence_shifters":
            continue
        made = corpus(one(f"it and {entry.term} it."))
        found = hits(voices(Statements((), made)), [lexicon.only([entry.category])], corpus=made)
        assert entry.term in found["entry"].tolist(), entry


FORMS = [
    ("victims", "They were dying.", "die"),
    ("human_interest", "He lost his life.", "lose his life"),
    ("human_interest", "Families wept.", "weep"),
    ("group_labels", "Two gunmen fired.", "gunman"),
    ("conflict", "They fought on.", "fight"),
    ("humanitarian", "Medical supplies ran out.", "medical supply"),
    ("morality", "A matter of honor.", "honour"),
    ("loaded_language", "Heroes all.", "hero"),
    ("security", "Weapons of mass destruction.", "weapon of mass destruction"),
    ("cooperation", "They agreed.", "agree"),
]


@pytest.mark.parametrize(("name", "text", "entry"), FORMS)
def test_forms_that_spelling_rules_miss(name: str, text: str, entry: str) -> None:
    made = corpus(one(text))
    assert entry in hits(voices(Statements((), made)), [read_lexicon(name)], corpus=made)["entry"].tolist()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("collective", "The US sent aid. US forces came."),
        ("group_labels", "Anti-terror forces met the Islamic State."),
        ("security", "The Defense Ministry spoke to the Security Council."),
        ("hedges", "They met in May, the Likely Group said."),
        ("human_interest", "They tear down walls."),
    ],
)
def test_words_that_only_look_alike(name: str, text: str) -> None:
    made = corpus(one(text))
    found = hits(voices(Statements((), made)), [read_lexicon(name)], corpus=made)
    assert found[~found["in_name"]].empty


def test_both_sides_of_a_war_are_labelled_in_the_seeds() -> None:
    """The counts that a reader of the two articles arrives at by hand."""
    made = corpus(seed("000"), seed("002"))
    found = hits(voices(Statements((), made)), [read_lexicon("group_labels")], corpus=made)
    counts = found.groupby(["article_id", "category"]).size()
    first, second = (a.id for a in made)
    assert (counts[first, "terrorist"], counts[second, "terrorist"]) == (8, 6)
    assert counts[second, "jihadist"] == 3
    assert counts[second, "militant"] == 4


@pytest.mark.parametrize(
    ("text", "category", "label"),
    [
        ("Islamic terrorists fled.", "jihadist", "Islamic terrorists"),
        ("The jihadi militants fled.", "jihadist", "jihadi militants"),
        ("Two Islamist gunmen fled.", "jihadist", "Islamist gunmen"),
        ("A rebel fighter fled.", "insurgent", "rebel fighter"),
        ("The opposition fighters fled.", "opposition", "opposition fighters"),
    ],
)
def test_one_passage_is_one_label(text: str, category: str, label: str) -> None:
    made = corpus(one(text))
    found = hits(voices(Statements((), made)), read_lexicon("group_labels"), corpus=made)
    assert found[["category", "text"]].to_numpy().tolist() == [[category, label]]


def test_lemmas_are_asked_for_by_the_files() -> None:
    assert all(e.match is Match.LEMMA for e in read_lexicon("conflict") if e.term == "fight")
