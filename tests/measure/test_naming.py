"""What actors are called, words for the same act, agency and harm, on articles of our own and on the seeds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import framing
from framing.errors import ComparisonError, LexiconError
from framing.measure.clause_lines import NOBODY, UNTOLD
from framing.values import Article, Corpus

SEEDS = Path(__file__).parents[2] / "seeds"
FIRST, SECOND = "000_097724a25e48f4d7", "002_915f7844f59490cb"

HERALD = """\
Hamas militants attacked the town of Velden on Monday. The mayor of Velden, Ingrid Solberg, condemned the attack.

"The terrorists killed three villagers," Solberg said. Hamas is a terrorist group, she added.

The army liberated Velden on Tuesday. Two soldiers were wounded. Ms. Solberg, a former colonel, thanked the soldiers.
"""
OBSERVER = """\
Hamas fighters seized the town of Velden on Monday. Mayor Ingrid Solberg criticised the fighters.

The army captured Velden on Tuesday. Three villagers were killed by airstrikes from the army. No civilians were wounded.

"The army could destroy the town," Solberg said.
"""


@cache
def analysis() -> framing.Analysis:
    articles = (Article("h", HERALD, outlet="Herald"), Article("o", OBSERVER, outlet="Observer"))
    return framing.analyze(Corpus(articles))


@cache
def seeds() -> framing.Analysis:
    return framing.analyze(SEEDS)


def called(outlet: str, actor: str) -> dict[tuple[str, str], str]:
    table = framing.naming(analysis(), by="outlet", actor=actor)
    rows = table[table["outlet"].eq(outlet)]
    return {(r.label, r.voice): r.named_as for r in rows.itertuples()}


def test_descriptions_at_a_name_are_its_bearers() -> None:
    herald = called("Herald", "Ingrid Solberg")
    assert herald["mayor of Velden", "own"] == "beside the name" if ("mayor of Velden", "own") in herald else True
    assert herald["former colonel", "own"] == "beside the name"
    assert called("Observer", "Ingrid Solberg")["mayor", "own"] == "before the name"


def test_members_of_a_body_are_told_by_its_name() -> None:
    assert called("Herald", "Hamas")["militants", "own"] == "behind the name"
    assert called("Observer", "Hamas")["fighters", "own"] == "behind the name"
    assert ("militants", "own") not in called("Observer", "Hamas")


def test_a_body_is_what_it_is_said_to_be_in_the_voice_that_says_it() -> None:
    herald = called("Herald", "Hamas")
    assert herald["terrorist group", "paraphrase"] == "said to be"


def test_labels_of_nobody_sure_stand_for_no_named_actor() -> None:
    table = framing.naming(analysis(), by="outlet", actor=NOBODY)
    rows = {(r.outlet, r.label, r.voice) for r in table.itertuples()}
    assert ("Herald", "terrorists", "quoted") in rows
    assert ("Observer", "fighters", "own") in rows


def test_shares_are_of_the_actor_group_and_voice() -> None:
    table = framing.naming(analysis(), by="outlet")
    named = table[table["actor"].ne(NOBODY)]
    sums = named.groupby(["outlet", "actor", "voice"])["share"].sum()
    assert sums.between(0.999, 1.001).all()
    labels = table[table["actor"].eq(NOBODY)].groupby(["outlet", "noun", "voice"])["share"].sum()
    assert labels.between(0.999, 1.001).all()


def test_evidence_has_as_many_lines_as_uses() -> None:
    table = framing.naming(seeds(), by="article_id")
    for row in (table.iloc[0], table.iloc[len(table) // 2], table.iloc[-1]):
        lines = table.evidence(row)
        assert len(lines) == row["uses"]
    first = table.evidence(table[table["label"].eq("militants") & table["voice"].eq("own")].iloc[0])
    assert set(first["words"]) == {"militants"}


def test_names_can_be_left_out_and_unknown_actors_are_told() -> None:
    assert "name" not in set(framing.naming(analysis(), names=False)["named_as"])
    with pytest.raises(ComparisonError, match=r"No line names the actor 'Hamass'.*Hamas"):
        framing.naming(analysis(), actor="Hamass")
    with pytest.raises(ComparisonError, match="'outlett'"):
        framing.naming(analysis(), by="outlett")
    with pytest.raises(ComparisonError, match="takes statements"):
        framing.naming(analysis().table)


def test_intervals_need_articles() -> None:
    table = framing.naming(analysis(), level=0.95)
    assert table["share_low"].isna().all()
    assert table["note"].str.startswith("no interval").all()


def test_agency_counts_what_is_told_as_done() -> None:
    table = framing.agency(analysis(), by="outlet").set_index(["outlet", "actor"])
    army = table.loc["Observer", "army"]
    assert (army["acts"], army["harms"], army["not_told"]) == (2, 1, 1)
    villagers = table.loc["Observer", "villagers"]
    assert (villagers["undergoes"], villagers["passive"], villagers["agentless"], villagers["harmed"]) == (1, 1, 0, 1)
    soldiers = table.loc["Herald", "soldiers"]
    assert soldiers["agentless"] == 1
    assert table.loc["Herald", UNTOLD]["acts"] >= 1
    assert (table["acting_share"].dropna().between(0, 1)).all()


def test_agency_leaves_things_out_unless_asked() -> None:
    assert "attack" not in set(framing.agency(analysis())["actor"])
    assert "attack" in set(framing.agency(analysis(), things=True)["actor"])


def test_clauses_open_to_their_place() -> None:
    table = framing.clauses(analysis(), act="kill")
    assert set(table["patient"]) == {"villagers"}
    passive = table[table["passive"]].iloc[0]
    assert (passive["agent"], passive["means"], passive["told"]) == ("army", "airstrikes", True)
    shown = table.evidence(passive)
    assert shown["words"].iloc[0].startswith("Three villagers were killed by airstrikes from the army")
    with pytest.raises(ComparisonError, match="No clause has the act 'kil'"):
        framing.clauses(analysis(), act="kil")


def test_harm_has_doers_sufferers_and_nobody() -> None:
    table = framing.harm(analysis(), by="outlet").set_index(["outlet", "role", "actor"])
    assert table.loc["Observer", "does", "army"]["harm_told"] == 1
    assert table.loc["Observer", "does", "army"]["not_told"] == 1
    assert table.loc["Herald", "suffers", "soldiers"]["harm_told"] == 1
    assert table.loc["Herald", "does", UNTOLD]["harm_told"] >= 1
    assert ("Observer", "suffers", "civilians") in table.index
    assert table.loc["Observer", "suffers", "civilians"]["harm_told"] == 0


def test_words_for_one_act() -> None:
    table = framing.act_words(analysis(), by="outlet", act="taking of a place")
    assert {(r.outlet, r.word) for r in table.itertuples()} == {
        ("Herald", "liberate"), ("Observer", "capture"), ("Observer", "seize"),
    }  # fmt: skip
    with pytest.raises(ComparisonError, match="No set of words is for the act"):
        framing.act_words(analysis(), act="taking a place")


def test_words_of_a_users_own(tmp_path: Path) -> None:
    own = tmp_path / "own.yml"
    sets = "sets:\n  thanks:\n    verbs: [thank, {word: seize, of: towns}]\n    nouns: [attack]\n"
    own.write_text(f"classes:\n  towns: [town]\n{sets}")
    table = framing.act_words(analysis(), words=own)
    assert set(table["word"]) == {"thank", "seize", "attack"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("sets: [a]", "table is needed"),
        ("acts:\n  a: {verbs: [b]}", "unknown key 'acts'"),
        ("sets:\n  a: {verb: [b]}", "unknown key 'verb'"),
        ("sets:\n  a: {verbs: [{word: b, of: towns}]}", "which is no class"),
        ("sets:\n  a: {verbs: [1]}", "no text"),
        ("sets: {", "cannot be read"),
    ],
)
def test_word_sets_with_a_mistake_say_what_to_do(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "own.yml"
    file.write_text(content)
    with pytest.raises(LexiconError, match=message) as told:
        framing.act_words(analysis(), words=file)
    assert str(file) in str(told.value)


def test_word_sets_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        framing.harm(analysis(), words=tmp_path / "none.yml")


def test_seeds_militant_and_jihadist_stand_only_in_the_second() -> None:
    table = framing.naming(seeds(), by="article_id")
    for noun in ("militant", "jihadist"):
        assert set(table[table["noun"].eq(noun)]["article_id"]) == {SECOND}
    assert set(table[table["noun"].eq("terrorist")]["article_id"]) == {FIRST, SECOND}


def test_seeds_liberate_is_never_an_americans_word() -> None:
    table = framing.act_words(seeds(), by=["side", "word"], act="taking of a place")
    american = table[table["side"].eq("US-led coalition")]
    assert set(american["word"]) == {"clear", "recapture"}
    assert "Russia" in set(table[table["word"].eq("liberate")]["side"])


def test_seeds_who_does_harm() -> None:
    """Harm in cities is told of IS and the states that bomb in the first; in the second nobody is told to do it."""
    table = framing.harm(seeds(), by="article_id")
    does = table[table["role"].eq("does") & table["harm_told"].gt(0)]
    assert "terrorists" in set(does[does["article_id"].eq(FIRST)]["actor"])
    assert set(does[does["article_id"].eq(SECOND)]["actor"]) == {UNTOLD}
    losses = table.evidence((SECOND, "suffers", "Iraqi forces"))
    assert losses["words"].tolist() == ["losses"]
    assert losses["speaker"].tolist() == ["Igor Konashenkov"]


def test_an_empty_article_has_no_lines() -> None:
    quiet = framing.analyze(Corpus((Article("e", "Rain."),)))
    for table in (quiet.naming(), quiet.agency(), quiet.harm(), quiet.act_words(), quiet.clauses()):
        assert len(table) == 0
