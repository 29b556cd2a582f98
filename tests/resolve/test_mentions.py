"""Whose name stands where, with entities and attributions marked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.attribute.annotation import Annotation, Entity
from framing.resolve import NamedActor, Project, resolve_article
from framing.resolve.entities import complete, tidy
from framing.resolve.mentions import find_mentions
from framing.structure import parse
from framing.values import Article, Field, SpeakerType
from tests.resolve.resolve_marked import annotate


def mentions(marked: str, *, title: str | None = None, project: Project | None = None) -> list[tuple[str, str, str]]:
    """Text, actor and entity type of each mention; the statements are resolved on the way."""
    annotations: dict[Field, Annotation] = {"text": annotate(marked)}
    texts = {"text": annotations["text"].document.text}
    if title is not None:
        annotations["title"] = annotate(title, title=True)
        texts["title"] = annotations["title"].document.text
    article = Article("a", texts["text"], title=texts.get("title"))
    chosen = project or Project()
    statements = resolve_article(article, annotations, chosen)
    found = find_mentions(annotations, statements, chosen)
    speakers = {s.speaker.name: s.speaker.id for s in statements if s.speaker}
    for one in found:
        assert speakers.get(one.actor.name, one.actor.id) == one.actor.id
    return [(texts[m.field][m.start : m.end], m.actor.name, m.entity) for m in found]


CASES = {
    "surname": (
        "{P|Ana Reyes} won. {P|Reyes} thanked her voters.",
        [("Ana Reyes", "Ana Reyes", "person"), ("Reyes", "Ana Reyes", "person")],
    ),
    "title and possessive": (
        "Colonel {P|Idris Maluka}’s men fled. Col. {P|Maluka's} wife stayed.",
        [("Idris Maluka", "Idris Maluka", "person"), ("Maluka", "Idris Maluka", "person")],
    ),
    "acronym in brackets": (
        "The {O|Harstad Port Authority} ({O|HPA}) is late. {O|HPA} ferries wait.",
        [
            ("Harstad Port Authority", "Harstad Port Authority", "organisation"),
            ("HPA", "Harstad Port Authority", "organisation"),
            ("HPA", "Harstad Port Authority", "organisation"),
        ],
    ),
    "demonyms are no actors": ("{G|Russian} jets left {L|Tal Shirin}.", [("Tal Shirin", "Tal Shirin", "place")]),
    "religion that begins a body's name": (
        "{G|Islamic} State took {L|Ain Tamar}. An IS flag flew; the Islamic State said nothing.",
        [
            ("Islamic State", "Islamic State", "organisation"),
            ("Ain Tamar", "Ain Tamar", "place"),
            ("IS", "Islamic State", "organisation"),
            ("Islamic State", "Islamic State", "organisation"),
        ],
    ),
    "not over a title": ("{G|Zelgian} General {P|Otto Brenn} left.", [("Otto Brenn", "Otto Brenn", "person")]),
    "shouted words": (
        "{O|Islamic State} fled. What IT IS, nobody knows.",
        [("Islamic State", "Islamic State", "organisation")],
    ),
    "pieces of one name": (
        "{L|Gulf of} {L|Aden} and {L|Deir} {O|ez-Zor}, the {G|Syrian Arab} {L|Republic}, {L|Oslo}-based {L|Rome}.",
        [
            ("Gulf of Aden", "Gulf of Aden", "place"),
            ("Deir ez-Zor", "Deir ez-Zor", "place"),
            ("Syrian Arab Republic", "Syrian Arab Republic", "place"),
            ("Oslo", "Oslo", "place"),
            ("Rome", "Rome", "place"),
        ],
    ),
    "speaker and mention": (
        "{c1|“{O|Nordvik} lied,”} {q1|said} {s1|{P|Carla Benn}}. {P|Benn} left {O|Nordvik} in May.",
        [
            ("Nordvik", "Nordvik", "organisation"),
            ("Carla Benn", "Carla Benn", "person"),
            ("Benn", "Carla Benn", "person"),
            ("Nordvik", "Nordvik", "organisation"),
        ],
    ),
    "nobody": ("Rain is expected.", []),
}


@pytest.mark.parametrize("case", CASES)
def test_mentions(case: str) -> None:
    marked, expected = CASES[case]
    assert mentions(marked) == expected


def test_the_title_comes_first_and_shares_its_actors() -> None:
    found = mentions("{P|Ana Reyes} won.", title="{P|Reyes} ahead")
    assert found == [("Reyes", "Ana Reyes", "person"), ("Ana Reyes", "Ana Reyes", "person")]


def test_capitals_of_a_headline_are_not_taken_for_a_body() -> None:
    assert mentions("It rained.", title="{G|Zelgian} Party Ends Early At Dawn") == []


def test_the_project_names_the_actor() -> None:
    actor = NamedActor("ISIS", SpeakerType.ARMED_GROUP, "jihadists")
    project = Project(actors={"islamic state": actor})
    marked = annotate("The {G|Islamic} State fled.")
    (found,) = find_mentions({"text": marked}, (), project)
    assert (found.actor.id, found.actor.type, found.actor.side) == ("isis", SpeakerType.ARMED_GROUP, "jihadists")


def test_a_name_is_one_actor_whether_it_speaks_or_not() -> None:
    marked = "{s1|{O|HPA}} {q1|said} {c1|so}. The {O|Harstad Port Authority} waits."
    annotations: dict[Field, Annotation] = {"text": annotate(marked)}
    (statement,) = resolve_article(Article("a", annotations["text"].document.text), annotations, Project())
    assert statement.speaker is not None
    known = replace(statement, speaker=replace(statement.speaker, id="hpa-of-harstad", name="HPA of Harstad"))
    found = find_mentions(annotations, (known,), Project())
    assert [m.actor.id for m in found] == ["hpa-of-harstad", "hpa-of-harstad"]


WORDS = [
    "Islamic",
    "State",
    "the",
    "IS",
    "Ana",
    "de",
    "Reyes’s",
    "Syrian",
    "Army",
    "said",
    "(IS)",
    "“Moscow”",
    "\n",
    ".",
]


@given(st.data())
def test_completed_entities_are_in_order_and_apart(data: st.DataObject) -> None:
    text = " ".join(data.draw(st.lists(st.sampled_from(WORDS), max_size=25)))
    kinds = st.sampled_from(["person", "organisation", "place", "group"])
    drawn = data.draw(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 12), kinds), max_size=8))
    entities = tuple(Entity(a, min(a + n, len(text)), k) for a, n, k in drawn if a < len(text))  # type: ignore[arg-type]
    annotation = Annotation(parse(text), (), entities, ())
    found = complete(annotation).entities
    last = 0
    for entity in found:
        assert last <= entity.start < entity.end <= len(text)
        last = entity.end
    assert complete(annotation).entities == found
    previous = ("text", 0)
    for mention in find_mentions({"text": annotation}, (), Project()):
        assert previous <= (mention.field, mention.start) < (mention.field, mention.end) <= ("text", len(text))
        assert text[mention.start : mention.end].strip()
        previous = (mention.field, mention.end)


@pytest.mark.parametrize(
    ("text", "piece", "name"),
    [
        ("Armed groups led by the People’s Protection Units left.", "s Protection Units", "People’s Protection Units"),
        ("The Farmers' Union and Children's Aid met.", "s Aid", "Children's Aid"),
        ("He joined the town’s Red Cross.", "s Red Cross", "Red Cross"),
    ],
)
def test_a_name_does_not_begin_with_the_s_of_an_owner(text: str, piece: str, name: str) -> None:
    start = text.index(piece)
    (entity,) = tidy((Entity(start, start + len(piece), "organisation"),), text)
    assert text[entity.start : entity.end] == name


@pytest.mark.parametrize(
    ("marked", "silent"),
    [
        ("{P|Ann Cole} read the Fair Rents Act ({O|FRA}). {O|FRA} opponents jeered.", {"FRA"}),
        ("The {O|Harstad Port Authority} ({O|HPA}) warned {P|Ann Cole}.", set()),
        ("{P|Cole Ally} resigns. {P|Ann Cole} left.", {"Cole Ally"}),
        ("{P|Ann Cole} urges Norland to stay {O|In Nordic Union}.", {"In Nordic Union"}),
        ("{P|Bo RennFlagShareLikeReply} wrote it. {P|Ann Cole} left.", {"Bo RennFlagShareLikeReply"}),
        ("{P|Bo Renn}, who died Sunday, was a painter. {P|Ann Cole} wept.", {"Bo Renn"}),
        ("{P|Bo Renn}, who dined Sunday, was late. {P|Ann Cole} wept.", set()),
    ],
)
def test_who_could_not_speak_is_no_agent(marked: str, silent: set[str]) -> None:
    annotations: dict[Field, Annotation] = {"text": annotate(marked)}
    text = annotations["text"].document.text
    statements = resolve_article(Article("a", text), annotations, Project())
    found = find_mentions(annotations, statements, Project())
    names = {text[m.start : m.end] for m in found}
    assert names - {text[m.start : m.end] for m in found if m.agent} == silent
