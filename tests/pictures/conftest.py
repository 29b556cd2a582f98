"""Invented statements: a small table, and a large one with long names, other scripts and characters of TeX."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.contrasts import Contrast, contrast

LONG = "the Deputy Assistant Undersecretary for Bridges and Ferries of the Ministry of Rivers and Lakes"
NAMES = (
    LONG,
    "Владимир Петров",
    "غرفة التجارة",
    "A$AP & $ons_{x}^2 \\ Ltd",
    "北京市政府",
    "Ngũgĩ wa Thiong'o",
    "x" * 90,
)
SIDES = ("government", "opposition", "business", "press")
OWN = {
    "government": ["order", "border", "police", "budget", "law"],
    "opposition": ["workers", "rent", "justice", "schools", "rights"],
    "business": ["market", "prices", "trade", "costs", "exports"],
    "press": ["reporters", "editors", "sources", "readers", "papers"],
}
COMMON = ["bridge", "river", "ferry", "town", "water", "road", "winter", "money", "people", "plan", "talks", "week"]
FUNCTION = ["the", "of", "and", "a", "to", "in", "that", "is", "for", "on", "with", "as"]


def made(*, articles: int, speakers: int, each: int, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A statements table and a voices table of the same statements."""
    rng = np.random.default_rng(seed)
    names = [NAMES[k] if k < len(NAMES) else f"Speaker {k}" for k in range(speakers)]
    weights = 1 / np.arange(1, speakers + 1) ** 0.7
    statements, voices = [], []
    for a in range(articles):
        for s in range(each):
            k = int(rng.choice(speakers, p=weights / weights.sum()))
            side = SIDES[k % 4]
            n = int(rng.integers(6, 25))
            words = [str(rng.choice(OWN[side] if u < 0.2 else FUNCTION if u < 0.5 else COMMON)) for u in rng.random(n)]
            who = {"speaker": names[k], "side": side} if rng.random() > 0.05 else {"speaker": None, "side": None}
            same = {
                "article_id": f"article {a:03d}", "statement_id": f"{a}-{s}", "outlet": f"Outlet {a % 3}", "words": n,
                "date": f"2024-{1 + a % 12:02d}-01", "month": f"2024-{1 + a % 12:02d}", "type": "person", **who,
            }  # fmt: skip
            kind = str(rng.choice(["direct", "mixed", "indirect"]))
            statements.append({**same, "kind": kind, "quoted_words": n * (kind == "direct"), "position": s / each})
            place = {"field": "text", "block": "paragraph", "sentence": s, "start": 300 * s, "end": 300 * s + 200}
            voices.append({**same, **place, "voice": "quoted", "text": " ".join(words)})
    return pd.DataFrame(statements), pd.DataFrame(voices)


@pytest.fixture(scope="session")
def large() -> tuple[pd.DataFrame, pd.DataFrame]:
    return made(articles=30, speakers=60, each=8)


@pytest.fixture(scope="session")
def small() -> tuple[pd.DataFrame, pd.DataFrame]:
    return made(articles=2, speakers=9, each=12)


@pytest.fixture(scope="session")
def tested(large: tuple[pd.DataFrame, pd.DataFrame]) -> Contrast:
    """A contrast with intervals."""
    return contrast(large[1], ("government", "opposition"), by="side")


@pytest.fixture(scope="session")
def described(small: tuple[pd.DataFrame, pd.DataFrame]) -> Contrast:
    """A contrast of too few articles for intervals."""
    return contrast(small[1], ("government", "opposition"), by="side")
