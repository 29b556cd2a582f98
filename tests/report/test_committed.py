"""The committed report on the seeds is what the code writes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing.extraction import extract
from framing.read import read
from framing.report import report_files
from framing.resolve import read_project
from framing.statements import Statements, read_statements
from framing.values import Statement

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
COMMITTED = ROOT / "reports" / "raqqa"
TITLE = "Who speaks, and how: Raqqa"


@pytest.fixture(scope="module")
def committed() -> Statements:
    return read_statements(COMMITTED / "statements.jsonl", read(SEEDS))


def test_rendering_anew_gives_the_same_text_and_tables(committed: Statements) -> None:
    rendered = report_files(committed, title=TITLE, mentions=_mentions())
    names = ["report.md", *sorted(n for n in rendered if n.startswith("tables/"))]
    assert {n: rendered[n].decode() for n in names} == {n: (COMMITTED / n).read_bytes().decode() for n in names}
    assert sorted(f"tables/{p.name}" for p in (COMMITTED / "tables").iterdir()) == names[1:]
    charts = {n.removeprefix("charts/") for n in rendered if n.startswith("charts/")}
    assert charts == {p.name for p in (COMMITTED / "charts").iterdir()}


def _mentions() -> pd.DataFrame:
    """The mentions that the report was made with, which only the model finds."""
    return pd.read_csv(COMMITTED / "tables" / "mentions.csv", keep_default_na=False)


def test_extracting_anew_agrees_on_nearly_all_statements(committed: Statements) -> None:
    """Not on all: int8 arithmetic may differ between processors."""
    project = read_project(SEEDS / "framing.toml")
    anew = extract(committed.corpus, project=project)
    ours, theirs = {_key(s) for s in committed}, {_key(s) for s in anew}
    assert len(ours & theirs) >= 0.95 * len(ours | theirs)


def _key(statement: Statement) -> tuple[object, ...]:
    return (
        statement.article_id,
        statement.field,
        statement.content.spans,
        statement.source.spans if statement.source else None,
        statement.speaker.id if statement.speaker else None,
    )
