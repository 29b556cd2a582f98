"""What people put right is put right, where the text has moved too; what cannot be is refused with its reason."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from framing.corrections import Correction, Corrections, What, apply_corrections, read_corrections, write_corrections
from framing.corrections.record import around
from framing.errors import InputError
from framing.statements import Statements
from framing.values import Article, Corpus, Kind, SpeakerType
from tests.corrections.corpus import ARTICLES, FIRST, STATEMENTS


def about(
    words: str, kind: str = "statement", *, text: str = FIRST, article: str = "a", row: int = 2, **says: object
) -> Correction:
    """A correction of these words."""
    start = text.index(words)
    end = start + len(words)
    before, after = around(text, (start, end))
    place = {"article": article, "start": start, "end": end, "text": words, "before": before, "after": after}
    return Correction.of({"kind": kind, **place, **says}, row)


def applied(*items: Correction, statements: Statements = STATEMENTS) -> Statements:
    return apply_corrections(statements, Corrections(items, name="c.jsonl"))


def said(statements: Statements) -> list[tuple[str, str | None]]:
    return [(s.content.text, s.speaker.name if s.speaker else None) for s in statements]


def test_wrong_leaves_out_and_right_stays() -> None:
    made = applied(about("“The piers are worn,”", verdict="wrong"), about("that anybody knew", verdict="right", row=3))
    assert said(made) == said(STATEMENTS)[1:]
    assert str(made.corrected) == "2 of 4 statements checked by hand: 1 right and 1 left out."
    assert made.problems == ()


def test_another_speaker_known_by_name_or_id_or_new() -> None:
    made = applied(
        about("“The piers are worn,”", "speaker", speaker="ben crow"),
        about("that anybody knew", "speaker", speaker="ada-holt", row=3),
        about("“We will pay,”", "speaker", speaker="Bridge Trust", type="organisation", row=4),
    )
    names = [s.speaker for s in made][:3]
    assert [w.id for w in names if w] == ["ben-crow", "ada-holt", "bridge-trust"]
    assert names[0] is not None
    assert names[0].official
    assert names[2] is not None
    assert names[2].type is SpeakerType.ORGANISATION
    assert all(s.confidence == 1 for s in made[:3])


def test_nobody_is_named_as_the_source() -> None:
    made = applied(about("that anybody knew", "speaker", speaker=""))
    assert made[1].speaker is None


def test_other_words_change_the_kind() -> None:
    a = FIRST.index("denied")
    new = FIRST[a : FIRST.index("knew") + 4]
    made = applied(about("“We will pay,”", "span", new_start=a, new_end=a + len(new), new_text=new))
    (changed,) = [s for s in made if s.content.text == new]
    assert changed.kind is Kind.INDIRECT
    assert made.corrected is not None
    assert made.corrected.changes["with other words"] == 1


def test_a_missed_statement_is_added_in_its_place() -> None:
    made = applied(about("closed the bridge on Monday", "missing", speaker="The council", type="government"))
    assert said(made)[0] == ("closed the bridge on Monday", "The council")
    assert made[0].id == "a-c002"
    assert str(made.corrected) == "0 of 4 statements checked by hand: 1 added."


def test_a_corrected_speaker_survives_an_extraction_that_misses_the_statement() -> None:
    fewer = replace(STATEMENTS, items=STATEMENTS.items[1:])
    made = applied(about("“The piers are worn,”", "speaker", speaker="Ada Holt"), statements=fewer)
    assert said(made)[0] == ("“The piers are worn,”", "Ada Holt")
    assert made[0].kind is Kind.DIRECT


def test_what_was_right_and_is_no_longer_found_is_said() -> None:
    fewer = replace(STATEMENTS, items=STATEMENTS.items[1:])
    made = applied(about("“The piers are worn,”", verdict="right"), statements=fewer)
    assert made.problems[0].item == "c.jsonl, row 2"
    assert "no longer found" in made.problems[0].reason


def test_places_are_found_again_where_the_text_has_moved() -> None:
    moved = "Correction: an earlier version misspelt a name.\n" + FIRST.replace("“", '"').replace("”", '"')
    corpus = Corpus((Article("a", moved), ARTICLES[1]))
    shift = [
        replace(s, content=replace(s.content, spans=tuple((a + 48, b + 48) for a, b in s.content.spans)))
        if s.article_id == "a" else s
        for s in STATEMENTS
    ]  # fmt: skip
    again = Statements(tuple(shift), corpus)
    made = applied(about("“The piers are worn,”", verdict="wrong"), statements=again)
    assert [s.id for s in made] == ["a-002", "a-003", "b-001"]
    assert made.problems == ()


def test_a_changed_text_is_refused_with_its_row() -> None:
    changed = Corpus((Article("a", FIRST.replace("worn", "sound")), ARTICLES[1]))
    made = applied(
        about("“The piers are worn,”", verdict="wrong", row=7), statements=replace(STATEMENTS, corpus=changed)
    )
    assert len(made) == len(STATEMENTS)
    assert [(p.item, "do not stand in the text" in p.reason) for p in made.problems] == [("c.jsonl, row 7", True)]


def test_words_that_stand_twice_are_told_apart_by_what_is_around_them() -> None:
    text = "It is late, said Ann. Later on, too. It is late, said Bob.\n"
    corpus = Corpus((Article("a", "New first line.\n" + text),))
    second = text.rindex("It is late")
    before, after = around(text, (second, second + 10))
    one = Correction.of(
        {"kind": "missing", "article": "a", "start": second, "end": second + 10, "text": "It is late",
         "before": before, "after": after, "speaker": "Bob"}, 2,
    )  # fmt: skip
    made = applied(one, statements=Statements((), corpus))
    assert made[0].content.start == second + len("New first line.\n")


def test_contradictions_are_all_refused_but_of_one_person_the_last_counts() -> None:
    words = "“The piers are worn,”"
    made = applied(about(words, verdict="wrong", by="Kim"), about(words, verdict="right", by="Lee", row=3))
    assert len(made) == len(STATEMENTS)
    assert [p.reason.split(" (")[0] for p in made.problems] == [
        "not applied: contradicts row 3",
        "not applied: contradicts row 2",
    ]
    assert len(applied(about(words, verdict="wrong", by="Kim"), about(words, verdict="right", by="Kim", row=3))) == 4
    made = applied(about(words, verdict="wrong"), about(words, "speaker", speaker="Ben Crow", by="Lee", row=3))
    assert made.corrected is not None
    assert made.corrected.refused == 2


def test_merged_actors_are_one_everywhere() -> None:
    one = Correction.of({"kind": "merge", "actors": ["Ada Holt", "Holt"]}, 2)
    made = applied(one)
    assert {s.speaker.id for s in made if s.speaker} == {"ada-holt", "ben-crow"}
    assert str(made.corrected).endswith("; one actor merged into others.") or "1 actor" in str(made.corrected)
    unknown = applied(Correction.of({"kind": "merge", "actors": ["Ada Holt", "Nobody Known"]}, 3))
    assert "no actor 'Nobody Known'" in unknown.problems[0].reason


def test_a_file_of_another_corpus_is_an_error() -> None:
    other = Statements((), Corpus((Article("z", "Other text."),)))
    with pytest.raises(InputError, match="another corpus"):
        applied(about("that anybody knew", verdict="wrong"), statements=other)


def test_an_article_that_is_not_there_is_refused_alone() -> None:
    made = applied(
        about("that anybody knew", verdict="wrong"),
        about("Crow left", verdict="wrong", text=ARTICLES[1].text, article="gone", row=3),
    )
    assert len(made) == 3
    assert "no article 'gone'" in made.problems[0].reason


def test_a_file_is_written_and_read_back(tmp_path: Path) -> None:
    items = (
        about("“The piers are worn,”", verdict="wrong", note="= not hers"),
        about("that anybody knew", "speaker", speaker="", row=3),
        Correction.of({"kind": "merge", "actors": ["ada-holt", "Holt"]}, 4),
    )
    path = tmp_path / "c.jsonl"
    write_corrections(Corrections(items, STATEMENTS.corpus.sha256, "abc"), path)
    read = read_corrections(path)
    assert (read.items, read.corpus, read.model, read.refused) == (items, STATEMENTS.corpus.sha256, "abc", ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not a JSON object"),
        ("[]", "not a JSON object"),
        ('{"kind": "spam"}', "no kind 'spam'"),
        ('{"kind": "statement", "article": "a"}', "needs 'start'"),
        ('{"kind": "merge", "actors": ["x"]}', "two"),
        ('{"kind": "statement", "article": "a", "start": 3, "end": 2, "text": "", "verdict": "wrong"}', "no character"),
        (
            '{"kind": "statement", "article": "a", "start": 0, "end": 4, "text": "xy", "verdict": "wrong"}',
            "2 characters",
        ),
        ('{"kind": "statement", "article": "a", "start": -1, "end": 4, "text": "xy", "verdict": "wrong"}', "no offset"),
        (
            '{"kind": "statement", "article": "a", "start": 0, "end": 2, "text": "xy", "verdict": "no"}',
            "right or wrong",
        ),
        ('{"kind": "statement", "article": 3, "start": 0, "end": 2, "text": "xy", "verdict": "wrong"}', "no text"),
        ('{"kind": "statement", "article": "a", "start": 0, "end": 2, "text": "xy", "verdct": "wrong"}', "verdict"),
    ],
)
def test_a_line_that_is_no_correction_is_refused_with_its_number(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"framing-corrections": 1}\n' + line + "\n", "utf-8")
    read = read_corrections(path)
    assert read.items == ()
    ((row, told),) = read.refused
    assert row == 2
    assert reason in told


@pytest.mark.parametrize("text", ["", "{}\n", '{"framing-corrections": 2}\n', "\xff"])
def test_what_is_no_file_of_corrections_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=r"c\.jsonl"):
        read_corrections(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_corrections(tmp_path / "none.jsonl")


def test_values_of_a_correction_are_json() -> None:
    one = about("that anybody knew", "missing", speaker="Ben Crow", type="person")
    assert Correction.of(json.loads(json.dumps(one.values())), one.row) == one
    assert What.MISSING.value in one.values()["kind"]
