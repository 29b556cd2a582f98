"""The figures that were reached are held. ``python -m tests.extraction.update_floor --write`` pins better ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from framing.values import Kind, Passage, Speaker, SpeakerType, Statement
from tests.extraction import measured, update_floor
from tests.extraction.marked import GOLD, MARKED, dumps, read_marked, unmark
from tests.extraction.measured import POLNEAR, TOLERANCE, Floor, read_floor, speakers_right
from tests.extraction.update_floor import LoweredError, updated


def check(figures: dict[str, float], floor: dict[str, float]) -> None:
    assert figures.keys() == floor.keys()
    below = {
        name: f"{value:.2f}, floor {floor[name]}" for name, value in figures.items() if value < floor[name] - TOLERANCE
    }
    assert not below


def test_who_said_what_on_own_articles() -> None:
    check(measured.gold(), read_floor()["gold"])


def test_entities_on_own_sentences() -> None:
    check(measured.entities(), read_floor()["entities"])


@pytest.mark.slow
@pytest.mark.skipif(not POLNEAR.exists(), reason="PolNeAR is not part of the project; no ../shared/data/polnear here")
def test_who_said_what_on_polnear_dev() -> None:
    check(measured.polnear(), read_floor()["polnear dev"])


def test_gold_is_what_was_marked() -> None:
    rows = read_marked(MARKED.read_text("utf-8"))
    assert GOLD.read_text("utf-8") == dumps(rows)
    assert len(rows) == 12
    for row in rows:
        assert 120 <= len(row["text"].split()) <= 250
        taken: set[int] = set()
        for attribution in row["attributions"]:
            spans = [tuple(s) for role in ("cue", "content") for s in attribution[role]]
            for start, end in spans:
                assert 0 <= start < end <= len(row["text"])
                assert not taken & set(range(start, end)), "a word with two roles"
                taken |= set(range(start, end))
        for attribution in row["attributions"]:  # a source may serve two attributions, but has no other role
            assert not taken & {i for a, b in attribution["source"] for i in range(a, b)}


@pytest.mark.parametrize(
    ("marked", "text", "found"),
    [
        ("{s1|He} {q1|said} {c1|no}.", "He said no.", {1: {"source": [[0, 2]], "cue": [[3, 7]], "content": [[8, 10]]}}),
        ("{c2|a} b {c2|d}", "a b d", {2: {"source": [], "cue": [], "content": [[0, 1], [4, 5]]}}),
        (
            "{s1,3|X} {c1|y} {c3|z}",
            "X y z",
            {
                1: {"source": [[0, 1]], "cue": [], "content": [[2, 3]]},
                3: {"source": [[0, 1]], "cue": [], "content": [[4, 5]]},
            },
        ),
        ("no marks", "no marks", {}),
    ],
)
def test_marks_become_spans(marked: str, text: str, found: object) -> None:
    assert unmark(marked) == (text, found)


@pytest.mark.parametrize("marked", ["{s1|He {q1|said}}", "{s1|He", "He} said"])
def test_marks_that_cannot_be_read(marked: str) -> None:
    with pytest.raises(ValueError, match="mark"):
        unmark(marked)


@pytest.mark.parametrize(
    ("part", "reason"),
    [("{s1|He} {q1|said}\n---\n1 He\n", "no content"), ("{s1|He} {c1|no}\n---\n2 He\n", r"speakers of \[1, 2\]")],
)
def test_articles_that_cannot_be_read(part: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_marked("=== one\n" + part)


def said(name: str | None, start: int, end: int) -> Statement:
    speaker = Speaker(name, name, SpeakerType.PERSON) if name else None
    content = Passage(TEXT[start:end], ((start, end),))
    return Statement("s", "a", "text", "paragraph", Kind.DIRECT, None, None, content, speaker, 1.0)


TEXT = "“It is over,” said Ana Reyes. “We lost the dam,” said Tomas Lind."
CONTENTS = [{"content": [[0, 13]]}, {"content": [[30, 48]]}, {"content": [[54, 64]]}]


@pytest.mark.parametrize(
    ("speakers", "statements", "expected"),
    [
        ([["Ana Reyes"], ["Tom Lind"], ["Tomas Lind"]], [said("Ana Reyes", 0, 13), said("Tomas Lind", 30, 48)], (1, 2)),
        ([["Reyes", "ana réyes"], ["Tomas Lind"], []], [said("Ana Reyes", 0, 13), said(None, 30, 48)], (1, 2)),
        ([[], [], []], [said("Ana Reyes", 0, 13), said(None, 30, 48)], (1, 2)),
        ([["Ana Reyes"], [], []], [said("Ana Reyes", 0, 48)], (0, 0)),
        ([["Ana Reyes"], [], []], [said("Tomas Lind", 0, 20), said("Ana Reyes", 0, 13)], (1, 1)),
        ([["Ana Reyes"], [], []], [], (0, 0)),
    ],
)
def test_speakers_of_the_statements_that_were_found(
    speakers: list[list[str]], statements: list[Statement], expected: tuple[int, int]
) -> None:
    assert speakers_right({"text": TEXT, "attributions": CONTENTS, "speakers": speakers}, statements) == expected


FLOOR: Floor = {"gold": {"content": 80.0, "cue": 70.0}, "elsewhere": {"content": 60.0}}


def test_the_floor_rises_and_keeps_what_was_not_measured() -> None:
    assert updated(FLOOR, {"gold": {"content": 81.27}}) == {
        "gold": {"content": 81.2, "cue": 70.0},
        "elsewhere": {"content": 60.0},
    }
    assert updated({}, {"gold": {"content": 81.2}}) == {"gold": {"content": 81.2}}


def test_the_floor_falls_only_when_told_to() -> None:
    with pytest.raises(LoweredError, match=r"gold, content: 80\.0 to 79\.9"):
        updated(FLOOR, {"gold": {"content": 79.95}})
    assert updated(FLOOR, {"gold": {"content": 79.95}}, lower=True)["gold"]["content"] == 79.9


def test_the_command_pins_only_when_told_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "floor.json"
    path.write_text(json.dumps(FLOOR), "utf-8")
    monkeypatch.setattr(update_floor, "FLOOR", path)
    monkeypatch.setattr(update_floor, "read_floor", lambda: json.loads(path.read_text("utf-8")))
    figures: Floor = {"gold": {"content": 70.0, "cue": 75.5}}
    monkeypatch.setattr(update_floor, "measured", lambda: figures)
    for arguments, code, pinned in [
        ([], 0, FLOOR["gold"]),
        (["--write"], 1, FLOOR["gold"]),
        (["--write", "--lower"], 0, figures["gold"]),
    ]:
        assert update_floor.main(arguments) == code
        assert json.loads(path.read_text("utf-8"))["gold"] == pinned
