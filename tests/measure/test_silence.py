"""Who is talked about and not heard: who could speak, who is spoken for, bare groups."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.measure import silence
from framing.measure.unnamed import CIVILIANS, group_mentions, with_people
from framing.resolve.agents import died_before


def mentions(*rows: tuple[str, str, str, bool, str]) -> pd.DataFrame:
    columns = ["actor", "text", "entity", "agent", "date"]
    table = pd.DataFrame(rows, columns=columns)
    ids = table["actor"].str.lower().str.replace(" ", "-")
    return table.assign(article_id="a", field="text", start=range(len(table)), end=1, actor_id=ids, voice="own")


def statements(*rows: tuple[str, str, str, bool]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["speaker", "source", "description", "named"])
    ids = table["speaker"].str.lower().str.replace(" ", "-")
    return table.assign(
        article_id="a",
        words=5,
        kind="indirect",
        type="person",
        affiliation="not given",
        speaker_id=ids,
        statement_id="s",
    )


NAMES = mentions(
    ("Bureau of Weights", "Bureau of Weights", "organisation", True, "2020-01-01"),
    ("Bureau of Weights", "the BW", "organisation", True, "2020-01-01"),
    ("Ann Cole", "Cole", "person", True, "2020-01-01"),
    ("Ann Cole", "Ann Cole", "person", True, "2020-01-01"),
    ("Bo Renn", "Renn", "person", True, "2020-01-01"),
    ("Korva", "Korva", "place", False, "2020-01-01"),
    ("Abraham Lincoln", "Lincoln", "person", True, "2020-01-01"),
)
SAID = statements(
    ("Karl Ott", "Ott", "director of the Bureau of Weights", True),
    ("spokesman for Ann Cole", "a spokesman for Ms. Ann Cole", "", False),
    ("Lena Wirth", "Wirth", "a former aide to Bo Renn", True),
)


def test_only_who_could_speak_is_told_of() -> None:
    found = silence(SAID, NAMES)["speaker"].tolist()
    assert "Korva" not in found
    assert "Abraham Lincoln" not in found
    everything = silence(SAID, NAMES, every_name=True)["speaker"].tolist()
    assert {"Korva", "Abraham Lincoln"} <= set(everything)


def test_who_has_a_mouth_is_spoken_for_and_a_former_aide_is_none() -> None:
    for by in ("speaker", "speaker_id"):
        found = silence(SAID, NAMES, by=by)
        rows = dict(zip(found[by].str.lower().str.replace(" ", "-"), found["spoken_for"], strict=True))
        assert rows["bureau-of-weights"]
        assert rows["ann-cole"]
        assert not rows["bo-renn"]
        assert not rows["karl-ott"]  # heard himself


def test_a_party_is_heard_in_its_members() -> None:
    named = mentions(("Democratic Party", "Democratic Party", "organisation", True, "2020-01-01"))
    assert (
        silence(statements(("Democrats", "Democrats", "", False)), named)
        .set_index("speaker")
        .loc["Democratic Party", "spoken_for"]
    )


@pytest.mark.parametrize(
    ("body", "source", "description", "affiliation", "expected"),
    [
        ("Senate", "Cole", "Senate Majority Leader", "not given", True),
        ("Senate", "two senators", "", "not given", True),
        ("Senate", "Cole", "a former Senate aide", "not given", False),
        ("Norland", "Ms. Orlen", "Norlandish Prime Minister", "Norland", True),
        ("Norland", "Ms. Orlen", "a Norlandish baker", "Norland", False),
        ("Hart Foundation", "a foundation spokesman", "", "not given", True),
        ("Hart Foundation", "the foundation's critics", "", "not given", False),
        ("United Nations", "Ms. Roe", "United Nations secretary general", "not given", True),
    ],
)
def test_heads_members_and_spokesmen_are_mouths(
    body: str, source: str, description: str, affiliation: str, expected: bool
) -> None:
    named = mentions((body, body, "organisation", True, "2020-01-01"))
    said = statements(("Somebody", source, description, True)).assign(affiliation=affiliation)
    assert bool(silence(said, named).set_index("speaker").loc[body, "spoken_for"]) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cole called on the rebels to leave.", True),
        ("Cole, echoing Orlen, accused the rebels.", True),
        ("Cole has repeatedly denied it.", True),
        ("Cole was accused of it.", False),
        ("Cole resigned.", False),
        ("Cole accused by nobody left.", False),
    ],
)
def test_who_is_told_to_have_spoken_is_not_silent(text: str, expected: bool) -> None:
    named = mentions(("Ann Cole", "Cole", "person", True, "2020-01-01")).assign(start=0, end=4)
    row = {"article_id": "a", "field": "text", "start": 0, "voice": "own", "statement_id": None, "text": text}
    found = silence(statements(("Bo Renn", "Renn", "", True)), named, voices=pd.DataFrame([row]))
    assert bool(found.set_index("speaker").loc["Ann Cole", "spoken_for"]) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The coalition bombed the rebels.", ["coalition", "rebels"]),
        ("The Kurds and the Iraqis met.", ["Kurds", "Iraqis"]),
        ("Coalition forces and rebels in Cyprus met Democrats Abroad.", ["rebels"]),
        ("The coalition forces of Honduras", []),
    ],
)
def test_bare_groups(text: str, expected: list[str]) -> None:
    row = {"article_id": "a", "field": "text", "start": 0, "voice": "own", "statement_id": None, "text": text}
    found = group_mentions(pd.DataFrame([row]))
    assert found["actor"].tolist() == expected
    assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == expected


def test_groups_and_people_who_speak_are_the_actors_that_are_mentioned() -> None:
    said = statements(
        ("US-led coalition", "the US-led coalition", "", False),
        ("armed rebels in the north", "armed rebels in the north", "", False),
        ("Korva residents", "Korva residents", "", False),
        ("Coalition for Rain", "the Coalition for Rain", "", True),
    )
    assert with_people(said)["speaker"].tolist() == ["coalition", "rebels", CIVILIANS, "Coalition for Rain"]


def test_people_of_history() -> None:
    assert died_before("Winston Churchill", 2020)
    assert not died_before("Winston Churchill", 1950)
    assert not died_before("Ann Cole", 2020)


def test_a_name_that_several_bear_is_whose_the_article_has_it() -> None:
    named = mentions(
        ("Ann Cole", "Cole", "person", True, "2020-01-01"),
        ("Bo Cole", "Cole", "person", True, "2020-01-01"),
        ("Eve Cole", "Eve Cole", "person", True, "2020-01-01"),
    ).assign(article_id=["a", "b", "a"])
    said = statements(("a lawyer", "a lawyer for Ms. Cole", "", False))
    rows = silence(said, named).set_index("speaker")["spoken_for"]
    assert rows.to_dict() == {"Ann Cole": True, "Bo Cole": False, "Eve Cole": False, "a lawyer": False}
    rows = silence(said.assign(source="a lawyer for Bo Cole"), named).set_index("speaker")["spoken_for"]
    assert rows["Bo Cole"]  # by the whole name, wherever it stands


def test_the_most_frequent_forms_come_first_and_then_those_first_used() -> None:
    names = ("Cole", "Ms. Cole", "A. Cole", "Ann", "Ms. Cole", "Ann Cole", "the Cole", "Cole", "C.")
    named = mentions(*(("Ann Cole", name, "person", True, "2020-01-01") for name in names))
    found = silence(statements(("Bo Renn", "Renn", "", True)), named).set_index("speaker")
    assert found.loc["Ann Cole", "forms"] == "Cole, Ms. Cole, A. Cole, Ann, Ann Cole"
    assert list(found.loc["Bo Renn", ["forms", "entity"]]) == ["", ""]
