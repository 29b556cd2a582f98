from __future__ import annotations

import math
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from framing.errors import InputError, LexiconError, OutputError
from framing.lexicon import Category, Entry, Lexicon, hits, read_lexicon
from framing.lexicon.around import SENTIMENTR_WINDOW
from framing.lexicon.check import check, cronbach_alpha
from framing.lexicon.scoring import AS_COUNTED, SENTIMENTR, Shifting, polarity
from framing.lexicon.sheets import draw_sample, read_sheet, write_sheet
from framing.lexicon.validation import Level, krippendorff_alpha, validate
from framing.measure.voices import voices
from framing.statements import Statements
from framing.values import Article, Corpus
from tests.lexicon.cases import corpus, one, seed

_: None = None
# Krippendorff (2011), examples A to C; and the example of three coders with many gaps that encyclopedias print.
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
LETTERS = [list("aabbdcccedda"), list("babbbccceddd")]
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
THREE = [
    [_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
    [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
    [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4],
]
PUBLISHED = [
    ("two observers, binary", BINARY, Level.NOMINAL, 0.095),
    ("two observers, five values", LETTERS, Level.NOMINAL, 0.692),
    ("four observers, nominal", FOUR, Level.NOMINAL, 0.743),
    ("four observers, ordinal", FOUR, Level.ORDINAL, 0.815),
    ("four observers, interval", FOUR, Level.INTERVAL, 0.849),
    ("three coders, nominal", THREE, Level.NOMINAL, 0.691),
    ("three coders, interval", THREE, Level.INTERVAL, 0.811),
]


@pytest.mark.parametrize(("ratings", "level", "alpha"), [p[1:] for p in PUBLISHED], ids=[p[0] for p in PUBLISHED])
def test_alpha_is_as_published(ratings: list[list[object]], level: Level, alpha: float) -> None:
    assert krippendorff_alpha(ratings, level) == pytest.approx(alpha, abs=6e-4)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=20))
def test_alpha_knows_no_order_of_coders_or_units(units: list[tuple[int, int]]) -> None:
    a, b = [list(x) for x in zip(*units, strict=True)]
    for level in Level:
        one_way, other = krippendorff_alpha([a, b], level), krippendorff_alpha([b[::-1], a[::-1]], level)
        assert one_way == pytest.approx(other, nan_ok=True)
        assert math.isnan(one_way) or one_way <= 1
        if a == b:
            assert math.isnan(one_way) or one_way == 1


def test_alpha_and_bad_codes() -> None:
    assert math.isnan(krippendorff_alpha([[1, 1], [1, 1]]))
    assert math.isnan(krippendorff_alpha([[1, None], [None, 2]]))
    with pytest.raises(InputError, match="'high' is not a number"):
        krippendorff_alpha([[1, "high"], [1, 2]], Level.ORDINAL)
    with pytest.raises(InputError, match="different numbers of units"):
        krippendorff_alpha([[1], [1, 2]])


def test_cronbachs_alpha() -> None:
    """Checked by hand: variances 1 and 1, of the sum 3.5 … so 2 × (1 − 2 / 3.5)."""
    items = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 3.0]])
    total = items.sum(axis=1).var(ddof=1)
    assert cronbach_alpha(items) == pytest.approx(2 * (1 - 2 / total))
    assert cronbach_alpha(np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])) == pytest.approx(1.0)
    assert math.isnan(cronbach_alpha(np.ones((3, 2))))
    assert math.isnan(cronbach_alpha(np.ones((3, 1))))


SENTIMENT = Lexicon(
    "made",
    (Entry("good", "positive"), Entry("bad*", "negative"), Entry("great", "positive", 2.0)),
    (Category("positive"), Category("negative")),
)
POLARITY: list[tuple[str, Shifting, float, float]] = [
    ("It is good and bad.", AS_COUNTED, 1.0, 1.0),
    ("It is great.", AS_COUNTED, 2.0, 0.0),
    ("It is not good.", AS_COUNTED, 1.0, 0.0),
    ("It is not good.", SENTIMENTR, 0.0, 1.0),
    ("It is very good.", SENTIMENTR, 1.8, 0.0),
    ("It is slightly bad.", SENTIMENTR, 0.0, 0.2),
    ("It is not very good.", SENTIMENTR, 0.0, 0.2),
    ("It is late but good.", SENTIMENTR, 1.25, 0.0),
    ("It is good but late.", SENTIMENTR, 0.75, 0.0),
    ("It is not not good.", SENTIMENTR, 1.0, 0.0),
]


@pytest.mark.parametrize(("text", "shifting", "plus", "minus"), POLARITY)
def test_polarity(text: str, shifting: Shifting, plus: float, minus: float) -> None:
    made = corpus(one(text))
    table = voices(Statements((), made))
    found = hits(table, [SENTIMENT], corpus=made, window=SENTIMENTR_WINDOW)
    row = polarity(found, table, SENTIMENT, corpus=made, by=("article_id",), shifting=shifting).iloc[0]
    words = len(text.split())
    assert (row["positive"], row["negative"]) == (pytest.approx(plus), pytest.approx(minus))
    assert row["per_word"] == pytest.approx((plus - minus) / words)
    assert row["per_hit"] == pytest.approx((plus - minus) / (plus + minus))
    assert row["log_ratio"] == pytest.approx(math.log((plus + 0.5) / (minus + 0.5)))


