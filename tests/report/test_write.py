"""Writing: the same bytes twice, whole or not at all, never over what is not a report."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import matplotlib
import pytest

from framing import writing
from framing.attribute.model import FOLDER
from framing.errors import OutputError
from framing.report import write_report
from framing.statements import Statements, read_statements
from framing.values import Corpus

EMPTY = Statements((), Corpus(()))


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def written(seeds: Statements, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(seeds, tmp_path_factory.mktemp("out") / "raqqa")


def test_all_parts_are_there(written: Path) -> None:
    files = _files(written)
    assert {"report.md", "report.html", "statements.jsonl", "manifest.json"} <= set(files)
    charts = {Path(f).stem for f in files if f.endswith(".svg")}
    assert not any(f.endswith(".png") for f in files)
    assert charts >= {
        "shares",
        "words_by_actor",
        "labels",
        "where",
    }
    assert all(files.values())


def test_the_same_input_gives_the_same_bytes(written: Path, seeds: Statements, tmp_path: Path) -> None:
    with matplotlib.rc_context({"font.size": 20.0, "axes.facecolor": "red", "svg.hashsalt": None}):
        again = _files(write_report(seeds, tmp_path / "raqqa"))
    first = _files(written)
    runs = [json.loads(f.pop("run.json")) for f in (first, again)]
    assert first == again
    for run in runs:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", run.pop("written_at"))
    assert runs[0] == runs[1]
    assert {"jinja2", "pandas", "matplotlib", "onnxruntime"} <= set(runs[0]["libraries"])


def test_what_depends_on_the_processor_is_left_out(written: Path, seeds: Statements, tmp_path: Path) -> None:
    items = tuple(replace(s, confidence=(s.confidence or 0) + 0.0013) for s in seeds)
    other = _files(write_report(replace(seeds, items=items), tmp_path / "raqqa"))
    for files in (first := _files(written), other):
        del files["run.json"]
    assert first == other


def test_charts_are_png_as_well_where_that_is_wished(tmp_path: Path, seeds: Statements) -> None:
    files = _files(write_report(seeds, tmp_path / "raqqa", png=True))
    made = {suffix: {Path(f).stem for f in files if f.endswith(suffix)} for suffix in (".svg", ".png")}
    assert made[".svg"] == made[".png"] != set()
    assert json.loads(files["manifest.json"])["outputs"].keys() >= {"charts/where.png", "charts/where.svg"}


def test_the_manifest_tells_what_went_in_and_out(written: Path, seeds: Statements) -> None:
    manifest = json.loads((written / "manifest.json").read_text("utf-8"))
    hashes = {i["id"]: i["sha256"] for i in manifest["inputs"]}
    assert hashes == {a.id: sha256(a.text.encode()).hexdigest() for a in seeds.corpus}
    outputs = {name: sha256(data).hexdigest() for name, data in _files(written).items()}
    assert manifest["outputs"] == {k: v for k, v in outputs.items() if k not in ("manifest.json", "run.json")}
    assert "vader" in manifest["lexicons"]
    assert "group_labels" in manifest["lexicons"]
    assert manifest["settings"]["model"] == manifest["model"]["name"] == "full"
    described = json.loads((FOLDER / "full" / "model.json").read_text("utf-8"))
    assert manifest["model"]["sha256"] == described["sha256"]


def test_statements_come_back_as_they_were_with_the_half_their_confidence_lies_in(
    written: Path, seeds: Statements
) -> None:
    assert read_statements(written / "statements.jsonl", seeds.corpus).items == tuple(
        replace(s, confidence=None if s.confidence is None else 0.25 if s.confidence < 0.5 else 0.75) for s in seeds
    )


def test_offsets_in_the_tables_lead_back_to_the_text(written: Path, seeds: Statements) -> None:
    for name, text in (("introductions", "introduced_as"), ("lexicon_hits", "text"), ("tone_passages", "text")):
        rows = list(csv.DictReader(io.StringIO((written / "tables" / f"{name}.csv").read_text("utf-8"))))
        assert rows
        for row in rows:
            found = seeds.corpus[row["article_id"]].text[int(row["start"]) : int(row["end"])]
            assert " ".join(found.split()) == " ".join(row[text].split())


def test_a_former_report_is_replaced_as_a_whole(seeds: Statements, tmp_path: Path) -> None:
    out = tmp_path / "report"
    write_report(seeds, out)
    write_report(EMPTY, out)
    assert not list(out.glob("charts/*"))
    assert "No article was read" in (out / "report.md").read_text("utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_an_empty_folder_is_used_and_missing_parents_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for out in (tmp_path / "empty", tmp_path / "a" / "b"):
        assert (write_report(EMPTY, out) / "report.html").is_file()


def test_what_is_no_report_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter.txt").write_text("years of work")
    (folder / "manifest.json").write_text('{"generator": "something else"}')
    with pytest.raises(OutputError, match=r"not a report.*--out"):
        write_report(EMPTY, folder)
    assert (folder / "chapter.txt").read_text() == "years of work"


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/report", "/"])
def test_a_place_that_cannot_be_written_is_named_with_a_cure(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises(OutputError, match="--out") as caught:
        write_report(EMPTY, tmp_path / place)
    assert str(tmp_path / place) in str(caught.value)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_a_run_that_is_stopped_leaves_the_old_report(
    error: BaseException, seeds: Statements, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write_report(EMPTY, tmp_path / "report")
    before = _files(out)

    def stop(folder: Path, files: dict[str, bytes]) -> None:
        folder.mkdir()
        (folder / "report.md").write_bytes(files["report.md"])
        raise error

    monkeypatch.setattr(writing, "_fill", stop)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        write_report(seeds, out)
    assert _files(out) == before
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_the_old_report_comes_back_where_the_new_one_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write_report(EMPTY, tmp_path / "report")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(16, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="busy"):
        write_report(EMPTY, out)
    assert (out / "report.md").is_file()


def test_the_title_is_the_folders_name_or_the_one_given(tmp_path: Path) -> None:
    first = write_report(EMPTY, tmp_path / "raqqa_2017")
    assert (first / "report.md").read_text("utf-8").startswith("# Who speaks, and how: Raqqa 2017\n")
    second = write_report(EMPTY, first, title="Bridges & <rivers>")
    assert (second / "report.md").read_text("utf-8").startswith("# Bridges & \\<rivers\\>\n")
    assert "<h1>Bridges &amp; &lt;rivers&gt;</h1>" in (second / "report.html").read_text("utf-8")


def test_the_manifest_names_the_project_file(tmp_path: Path) -> None:
    project = tmp_path / "framing.toml"
    project.write_text('[sides]\n"East" = ["Oslo"]\n', "utf-8")
    out = write_report(EMPTY, tmp_path / "report", project=project)
    named = json.loads((out / "manifest.json").read_text("utf-8"))["project"]
    assert named == {"name": "framing.toml", "sha256": hashlib.sha256(project.read_bytes()).hexdigest()}
    assert json.loads((write_report(EMPTY, out) / "manifest.json").read_text("utf-8"))["project"] is None
