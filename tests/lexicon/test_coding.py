"""From a drawn sample over coders' sheets to a validity note, and what the note is worth elsewhere."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from framing.errors import InputError
from framing.lexicon import Category, Entry, Lexicon
from framing.lexicon.sheets import (
    Origin,
    join_sheets,
    key_path,
    lexicon_hash,
    read_key,
    write_key,
)
from framing.lexicon.validation import NOT_VALIDATED, Estimate, Validity, ValidityNote, note_json, read_note, verdicts
from framing.values import Article, Corpus

NAN = math.nan
LEXICON = Lexicon("made", (Entry("war", "c"), Entry("rain", "d"), Entry("storm*", "d")), (Category("c"), Category("d")))
CORPUS = Corpus((Article("a", "War came."), Article("b", "Rain fell.", title="Storm")))
KEY = pd.DataFrame({"item": [1, 2], "article_id": ["a", "b"], "score": [1, 0], "weight": [1.0, 2.5]})
ORIGIN = Origin.of(LEXICON, "c", CORPUS)
VALIDITY = Validity(
    "made", "c", 2, 2, 1, 1,
    Estimate(NAN, NAN, NAN), Estimate(0.5, 0.25, 0.75), Estimate(1.0, 1.0, 1.0), Estimate(0.6, NAN, NAN),
    Estimate(NAN, NAN, NAN),
)  # fmt: skip
NOTE = ValidityNote(ORIGIN, VALIDITY)


def frame(**columns: list[str | None]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="str")


def test_keys_come_back(tmp_path: Path) -> None:
    path = key_path(tmp_path / "war.xlsx")
    assert path.name == "war.key.csv"
    write_key(KEY, ORIGIN, path)
    key, origin = read_key(path)
    pd.testing.assert_frame_equal(key, KEY)
    assert origin == ORIGIN


BAD_KEYS = [
    ("a sheet", "item,text\n1,x\n", "not a key to a coding sheet \\(no column 'score'\\)"),
    ("no items", "item,article_id,score,weight,lexicon,category,lexicon_sha256,corpus_sha256\n", "no items"),
    (
        "edited numbers",
        "item,article_id,score,weight,lexicon,category,lexicon_sha256,corpus_sha256\n1,a,many,1,l,c,x,y\n",
        "column 'score' holds what is not a number",
    ),
    (
        "two samples",
        "item,article_id,score,weight,lexicon,category,lexicon_sha256,corpus_sha256\n1,a,1,1,l,c,x,y\n2,a,1,1,l,d,x,y\n",
        "not from one sample",
    ),
]


@pytest.mark.parametrize(("content", "message"), [b[1:] for b in BAD_KEYS], ids=[b[0] for b in BAD_KEYS])
def test_bad_keys_say_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a.key.csv").write_text(content)
    with pytest.raises(InputError, match=message):
        read_key(tmp_path / "a.key.csv")


JOINS = [
    ("one sheet", {"s": frame(item=["1", "2"], text=["x", "y"], a=["1", None], b=[" ", None])}, {"a": ["1", None]}),
    (
        "a copy for each coder",
        {"s": frame(item=["1", "2"], a=["1", "0"], b=[None, " "]), "t": frame(item=["2", "1"], b=["1", "0"])},
        {"a": ["1", "0"], "b": ["0", "1"]},
    ),
    (
        "both in one column",
        {"s": frame(item=["1"], a=["1"]), "t": frame(item=["1"], a=["0"])},
        {"s: a": ["1"], "t: a": ["0"]},
    ),
    ("rows added below", {"s": frame(item=["1", None], a=["1", "what is this?"])}, {"a": ["1"]}),
]  # fmt: skip


@pytest.mark.parametrize(("sheets", "expected"), [j[1:] for j in JOINS], ids=[j[0] for j in JOINS])
def test_sheets_are_put_side_by_side(sheets: dict[str, pd.DataFrame], expected: dict[str, list[str | None]]) -> None:
    coded = join_sheets(sheets)
    assert coded.coders == tuple(expected)
    by_item = coded.sheet.set_index("item")
    for name, codes in expected.items():
        assert [None if pd.isna(v) else v for v in by_item[name].sort_index()] == codes


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        (frame(a=["1"]), "s.csv: no column 'item'; it has a"),
        (frame(item=["1", "1"], a=["1", "1"]), "s.csv: item '1' stands there twice"),
        (frame(item=["1"], a=[None]), "s.csv: nothing is coded yet"),
    ],
)
def test_bad_copies_are_named(sheet: pd.DataFrame, message: str) -> None:
    with pytest.raises(InputError, match=message):
        join_sheets({"s.csv": sheet})


def test_hashes_see_what_matters_and_nothing_else() -> None:
    noted = replace(LEXICON, entries=tuple(replace(e, note="seen", source="project") for e in LEXICON.entries[::-1]))
    assert lexicon_hash(noted, "d") == lexicon_hash(LEXICON, "d")
    changed = replace(LEXICON, entries=(*LEXICON.entries, Entry("gale", "d")))
    assert lexicon_hash(changed, "d") != lexicon_hash(LEXICON, "d")
    assert lexicon_hash(changed, "c") == lexicon_hash(LEXICON, "c")
    renamed = Corpus(tuple(replace(a, id=f"x{a.id}") for a in CORPUS.articles[::-1]))
    assert renamed.sha256 == CORPUS.sha256
    assert Corpus(CORPUS.articles[:1]).sha256 != CORPUS.sha256


def test_notes_come_back(tmp_path: Path) -> None:
    path = tmp_path / "note.json"
    path.write_text(note_json(NOTE), "utf-8")
    assert json.loads(path.read_text())["alpha"] == {"value": None, "low": None, "high": None}
    again = read_note(path)
    assert again.origin == ORIGIN
    assert note_json(again) == note_json(NOTE)
    assert again.validity.note() == VALIDITY.note()


WHOLE = json.loads(note_json(NOTE))
BAD_NOTES = [
    ("missing", None, "cannot be read"),
    ("not JSON", "x", "not a validity note; `framing validate"),
    ("other JSON", "[1]", "not a validity note"),
    ("another kind", '{"kind": "letter"}', "not a validity note"),
    ("a field is gone", json.dumps({**WHOLE, "category": None}), "damaged validity note"),
    ("no number", json.dumps({**WHOLE, "items": "many"}), "'many' is not a whole number"),
    ("no estimate", json.dumps({**WHOLE, "recall": 0.5}), "damaged validity note"),
]


@pytest.mark.parametrize(("content", "message"), [b[1:] for b in BAD_NOTES], ids=[b[0] for b in BAD_NOTES])
def test_bad_notes_say_what_is_wrong(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "note.json").write_text(content)
    with pytest.raises(InputError, match=message):
        read_note(tmp_path / "note.json")


STANDINGS = [
    ("no note", CORPUS, LEXICON, [], False, NOT_VALIDATED),
    ("a note", CORPUS, LEXICON, [NOTE], True, "made, c: held against 2 sentences from 2 articles coded by one coder"),
    ("other articles", Corpus(CORPUS.articles[:1]), LEXICON, [NOTE], False, f"{NOT_VALIDATED}; on other articles: m"),
    (
        "entries added",
        CORPUS,
        replace(LEXICON, entries=(*LEXICON.entries, Entry("battle", "c"))),
        [NOTE],
        False,
        f"{NOT_VALIDATED}: its entries have changed",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("corpus", "lexicon", "notes", "validated", "text"), [s[1:] for s in STANDINGS], ids=[s[0] for s in STANDINGS]
)
def test_notes_hold_for_their_articles_and_entries(
    corpus: Corpus, lexicon: Lexicon, notes: list[ValidityNote], validated: bool, text: str
) -> None:
    first, second = verdicts([lexicon], corpus, notes)
    assert (first.category, first.validated) == ("c", validated)
    assert first.text.startswith(text)
    assert (second.category, second.validated, second.text) == ("d", False, NOT_VALIDATED)


def test_notes_that_fit_nothing() -> None:
    stray = replace(NOTE, origin=replace(ORIGIN, category="e"))
    with pytest.raises(InputError, match="on category 'e' of lexicon 'made', which is not counted here"):
        verdicts([LEXICON], CORPUS, [stray])
    with pytest.raises(InputError, match="two validity notes are on category 'c'"):
        verdicts([LEXICON], CORPUS, [NOTE, NOTE])