def test_polarity_without_hits_and_without_sides() -> None:
    made = corpus(one("Rain fell."))
    table = voices(Statements((), made))
    row = polarity(hits(table, [SENTIMENT], corpus=made), table, SENTIMENT, corpus=made, by=()).iloc[0]
    assert (row["hits"], row["per_word"], row["log_ratio"]) == (0, 0, 0)
    assert math.isnan(row["per_hit"])
    with pytest.raises(LexiconError, match="no categories positive, negative and no weights"):
        polarity(hits(table, [], corpus=made), table, read_lexicon("hedges"), corpus=made)


def test_a_lexicon_is_checked_on_a_corpus() -> None:
    lexicon = Lexicon(
        "made",
        (Entry("defense", "a"), Entry("war*", "a"), Entry("warned", "b"), Entry("never seen", "b")),
        (Category("a"), Category("b"), Category("c")),
    )
    texts = ["The Defense Ministry warned of war.", "The Defense Ministry said no.", "They warned. They warned of war."]
    made = Corpus(tuple(Article(str(i), t) for i, t in enumerate(texts)))
    found = check(voices(Statements((), made)), lexicon, corpus=made)
    assert found.never_hit == (("b", "never seen"),)
    assert found.in_names[["entry", "hits", "inside"]].to_numpy().tolist() == [["defense", 2, 2]]
    assert found.top[["entry", "hits"]].to_numpy().tolist() == [["war*", 5], ["warned", 3]]
    assert found.top["cumulative"].iloc[-1] == pytest.approx(1.0)
    assert found.overlaps.to_numpy().tolist() == [["a", "b", 3, "warned"]]
    coverage = found.coverage.set_index("category")
    assert (coverage["hits"]["b"], coverage["entries"]["b"]) == (3, 1)
    assert coverage["article_share"].tolist() == pytest.approx([2 / 3, 2 / 3, 0])
    assert coverage["sentence_share"].tolist() == pytest.approx([3 / 4, 3 / 4, 0])
    assert found.voices.set_index("category")["own"].tolist() == pytest.approx([1, 1, math.nan], nan_ok=True)
    assert set(found.samples["words"]) <= {"war", "warned"}
    assert len(found.samples) == 6


def sample_corpus() -> Corpus:
    rng = np.random.default_rng(5)
    articles = []
    for i in range(12):
        sentences = [f"The {'war' if rng.random() < 0.2 else 'rain'} went on in town {j}." for j in range(10)]
        articles.append(Article(f"a{i}", " ".join(sentences), outlet=["X", "Y"][i % 2]))
    return Corpus(tuple(articles))


WAR = Lexicon("made", (Entry("war", "c"),), (Category("c", "Fighting is the topic."),))


def test_samples_are_stratified_blind_and_repeatable() -> None:
    made = sample_corpus()
    table = voices(Statements((), made))
    sample = draw_sample(table, WAR, "c", corpus=made, n=40)
    assert len(sample.sheet) == len(sample.key) == 40
    assert not {"score", "stratum", "weight", "outlet"} & set(sample.sheet.columns)
    assert sample.key["weight"].sum() == pytest.approx(120)
    counts = sample.key.groupby("stratum").size()
    assert counts.to_dict() == dict.fromkeys(("X | no hit", "X | one hit", "Y | no hit", "Y | one hit"), 10)
    for text, key in zip(sample.sheet["text"], sample.key.to_dict("records"), strict=True):
        marked = text.split("»")[1].split("«")[0]
        assert ("war" in marked) == (key["score"] > 0)
        assert made[key["article_id"]].text[key["start"] : key["end"]] == marked
    pd.testing.assert_frame_equal(sample.sheet, draw_sample(table, WAR, "c", corpus=made, n=40).sheet)
    assert len(draw_sample(table, WAR, "c", corpus=made, n=500).sheet) == 120


