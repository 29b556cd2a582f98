"""Checked samples: drawn with known probabilities, read back, and the estimates that they correct."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.checking import Checked, allocation, checked_of, checking_sheet, read_checked
from framing.differences import difference
from framing.errors import ComparisonError, InputError
from framing.intervals import share_interval
from framing.lexicon.sheets import write_sheet
from framing.measure import balance_intervals, indexing
from framing.statements import Statements
from framing.values import Article, Corpus, Kind, Passage, Speaker, SpeakerType, Statement

NAMES = ("Ada Stone", "Ben Fisk", "Cara Moss")


def statements(articles: int = 24) -> Statements:
    """Articles in which three ministers speak, each in a sentence of its own, between the outlet's own sentences."""
    made, found = [], []
    rng = np.random.default_rng(0)
    for k in range(articles):
        text = "The river rose by two metres. "
        for i in range(4):
            who = NAMES[int(rng.integers(3))]
            said = f"the dam at post {k * 10 + i} would hold"
            start = len(text) + len(f"Minister {who} said that ")
            text += f"Minister {who} said that {said}. The town has been quiet for {i + 2} days. "
            speaker = Speaker(id=who, name=who, type=SpeakerType.PERSON, named=True, official=True)
            source = start - len(f"{who} said that ")
            found.append(
                Statement(
                    id=f"s{k}-{i}", article_id=f"a{k}", field="text", block="paragraph", kind=Kind.INDIRECT,
                    content=Passage(said, ((start, start + len(said)),)),
                    source=Passage(who, ((source, source + len(who)),)),
                    cue=Passage("said", ((source + len(who) + 1, source + len(who) + 5),)),
                    speaker=speaker, confidence=float(rng.choice([0.5, 0.8, 0.95])),
                )
            )  # fmt: skip
        made.append(Article(f"a{k}", text, outlet="XY"[k % 2]))
    return Statements(tuple(found), Corpus(tuple(made)))


def answered(said: Statements, *, n: int = 120) -> pd.DataFrame:
    return checking_sheet(said, n=n).assign(correct="1")


def test_every_stratum_is_drawn_with_a_known_probability() -> None:
    said = statements()
    sheet = checking_sheet(said, n=60)
    assert len(sheet) == 60
    assert set(sheet["what"]) == {"statement", "own sentence"}
    strata = sheet.groupby("stratum").agg(n=("item", "size"), size=("stratum_size", "first"), p=("inclusion", "first"))
    assert len(strata) == 8
    np.testing.assert_allclose(strata["p"], strata["n"] / strata["size"])
    assert strata["size"].sum() == 96 + 24 * 5
    one = sheet[sheet["what"].eq("statement")].iloc[0]
    assert "»the dam at post" in one["text"]
    assert one["speaker"] in NAMES
    assert sheet["correct"].isna().all()
    pd.testing.assert_frame_equal(sheet, checking_sheet(said, n=60))
    assert allocation(pd.Series({"a | low": 3, "b | own voice": 500}), 40).tolist() == [3, 37]


def test_a_sheet_that_finds_no_mistake_changes_nothing() -> None:
    said = statements()
    table = balance_intervals(said, checked=checked_of(answered(said), said))
    for share in ("statement_share", "word_share", "direct_share"):
        np.testing.assert_allclose(table[f"{share}_corrected"], table[share], atol=1e-9)
        np.testing.assert_allclose(table[f"{share}_corrected_low"], table[f"{share}_low"], atol=1e-9)


def test_a_sheet_of_everything_gives_what_is_true() -> None:
    said = statements()
    sheet = answered(said, n=1000).astype({"words": "object"})
    assert len(sheet) == 216
    ada = sheet["speaker"].eq("Ada Stone")
    wrong = sheet.index[ada][:10]
    sheet.loc[wrong, "speaker"] = "Ben Fisk"
    none = sheet.index[sheet["speaker"].eq("Cara Moss")][:5]
    sheet.loc[none, "correct"] = "0"
    missed = sheet.index[sheet["what"].eq("own sentence")][:3]
    for column, value in {"correct": "0", "speaker": "Ada Stone", "kind": "direct", "words": "7"}.items():
        sheet.loc[missed, column] = value
    table = balance_intervals(said, checked=checked_of(sheet, said)).set_index("speaker")
    counted = table["statements"]
    true = {
        "Ada Stone": counted["Ada Stone"] - 10 + 3, "Ben Fisk": counted["Ben Fisk"] + 10,
        "Cara Moss": counted["Cara Moss"] - 5,
    }  # fmt: skip
    for name, n in true.items():
        assert table["statement_share_corrected"][name] == pytest.approx(n / 94)
    assert table["direct_share_corrected"]["Ada Stone"] == pytest.approx(3 / true["Ada Stone"])
    found = difference(said, "statement_share", of={"speaker": "Ada Stone"}, checked=checked_of(sheet, said)).iloc[0]
    assert found["base_a"] + found["base_b"] == pytest.approx(94)
    assert indexing(said, checked=checked_of(sheet, said))["official_share_corrected"].iloc[0] == pytest.approx(1.0)


