"""Silence and contrasts of a store: from its tables, and texts some at a time, the same as from texts in memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from framing.analysis import Analysis
from framing.cli import main
from framing.contrasts import Inference
from framing.contrasts import table as contrast_tables
from framing.errors import ComparisonError
from framing.events import mark_copies
from framing.extraction import extract
from framing.store import passing
from framing.store.executors import here
from framing.store.reader import Store, open_store
from framing.store.settings import Settings
from framing.store.subject import analysis
from framing.store.write import fill, remove
from framing.values import Article, Corpus
from tests.store.stored import without_table

MADE = Settings.of(model="fast")
TEXTS = (
    (
        "Ada Stone, the mayor, said the bridge was safe. “We checked it twice,” she told reporters. Rebels fled. Carla "
        "Roe called on the rebels to leave. A spokesman for Norland said that families would stay."
    ),
    (
        "A lawyer for Ms. Roe said that the port was closed. Residents feared the rebels. Ben Fisk denied the report, "
        "and the Kurds left. Ada Stone resigned. “The port is closed,” said Fisk."
    ),
    (
        "Dora Roe was praised by the Hart Foundation. Norland has rejected the report. People familiar with the plan "
        "said that Dora Roe would stay. A foundation spokesman said on Monday that families had left the port."
    ),
)


def articles(*numbers: int) -> list[Article]:
    return [
        Article(
            f"a{n:02d}",
            f"{TEXTS[n % 3]} The report has {n + 2} pages.",
            f"Stone, rebels: {n}",
            f"Paper {n % 2}",
            extra={"event": f"e{n // 4}"},
        )
        for n in numbers
    ]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose partitions are not in the order of the articles."""
    found = tmp_path_factory.mktemp("alone") / "s"
    for numbers in ((7, 2, 9, 4), (1, 11, 0, 6), (3, 8, 10, 5)):
        fill(found, articles(*numbers), MADE, executor=here, partition=2)
    analysis(open_store(found))  # works out what the articles say together, of their texts
    return found


@pytest.fixture(scope="module")
def held() -> Analysis:
    return Analysis(extract(mark_copies(Corpus(tuple(articles(*range(12))))), model="fast"))


