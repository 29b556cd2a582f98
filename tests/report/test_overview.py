"""A report of a store with too many articles to list them: the numbers are those of memory, the lines some of them."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from framing.events import mark_copies
from framing.extraction import extract
from framing.measure.prominence import prominence, prominence_of_parts
from framing.measure.silence import silence
from framing.measure.voices import voices
from framing.mention_table import mentions
from framing.pictures.between import shares_of_groups
from framing.report import Report, charts, counts, is_overview, summarise, write_report
from framing.report.blocks import Prose, Section
from framing.report.overview import overview
from framing.report.shown import MOST_LINES, Shown, drawn, spread
from framing.report.words import lexicons
from framing.resolve import Project
from framing.statements import Statements
from framing.store.executors import here
from framing.store.reader import open_store
from framing.store.settings import Settings
from framing.store.subject import stored_statements
from framing.store.write import fill
from framing.subject import Tables
from framing.values import Article, Corpus

THINGS = ("bridge", "ferry", "dam", "school")
PEOPLE = (("Ada Stone", "mayor"), ("Ben Fisk", "union leader"), ("Carla Roe", "senator"))
PROJECT = Project(sides={"ada stone": "Town", "ben fisk": "Union"})
N = 36
SHOWN = 9


def text(n: int) -> str:
    (one, role), (two, other) = PEOPLE[n % 3], PEOPLE[(n + 1) % 3]
    thing, last = THINGS[n % 4], one.split()[1]
    verb = "claimed" if n % 2 else "said"
    return (
        f"The {role}, {one}, {verb} the {thing} was a danger. “We checked the {thing} twice, it is a disgrace,” {last} "
        f"told reporters on Monday.\n\nResidents fear that the {thing} may collapse, and critics called the plan a "
        f"disaster. {two}, the {other}, denied it. {last} and {two} said they would resign. "
        f"{'Officials believe it can be mended. ' if n % 2 else 'The rebels attacked the town. '}"
        f"The council of Oslo and Dora Pell were named in the report of {n + 2} pages. Reuters reported, citing a US "
        f"official, that {n} terrorists fled to Moscow.\n\n{padding(n)}"
    )


def padding(n: int) -> str:
    """Sentences that no other article has, so that none is a near-copy."""
    lots = random.Random(n)
    words = ["".join(lots.choice(("ba", "lo", "mi", "ru", "ka", "te")) for _ in range(3)) for _ in range(60)]
    return " ".join(
        f"The {a} was {b} near the {c}." for a, b, c in zip(words[::3], words[1::3], words[2::3], strict=True)
    )


ARTICLES = [
    Article(
        f"a{n:02d}", text(n), f"{PEOPLE[n % 3][0]} warns", f"Paper {n % 2}", dt.date(2015 + n % 4, 1 + n % 12, 3),
        extra={"event": f"e{n // 4}"},
    )
    for n in range(N)
]  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("overview") / "s"
    fill(made, ARTICLES, Settings.of(model="fast", project=PROJECT, portrayal=True), executor=here, partition=10)
    return made


@pytest.fixture(scope="module")
def stored(place: Path) -> Statements:
    return stored_statements(open_store(place))


@pytest.fixture(scope="module")
def held() -> Statements:
    return extract(mark_copies(Corpus(tuple(ARTICLES))), model="fast", project=PROJECT)


@pytest.fixture(scope="module")
def counted(stored: Statements) -> Report:
    return overview(Tables(stored), title="Many", most_shown=SHOWN)


@pytest.fixture(scope="module")
def listed(held: Statements) -> Report:
    return summarise(held, title="Many", mentions=mentions(held))


@pytest.fixture(scope="module")
def written(stored: Statements, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(stored, tmp_path_factory.mktemp("out") / "many", model="fast", most_read=N - 1)


def test_totals_are_those_of_memory(counted: Report, listed: Report) -> None:
    assert counted.totals == listed.totals


KEYS = {
    "speakers": ["speaker"], "sources": ["source_kind"], "sides": ["side"], "reporting_verbs": ["speaker", "stance"],
    "reporting_verbs_by_side": ["side", "stance"], "prominence": ["side"], "relays": ["relay"],
    "lexicon": ["lexicon", "category", "voice"], "lexicon_by_speaker": ["speaker", "voice", "lexicon", "category"],
    "labels": ["term"], "differences": ["group_a", "group_b"], "comparison": ["id"], "coverage": ["event"],
}  # fmt: skip
OF_SOME = {"cues", "quoted_speakers"}


@pytest.mark.parametrize("name", KEYS)
def test_tables_have_the_numbers_of_memory(counted: Report, listed: Report, name: str) -> None:
    keys = KEYS[name]
    mine, other = (pd.DataFrame(r.tables[name]).set_index(keys).sort_index() for r in (counted, listed))
    if name == "differences":
        other = other[other["measure"].ne("tone")].drop(columns="q")  # tone is read from texts
        mine = mine.drop(columns="q")
    shared = [c for c in mine.columns if c in other.columns and c not in OF_SOME]
    assert len(mine) > 0
    assert len(shared) >= min(3, other.shape[1])
    pd.testing.assert_frame_equal(mine[shared], other[shared], check_dtype=False)  # a store keeps smaller numbers


def test_articles_have_the_numbers_of_memory_and_are_told_together(counted: Report, listed: Report) -> None:
    own, other = counted.tables["articles"], listed.tables["articles"]
    columns = ["id", "outlet", "words", "own", "quoted", "paraphrase", "scare", "none", "statements", "speakers"]
    pd.testing.assert_frame_equal(own[columns], other[columns])
    by_outlet = counted.tables["articles_by_outlet"].set_index("outlet")
    assert by_outlet["articles"].to_dict() == {"Paper 0": N // 2, "Paper 1": N // 2}
    assert by_outlet["words"].sum() == counted.totals.words
    assert by_outlet["speakers"].max() <= counted.totals.speakers
    assert counted.tables["articles_by_year"]["year"].tolist() == ["2015", "2016", "2017", "2018"]


def test_officials_are_told_by_outlet(counted: Report, listed: Report) -> None:
    mine, other = counted.tables["officials"], listed.tables["officials"]
    assert mine["outlet"].tolist() == ["all", "Paper 0", "Paper 1"]
    columns = ["statements", "official_statements", "official_share", "official_share_low"]
    assert mine[columns].iloc[0].tolist() == other[columns].iloc[0].tolist()


def test_who_is_not_heard_is_counted_without_texts(stored: Statements, held: Statements) -> None:
    mine, other = (pd.DataFrame(silence(Tables(s))) for s in (stored, held))
    pd.testing.assert_frame_equal(mine, other)
    mine = mine.set_index("speaker")
    assert not mine.loc["Dora Pell", "heard"]
    assert not mine.loc["Dora Pell", "spoken_for"]


def test_sentences_are_those_of_memory_where_they_need_no_single_line(counted: Report, listed: Report) -> None:
    mine, other = ({f.sentence for f in r.findings} for r in (counted, listed))
    assert any("hold" in s and "statements by" in s for s in mine & other)
    assert any(s.startswith("Officials, people and bodies") for s in mine & other)
    assert any("First to speak" in s for s in mine & other)
    assert any("pass" in s for s in mine & other)
    assert any("distancing one (“claimed”): most often" in s for s in mine)


def test_lines_are_of_the_articles_that_can_be_read(counted: Report) -> None:
    ids = {a.id for a in counted.articles}
    assert len(ids) == SHOWN
    assert counted.overview is not None
    for name in counted.overview.unwritten:
        assert 0 < counted.tables[name]["article_id"].nunique() <= SHOWN
        assert set(counted.tables[name]["article_id"]) <= ids
    for speaker in counted.tables["speakers"]["speaker"].head(3):
        assert counted.tables["statements"]["speaker"].eq(speaker).any()


def test_some_articles_are_as_in_memory(stored: Statements, held: Statements) -> None:
    assert stored.stored is not None
    ids = ["a03", "a11"]
    some = stored.stored.some(stored, ids)
    assert some.stored is None
    assert [s for s in held if s.article_id in ids] == list(some)
    assert [a.text for a in some.corpus] == [text(3), text(11)]
    assert some.corpus["a03"].extra == held.corpus["a03"].extra
    assert some.tags()["a03", "text"] == held.tags()["a03", "text"]
    table = mentions(held)
    mine = table[table["article_id"].isin(ids)].reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.DataFrame(stored.stored.some_mentions(some, ids)), pd.DataFrame(mine))


def test_hits_are_counted_as_they_are_listed(stored: Statements, held: Statements) -> None:
    assert stored.stored is not None
    found = stored.stored.hit_counts(lexicons(), ["Ada Stone"])
    whole = Tables(held).lexicon_hits(lexicons())
    assert found["hits"].sum() == len(whole) > 0
    mine = found[found["speaker"].eq("Ada Stone")]
    assert mine["hits"].sum() == whole["speaker"].eq("Ada Stone").sum() > 0
    others = found[found["other"]]
    assert others["speaker"].isna().all()
    assert others["hits"].sum() == (whole["speaker"].notna() & whole["speaker"].ne("Ada Stone")).sum()


def test_the_folder_has_no_table_of_lines(written: Path) -> None:
    names = {p.relative_to(written).as_posix() for p in written.rglob("*") if p.is_file()}
    assert {"report.md", "report.html", "manifest.json", "findings.jsonl", "read/index.html"} <= names
    assert not {"statements.jsonl", "tables/statements.csv", "tables/lexicon_hits.csv", "tables/where.csv"} & names
    rows = [json.loads(line) for line in (written / "findings.jsonl").read_text("utf-8").splitlines()]
    assert max(len(row["evidence"]) for row in rows) == MOST_LINES
    manifest = json.loads((written / "manifest.json").read_text("utf-8"))
    assert manifest["inputs"]["articles"] == N
    assert set(manifest["outputs"]) == names - {"manifest.json", "run.json"}


def test_the_page_says_what_it_is_and_links_what_it_names(written: Path) -> None:
    page, told = ((written / f"report.{e}").read_text("utf-8") for e in ("html", "md"))
    assert f"An overview of {N} articles" in page
    assert "framing store query STORE" in page
    for name in re.findall(r"\]\((tables/[^)]+|charts/[^)]+)\)", told):
        assert (written / name).is_file(), name
    index = (written / "read" / "index.html").read_text("utf-8")
    addresses = set(re.findall(r'href="read/index\.html#(L\d+)"', page))
    assert len(addresses) > 20
    for address in addresses:
        assert f'id="{address}"' in index
    sizes = [int(size) for size in re.findall(r'id="L\d+">.{0,80}?</a>(\d+) lines', index)]
    assert max(sizes) == MOST_LINES


def test_the_same_store_gives_the_same_bytes(written: Path, place: Path, tmp_path: Path) -> None:
    again = write_report(
        stored_statements(open_store(place)), tmp_path / "many", model="fast", most_read=N - 1
    )  # fmt: skip
    for path in written.rglob("*"):
        if path.is_file() and path.name != "run.json":
            assert (again / path.relative_to(written)).read_bytes() == path.read_bytes(), path.name


def test_a_smaller_store_has_the_report_of_memory(stored: Statements, held: Statements, tmp_path: Path) -> None:
    assert not is_overview(stored)
    assert not is_overview(held, most_read=1)
    one = write_report(stored, tmp_path / "a" / "x", model="fast", mentions=mentions(stored))
    two = write_report(held, tmp_path / "b" / "x", model="fast", mentions=mentions(held))
    # A store does not keep why a source was taken for whom, which the articles in the page tell.
    other = ("run.json", "manifest.json", "report.html")
    names = [p.relative_to(two) for p in two.rglob("*") if p.is_file() and p.name not in other]
    assert "report.md" in map(str, names)
    assert [n for n in names if (one / n).read_bytes() != (two / n).read_bytes()] == []


def test_sections_are_chosen_and_may_be_of_ones_own(stored: Statements, tmp_path: Path) -> None:
    def mine(report: Report) -> Section:
        return Section("mine", "Mine", (Prose(f"{len(report.tables['speakers'])} speakers"),))

    made = write_report(stored, tmp_path / "x", model="fast", most_read=1, sections=["speakers", mine, "method"])
    headings = re.findall(r"^## (.+)$", (made / "report.md").read_text("utf-8"), flags=re.MULTILINE)
    assert headings == ["Who speaks", "Mine", "Method and limits"]
    assert not (made / "read").exists()


def test_lines_come_from_as_many_articles_as_may_be() -> None:
    lines = pd.DataFrame({"article_id": ["a"] * 5 + ["b"] * 2 + ["c", "d"], "start": range(9)})
    assert spread(lines, "abc", most=4)["start"].tolist() == [0, 1, 5, 7]
    assert spread(lines, "ad", most=9)["article_id"].tolist() == ["a"] * 5 + ["d"]


def test_lots_are_the_same_whatever_is_asked_beside_them() -> None:
    ids = [f"a{n}" for n in range(100)]
    assert drawn(ids, 200) == ids
    ten = drawn(ids, 10)
    assert len(ten) == 10
    assert set(drawn(ids[::-1], 10)) == set(ten)
    assert set(drawn([i for i in ids if i not in ten[:3]], 7)) == set(ten[3:])


def test_numbers_share_articles_and_the_room_is_kept() -> None:
    shown = Shown([f"a{n}" for n in range(50)], most=8)
    shown.want(pd.Series(["a1", "a2", "a2", "a3"]), each=2)
    first = shown.ids
    assert len(first) == 2
    shown.want(pd.Series(first, dtype="category"), each=2)  # these have their lines already
    assert shown.ids == first
    shown.want(pd.Series(["elsewhere"]))
    assert shown.ids == first
    shown.fill()
    assert len(shown.ids) == 8
    assert set(first) < set(shown.ids)


@pytest.mark.parametrize("by", ["speaker", "side"])
def test_shares_of_very_many_are_those_of_few(held: Statements, by: str) -> None:
    frame = pd.DataFrame(held.frame())
    frame = frame.assign(group=frame["outlet"])
    whole = shares_of_groups(frame, by=by, between="group", top=3)
    first, rest = charts._cut(frame[by], top=3)
    mine = shares_of_groups(charts._of_first(frame, by, first, rest), by=by, between="group").with_last(rest)
    shown = [*(p for p in whole.parts if not p.endswith("others"))]
    assert mine.parts == whole.parts
    columns = ["group", by, "statements", "words", "share", "low", "high"]
    one, other = (
        s.table[s.table[by].isin(shown)].sort_values(["group", by], ignore_index=True)[columns] for s in (mine, whole)
    )
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("by", ["speaker", "side"])
def test_prominence_adds_up_over_articles(
    held: Statements, stored: Statements, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pd.DataFrame(prominence(held, by=by))
    table = voices(held)
    early = table["article_id"].lt("a10")
    parts = (pd.DataFrame(table[early]), pd.DataFrame(table[~early]))
    pd.testing.assert_frame_equal(prominence_of_parts(parts, by=by), whole)
    monkeypatch.setattr(counts, "_RUNS", 50)
    runs = counts.Counts(Tables(stored)).voices
    if by == "speaker":
        runs = runs.assign(side=None)
    mine = counts.prominence_of(SimpleNamespace(voices=runs))["prominence"]  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(mine, whole.head(len(mine)), check_dtype=False)
    assert len(mine) > 2
