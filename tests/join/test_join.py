"""Which actors of different articles are one. Cases are in cases.yml: sightings of each article, and who is whom."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.join import Join, join_sightings
from framing.join.names import body_key, person_name
from framing.resolve.names import slug
from framing.resolve.project import Project
from framing.resolve.sightings import Sighting
from framing.values import Article, Speaker, SpeakerType

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text("utf-8"))


def sighting(row: dict[str, Any]) -> Sighting:
    """A sighting as the file of cases writes it."""
    name, body = row["name"], "body" in row
    kind = SpeakerType(row["body"]) if body else SpeakerType.PERSON
    who = Speaker(slug(name), name, kind, affiliation=row.get("of"))
    forms = tuple((form, 1) for form in row.get("forms", [name]))
    return Sighting(str(row["in"]), who, not body, forms, row.get("sex", ""), frozenset(row.get("roles", ())))


def articles(rows: list[dict[str, Any]]) -> list[Article]:
    """The articles of a case, with their days and texts where it tells them."""
    facts: dict[str, dict[str, Any]] = {}
    for row in rows:
        facts.setdefault(str(row["in"]), {}).update({k: row[k] for k in ("day", "event", "text") if k in row})
    return [
        Article(i, f.get("text", ""), date=f.get("day"), extra={"event": f["event"]} if "event" in f else {})
        for i, f in facts.items()
    ]


def join(rows: list[dict[str, Any]], **more: Any) -> Join:
    return join_sightings(map(sighting, rows), articles(rows), **more)


@pytest.mark.parametrize("rows", CASES.values(), ids=CASES.keys())
def test_who_is_one(rows: list[dict[str, Any]]) -> None:
    """Sightings with the same letter under ``is`` are one actor, and others are not."""
    made = join(rows)
    ids: dict[str, set[str]] = {}
    for row in rows:
        ids.setdefault(row["is"], set()).add(made.surfaces[str(row["in"]), slug(row["name"])])
    assert {k: len(v) for k, v in ids.items()} == dict.fromkeys(ids, 1), made.surfaces
    assert len(set.union(*ids.values())) == len(ids), made.surfaces
    names = [a.name.casefold() for a in made.actors.values()]
    assert len(set(names)) == len(names)


ROWS: list[dict[str, Any]] = [
    {"in": "a1", "name": "Viktor Orlen", "roles": ["president"], "day": dt.date(2020, 1, 1)},
    {"in": "a2", "name": "Orlen", "roles": ["president"], "day": dt.date(2020, 1, 2)},
    {"in": "a3", "name": "Marta Orlen", "sex": "f", "day": dt.date(2020, 1, 3)},
    {"in": "a4", "name": "Chuck Redmond", "roles": ["senator"], "day": dt.date(2020, 1, 4)},
    {"in": "a5", "name": "Charles Redmond", "roles": ["senator"], "day": dt.date(2020, 1, 5)},
    {"in": "a6", "name": "Daesh", "body": "armed group", "day": dt.date(2020, 1, 6)},
    {"in": "a7", "name": "Islamic State group", "body": "organisation", "day": dt.date(2020, 1, 7)},
    {"in": "a8", "name": "Baltic Relief Fund", "forms": ["Baltic Relief Fund", "BRF"], "body": "organisation"},
    {"in": "a9", "name": "BRF", "body": "organisation"},
    {"in": "a9", "name": "Redmond", "day": dt.date(2020, 1, 9)},
]


@given(st.permutations(ROWS))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_articles_changes_nothing(rows: list[dict[str, Any]]) -> None:
    assert join(rows) == join(ROWS)


@given(st.integers(1, len(ROWS) - 1))
@settings(deadline=None)
def test_later_articles_change_no_id_of_an_earlier_join(count: int) -> None:
    first = join(ROWS[:count])
    whole = first.with_sightings([sighting(r) for r in ROWS], articles(ROWS), Project())
    assert {place: whole.surfaces[place] for place in first.surfaces} == first.surfaces
    assert {i: whole.actors[i].name for i in first.actors} == {i: a.name for i, a in first.actors.items()}
    assert set(whole.surfaces) == set(join(ROWS).surfaces)


def test_an_id_is_of_the_first_full_name() -> None:
    made = join(ROWS)
    assert made.surfaces["a5", "charles-redmond"] == "chuck-redmond"
    assert made.surfaces["a2", "orlen"] == "viktor-orlen"
    assert made.surfaces["a6", "daesh"] == "islamic-state"
    assert made.actors["islamic-state"].type is SpeakerType.ARMED_GROUP


def test_what_is_open_is_told() -> None:
    rows = [
        {"in": 1, "name": "Ann Kerr", "roles": ["nurse"]},
        {"in": 2, "name": "Tom Kerr", "roles": ["lawyer"]},
        {"in": 3, "name": "Kerr"},
    ]
    (doubt,) = join(rows).doubts
    assert (set(doubt.ids), doubt.joined, doubt.articles) == ({"ann-kerr", "tom-kerr", "kerr"}, False, 1)


def test_keep_apart() -> None:
    rows = [{"in": 1, "name": "Charles Redmond"}, {"in": 2, "name": "Chuck Redmond"}]
    assert len(join(rows).actors) == 1
    assert len(join(rows, project=Project(apart=frozenset({("charles redmond", "chuck redmond")}))).actors) == 2


def test_nothing_and_one() -> None:
    assert join([]).actors == {}
    assert list(join(ROWS[:1]).actors) == ["viktor-orlen"]


@pytest.mark.parametrize(
    ("name", "given", "surname"),
    [
        ("Al Marsh", "al", "marsh"), ("Jean-Yves Le Drian", "jean yves", "drian"), ("O’Hara", "", "ohara"),
        ("José de León", "jose", "leon"), ("Marsh, Jr.", "", "marsh"), ("", "", ""),
    ],
)  # fmt: skip
def test_person_names(name: str, given: str, surname: str) -> None:
    assert person_name(name)[0:3:2] == (given, surname)


@pytest.mark.parametrize(
    "names",
    [
        ("Russia's Defence Ministry", "the Russian Ministry of Defense", "Defense Ministry of Russia"),
        ("U.S. Department of Justice", "Justice Department", "DOJ"),
        ("Organisation for Trade", "Organization for Trade"),
        ("the Britain", "U.K.", "United Kingdom"),
        ("World Health Organisation", "WHO", "W.H.O."),
    ],
)
def test_bodies_of_one_key(names: tuple[str, ...]) -> None:
    assert len({body_key(n) for n in names}) == 1
