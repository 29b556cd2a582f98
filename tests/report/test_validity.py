"""Validity notes in the report, and passages that add up to the tone they explain."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from framing.errors import InputError
from framing.lexicon.read import read_lexicon
from framing.lexicon.sheets import Origin
from framing.lexicon.validation import Estimate, Validity, ValidityNote
from framing.report import report_files, summarise
from framing.statements import Statements

TEXT = "group_labels, terrorist: held against 40 sentences from 2 articles coded by 2 coders"


def note(statements: Statements, category: str = "terrorist") -> ValidityNote:
    origin = Origin.of(read_lexicon("group_labels"), "terrorist", statements.corpus)
    value = Estimate(0.8, 0.7, 0.9)
    made = Validity("group_labels", category, 40, 2, 2, 1, value, value, value, value, value)
    return ValidityNote(replace(origin, category=category), made)


def test_without_a_note_nothing_is_validated(seeds: Statements) -> None:
    report = summarise(seeds, title="Raqqa")
    assert not report.tables["validity"]["validated"].any()
    for page in ("report.md", "report.html"):
        text = report_files(seeds, title="Raqqa")[page].decode()
        assert text.count("Validity: not validated on this corpus.") == 2


def test_a_note_stands_beside_the_labels_and_the_rates(seeds: Statements) -> None:
    files = report_files(seeds, title="Raqqa", notes=[note(seeds)])
    for page in ("report.md", "report.html"):
        text = files[page].decode()
        assert text.count(f"Validity: {TEXT}") == 2
        assert text.count("All other categories: not validated on this corpus.") == 2
    rows = json.loads(files["manifest.json"])["validity"]
    assert [(r["lexicon"], r["category"], r["note"][: len(TEXT)]) for r in rows] == [
        ("group_labels", "terrorist", TEXT)
    ]
    assert f'group_labels,terrorist,True,"{TEXT}' in files["tables/validity.csv"].decode()


def test_a_note_on_something_else_is_refused(seeds: Statements) -> None:
    with pytest.raises(InputError, match="on category 'martian' of lexicon 'group_labels', which is not counted"):
        summarise(seeds, title="Raqqa", notes=[note(seeds, "martian")])


def test_passages_add_up_to_the_tone(seeds: Statements) -> None:
    tables = summarise(seeds, title="Raqqa").tables
    passages = tables["tone_passages"].assign(weighted=lambda t: t["compound"] * t["words"])
    tone = tables["tone"]
    assert len(tone) == 3
    for voice, words, compound, sentences in zip(
        *(tone[c].tolist() for c in ("voice", "words", "compound", "sentences")), strict=True
    ):
        mine = passages[passages["voice"].eq(voice)]
        assert (len(mine), mine["words"].sum()) == (sentences, words)
        assert compound == pytest.approx(mine["weighted"].sum() / words)
