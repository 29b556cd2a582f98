"""An analysis in a file is the analysis; what is no such file is refused with a reason."""

from __future__ import annotations

import datetime as dt
import io
import json
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.attribute.model import Model
from framing.corrections import Correction, Corrections, What, apply_corrections
from framing.errors import InputError, OutputError
from framing.saving import load_statements, save_statements
from framing.statements import Statements
from framing.values import Article, Corpus, Problem

TEXT = 'Ana Reyes, the mayor of Harstad, said on Monday that Tomas Lind had lied. "He lied," Ben Oduya said.\n'
PROJECT = """
[sides]
Town = ["Ana Reyes"]
[[actor]]
name = "Ben"
aliases = ["Ben Oduya"]
type = "person"
[[keep_apart]]
name = "Tomas Lind"
form = "Lind"
"""
CORPUS = Corpus(
    (
        Article("one", TEXT, "Reyes", "North", dt.date(2024, 5, 1), "here", {"wave": "a"}),
        Article("copy", TEXT, duplicate_of="one"),
        Article("empty", ""),
    ),
    (Problem("x.txt", "empty"),),
)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    (folder / "framing.toml").write_text(PROJECT, "utf-8")
    made = framing.analyze(CORPUS, project=folder / "framing.toml", model="fast")
    made.save(folder / "a.framing")
    return folder / "a.framing"


def test_all_of_it_comes_back(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = framing.analyze(CORPUS, project=saved.parent / "framing.toml", model="fast")
    monkeypatch.setattr(Model, "scores", None)
    found = framing.load(saved)
    assert found.statements == made.statements
    assert found.corpus == CORPUS
    assert found.statements.provenance == made.statements.provenance
    assert found.project == made.project
    assert found.tags == made.tags
    pd.testing.assert_frame_equal(found.mentions, made.mentions)
    pd.testing.assert_frame_equal(found.table, made.table)


def test_the_same_bytes_again(saved: Path, tmp_path: Path) -> None:
    framing.load(saved).save(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == saved.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["again"]


def test_what_counts_and_what_people_put_right_comes_back(tmp_path: Path) -> None:
    weighty = replace(CORPUS, problems=(Problem("x.txt", "which column?", skipped=False, weighty=True),))
    found = framing.extract(weighty, model="fast").at_least(0.2).of_acts("speech", "thought")
    one = found[0]
    wrong = Correction(
        kind=What.STATEMENT, article=one.article_id, field=one.field, start=one.content.start, end=one.content.end,
        text=one.content.text, verdict="wrong",
    )  # fmt: skip
    made = apply_corrections(found, Corrections((wrong,)))
    assert made.corrected is not None
    assert made.corrected.changes["left out"] == 1
    save_statements(made, tmp_path / "a")
    again = load_statements(tmp_path / "a")
    assert again == made
    assert (again.acts, again.least) == (made.acts, made.least)
    assert again.corrected == made.corrected
    assert [p.weighty for p in again.corpus.problems] == [True]


def test_a_file_without_them_counts_speech(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        listed = json.loads(archive.read("manifest.json"))["members"]
    listed.pop("counted.json")
    older = changed(saved, tmp_path / "f", "manifest.json", manifest(saved, members=listed))
    assert load_statements(older) == load_statements(saved)


def test_statements_from_a_file_are_saved_with_what_was_found_since(tmp_path: Path) -> None:
    made = framing.analyze(Statements(framing.extract(CORPUS, model="fast").items, CORPUS))
    made.save(tmp_path / "bare")
    assert framing.load(tmp_path / "bare").statements.tagging == {}
    assert framing.load(tmp_path / "bare").statements.provenance is None
    assert len(made.mentions)
    made.save(tmp_path / "bare")
    assert len(framing.load(tmp_path / "bare").statements.tagging) == len(made.tagged.tagging) > 0


def test_no_articles(tmp_path: Path) -> None:
    save_statements(Statements((), Corpus(())), tmp_path / "none")
    assert load_statements(tmp_path / "none") == Statements((), Corpus(()))


@given(st.text(st.characters(exclude_categories=())), st.text())
@settings(max_examples=25, deadline=None)
def test_any_text_comes_back(text: str, title: str) -> None:
    corpus = Corpus((Article("a", text, title=title, extra={"<k>\n": text}),))
    with tempfile.TemporaryDirectory() as folder:
        save_statements(Statements((), corpus), Path(folder) / "a")
        assert load_statements(Path(folder) / "a").corpus == corpus


def changed(saved: Path, to: Path, name: str, data: bytes | None) -> Path:
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(to, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
            elif data is not None:
                new.writestr(member, data)
    return to


def manifest(saved: Path, **changes: object) -> bytes:
    with zipfile.ZipFile(saved) as archive:
        return json.dumps(json.loads(archive.read("manifest.json")) | changes).encode()


def test_damage_is_refused(saved: Path, tmp_path: Path) -> None:
    file = tmp_path / "f"
    for data, says in ((b"x", "statements.jsonl has changed"), (None, "damaged")):
        with pytest.raises(InputError, match=says):
            framing.load(changed(saved, file, "statements.jsonl", data))
    file.write_bytes(saved.read_bytes()[:-200])
    with pytest.raises(InputError, match="no analysis, or is damaged"):
        framing.load(file)
    whole = bytearray(saved.read_bytes())
    for at in range(60, len(whole), len(whole) // 40):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        file.write_bytes(broken)
        try:
            found = framing.load(file).corpus
        except InputError:
            continue
        assert found == CORPUS  # a byte that says nothing, such as a date of the archive


def test_a_newer_file_is_refused(saved: Path, tmp_path: Path) -> None:
    newer = changed(saved, tmp_path / "f", "manifest.json", manifest(saved, format=9, version="7.0"))
    with pytest.raises(InputError, match=r"framing 7\.0 in format 9.*install the newer version"):
        framing.load(newer)


def test_what_is_no_analysis_is_refused_and_never_replaced(tmp_path: Path) -> None:
    text, archive = tmp_path / "a.csv", tmp_path / "a.zip"
    text.write_text("id,text\n", "utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as other:
        other.writestr("x", "y")
    archive.write_bytes(stream.getvalue())
    for file in (text, archive):
        with pytest.raises(InputError, match="no analysis"):
            framing.load(file)
        before = file.read_bytes()
        with pytest.raises(OutputError, match="stays as it is"):
            save_statements(Statements((), CORPUS), file)
        assert file.read_bytes() == before
    with pytest.raises(InputError, match="cannot be read"):
        framing.load(tmp_path / "not there")
    with pytest.raises(OutputError, match="is a folder; name a file"):
        save_statements(Statements((), CORPUS), tmp_path)
