"""Nothing that a command reads is written over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from framing.cli import main
from tests.read.samples import ENGLISH, write


def refused(*arguments: object) -> str:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == 2, result.output
    return result.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "in", {"a.txt": ENGLISH, "framing.toml": "", "metadata.csv": "file,outlet\na.txt,Post\n"})


@pytest.mark.parametrize("named", ["a.txt", "framing.toml", "metadata.csv"])
@pytest.mark.parametrize("given", ["", "a.txt", "*.txt"])
def test_an_input_is_not_written_over(folder: Path, named: str, given: str) -> None:
    if named == "metadata.csv" and given:
        pytest.skip("it is read through the folder")
    before = (folder / named).read_text()
    assert "which stays as it is" in refused("extract", folder / given, "--out", folder / named)
    assert (folder / named).read_text() == before


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_nor_by_another_name(folder: Path, tmp_path: Path, link: object) -> None:
    out = tmp_path / "out.jsonl"
    assert callable(link)
    link(folder / "a.txt", out)
    for given in (folder, folder / "a.txt"):
        assert "which stays as it is" in refused("extract", given, "--out", out)
    assert out.read_text() == ENGLISH


def test_an_input_that_is_a_link_to_the_output(tmp_path: Path) -> None:
    write(tmp_path, {"real/a.txt": ENGLISH})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "real" / "a.txt")
    assert "which stays as it is" in refused("extract", tmp_path / "in", "--out", tmp_path / "real" / "a.txt")


def test_other_files_that_are_read(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, {"s.jsonl": "", "w.csv": "term,category\nfire,heat\n", "gold.jsonl": ""})
    for arguments in (
        ("balance", folder, "--statements", tmp_path / "s.jsonl", "--out", tmp_path / "s.jsonl"),
        ("balance", folder, "--actors", tmp_path / "w.csv", "--out", tmp_path / "w.csv"),
        ("lexicon", "score", folder, "--lexicon", tmp_path / "w.csv", "--out", tmp_path / "w.csv"),
        ("lexicon", "check", tmp_path / "w.csv", folder, "--out", tmp_path / "w.csv"),
        ("lexicon", "convert", tmp_path / "w.csv", tmp_path / "w.csv"),
    ):
        assert "which stays as it is" in refused(*arguments)


def test_a_report_does_not_replace_the_folder_of_its_input(folder: Path, tmp_path: Path) -> None:
    assert "which stays as it is" in refused("report", folder, "--out", folder)
    assert "which stays as it is" in refused("report", folder, "--out", tmp_path)
    assert (folder / "a.txt").read_text() == ENGLISH


def test_the_title_of_a_report_is_no_input(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "other").write_text("")
    assert "not a report" in refused("report", folder, "--title", "x", "--out", "x")


def test_a_new_file_beside_the_input_and_a_device_may_be_written(folder: Path) -> None:
    lexicon = folder / "w.csv"
    lexicon.write_text("term,category\nfire,heat\n")
    for out in (folder / "w.yml", "/dev/null"):
        result = CliRunner().invoke(main, ["lexicon", "convert", str(lexicon), str(out)])
        assert ("are written as" in result.output) == (out == "/dev/null")
        assert "stays as it is" not in result.output
