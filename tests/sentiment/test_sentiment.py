"""Portrayal: what the model says, that it depends on nothing else, and that rows which cannot be judged are told."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.errors import InputError, ModelError
from framing.sentiment import LABELS, UNCERTAIN, labels, portrayals
from framing.sentiment.inputs import LONGEST
from framing.sentiment.model import FOLDER, Judge, load_judge

NEWSMTSC = next(
    (p for p in Path(__file__).parents if (p.parent / "shared" / "data" / "newsmtsc").is_dir()), Path("/nowhere")
).parent / "shared" / "data" / "newsmtsc"  # fmt: skip
FLOORS = {"dev_rw": 83.0, "dev_mt": 78.0}

CASES = [
    ("Critics called »Ann Vale« a liar and a cheat.", "negative"),
    ("Voters praised »Ann Vale« for her courage.", "positive"),
    ("»Ann Vale« will arrive in Oslo on Tuesday.", "neutral"),
    ("The »Harbour Party« betrayed its members, the paper wrote.", "negative"),
    ("She said »he« had lied to the court for years.", "negative"),
    ("»The mayor« won applause for rebuilding the school in a year.", "positive"),
]


def unmarked(marked: str) -> tuple[str, int, int]:
    start, end = marked.index("»"), marked.index("«") - 1
    return marked.replace("»", "").replace("«", ""), start, end


@pytest.mark.parametrize(("marked", "label"), CASES)
def test_clear_sentences(marked: str, label: str) -> None:
    text, start, end = unmarked(marked)
    p = portrayals([text], [start], [end])
    assert labels(p) == [label]
    assert p.sum() == pytest.approx(1)


def test_one_sentence_two_targets() -> None:
    text = "Ann Vale defeated the corrupt banker Ole Brun, to great applause."
    p = portrayals([text, text], [0, 37], [8, 45])
    assert labels(p) == ["positive", "negative"]


def test_a_row_depends_on_nothing_else() -> None:
    texts, starts, ends = zip(*(unmarked(c) for c, _ in CASES), strict=True)
    together = portrayals(texts, starts, ends, threads=2)
    alone = [portrayals([t], [a], [b], threads=1)[0] for t, a, b in zip(texts, starts, ends, strict=True)]
    backwards = portrayals(texts[::-1], starts[::-1], ends[::-1])[::-1]
    assert np.array_equal(together, np.array(alone))
    assert np.array_equal(together, backwards)


def test_no_rows() -> None:
    assert portrayals([], [], []).shape == (0, 3)
    assert labels(np.zeros((0, 3))) == []


def test_uncertain_is_below_the_threshold() -> None:
    at = load_judge().threshold
    assert 1 / 3 < at < 1
    below, above = at - 0.01, at + 0.01
    rows = np.array([[below, 1 - below, 0.0], [above, 1 - above, 0.0]])
    assert labels(np.sort(rows)[:, ::-1]) == [UNCERTAIN, "negative"]


@pytest.mark.parametrize(
    ("before", "after", "kept"), [(0, 300, 1), (300, 0, 1), (300, 300, 1), (300, 300, 200)], ids=str
)
def test_long_texts_are_cut_around_the_target(before: int, after: int, kept: int) -> None:
    text = " ".join(["then"] * before + ["Vale"] * kept + ["then"] * after)
    start = text.index("Vale")
    found = load_judge().inputs(text, start, start + 5 * kept - 1)
    assert found is not None
    ids, marks = found
    assert len(ids) == len(marks) == LONGEST
    assert marks.sum() == min(kept, LONGEST - 2)
    assert not marks[0]
    assert not marks[-1]
    if before and after and kept == 1:
        assert abs(int(marks.argmax()) - LONGEST // 2) <= 1


def test_a_target_in_the_middle_of_a_word_marks_its_piece() -> None:
    judge = load_judge()
    found = judge.inputs("Unbelievable", 2, 4)
    assert found is not None
    assert found[1].any()


@pytest.mark.parametrize(
    ("text", "start", "end", "reason"),
    [
        ("Vale left.", 0, 99, "outside the text"),
        ("Vale left.", -4, 3, "outside the text"),
        ("Vale left.", 6, 4, "outside the text"),
        ("Vale left.", 4, 4, "empty"),
        ("Vale left.", 4, 5, "empty"),
    ],
)
def test_targets_that_do_not_fit(text: str, start: int, end: int, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        portrayals([text], [start], [end])
    with pytest.raises(InputError, match=reason):
        framing.portray(pd.DataFrame({"text": [text], "start": [start], "end": [end]}))


def test_lengths_that_differ() -> None:
    with pytest.raises(InputError, match="2 texts, 1 starts and 1 ends"):
        portrayals(["a", "b"], [0], [1])


def frame() -> pd.DataFrame:
    rows: list[dict[str, Any]] = [
        {"text": "Critics called Ann Vale a liar.", "start": 15, "end": 23, "id": "good"},
        {"text": "Ann Vale left.", "start": 0, "end": 99, "id": "outside"},
        {"text": "Ann Vale left.", "start": "x", "end": 8, "id": "no number"},
        {"text": None, "start": 0, "end": 8, "id": "no text"},
        {"text": "Ann Vale left.", "start": 0.5, "end": 8, "id": "half"},
        {"text": "Ann Vale left.", "start": True, "end": 8, "id": "truth"},
        {"text": "Ann Vale left.", "start": None, "end": 8, "id": "missing"},
        {"text": "Everybody praised Ann Vale.", "start": 18.0, "end": "26", "id": "floats and strings"},
    ]
    return pd.DataFrame(rows, index=[f"i{n}" for n in range(len(rows))])


def test_bad_rows_are_told_and_left_out() -> None:
    given = frame()
    before = given.copy()
    found = framing.portray(given)
    pd.testing.assert_frame_equal(given, before)
    assert found["id"].tolist() == ["good", "floats and strings"]
    assert found.index.tolist() == ["i0", "i7"]
    assert found["label"].tolist() == ["negative", "positive"]
    assert [c for c in found.columns if c not in given] == ["label", *(f"p_{n}" for n in LABELS)]
    told = {p.item: p.reason for p in found.attrs["problems"]}
    assert list(told) == [f"row {n}" for n in range(2, 8)]
    assert "outside the text" in told["row 2"]
    assert "start is 'x'" in told["row 3"]
    assert "no text" in told["row 4"]
    assert "start is 0.5" in told["row 5"]
    assert "start is True" in told["row 6"]
    assert "start is missing" in told["row 7"]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (pd.DataFrame({"text": ["a"], "start": [0]}), "lacks end and has text, start"),
        (pd.DataFrame({"text": ["Vale"], "start": [0], "end": [4], "label": ["x"]}), "label already"),
        (pd.DataFrame({"text": [], "start": [], "end": []}), "no rows"),
    ],
    ids=["a column is missing", "a column is there", "empty"],
)
def test_tables_that_cannot_be_used(table: pd.DataFrame, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        framing.portray(table)


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "parquet"])
def test_files_give_what_frames_give(tmp_path: Path, ending: str) -> None:
    table = pd.DataFrame(
        {"text": ['He said "no", and\nVale "lied".', "Everybody praised Ann Vale."], "start": [18, 18], "end": [22, 26]}
    )
    path = tmp_path / f"targets.{ending}"
    match ending:
        case "csv":
            table.to_csv(path, index=False)
        case "tsv":
            table.to_csv(path, index=False, sep="\t")
        case "jsonl":
            table.to_json(path, orient="records", lines=True)
        case _:
            table.to_parquet(path)
    found, wanted = framing.portray(path), framing.portray(table)
    assert not found.attrs["problems"]
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False)


def test_command(tmp_path: Path) -> None:
    source, out = tmp_path / "targets.csv", tmp_path / "out.csv"
    frame().to_csv(source, index=False)
    ran = CliRunner().invoke(main, ["portray", str(source), "--out", str(out), "--strict"])
    assert ran.exit_code == 1
    assert "6 skipped" in ran.stderr
    assert "row 2 (line 3): start 0 and end 99 are outside the text" in ran.stderr
    assert "2 targets: 1 negative, 1 positive" in ran.stderr
    assert pd.read_csv(out)["label"].tolist() == ["negative", "positive"]
    assert CliRunner().invoke(main, ["portray", str(source)]).exit_code == 0
    text = tmp_path / "text.txt"
    text.write_text("Ann Vale left.", "utf-8")
    for path, reason in ((text, "is no table"), (tmp_path / "none.csv", "none.csv")):
        ran = CliRunner().invoke(main, ["portray", str(path)])
        assert ran.exit_code == 2
        assert reason in ran.stderr


def test_files_are_those_the_settings_name(tmp_path: Path) -> None:
    settings = json.loads((FOLDER / "model.json").read_text("utf-8"))
    digest = hashlib.sha256((FOLDER / "model.onnx").read_bytes()).hexdigest()
    assert digest == settings["sha256"] == load_judge().sha256
    assert digest in (FOLDER.parent / "MODEL_CARD.md").read_text("utf-8")
    assert tuple(settings["labels"]) == LABELS
    with pytest.raises(ModelError, match="cannot be loaded"):
        Judge(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("part", FLOORS)
def test_floor(part: str) -> None:
    path = NEWSMTSC / f"{part}.jsonl.gz"
    if not path.exists():
        pytest.skip("NewsMTSC is not here")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    p = portrayals([r["text"] for r in rows], [r["start"] for r in rows], [r["end"] for r in rows])
    said, gold = p.argmax(axis=1), np.array([LABELS.index(r["polarity"]) for r in rows])
    f1 = [2 * ((said == k) & (gold == k)).sum() / ((said == k).sum() + (gold == k).sum()) for k in range(3)]
    assert 100 * np.mean(f1) >= FLOORS[part]
