"""Round trips through a spreadsheet, brat and Label Studio move no span."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from framing.checking import checking_sheet
from framing.corrections import (
    Annotated,
    Correction,
    Corrections,
    annotated,
    apply_corrections,
    correction_sheet,
    fill_checks,
    from_annotated,
    read_corrections,
    read_standoff,
    read_tasks,
    write_standoff,
    write_tasks,
)
from framing.corrections.annotated import Marked
from framing.corrections.brat import _read, standoff
from framing.corrections.label_studio import _read as read_result
from framing.corrections.label_studio import _task
from framing.errors import InputError, OutputError
from framing.gold import read_brat
from framing.lexicon.sheets import write_sheet
from tests.corrections.corpus import STATEMENTS

SIGNS = st.text(st.sampled_from("ab“” \n\r\té😀\u2028.;|:#\u202e"), min_size=12, max_size=60)


@st.composite
def documents(draw: st.DrawFn) -> Annotated:
    """A text with marked statements of one piece or several, over any signs."""
    text = draw(SIGNS)
    marked = []
    for number in range(draw(st.integers(1, 4))):
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
        pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
        roles = [pairs[i::3] for i in range(3)]
        roles.sort(key=len, reverse=True)
        content, source, cue = map(tuple, roles)
        marked.append(Marked(content, source, cue, draw(st.sampled_from(["", "Ada Holt"])), f"a-{number}"))
    return Annotated("a", "text", text, tuple(marked))


@settings(max_examples=1500)
@given(documents())
def test_brat_moves_no_span(document: Annotated) -> None:
    assert _read(standoff(document), document.text, Path("a.ann")) == document.marked


@settings(max_examples=1500)
@given(documents())
def test_label_studio_moves_no_span(document: Annotated) -> None:
    result = json.loads(json.dumps(_task(1, document)))["predictions"][0]["result"]
    assert read_result(result, document.text, "task 1") == document.marked


@settings(max_examples=200)
@given(documents(), st.booleans(), st.booleans())
def test_label_studio_offsets_of_other_units_are_understood(document: Annotated, wide: bool, short: bool) -> None:
    text = document.text
    ends = {i for m in document.marked for span in (*m.content, *m.source, *m.cue) for i in span}
    assume(not any(text[i - 1 : i + 1] == "\r\n" for i in ends if i))  # no browser marks half a line break

    def unit(i: int) -> int:
        before = text[:i].replace("\r\n", "\n") if short else text[:i]
        return len(before.encode("utf-16-le", "surrogatepass")) // 2 if wide else len(before)

    result = json.loads(json.dumps(_task(1, document)))["predictions"][0]["result"]
    for row in result:
        if row["type"] == "labels":
            row["value"] |= {"start": unit(row["value"]["start"]), "end": unit(row["value"]["end"])}
    found = read_result(result, text, "task 1")
    told = [[text[a:b].strip() for a, b in m.content] for m in found]
    assert told == [[text[a:b].strip() for a, b in m.content] for m in document.marked]


def test_folders_and_files_come_back_as_they_were(tmp_path: Path) -> None:
    made = annotated(STATEMENTS)
    assert write_standoff(made, tmp_path / "brat") == 2
    assert read_standoff(tmp_path / "brat") == made
    assert write_tasks(made, tmp_path / "tasks.json") == 2
    assert read_tasks(tmp_path / "tasks.json") == made
    gold = read_brat(tmp_path / "brat")
    assert [len(row["attributions"]) for row in gold] == [3, 1]
    with pytest.raises(OutputError, match="may hold people's annotations"):
        write_standoff(made, tmp_path / "brat")


def test_what_annotators_change_becomes_corrections() -> None:
    first, second = annotated(STATEMENTS)
    one, two, three = first.marked
    start = first.text.index("closed the bridge")
    edited = replace(
        first,
        marked=(
            replace(one, speaker="Ben Crow"),
            replace(two, content=((two.content[0][0] + 5, two.content[0][1]),)),
            Marked(((start, start + 17),), ((0, 11),)),
        ),
    )
    made = from_annotated([edited, second], STATEMENTS, by="Kim", reviewed=True)
    assert [(c.kind.value, c.verdict or c.speaker or c.new_text) for c in made] == [
        ("missing", "The council"),
        ("speaker", "Ben Crow"),
        ("span", "anybody knew"),
        ("statement", "wrong"),
        ("statement", "right"),
    ]
    assert three.statement not in {s.id for s in apply_corrections(STATEMENTS, made)}
    assert apply_corrections(STATEMENTS, made).problems == ()


def test_offsets_that_do_not_fit_their_words_are_an_error(tmp_path: Path) -> None:
    write_standoff(annotated(STATEMENTS), tmp_path / "brat")
    (path,) = (tmp_path / "brat").glob("0001*.ann")
    path.write_text(path.read_text("utf-8").replace("T1\tContent ", "T1\tContent 3", 1), "utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_standoff(tmp_path / "brat")
    write_tasks(annotated(STATEMENTS), tmp_path / "t.json")
    tasks = json.loads((tmp_path / "t.json").read_text("utf-8"))
    tasks[0]["predictions"][0]["result"][0]["value"]["start"] += 2
    (tmp_path / "t.json").write_text(json.dumps(tasks), "utf-8")
    with pytest.raises(InputError, match="region 1-1-content-1"):
        read_tasks(tmp_path / "t.json")
    (tmp_path / "t.json").write_text("{}", "utf-8")
    with pytest.raises(InputError, match="no list of tasks"):
        read_tasks(tmp_path / "t.json")
    with pytest.raises(InputError, match="framing corrections export"):
        read_standoff(tmp_path)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_sheet_that_people_fill_in(tmp_path: Path, ending: str) -> None:
    sheet = correction_sheet(STATEMENTS).astype("object")
    sheet.loc[0, "verdict"] = "wrong"
    sheet.loc[1, "new_speaker"] = "Ada Holt"
    sheet.loc[1, "new_text"] = "anybody knew"
    sheet.loc[2, "verdict"] = "right"
    sheet.loc[3, "verdict"] = "perhaps"
    added = {"article_id": "a", "text": "closed the bridge on Monday", "new_speaker": "The council"}
    sheet = pd.concat([sheet, pd.DataFrame([added])], ignore_index=True)
    path = tmp_path / f"s.{ending}"
    write_sheet(sheet, path)
    read = read_corrections(path)
    assert [row for row, _ in read.refused] == [5]
    made = apply_corrections(STATEMENTS, read)
    assert [(s.content.text, s.speaker.name if s.speaker else None) for s in made] == [
        ("closed the bridge on Monday", "The council"),
        ("anybody knew", "Ada Holt"),
        ("“We will pay,”", "Ben Crow"),
        ("the bridge was safe in May", "Holt"),
    ]
    again = correction_sheet(STATEMENTS, read)
    assert list(again["verdict"][:3]) == ["wrong", "", "right"]
    assert again["new_speaker"][1] == "Ada Holt"


def test_corrections_fill_in_a_sample() -> None:
    sheet = checking_sheet(STATEMENTS, n=20, by="article_id")
    words = "“The piers are worn,”"
    start = STATEMENTS.corpus["a"].text.index(words)
    place = {"article": "a", "start": start, "end": start + len(words), "text": words}
    bridge = "closed the bridge on Monday"
    at = STATEMENTS.corpus["a"].text.index(bridge)
    missed = {"article": "a", "start": at, "end": at + len(bridge), "text": bridge, "speaker": "The council"}
    given = Corrections(
        (
            Correction.of({"kind": "statement", "verdict": "wrong", **place}, 2),
            Correction.of({"kind": "missing", **missed}, 3),
        )
    )
    made, filled = fill_checks(sheet, given, STATEMENTS)
    assert filled == 2
    told = made[made["correct"].notna()].set_index("what")
    assert told.loc["statement", "correct"] == 0
    assert (told.loc["own sentence", "speaker"], told.loc["own sentence", "words"]) == ("The council", 5)
    assert fill_checks(made, given, STATEMENTS)[1] == 0
    with pytest.raises(InputError, match="not a sheet of checks"):
        fill_checks(sheet.drop(columns="what"), given, STATEMENTS)
