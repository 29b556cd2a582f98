from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.errors import ComparisonError
from framing.intervals import Bootstrap, ratio_interval, share_interval
from framing.measure.balance import balance, balance_intervals


def corpus(articles: int, seed: int = 0) -> pd.DataFrame:
    """Ada has half of the statements, in articles that are mostly hers or mostly not."""
    rng = np.random.default_rng(seed)
    rows = []
    for k in range(articles):
        hers = rng.beta(0.6, 0.6)
        for s in range(int(rng.integers(3, 12))):
            words = int(rng.integers(5, 30))
            kind = rng.choice(["direct", "indirect"])
            speaker = "Ada" if rng.random() < hers else "Ben"
            rows.append((f"a{k}", f"s{s}", s * 100, speaker, kind, words, words if kind == "direct" else 0, s / 12))
    columns = ["article_id", "statement_id", "start", "speaker", "kind", "words", "quoted_words", "position"]
    return pd.DataFrame(rows, columns=columns).assign(content="…", cue="said")


def test_intervals_stand_beside_the_balance() -> None:
    frame = corpus(30)
    table = balance_intervals(frame)
    plain = pd.DataFrame(balance(frame))
    pd.testing.assert_frame_equal(table[plain.columns], plain)
    for share in ("statement_share", "word_share", "direct_share", "quoted_word_share"):
        assert (table[f"{share}_low"] <= table[share]).all()
        assert (table[share] <= table[f"{share}_high"]).all()
    assert table["note"].tolist() == ["", ""]


def test_intervals_cover_where_articles_are_one_sided() -> None:
    held = 0
    for seed in range(40):
        table = balance_intervals(corpus(40, seed))
        low, high = (
            table.loc[table["speaker"].eq("Ada"), f"statement_share_{end}"].tolist() for end in ("low", "high")
        )
        held += low[0] <= 0.5 <= high[0]
    assert held >= 35


def test_few_articles_have_no_interval() -> None:
    table = balance_intervals(corpus(2))
    assert table["word_share_low"].isna().all()
    assert table["note"].tolist() == ["no interval: fewer than 3 articles hold it"] * 2
    assert balance_intervals(corpus(9).head(0)).empty


def test_no_interval_has_width_0() -> None:
    low, high = ratio_interval(np.full((12, 1), 2.0), np.full(12, 8.0), Bootstrap(200))
    assert np.isnan([low[0], high[0]]).all()  # articles that are all alike do not say how others would differ
    for part in (0.0, 2.0, 8.0):
        low, high = share_interval(np.full((12, 1), part), np.full(12, 8.0))
        assert low[0] <= part / 8 <= high[0]
        assert high[0] - low[0] > 0.1
    with pytest.raises(ComparisonError, match="level"):
        ratio_interval(np.ones((12, 1)), np.ones(12), Bootstrap(200, level=95))


def test_evidence() -> None:
    frame = corpus(5)
    found = balance(frame.iloc[::-1]).evidence("Ada")
    assert len(found) == frame["speaker"].eq("Ada").sum()
    assert found[["article_id", "start"]].to_numpy().tolist() == sorted(
        found[["article_id", "start"]].to_numpy().tolist()
    )
    assert "cue" in found.columns
    with pytest.raises(ComparisonError, match="'Dot'"):
        balance(frame).evidence("Dot")
