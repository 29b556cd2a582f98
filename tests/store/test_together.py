"""What the articles say together is worked out again only where something has changed, and is the same then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from framing.join import Join
from framing.store import sketches, told
from framing.store.executors import here
from framing.store.reader import Store, open_store
from framing.store.settings import Settings
from framing.store.together import is_together, together
from framing.store.write import fill, remove
from framing.values import Article
from tests.store.stored import without_table

MADE = Settings.of(model="fast")


def text(n: int) -> str:
    who = ("Ada Stone", "Ben Fisk", "Carla Roe")[n % 3]
    return (
        f"The mayor, {who}, said the bridge was a danger. “We checked it {n + 2} times,” {who.split()[1]} told "
        f"reporters on Monday. A US official said on Friday that it would be mended. Another official denied {n}."
    )


ARTICLES = [Article(f"a{n}", text(n), outlet=f"Paper {n % 2}") for n in range(6)]
SENATOR = Article(
    "b1", "Senator Ada Stone of Ohio said it was a disgrace. “Stone is right,” said Ben Fisk.", outlet="C"
)


def views(store: Store) -> dict[str, list[Any]]:
    """Every row as the corpus has it."""
    return {
        name: sorted(map(repr, store.connection.sql(f"FROM {name}").fetchall()))
        for name in ("copies", "said", "heard", "named")
    }


def seen(place: Path) -> dict[str, list[Any]]:
    store = open_store(place)
    together(store)
    return views(store)


def test_a_store_that_grew_says_what_a_new_one_does(tmp_path: Path) -> None:
    fill(tmp_path / "s", ARTICLES, MADE, executor=here, partition=2)
    seen(tmp_path / "s")
    fill(tmp_path / "s", [SENATOR], MADE, executor=here, partition=2)
    assert not is_together(open_store(tmp_path / "s"))
    grown = seen(tmp_path / "s")
    fill(tmp_path / "t", [*ARTICLES, SENATOR], MADE, executor=here, partition=2)
    assert grown == seen(tmp_path / "t")
    assert is_together(open_store(tmp_path / "s"))
    remove(tmp_path / "s", ["a2", "b1"])
    fill(tmp_path / "u", [a for a in ARTICLES if a.id != "a2"], MADE, executor=here, partition=2)
    assert seen(tmp_path / "s") == seen(tmp_path / "u")


def test_no_text_of_an_article_that_stays_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "s", ARTICLES, MADE, executor=here, partition=2)
    seen(tmp_path / "s")
    fill(tmp_path / "s", [Article("c", "Nothing was said of the ferry.")], MADE, executor=here, partition=2)
    decoded: list[str] = []
    monkeypatch.setattr(sketches, "nicknamed", decoded.append)
    monkeypatch.setattr(told, "from_line", decoded.append)
    seen(tmp_path / "s")
    assert not decoded


def test_sketches_that_partitions_lack_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "s", ARTICLES, MADE, executor=here, partition=2)
    whole = seen(tmp_path / "s")
    without_table(tmp_path / "s", "sketches")
    read: list[str] = []

    def nicknamed(text: str) -> str:
        read.append(text)
        return ""

    monkeypatch.setattr(sketches, "nicknamed", nicknamed)
    for _ in range(2):
        (tmp_path / "s" / "together" / "state.json").unlink()
        assert seen(tmp_path / "s") == whole
    assert sorted(read) == sorted(a.text for a in ARTICLES)


@pytest.mark.parametrize("file", ["told", "statements", "speakers", "sketches", "state"])
def test_what_is_kept_may_be_lost_or_damaged(tmp_path: Path, file: str) -> None:
    fill(tmp_path / "s", ARTICLES[:4], MADE, executor=here, partition=2)
    if file == "sketches":
        without_table(tmp_path / "s", "sketches")
    whole = seen(tmp_path / "s")
    damaged = next((tmp_path / "s" / "together").glob(f"{file}.*"))
    damaged.write_bytes(damaged.read_bytes()[:-20])
    fill(tmp_path / "s", [SENATOR], MADE, executor=here, partition=2)
    seen(tmp_path / "s")
    remove(tmp_path / "s", ["b1"])
    assert seen(tmp_path / "s") == whole


def test_a_damaged_partition_takes_no_other_along(tmp_path: Path) -> None:
    """Its statements are missing, and those of the others go with their own articles still."""
    fill(tmp_path / "s", ARTICLES, MADE, executor=here, partition=2)
    file = sorted((tmp_path / "s" / "statements").iterdir())[0]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(bytes(data))
    store = open_store(tmp_path / "s")
    found = told.Told(Join(), store.project, {})
    ids = [set(found.see(store, number).article) for number in range(3)]
    assert ids == [set(), {"a2", "a3"}, {"a4", "a5"}]
    rows = np.arange(2, dtype=np.int32)
    assert [s.article_id for s, _ in found.statements(store, 1, rows, {"a2"})] == ["a2", "a2"]
    assert [file.name in p.reason for p in store.problems] == [True]
