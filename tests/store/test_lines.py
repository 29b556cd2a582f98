"""What a store keeps of each sentence: the same as is read from the texts, and of each article by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from framing.analysis import Analysis
from framing.errors import InputError
from framing.events import mark_copies
from framing.extraction import extract
from framing.measure.naming import name_lines
from framing.store.executors import here
from framing.store.reader import open_store
from framing.store.settings import Settings
from framing.store.subject import analysis
from framing.store.write import fill
from framing.values import Article, Corpus

TEXTS = [
    (
        "Rebels seized the port of Korva on Monday. The terror group Jund shelled the school, and four people were "
        "killed. “We will take the port back,” said Defense Minister Ada Stone. The minister called the rebels "
        "terrorists.\n\nSenator Ben Fisk, a former general, criticised the minister. Norland was hit by airstrikes. "
        "Residents fled. Ada Stone lied again, and her disastrous plan failed miserably."
    ),
    (
        "The army liberated the port of Korva, Ms. Stone said. “The school was hit by rebel shells,” the minister "
        "told reporters. Jund militants captured the town.\n\nThe Hart Foundation gave money for the rebel shells, a "
        "foundation spokesman said. Fisk denied that the port was captured. The rebel shells came from Norland."
    ),
    (
        "Ada Stone, the defense minister, resigned after the shelling of the school by the army. A spokesman for Mr. "
        "Fisk said that the senator was ill. Norland rejected the report, and the Kurds left the port. Carla Roe "
        "called on the rebels to leave the captured town. Democrats left the hall. Ada Stone lied again, a disgrace."
    ),
]
ARTICLES = [Article(f"a{n:02d}", TEXTS[n % 3], f"Paper {n % 2}: Stone resigns", f"Paper {n % 2}") for n in range(6)]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Analysis, Analysis]:
    """The same articles in a store and in memory."""
    place = tmp_path_factory.mktemp("lines") / "s"
    fill(place, ARTICLES, Settings.of(model="fast"), executor=here, partition=2)
    copies = [Article(a.id, a.text, a.title, a.outlet, duplicate_of=f"a0{n - 3}" if n > 2 else None)
              for n, a in enumerate(ARTICLES)]  # fmt: skip
    return analysis(open_store(place)), Analysis(extract(mark_copies(Corpus(tuple(copies))), model="fast"))


@pytest.mark.parametrize("name", ["names", "clauses", "acts"])
def test_lines_of_sentences_are_those_of_the_texts(both: tuple[Analysis, Analysis], name: str) -> None:
    stored, held = (pd.DataFrame(getattr(a.clause_lines, name)) for a in both)
    assert len(held) > 5
    columns = sorted(held.columns)
    pd.testing.assert_frame_equal(stored[columns].astype(held[columns].dtypes.to_dict()), held[columns])


@pytest.mark.parametrize("name", ["talked_about", "repeated"])
def test_who_is_talked_about_and_what_is_repeated(both: tuple[Analysis, Analysis], name: str) -> None:
    stored, held = (pd.DataFrame(getattr(a, name)) for a in both)
    columns, order = sorted(held.columns), ["article_id", "field", "start", "end"]
    stored, held = (t.sort_values([*order, *columns], ignore_index=True)[columns] for t in (stored, held))
    assert len(held) > 1
    pd.testing.assert_frame_equal(stored.astype(held.dtypes.to_dict()), held)


def test_lines_of_a_store_are_slim_and_their_groups_in_order(both: tuple[Analysis, Analysis]) -> None:
    lines = name_lines(both[0])
    for column in ("article_id", "actor", "label", "noun", "voice", "outlet"):
        categories = lines[column].cat.categories
        assert list(categories) == sorted(categories)


def test_who_is_heard_under_another_name_is_not_silent(both: tuple[Analysis, Analysis]) -> None:
    for a in both:
        table = pd.DataFrame(a.talked_about).astype({"actor": "str", "article_id": "str"})
        heard = table.set_index(["article_id", "actor"])
        assert heard.loc[("a01", "Ada Stone"), "heard"]
        assert heard.loc[("a02", "Ben Fisk"), "spoken_for"]
        assert heard.loc[("a02", "Carla Roe"), "spoken_for"]
        assert not heard.loc[("a02", "Kurds"), ["heard", "spoken_for"]].any()
        assert heard.loc[("a01", "Hart Foundation"), "body"] == "foundation"


def test_portrayal_is_kept_where_it_is_asked_for_and_else_left_out_of_comparisons(
    both: tuple[Analysis, Analysis],
) -> None:
    stored, held = (a.compare(by="outlet") for a in both)
    assert any(c.measure.section == "portrayal" for c in held.found)
    assert not any(c.measure.section == "portrayal" for c in stored.found)
    assert any("--portrayal" in note for note in stored.notes)
    assert not any("--portrayal" in note for note in held.notes)


def test_portrayal_changes_what_rows_are_made_with() -> None:
    assert Settings.of(model="fast").hash != Settings.of(model="fast", portrayal=True).hash


def test_a_store_of_an_earlier_version_says_what_to_do_and_is_made_anew(tmp_path: Path) -> None:
    place = tmp_path / "s"
    fill(place, ARTICLES[:2], Settings.of(model="fast"), executor=here)
    (record,) = (place / "parts").glob("*.json")
    older = json.loads(record.read_text())
    older |= {"format": 1, "settings": "of before", "files": {k: v for k, v in older["files"].items() if k != "names"}}
    record.write_text(json.dumps(older))
    with pytest.raises(InputError, match=r"2 articles that an earlier version analysed.*framing analyze INPUT"):
        open_store(place)
    fill(place, ARTICLES[:2], Settings.of(model="fast"), executor=here)
    assert len(analysis(open_store(place)).clause_lines.names) > 5
