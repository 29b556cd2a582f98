"""Write the two invented corpora of this folder, slanted.jsonl and even.jsonl: ``python examples/harbour/make.py``.

What happened and what could be quoted is in ``harbour.yml``; how each outlet tells it is below, and in words in
``README.md``. Nothing is drawn by chance, so the files are the same every time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Told:
    """How a speaker is given: in quotation marks or not, and with which verb."""

    who: str
    quoted: bool
    verb: str = "said"


@dataclass(frozen=True)
class Style:
    """How an outlet tells a day: who is heard, in this order, and its own words for people and stoppage."""

    people: str
    stoppage: str
    order: tuple[Told, ...]


COURIER = Style(
    "agitators",
    "blockade",
    (
        Told("vale", True, "explained"),
        Told("renn", True),
        Told("hallam", True),
        Told("marsh", False, "claimed"),
        Told("quist", True),
    ),
)
TIDEWATER = Style(
    "workers",
    "strike",
    (
        Told("marsh", True, "explained"),
        Told("oram", True),
        Told("tennant", True),
        Told("vale", False, "claimed"),
        Told("birk", True),
    ),
)
WIRE = Style(
    "dockers",
    "walkout",
    (
        Told("vale", True),
        Told("marsh", True),
        Told("renn", False),
        Told("oram", False),
        Told("birk", True),
    ),
)
SLANTED = {"Harbour Courier": COURIER, "Tidewater Post": TIDEWATER, "Coastal Wire": WIRE}

COMPANY, CITY, UNION, RESIDENTS = ("vale", "hallam"), ("renn", "quist"), ("marsh", "oram"), ("tennant", "birk")


def even(day: int, outlet: int) -> Style:
    """One voice of each camp; its two people, their order, who is paraphrased and the outlet's words take turns.

    On each day two outlets hear the same people, and the third, another one every day, the others.
    """
    seat = (outlet + day) % 3
    turn = day + seat
    chosen = [camp[(turn + i) % 2] for i, camp in enumerate((COMPANY, UNION, CITY, RESIDENTS))]
    chosen = chosen[turn % 4 :] + chosen[: turn % 4]
    people, stoppage = (("workers", "strike"), ("dockers", "walkout"))[turn % 2]
    said = tuple(Told(who, i != (day // 2 + seat) % 4) for i, who in enumerate(chosen))
    return Style(people, stoppage, said)


def article(day: dict[str, Any], people: dict[str, Any], style: Style, wording: int) -> tuple[str, str]:
    """Title and text: facts and statements take turns, as in a news report."""
    words = {"people": style.people, "stoppage": style.stoppage, "Stoppage": style.stoppage.capitalize()}
    facts = [fact[wording].format(**words) for fact in day["facts"]]
    said = [statement(one, day["said"][one.who], people[one.who]["first"]) for one in style.order]
    paragraphs = [facts[0], said[0], facts[1], *said[1:3], facts[2], *said[3:]]
    return day["headline"].format(**words), "\n\n".join(paragraphs)


def statement(one: Told, forms: list[str], name: str) -> str:
    """One paragraph: a quotation with its speaker behind it, or a paraphrase with its speaker ahead."""
    quotation, paraphrase = forms
    if one.quoted:
        return f"“{quotation},” {one.verb} {name.rstrip(',')}."
    return f"{name} {one.verb} that {paraphrase}."


def write(folder: Path) -> None:
    """Write both files."""
    source = yaml.safe_load((HERE / "harbour.yml").read_text(encoding="utf-8"))
    for version in ("slanted", "even"):
        lines = []
        for number, day in enumerate(source["days"]):
            for place, (outlet, style) in enumerate(SLANTED.items()):
                told = style if version == "slanted" else even(number, place)
                title, text = article(day, source["people"], told, (number + place) % 3)
                row = {
                    "id": f"{outlet.split()[0].lower()}-{number + 1}",
                    "outlet": outlet,
                    "event": f"day {number + 1}",
                    "date": str(day["date"]),
                    "title": title,
                    "text": text,
                }
                lines.append(json.dumps(row, ensure_ascii=False))
        (folder / f"{version}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(HERE)
