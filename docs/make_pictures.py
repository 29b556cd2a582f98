"""Make the example pictures of docs/pictures.md from the seeds: ``python docs/make_pictures.py``."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image

import framing
from framing import pictures
from framing.pictures import Picture

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures"
NAMES = {"000_097724a25e48f4d7": "first article", "002_915f7844f59490cb": "second article"}


def examples() -> dict[str, Callable[[], Picture]]:
    """Each picture of the two seeds, by the name of its file."""
    corpus = framing.read(ROOT / "seeds")
    found = framing.extract(corpus, project=framing.read_project(ROOT / "seeds" / "framing.toml"))
    statements, voices = found.frame(), framing.voices(found)
    named = statements.assign(article=statements["article_id"].map(NAMES))
    sides = framing.contrast(voices, ("Russia", "US-led coalition"), by="side")
    return {
        "diverging_bars": lambda: pictures.diverging_bars(sides, n=8),
        "term_scatter": lambda: pictures.term_scatter(sides, n=10),
        "word_shift": lambda: pictures.word_shift(sides, n=12),
        "terms_by_actor": lambda: pictures.terms_by_actor(voices, by="side", panels=4, n=6),
        "balance_shares": lambda: pictures.balance_shares(statements, by="side"),
        "balance_shares_within": lambda: pictures.balance_shares(named, by="side", within="article"),
        "heat_map": lambda: pictures.heat_map(named, across="article", rows=12),
        "rank_chart": lambda: pictures.rank_chart(named, by="side", across="article"),
        "diversity_profile": lambda: pictures.diversity_profile(named, within="article"),
    }


def small(data: bytes) -> bytes:
    """The picture with 64 colours, in which nothing is lost to the eye: a third of the size."""
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGB").quantize(64).save(out, format="png", optimize=True)
    return out.getvalue()


def main() -> None:
    """Write all pictures."""
    OUT.mkdir(exist_ok=True)
    for name, make in examples().items():
        (OUT / f"{name}.png").write_bytes(small(make().png()))


if __name__ == "__main__":
    main()