def coded(tmp_path: Path, ending: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A sheet that two coders filled in: the first sees war where it is, the second misses each fifth."""
    made = sample_corpus()
    sample = draw_sample(voices(Statements((), made)), WAR, "c", corpus=made, n=60)
    truth = (sample.key["score"] > 0).astype(int)
    sheet = sample.sheet.assign(
        coder_1=truth.astype("str"), coder_2=truth.where(sample.key["item"] % 5 > 0, 0).astype("str")
    )
    sheet.loc[0, "coder_2"] = None
    write_sheet(sheet, tmp_path / f"sheet{ending}")
    return read_sheet(tmp_path / f"sheet{ending}"), sample.key


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_coded_sheets_come_back(tmp_path: Path, ending: str) -> None:
    sheet, key = coded(tmp_path, ending)
    found = validate(sheet, key, lexicon="made", category="c", coders=("coder_1", "coder_2"), resamples=100)
    assert (found.items, found.coders, found.articles) == (60, 2, key["article_id"].nunique())
    assert found.precision.value == found.recall.value == found.f1.value == 1.0
    assert found.correlation.value == pytest.approx(1.0)
    assert 0.5 < found.alpha.value < 1
    assert found.alpha.low <= found.alpha.value <= found.alpha.high
    assert found.note().startswith("made, c: held against 60 sentences from 12 articles coded by 2 coders")
    assert found.to_dict()["precision"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    if ending == ".xlsx":
        assert sheet["text"].str.contains("war").any()


def test_recall_is_weighted_back_to_the_corpus() -> None:
    """One of ten sampled no-hit sentences is positive; each stands for nine, so recall is 5 / (5 + 9)."""
    key = pd.DataFrame({"item": range(1, 16), "article_id": [f"a{i}" for i in range(15)],
                        "score": [1] * 5 + [0] * 10, "weight": [1.0] * 5 + [9.0] * 10})  # fmt: skip
    sheet = pd.DataFrame({"item": key["item"].astype("str"), "x": ["1"] * 6 + ["0"] * 9})
    found = validate(sheet, key, lexicon="l", category="c", coders=("x",), resamples=20)
    assert found.precision.value == 1.0
    assert found.recall.value == pytest.approx(5 / 14)
    assert "one coder; precision" in found.note()


BAD_SHEETS = [
    ({"item": ["1"], "y": ["1"]}, "no column 'x'; it has item, y"),
    ({"item": ["7"], "x": ["1"]}, "item '7' of the coding sheet is not in its key"),
    ({"item": ["1", "1"], "x": ["1", "0"]}, "item 1 stands in the coding sheet twice"),
    ({"item": ["1"], "x": ["yes"]}, "'yes' of x, item 1, is not a number"),
    ({"item": ["1"], "x": [None]}, "nothing is coded yet"),
]


@pytest.mark.parametrize(("columns", "message"), BAD_SHEETS)
def test_bad_sheets_say_what_is_wrong(columns: dict[str, list[str | None]], message: str) -> None:
    key = pd.DataFrame({"item": [1], "article_id": ["a"], "score": [1], "weight": [1.0]})
    with pytest.raises(InputError, match=message):
        validate(pd.DataFrame(columns, dtype="str"), key, lexicon="l", category="c", coders=("x",))


def test_sheets_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"not a workbook")
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00")
    for name, message in (
        ("a.xlsx", "damaged"),
        ("a.csv", "damaged"),
        ("b.csv", "cannot be read"),
        ("a.ods", "read from"),
    ):
        with pytest.raises(InputError, match=message):
            read_sheet(tmp_path / name)
    with pytest.raises(OutputError, match="written as"):
        write_sheet(pd.DataFrame(), tmp_path / "a.ods")
    with pytest.raises(OutputError, match="cannot be written"):
        write_sheet(pd.DataFrame({"a": [1]}), tmp_path / "gone" / "a.csv")


def test_workbooks_of_spreadsheet_programs_are_read(tmp_path: Path) -> None:
    """Numbers as numbers, yes and no, cells that are left out, columns without a name."""
    book = Workbook()
    for row in (["item", "coder", None], [1, 1.0, "x"], [2, None, None], [3, True, None], [4, 0.5, None]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    table = read_sheet(tmp_path / "a.xlsx")
    assert list(table.columns) == ["item", "coder"]
    assert table["item"].tolist() == ["1", "2", "3", "4"]
    assert [None if pd.isna(v) else v for v in table["coder"]] == ["1", None, "1", "0.5"]


def test_nothing_in_a_sheet_is_a_formula(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "plain \x07 text", "»=1+1« behind"]
    sheet = pd.DataFrame({"item": [*range(1, 7)], "text": texts, "coder_1": pd.Series([None] * 6, dtype="str")})
    for ending in (".csv", ".xlsx"):
        write_sheet(sheet, tmp_path / f"a{ending}")
    cells = [row[1] for row in load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert read_sheet(tmp_path / "a.xlsx")["text"].tolist() == [*texts[:4], "plain  text", "=1+1 behind"]
    assert read_sheet(tmp_path / "a.csv")["text"].tolist() == texts
    shown = pd.read_csv(tmp_path / "a.csv")["text"].tolist()
    assert [t[0] for t in shown] == ["'", "'", "'", "'", "p", "»"]


def test_a_workbook_with_a_dtd_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as file:
        file.writestr("xl/worksheets/sheet1.xml", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>')
    with pytest.raises(InputError, match="a workbook with a DTD is not read"):
        read_sheet(tmp_path / "a.xlsx")


def test_sheets_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    made = corpus(seed("000"))
    sample = draw_sample(voices(Statements((), made)), read_lexicon("conflict"), "violence", corpus=made, n=10, by=())
    for name in ("a.xlsx", "b.xlsx"):
        write_sheet(sample.sheet, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with pytest.raises(LexiconError, match="Did you mean 'violence'"):
        draw_sample(voices(Statements((), made)), read_lexicon("conflict"), "violense", corpus=made)
