from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from framing.resolve.posts import readings
from framing.resolve.role_words import role_of_body
from framing.resolve.roles import best_office, over_corpus, role_at, role_of
from framing.resolve.vocabulary import load
from framing.values import Kind, Passage, Role, Speaker, SpeakerType, Statement

HERE = Path(__file__).parent
OFFICIALS = yaml.safe_load((HERE / "officials.yml").read_text("utf-8"))
ROLES = yaml.safe_load((HERE / "roles.yml").read_text("utf-8"))


@pytest.mark.parametrize(("kind", "affiliation", "phrase", "expected"), OFFICIALS, ids=[c[2] for c in OFFICIALS])
def test_who_speaks_for_a_state(kind: str, affiliation: str, phrase: str, expected: bool) -> None:
    assert role_of(kind, phrase, affiliation or None, [phrase]).official is expected


@pytest.mark.parametrize(("phrase", "role", "status"), ROLES, ids=[c[0] for c in ROLES])
def test_what_a_description_says(phrase: str, role: str, status: str) -> None:
    found = [(r.role.value, r.status) for r in readings(phrase)]
    assert (role, status) in found


def test_an_office_counts_most_and_one_that_was_held_does_not() -> None:
    office = role_of("person", "Ann Cole", None, ["a lawyer", "former mayor", "Senator"])
    assert (office.role, office.official, office.told_by) == (Role.LEGISLATOR, True, "Senator")
    assert role_of("person", "Ann Cole", None, ["former Senator", "Democrat of Ohio", "D-Ohio"]).role is Role.FORMER
    assert role_of("person", "Ann Cole", None, ["the former general", "General"]).role is Role.FORMER


def test_words_beside_the_name_come_before_phrases_that_may_mean_another() -> None:
    office = role_of("person", "Ann Cole", None, ["a candidate for governor"], ["the president"])
    assert office.role is Role.CANDIDATE
    assert role_of("person", "Ann Cole", None, [], ["the president"]).official


def speaker(role: Role, *, official: bool = False, description: str = "", named: bool = True) -> Speaker:
    return Speaker(
        "ann-cole", "Ann Cole", SpeakerType.PERSON, role=role, official=official, description=description, named=named
    )


DAY = dt.date(2020, 5, 1)
SENATOR = speaker(Role.LEGISLATOR, official=True, description="Senator")


def days(n: int) -> dt.date:
    return DAY + dt.timedelta(n)


def test_other_articles_tell_the_office_that_this_one_does_not() -> None:
    made = role_at(speaker(Role.OTHER), [(SENATOR, days(3))], DAY)
    assert (made.role, made.official, made.description) == (Role.LEGISLATOR, True, "Senator")
    assert role_at(speaker(Role.OTHER), [(SENATOR, days(900))], DAY).role is Role.OTHER
    assert role_at(speaker(Role.OTHER, named=False), [(SENATOR, days(3))], DAY).role is Role.OTHER


def test_the_office_of_the_time_is_that_of_the_nearest_articles() -> None:
    late = speaker(Role.HEAD, official=True, description="President")
    others = [(SENATOR, days(-20)), (late, days(300)), (late, days(320))]
    assert role_at(speaker(Role.OTHER), others, DAY).role is Role.LEGISLATOR


def test_a_later_office_makes_no_candidate_an_official() -> None:
    president = speaker(Role.HEAD, official=True, description="President")
    candidate = speaker(Role.CANDIDATE, description="the nominee")
    assert role_at(candidate, [(president, days(100))], DAY) == candidate
    assert role_at(candidate, [(SENATOR, days(-100))], DAY).official


def test_a_former_official_holds_that_office_no_more_but_may_hold_another() -> None:
    former = speaker(Role.FORMER, description="former Senator")
    assert role_at(former, [(SENATOR, days(-5))], DAY) == former
    minister = speaker(Role.MINISTER, official=True, description="Defense Secretary")
    assert role_at(former, [(minister, days(-5))], DAY).role is Role.MINISTER


def test_an_epithet_yields_to_what_other_articles_say_and_a_post_does_not() -> None:
    candidate = speaker(Role.CANDIDATE, description="the nominee")
    assert (
        role_at(speaker(Role.BUSINESS, description="the billionaire"), [(candidate, days(2))], DAY).role
        is Role.CANDIDATE
    )
    assert role_at(speaker(Role.BUSINESS), [(candidate, days(2))], DAY).role is Role.CANDIDATE
    head = speaker(Role.BUSINESS, description="chief executive of Acme")
    assert role_at(head, [(candidate, days(2))], DAY) == head
    assert role_at(speaker(Role.BUSINESS), [], DAY).role is Role.BUSINESS


def test_of_two_values_of_a_speaker_the_one_that_says_more() -> None:
    assert best_office(speaker(Role.OTHER), SENATOR) is SENATOR
    assert best_office(SENATOR, speaker(Role.OTHER)) is SENATOR


def test_over_a_corpus_each_article_gets_the_office_of_its_time() -> None:
    def said(article: str, who: Speaker) -> Statement:
        content = Passage("it rained", ((0, 9),))
        return Statement(f"{article}-1", article, "text", "paragraph", Kind.INDIRECT, None, None, content, who, 1.0)

    unsaid, unnamed = speaker(Role.OTHER), speaker(Role.OTHER, named=False)
    items = [said("a", unsaid), said("b", SENATOR), said("c", unsaid), said("d", unnamed)]
    dates = {"a": DAY, "b": days(9), "c": days(2000), "d": days(9)}
    found = over_corpus(items, dates)
    assert [s.speaker and s.speaker.role for s in found] == [Role.LEGISLATOR, Role.LEGISLATOR, Role.OTHER, Role.OTHER]
    assert over_corpus((), {}) == ()


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Supreme Court", Role.JUDICIARY),
        ("Norland Workers Union", Role.UNION),
        ("Amnesty International", Role.NGO),
        ("University of Korva", Role.EXPERT),
        ("Acme Corp.", Role.BUSINESS),
        ("House Oversight Committee", Role.LEGISLATOR),
        ("Democratic National Committee", Role.PARTY),
        ("United Nations", Role.INTERNATIONAL),
        ("Blue Lantern", Role.OTHER),
    ],
)
def test_bodies_by_their_names(name: str, role: Role) -> None:
    assert role_of_body(name) is role


def test_every_group_of_words_is_a_role_and_no_word_makes_two() -> None:
    raw = load("roles.yml")
    for section in ("posts", "bodies"):
        members = [(str(m), role) for role, words in raw[section].items() for m in words]
        assert {Role(role) for _, role in members} <= set(Role)
        doubled = {m for m, _ in members if len({r for n, r in members if n == m}) > 1}
        assert not doubled
    assert not {n for words in raw["posts"].values() for n in words} & set(raw["of_bodies"])
