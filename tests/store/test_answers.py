"""What is asked of a store is answered as it is from memory, to the last digit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from framing.analysis import Analysis, load
from framing.events import mark_copies
from framing.extraction import extract
from framing.lexicon import read_lexicon
from framing.store.executors import here
from framing.store.reader import open_store
from framing.store.settings import Settings
from framing.store.subject import analysis
from framing.store.write import fill
from framing.values import Article, Corpus

THINGS = ("bridge", "ferry", "dam", "school")
PEOPLE = (("Ada Stone", "mayor"), ("Ben Fisk", "union leader"), ("Carla Roe", "senator"))


def text(n: int) -> str:
    (one, role), (two, other) = PEOPLE[n % 3], PEOPLE[(n + 1) % 3]
    thing, last = THINGS[n % 4], one.split()[1]
    return (
        f"The {role}, {one}, said the {thing} was a danger. “We checked the {thing} twice, it is a disgrace,” {last} "
        f"told reporters on Monday.\n\nResidents fear that the {thing} may collapse, and critics called the plan a "
        f"disaster. {two}, the {other}, denied it. {last} and {two} said they would resign. "
        f"{'Officials believe it can be mended. ' if n % 2 else ''}Moscow rejected the report of {n + 2} pages."
    )


ARTICLES = [
    Article(f"a{n:02d}", text(n), f"{PEOPLE[n % 3][0]} warns", f"Paper {n % 2}", extra={"event": f"e{n // 3}"})
    for n in range(14)
] + [Article("a99", text(0), "Stone again", "Paper 1")]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Analysis, Analysis]:
    """The same articles in a store and in memory."""
    place = tmp_path_factory.mktemp("answers") / "s"
    fill(place, ARTICLES, Settings.of(model="fast", portrayal=True), executor=here, partition=4)
    marked = [*ARTICLES[:-1], Article("a99", text(0), "Stone again", "Paper 1", duplicate_of="a00")]
    return analysis(open_store(place)), Analysis(extract(mark_copies(Corpus(tuple(marked))), model="fast"))


def hits(a: Analysis) -> pd.DataFrame:
    return a.lexicon("hedges", "loaded_language", by=["outlet", "voice"])


def own_lexicon(a: Analysis) -> pd.DataFrame:
    return a.lexicon(replace(read_lexicon("hedges"), name="mine"), by="outlet")


ASKED: dict[str, Callable[[Analysis], pd.DataFrame]] = {
    "statements": lambda a: a.table,
    "voices": lambda a: a.voices,
    "mentions": lambda a: a.mentions,
    "balance": lambda a: a.balance(by=["outlet", "speaker"]),
    "prominence": lambda a: a.prominence(),
    "treatment": lambda a: a.treatment(by="type"),
    "diversity": lambda a: a.diversity(within="outlet"),
    "silence": lambda a: a.silence(),
    "silence in each article": lambda a: a.silence(within="article_id"),
    "naming": lambda a: a.naming(by="outlet"),
    "agency": lambda a: a.agency(by="outlet"),
    "act words": lambda a: a.act_words(),
    "harm": lambda a: a.harm(by="side"),
    "clauses": lambda a: a.clauses(),
    "portrayal": lambda a: a.portrayal(by=["outlet", "portrayer", "actor"]),
    "lines of portrayal": lambda a: a.portrayal(by="actor").evidence("Moscow"),
    "lines of naming": lambda a: a.naming().evidence({"actor": "Ada Stone"}),
    "tone": lambda a: a.tone(by=["outlet", "voice"]),
    "stance": lambda a: a.stance(),
    "lexicon": hits,
    "own lexicon": own_lexicon,
    "contrast": lambda a: a.contrast("Paper 0", "Paper 1", by="outlet").table,
    "compare": lambda a: a.compare(by="outlet").table,
    "cells": lambda a: a.compare(by="outlet").cells,
    "actors": lambda a: a.actors(),
    "evidence": lambda a: a.balance().evidence("Ada Stone"),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_store_answers_as_memory_does(both: tuple[Analysis, Analysis], name: str) -> None:
    stored, held = both
    pd.testing.assert_frame_equal(pd.DataFrame(ASKED[name](stored)), pd.DataFrame(ASKED[name](held)))


def test_statements_are_the_same_one_by_one(both: tuple[Analysis, Analysis]) -> None:
    stored, held = both
    assert list(stored.statements) == list(held.statements)
    assert [a.text for a in stored.corpus] == [a.text for a in held.corpus]
    assert stored.statements.tags()["a03", "text"] == held.statements.tags()["a03", "text"]


def test_an_article_of_a_store_is_an_article(both: tuple[Analysis, Analysis], tmp_path: Path) -> None:
    stored, held = both
    assert repr(stored.corpus["a03"]).removeprefix("Stored") == repr(held.corpus["a03"])
    assert replace(stored.corpus["a03"], title="Other") == replace(held.corpus["a03"], title="Other")
    assert stored.corpus.sha256 == held.corpus.sha256
    stored.save(tmp_path / "a")
    assert load(tmp_path / "a").corpus.articles == held.corpus.articles


def test_without_the_join_each_article_stands_for_itself(tmp_path: Path) -> None:
    fill(tmp_path / "s", ARTICLES[:4], Settings.of(model="fast"), executor=here)
    stored = analysis(open_store(tmp_path / "s"), join=False)
    held = Analysis(extract(mark_copies(Corpus(tuple(ARTICLES[:4]))), model="fast", join=False))
    pd.testing.assert_frame_equal(pd.DataFrame(stored.balance()), pd.DataFrame(held.balance()))


@pytest.mark.parametrize("writable", [True, False])
def test_a_store_is_asked_with_the_join_and_then_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writable: bool
) -> None:
    from framing.errors import OutputError
    from framing.store.place import Folder

    fill(tmp_path / "s", ARTICLES[:6], Settings.of(model="fast"), executor=here)

    def refuse(self: Folder, name: str, data: bytes) -> None:
        raise OutputError(name)

    if not writable:
        monkeypatch.setattr(Folder, "write", refuse)
    store = open_store(tmp_path / "s")
    whole = pd.DataFrame(analysis(store).compare(by="outlet").table)
    alone = pd.DataFrame(analysis(store, join=False).compare(by="outlet").table)
    fresh = pd.DataFrame(analysis(open_store(tmp_path / "s"), join=False).compare(by="outlet").table)
    pd.testing.assert_frame_equal(alone, fresh)
    pd.testing.assert_frame_equal(pd.DataFrame(analysis(store).compare(by="outlet").table), whole)


def test_a_store_that_cannot_be_written_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from framing.errors import OutputError
    from framing.store.place import Folder

    fill(tmp_path / "s", ARTICLES[:4], Settings.of(model="fast"), executor=here)

    def refuse(self: Folder, name: str, data: bytes) -> None:
        raise OutputError(name)

    monkeypatch.setattr(Folder, "write", refuse)
    stored = analysis(open_store(tmp_path / "s"))
    assert len(stored.balance()) > 3
    assert not (tmp_path / "s" / "together").exists()


def test_an_empty_store_has_empty_tables(tmp_path: Path) -> None:
    fill(tmp_path / "s", [], Settings.of(model="fast"), executor=here)
    assert analysis(open_store(tmp_path / "s")).balance().empty
