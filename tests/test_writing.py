"""Files appear whole or not at all, under names of their own, and leave nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from framing.errors import OutputError
from framing.writing import clear_leftovers, temporary_name, write_file


def test_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    write_file(out, lambda p: p.write_text("first"))

    def fails(path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        write_file(out, fails)
    assert out.read_text() == "first"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_two_writers_at_once_do_not_share_a_temporary_file(tmp_path: Path) -> None:
    out = tmp_path / "a.txt"
    both = threading.Barrier(2)

    def write(letter: str) -> None:
        def fill(path: Path) -> None:
            path.write_text(letter * 1000)
            both.wait()
            assert path.read_text() == letter * 1000

        write_file(out, fill)

    threads = [threading.Thread(target=write, args=(letter,)) for letter in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert out.read_text() in ("a" * 1000, "b" * 1000)
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_what_a_killed_run_left_is_cleared_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    out = tmp_path / "a.txt"
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    mine = temporary_name(out)
    left = mine.with_name(mine.name.replace(f"-{os.getpid()}-", f"-{int(ended.stdout)}-"))
    other = tmp_path / ".b.txt.host-1-00000000.part"
    for path in (mine, left, other):
        path.write_text("half")
    write_file(out, lambda p: p.write_text("whole"))
    assert not left.exists()
    assert mine.exists()
    assert other.exists()


def test_a_folder_that_was_left_is_cleared(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    mine = temporary_name(tmp_path / "report")
    left = mine.with_name(mine.name.replace(f"-{os.getpid()}-", f"-{int(ended.stdout)}-"))
    (left / "new").mkdir(parents=True)
    (left / "new" / "report.md").write_text("half")
    clear_leftovers(tmp_path / "report")
    assert list(tmp_path.iterdir()) == []


def test_rights_and_links_stay(tmp_path: Path) -> None:
    out, link = tmp_path / "a.txt", tmp_path / "link.txt"
    out.write_text("old")
    out.chmod(0o640)
    link.symlink_to(out)
    write_file(link, lambda p: p.write_text("new"))
    assert link.is_symlink()
    assert out.read_text() == "new"
    assert out.stat().st_mode & 0o777 == 0o640


def test_long_names(tmp_path: Path) -> None:
    out = tmp_path / ("x" * 250)
    write_file(out, lambda p: p.write_text("whole"))
    assert out.read_text() == "whole"


def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "a")
    with pytest.raises(OutputError, match="cannot be written"):
        write_file(tmp_path / "a" / "b", lambda p: p.write_text("x"))