def test_corrected_intervals_hold_the_truth_where_counted_ones_do_not() -> None:
    """An extractor that misses 40% of one side's statements; 150 of about 1,000 items are checked."""
    held = {"counted": 0, "corrected": 0}
    for seed in range(60):
        rng = np.random.default_rng(seed)
        rows = []
        for k in range(50):
            share = rng.beta(1.2, 2.8)
            for _ in range(1 + rng.poisson(7)):
                mine = bool(rng.random() < share)
                rows.append((f"a{k}", not mine or rng.random() < 0.6, mine, True))
            rows += [(f"a{k}", False, False, False)] * int(rng.poisson(12))
        table = pd.DataFrame(rows, columns=["article_id", "found", "mine", "is_one"])
        table["stratum"] = np.where(table["found"], "confidence high", "own voice")
        table["statement_id"] = np.where(table["found"], [f"s{i}" for i in range(len(table))], "")
        sizes = table.groupby("stratum").size()
        taken = allocation(sizes, 150)
        drawn = np.concatenate(
            [rng.choice(np.flatnonzero(table["stratum"].eq(h)), taken[h], replace=False) for h in sizes.index]
        )
        true = table.iloc[drawn].assign(_item=np.arange(len(drawn)))
        checked = Checked(table, drawn, true[true["is_one"]])

        def parts(r: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
            return r["mine"].to_numpy(np.float64)[:, None], np.ones((len(r), 1))

        found = table[table["found"]]
        _, part, whole = checked.corrected(found, checked.true, parts)
        low, high = share_interval(part, whole)
        held["corrected"] += bool(low[0] <= 0.3 <= high[0])
        sums = pd.DataFrame({"y": found["mine"], "x": 1}).groupby(found["article_id"]).sum()
        low, high = share_interval(sums[["y"]].to_numpy(np.float64), sums["x"].to_numpy(np.float64))
        held["counted"] += bool(low[0] <= 0.3 <= high[0])
    assert held["corrected"] >= 53
    assert held["counted"] <= 30


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_sheet_survives_its_file(tmp_path: Path, ending: str) -> None:
    said = statements()
    sheet = answered(said)
    sheet.loc[sheet["speaker"].eq("Ada Stone"), "speaker"] = "Ben Fisk"
    write_sheet(sheet, tmp_path / f"checks{ending}")
    read = read_checked(tmp_path / f"checks{ending}", said)
    pd.testing.assert_frame_equal(
        balance_intervals(said, checked=read), balance_intervals(said, checked=checked_of(sheet, said))
    )


def test_mistakes_are_told(tmp_path: Path) -> None:
    said = statements()
    sheet = answered(said)
    with pytest.raises(InputError, match="1 or 0, not 'maybe'"):
        checked_of(sheet.assign(correct="maybe"), said)
    with pytest.raises(InputError, match="no item has an answer"):
        checked_of(sheet.assign(correct=None), said)
    with pytest.raises(InputError, match="fewer than two items of"):
        checked_of(sheet[sheet["what"].eq("statement")], said)
    with pytest.raises(InputError, match="extracted anew"):
        checked_of(sheet.assign(start="1"), said)
    with pytest.raises(InputError, match="no kind 'directly'"):
        checked_of(sheet.assign(kind=sheet["kind"].replace("indirect", "directly")), said)
    with pytest.raises(InputError, match="Draw 16 or more"):
        checking_sheet(said, n=9)
    sheet.drop(columns="stratum").to_csv(tmp_path / "x.csv", index=False)
    with pytest.raises(InputError, match="no column 'stratum'"):
        read_checked(tmp_path / "x.csv", said)
    with pytest.raises(ComparisonError, match="cannot correct it"):
        difference(said, "own_share", checked=checked_of(sheet, said))