@pytest.fixture
def texts_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The partitions whose texts are read."""
    found: list[int] = []
    whole = Store.partition

    def partition(
        self: Store, name: str, number: int, columns: Sequence[str] | None = None, *, checked: bool = True
    ) -> Any:
        if name == "articles" and (columns is None or "text" in columns):
            found.append(number)
        return whole(self, name, number, columns, checked=checked)

    monkeypatch.setattr(Store, "partition", partition)
    return found


SILENCES: list[dict[str, Any]] = [
    {},
    {"by": "speaker_id"},
    {"by": ["type", "speaker"]},
    {"within": "article_id"},
    {"within": ["outlet", "event"]},
    {"every_name": True},
    {"people": False},
]


@pytest.mark.parametrize("asked", SILENCES)
def test_silence_reads_no_text_but_of_the_lines_that_are_shown(
    place: Path, held: Analysis, texts_read: list[int], asked: dict[str, Any]
) -> None:
    mine, other = analysis(open_store(place)).silence(**asked), held.silence(**asked)
    assert not texts_read
    pd.testing.assert_frame_equal(pd.DataFrame(mine), pd.DataFrame(other))
    assert {False, True} == set(mine["heard"]) | set(mine["spoken_for"])
    for row in range(len(mine)):
        if mine.iloc[row]["mentions"]:
            lines = mine.evidence(mine.iloc[row])
            pd.testing.assert_frame_equal(lines, other.evidence(other.iloc[row]))
            for article, field, start, end, words in zip(
                *(lines[c].tolist() for c in ("article_id", "field", "start", "end", "words")), strict=True
            ):
                assert held.corpus[article].field_text(field)[start:end] == words
    assert texts_read


def test_what_silence_tells(place: Path) -> None:
    rows = pd.DataFrame(analysis(open_store(place)).silence()).set_index("speaker")
    assert list(rows.loc["rebels", ["entity", "heard", "spoken_for"]]) == ["group", False, False]
    assert rows.loc["Norland", "spoken_for"]
    assert rows.loc["Roe", "spoken_for"]
    assert not rows.loc["Dora Roe", "spoken_for"]
    assert rows.loc["Hart Foundation", "spoken_for"]
    assert list(rows.loc["civilians and residents", ["entity", "mentions", "forms"]]) == ["people", 8, "families"]


def silent(place: Path) -> pd.DataFrame:
    return pd.DataFrame(analysis(open_store(place)).silence())


def test_a_store_of_before_has_what_is_told_in_passing_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "s", articles(*range(3)), MADE, executor=here, partition=1)
    whole = silent(tmp_path / "s")
    without_table(tmp_path / "s", "in_passing")
    made: list[int] = []
    own = passing._made

    def counted(store: Store, number: int) -> Any:
        made.append(number)
        return own(store, number)

    monkeypatch.setattr(passing, "_made", counted)
    for _ in range(2):
        pd.testing.assert_frame_equal(silent(tmp_path / "s"), whole)
    assert made == [0, 1, 2]
    kept = tmp_path / "s" / "together" / "in_passing.parquet"
    kept.write_bytes(kept.read_bytes()[:-20])
    pd.testing.assert_frame_equal(silent(tmp_path / "s"), whole)
    assert made == [0, 1, 2] * 2


def test_what_is_kept_of_a_store_of_before_grows_and_shrinks_with_it(tmp_path: Path) -> None:
    fill(tmp_path / "s", articles(0, 1), MADE, executor=here, partition=2)
    without_table(tmp_path / "s", "in_passing")
    silent(tmp_path / "s")
    fill(tmp_path / "s", articles(0, 1, 2), MADE, executor=here, partition=2)
    fill(tmp_path / "t", articles(0, 1, 2), MADE, executor=here, partition=2)
    pd.testing.assert_frame_equal(silent(tmp_path / "s"), silent(tmp_path / "t"))
    remove(tmp_path / "s", ["a01"])  # the partition of before is written anew, and still without the table
    files = sorted((tmp_path / "s" / "in_passing").iterdir())
    assert all(pq.read_table(file).num_rows for file in files)
    fill(tmp_path / "u", articles(0, 2), MADE, executor=here, partition=2)
    pd.testing.assert_frame_equal(silent(tmp_path / "s"), silent(tmp_path / "u"))


CONTRASTS: list[tuple[tuple[str, str], dict[str, Any]]] = [
    (("Paper 0", "Paper 1"), {"by": "outlet"}),
    (("own", "paraphrase"), {"by": "voice"}),
    (("direct", "indirect"), {"by": "kind"}),
    (("Paper 0", "Paper 1"), {"by": "outlet", "voices": ["own", "quoted"], "ngrams": (2, 4), "min_statements": 2}),
    (("direct", "indirect"), {"by": "kind", "inference": Inference(strata="outlet", min_clusters=2)}),
]


@pytest.mark.parametrize(("groups", "asked"), CONTRASTS)
def test_contrasts_have_the_figures_and_lines_of_memory(
    place: Path, held: Analysis, texts_read: list[int], groups: tuple[str, str], asked: dict[str, Any]
) -> None:
    mine, other = analysis(open_store(place)).contrast(*groups, **asked), held.contrast(*groups, **asked)
    assert len(texts_read) == len(set(texts_read)) > 1  # a partition at a time, each once
    pd.testing.assert_frame_equal(pd.DataFrame(mine.table), pd.DataFrame(other.table))
    pd.testing.assert_frame_equal(mine.groups, other.groups)
    assert mine.notes == other.notes
    for term in mine.table["term"].iloc[[0, 7, -1]]:
        pd.testing.assert_frame_equal(mine.evidence(term), other.evidence(term))
        pd.testing.assert_frame_equal(mine.kwic(term, 1, width=20), other.kwic(term, 1, width=20))
        row = mine.table[mine.table["term"].eq(term)].iloc[0]
        pd.testing.assert_frame_equal(mine.table.evidence(row), other.table.evidence(row))


def test_a_filter_of_a_contrast_sees_the_words(place: Path, held: Analysis) -> None:
    def port(rows: pd.DataFrame) -> pd.Series:
        return rows["text"].str.contains("port")

    def others(rows: pd.DataFrame) -> pd.Series:
        return ~rows["text"].str.contains("port")

    mine, other = (a.contrast(port, others).table for a in (analysis(open_store(place)), held))
    pd.testing.assert_frame_equal(pd.DataFrame(mine), pd.DataFrame(other))


def test_of_very_many_terms_those_that_are_too_rare_to_test_are_left_out(
    held: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {"by": "voice", "inference": Inference(min_clusters=2)}
    whole = held.contrast("own", "paraphrase", **asked)
    monkeypatch.setattr(contrast_tables, "_MANY", 10)
    some = held.contrast("own", "paraphrase", **asked)
    assert "Terms in fewer than 2 articles are left out." in some.notes
    assert 0 < len(some.table) < len(whole.table)
    in_both = whole.table[whole.table["term"].isin(some.table["term"])].reset_index(drop=True)
    corrected = ["weight", "q"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(some.table).drop(columns=corrected), pd.DataFrame(in_both).drop(columns=corrected)
    )
    least = held.contrast("own", "paraphrase", min_articles=1, **asked)
    pd.testing.assert_frame_equal(pd.DataFrame(least.table), pd.DataFrame(whole.table))
    with pytest.raises(ComparisonError, match="no term"):
        held.contrast("own", "paraphrase", min_articles=40, **asked)


def test_commands_take_a_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["silence", str(place), "--silent"], standalone_mode=False)
    assert "rebels" in capsys.readouterr().out
    main(["silence", str(place), "--evidence", "rebels", "--format", "markdown"], standalone_mode=False)
    assert "Carla Roe called on the" in capsys.readouterr().out
    asked = ["--between", "own", "paraphrase", "--by", "voice", "--kwic", "1", "--form", "lemmas"]
    main(["contrast", str(place), *asked], standalone_mode=False)
    shown = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert shown["statement_id"].notna().any()
    assert shown["words"].str.lower().isin(shown["term"]).any()
