"""The two seed articles, every attribution and name marked by hand, and again with all names invented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from framing.resolve import Project, read_project
from framing.values import Kind, SpeakerType
from tests.resolve.resolve_marked import MARKED_SEEDS, by_number, resolve, unmark

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
FILES = {"000": "000_097724a25e48f4d7.txt", "002": "002_915f7844f59490cb.txt"}
MARKED = MARKED_SEEDS

Expected = dict[int, tuple[str, str, str | None] | None]
"""Name, type and side of the speaker of each attribution."""

LAVROV = ("Sergey Lavrov", "person", "Russia")
WARREN = ("Steve Warren", "person", "US-led coalition")
HENNINGSEN = ("Patrick Henningsen", "person", None)
KHALAF = ("Mohammad Khalaf", "person", None)
MOSCOW = ("Moscow", "government", "Russia")
LE_DRIAN = ("Jean-Yves Le Drian", "person", "France")
KONASHENKOV = ("Igor Konashenkov", "person", "Russia")
AFP = ("AFP", "media", None)
SPUTNIK = ("Sputnik", "media", None)
JAAFARI = ("Bashar al-Ja'afari", "person", "Syrian government")
ANKARA = ("Ankara", "government", "Turkey")

SPEAKERS: dict[str, Expected] = {
    "000": {
        **dict.fromkeys(range(1, 7), LAVROV),
        7: ("US official", "anonymous", "US-led coalition"),
        8: ("Kurdish Democratic Union statement", "document", None),
        **dict.fromkeys(range(9, 15), WARREN),
        15: HENNINGSEN,
        16: HENNINGSEN,
        17: ("American soldier", "anonymous", "US-led coalition"),
        19: ("stories from people", "document", None),
        **dict.fromkeys(range(20, 23), KHALAF),
        23: None,
    },
    "002": {
        1: MOSCOW,
        2: MOSCOW,
        3: LE_DRIAN,
        4: LE_DRIAN,
        5: ("Russian Defense Ministry", "government", "Russia"),
        6: KONASHENKOV,
        7: KONASHENKOV,
        8: KONASHENKOV,
        9: ("various estimates", "poll or data", None),
        10: None,
        11: AFP,
        12: None,
        13: SPUTNIK,
        14: ("SDF statement", "document", "SDF"),
        15: AFP,
        16: ("Jihan Sheikh Ahmed", "person", "SDF"),
        17: ("Talal Selo", "person", "SDF"),
        18: SPUTNIK,
        19: ("Syria", "government", "Syrian government"),
        **dict.fromkeys(range(20, 24), JAAFARI),
        24: ANKARA,
        25: ANKARA,
    },
}

INVENTED = {
    "Moscow": "Zelgrad",
    "Russia": "Zelgia",
    "Russian": "Zelgian",
    "Washington": "Port Hasker",
    "United States": "Hasker Union",
    "US": "HU",
    "American": "Haskeri",
    "France": "Lorvia",
    "French": "Lorvian",
    "Syria": "Qadria",
    "Syrian": "Qadrian",
    "Syrian Arab Republic": "Qadrian Arab Republic",
    "Turkey": "Tolmania",
    "Ankara": "Tolm",
    "Damascus": "Maskara",
    "Iraq": "Urdia",
    "Iraqi": "Urdian",
    "Iran": "Parsuva",
    "Raqqa": "Belkirah",
    "Mosul": "Nimrah",
    "Aleppo": "Tepponia",
    "Palmyra": "Palvara",
    "Baghdad": "Dagbah",
    "Geneva": "Vengea",
    "Deir ez-Zor": "Deir al-Nahr",
    "Tabqa": "Qabta",
    "Dayr Hafir": "Dayr Nurit",
    "Lavrov": "Morvich",
    "Sergey": "Dovan",
    "Warren": "Tannick",
    "Steve": "Orrin",
    "Henningsen": "Brokstad",
    "Patrick": "Eskil",
    "Mohammad": "Harun",
    "Khalaf": "Sabbir",
    "Jean-Yves": "Luc-Remi",
    "Le Drian": "Le Corvan",
    "Konashenkov": "Tuzhenov",
    "Igor": "Rodvan",
    "Jihan Sheikh Ahmed": "Leyan Sheikh Tarim",
    "Talal Selo": "Badar Kino",
    "Bashar al-Ja'afari": "Munir al-Ha'zari",
    "Staffan de Mistura": "Olvar de Castila",
    "Kurdish": "Tirish",
    "Kurds": "Tirs",
    "SDF": "QDF",
    "YPG": "TPU",
    "PYD": "TDU",
    "IS": "RB",
    "ISIS": "RBQ",
    "ISIL": "RBL",
    "Islamic State": "Red Banner",
    "Daesh": "Dahar",
    "Al-Nusra": "Al-Wafra",
    "AFP": "ZNB",
    "RT": "VK",
    "Sputnik": "Kometa",
    "CNEWS": "LTELE",
    "Al-Watan": "Al-Mirat",
    "Reuters": "Gazetteers",
    "UN": "WL",
    "NATO": "ORTA",
    "Pentagon": "Hexagon",
}
_NAME = re.compile(
    r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, INVENTED), key=lambda n: (-len(n), n))) + r")(?!\w)"
)


def invented(text: str) -> str:
    """The text with every name replaced, always by the same one."""
    return _NAME.sub(lambda m: INVENTED[m.group()], text)


@pytest.mark.parametrize("name", FILES)
def test_marked_text_is_the_seed(name: str) -> None:
    assert unmark(MARKED[name])[0].rstrip() == (SEEDS / FILES[name]).read_text("utf-8").rstrip()


@pytest.mark.parametrize("name", FILES)
def test_speakers_of_the_seeds(name: str) -> None:
    found = by_number(MARKED[name], resolve(MARKED[name], project=read_project(SEEDS / "framing.toml")))
    speakers = {n: s.speaker and (s.speaker.name, str(s.speaker.type), s.speaker.side) for n, s in found.items()}
    assert speakers == SPEAKERS[name]


@pytest.mark.parametrize("name", FILES)
def test_sides_come_from_the_project_file_only(name: str) -> None:
    bare = resolve(MARKED[name], project=Project())
    given = resolve(MARKED[name], project=read_project(SEEDS / "framing.toml"))
    assert {s.speaker.side for s in bare if s.speaker} == {None}
    assert [s.speaker and s.speaker.id for s in bare] == [s.speaker and s.speaker.id for s in given]


@pytest.mark.parametrize("name", FILES)
def test_invented_names_resolve_alike(name: str) -> None:
    marked = invented(MARKED[name])
    assert not [n for n in ("Lavrov", "Moscow", "Sputnik", "SDF") if n in marked]
    found = by_number(marked, resolve(marked))
    speakers = {n: s.speaker and (s.speaker.name, str(s.speaker.type)) for n, s in found.items()}
    assert speakers == {n: e and (invented(e[0]), e[1]) for n, e in SPEAKERS[name].items()}


def test_promotion_carries_no_statement_and_heading_is_marked() -> None:
    first, second = (by_number(MARKED[n], resolve(MARKED[n])) for n in FILES)
    assert 18 not in first
    assert second[19].block == "heading"
    assert {s.block for n, s in second.items() if n != 19} == {"paragraph"}


def test_kinds_in_the_second_seed() -> None:
    found = by_number(MARKED["002"], resolve(MARKED["002"]))
    kinds = {kind: [n for n, s in sorted(found.items()) if s.kind is kind] for kind in Kind}
    assert kinds[Kind.DIRECT] == [4, 7, 8, 21, 22]
    assert kinds[Kind.MIXED] == [3, 5, 6, 10, 14, 16, 19, 23, 24]


def test_unnamed_sources_are_marked() -> None:
    unnamed = {
        s.speaker.name for m in MARKED.values() for s in resolve(m) if s.speaker is not None and not s.speaker.named
    }
    assert unnamed == {"US official", "American soldier", "stories from people", "various estimates"}


def test_speech_within_speech_in_the_seeds() -> None:
    nested = [(s.speaker and s.speaker.name, s.content.text) for m in MARKED.values() for s in resolve(m) if s.nested]
    assert nested == [("France", "that [liberating] Raqqa is the main aim")]


def test_chains_in_the_seeds() -> None:
    chains: dict[tuple[str, int], tuple[str | None, str | None, list[str]]] = {}
    for name, marked in MARKED.items():
        for n, s in by_number(marked, resolve(marked)).items():
            if s.via:
                origin = s.origin_speaker.name if s.origin_speaker else None
                chains[name, n] = (s.speaker.name if s.speaker else None, origin, [v.text for v in s.via])
    assert chains == {
        ("000", 9): ("Steve Warren", None, ["AFP"]),
        ("002", 4): ("Jean-Yves Le Drian", None, ["France's CNEWS television"]),
        ("002", 11): ("AFP", "US official", ["AFP"]),
        ("002", 13): ("Sputnik", "SDF statement", ["Sputnik"]),
        ("002", 18): ("Sputnik", "Sputnik's source on the ground", ["Sputnik"]),
    }


def test_affiliations_in_the_seeds() -> None:
    found = {
        s.speaker.name: s.speaker.affiliation
        for m in MARKED.values()
        for s in resolve(m)
        if s.speaker is not None and s.speaker.type in (SpeakerType.PERSON, SpeakerType.ANONYMOUS)
    }
    assert found == {
        "Sergey Lavrov": "Russia",
        "US official": "United States",
        "Steve Warren": "United States",
        "Patrick Henningsen": None,
        "American soldier": "United States",
        "Mohammad Khalaf": None,
        "Jean-Yves Le Drian": "France",
        "Igor Konashenkov": "Russia",
        "Jihan Sheikh Ahmed": "Syrian Democratic Forces",
        "Talal Selo": "Syrian Democratic Forces",
        "Bashar al-Ja'afari": "Syria",
    }
