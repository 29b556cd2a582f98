"""``framing copies``, ``events`` and ``shared``."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
from click.testing import CliRunner, Result

from framing.cli import main
from tests.events.stories import BUDGET, FERRY, FERRY_AGAIN, paragraphs


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


def articles(folder: Path) -> Path:
    path = folder / "articles.csv"
    texts = {"wire": FERRY, "paper": paragraphs(FERRY, 0, 1, 2, 3), "other": BUDGET}
    pd.DataFrame({"id": list(texts), "text": list(texts.values()), "outlet": list("WPO")}).to_csv(path, index=False)
    return path


def test_copies(tmp_path: Path) -> None:
    found = run("copies", articles(tmp_path))
    assert "2 articles of 3 in 1 group of near-copies" in found.stderr
    table = pd.read_csv(io.StringIO(found.stdout))
    assert table["article_id"].tolist() == ["wire", "paper"]
    every = pd.read_csv(io.StringIO(run("copies", articles(tmp_path), "--all").stdout))
    assert every["copy_group"].tolist() == ["wire", "wire", "other"]
    changes = pd.read_csv(io.StringIO(run("copies", articles(tmp_path), "--changes", "paper").stdout))
    assert changes["part"].tolist() == ["shared", "cut"]


def test_copies_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BUDGET, "utf-8")
    found = run("copies", tmp_path)
    assert "no near-copies among 1 article" in found.stderr
    assert found.stdout.startswith("article_id,copy_group,")


def test_events(tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    found = run("events", articles(tmp_path), "--out", out)
    assert "3 articles, 2 events, 1 of them in several outlets" in found.stderr
    assert out.read_text("utf-8") == "article_id,event\nwire,E1\npaper,E1\nother,E2\n"
    listed = pd.read_csv(io.StringIO(run("events", articles(tmp_path), "--list", "--no-dates").stdout))
    assert listed["outlets"].tolist() == ["W; P", "O"]


def test_shared(tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    texts = {"wire": FERRY, "paper": FERRY_AGAIN}
    pd.DataFrame({"id": list(texts), "text": list(texts.values()), "outlet": ["W", "P"]}).to_csv(path, index=False)
    given = ("shared", path, "--model", "fast")
    found = run(*given, "--level", "near-verbatim")
    assert "in several articles" in found.stderr
    table = pd.read_csv(io.StringIO(found.stdout))
    assert set(table["article_id"]) == {"wire", "paper"}
    events = tmp_path / "events.csv"
    run("events", path, "--out", events)
    listed = pd.read_csv(io.StringIO(run(*given, "--events", events, "--list").stdout))
    assert {"shared_id", "outlets", "lacking", "cues"} <= set(listed.columns)
    alone = pd.read_csv(io.StringIO(run(*given, "--list", "--level", "alone").stdout))
    assert alone["lacking"].tolist() == [{"W": "P", "P": "W"}[outlet] for outlet in alone["outlets"]]
    assert run(*given, "--figures").stdout.startswith("figure_id,event,article_id")


def test_shared_says_what_is_wrong(tmp_path: Path) -> None:
    found = CliRunner().invoke(main, ["shared", str(articles(tmp_path)), "--list", "--figures"])
    assert found.exit_code == 2
    assert "--list and --figures are two tables" in found.stderr
    found = CliRunner().invoke(main, ["shared", str(articles(tmp_path)), "--event", "a", "--events", "b.csv"])
    assert "both say what the events are" in found.stderr
    found = CliRunner().invoke(main, ["shared", str(articles(tmp_path)), "--events", str(tmp_path / "no.csv")])
    assert found.exit_code == 2
    assert "name a file that `framing events` wrote" in found.stderr
