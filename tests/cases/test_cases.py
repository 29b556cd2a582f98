"""Every case of ``cases.yml`` gives what is right, or what was decided with a reason."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from framing import extract
from framing.attribute.model import Model, load_model
from framing.cli import main
from framing.evaluate import total
from framing.gold import compare_files
from framing.lexicon import NestedScope, lexicon_scores, read_lexicon
from framing.measure import silence
from framing.measure.tone import compound
from framing.mention_table import mentions
from framing.read import read

HERE = Path(__file__).parent
INPUTS = HERE / "inputs"
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases.yml").read_text("utf-8"))
BY_NUMBER = {case["n"]: case for case in CASES}


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model("full")


def said(statement: Any) -> str:
    speakers = " + ".join(s.name for s in statement.speakers)
    return f"{statement.kind.value} | {speakers} | {' '.join(statement.content.text.split())[:30]}".rstrip()


def fits(case: Mapping[str, Any]) -> None:
    corpus = read(INPUTS / case["file"])
    if "statements" in case:
        found = [said(s) for s in extract(corpus) if s.act.value == "speech"]
        assert found == case["statements"]
    if "dates" in case:
        assert [a.date.isoformat() if a.date else None for a in corpus] == case["dates"]
    if "articles" in case:
        assert len(corpus) == case["articles"]
    reasons = [p.reason for p in corpus.problems]
    for note in case["notes"]:
        assert any(note in reason for reason in reasons), reasons
    if not case["notes"]:
        assert reasons == []


@pytest.mark.parametrize("case", [c for c in CASES if "notes" in c], ids=lambda c: c["n"])
def test_articles(case: Mapping[str, Any], model: Model, request: pytest.FixtureRequest) -> None:
    if "open" in case:  # others mend it: it may be right already
        request.applymarker(pytest.mark.xfail(reason=case["open"], strict=False))
    fits(case)


def emoji() -> None:
    values = {t: compound(t) for t in ("Thank you 💓", "Nothing was left for the poor :(", "There was no problem.")}
    heart, sad, none = values.values()
    assert heart > 0 > sad
    assert none >= 0


def heard() -> None:
    found = extract(read(INPUTS / "22.txt"))
    named = mentions(found)
    table = silence(found.frame(), named)
    row = table[table["speaker"] == "Nora Fisk"]
    assert row.empty or bool(row["heard"].all())


def hits(n: str, scope: NestedScope = NestedScope.LEXICON) -> dict[str, int]:
    case = BY_NUMBER[n]
    found = extract(read(INPUTS / f"{n}.txt"))
    table = lexicon_scores(found, read_lexicon(INPUTS / case["file"]), by=["article_id"], nested_scope=scope)
    return {str(c): int(h) for c, h in zip(table["category"], table["hits"], strict=True)}


def liwc() -> None:
    assert hits("37") == {"desire": 2, "affect": 1, "cause": 1}
    assert hits("37", NestedScope.CATEGORY) == {"desire": 2, "affect": 2, "cause": 1}
    refused = {p.item.rpartition(" ")[2]: p.skipped for p in read_lexicon(INPUTS / "37.dic").problems}
    assert refused == {"'kind'": False, "like*'": False, "hope'": True}


def lexicoder() -> None:
    assert hits("38") == {"macro": 4}


def quanteda() -> None:
    lexicon = read_lexicon(INPUTS / "40.yml")
    assert len(lexicon) == 14
    assert {"no", "off", "on", "n", "yes", "y"} <= {e.term for e in lexicon}
    assert lexicon.category_names == ("negation", "yes", "2020", "places/NA", "places/NO")


def signs() -> None:
    assert hits("41") == {"language": 1, "firm": 1, "event": 1, "number": 1}


def two_categories() -> None:
    assert hits("42") == {"pos": 1, "farewell": 2}
    assert hits("42", NestedScope.CATEGORY) == {"pos": 3, "farewell": 2}


def command(*arguments: str) -> Any:
    return CliRunner().invoke(main, [*arguments])


def composed() -> None:
    between = ("--between", "Ann Kerr", "Tom Reyes", "--longest", "1", "--top", "5")
    shown = command("contrast", str(INPUTS / "43.csv"), *between, "--format", "json")
    rows = [r for r in yaml.safe_load(shown.stdout) if r["term"].startswith("caf")]
    assert [(r["term"], r["count_a"]) for r in rows] == [("café", 6)]


def mirrored() -> None:
    given = ("--between", "Ann Kerr", "Bob Lane", "--longest", "1", "--function-words", "shown", "--format", "json")
    rows = {r["term"]: r for r in yaml.safe_load(command("contrast", str(INPUTS / "44.csv"), *given).stdout)}
    assert rows["goose"]["log_odds"] == pytest.approx(-rows["mule"]["log_odds"])


def no_such_group() -> None:
    shown = command("contrast", str(INPUTS / "45.csv"), "--by", "outlet", "--between", "X", "Y")
    assert shown.exit_code == 2
    assert "no outlet 'Y'" in shown.output


def gold(n: str, tmp_path: Path) -> tuple[int, int]:
    out = tmp_path / "o.jsonl"
    assert command("extract", str(INPUTS / n), "--out", str(out)).exit_code == 0
    counts = total(compare_files(INPUTS / n, out).scores)["who-said-what"]
    return counts.right, counts.gold


def labels(tmp_path: Path) -> None:
    out = tmp_path / "o.svg"
    shown = command("balance", str(INPUTS / "49.csv"), "--by", "outlet", "--chart", str(out))
    assert "Ca$h_Daily $tar" in shown.stdout
    assert "<b>Post</b> & Co" in shown.stdout
    assert "&lt;b&gt;Post" in out.read_text("utf-8")


def long(tmp_path: Path) -> None:
    text = "\n\n".join([(INPUTS / "50_paras.txt").read_text("utf-8")] * 12)
    (tmp_path / "long.txt").write_text(text, "utf-8")
    once = [said(s) for s in extract(read(INPUTS / "50_paras.txt"), model="fast")]
    found = [said(s) for s in extract(read(tmp_path / "long.txt"), model="fast")]
    assert abs(len(found) - 12 * len(once)) <= 12


def two_gold(n: str) -> Callable[[Path], None]:
    def check(tmp_path: Path) -> None:
        assert gold(n, tmp_path) == (1, 1)

    return check


CHECKS: dict[str, Callable[..., None]] = {
    "22": heard, "24": emoji, "37": liwc, "38": lexicoder, "40": quanteda, "41": signs, "42": two_categories,
    "43": composed, "44": mirrored, "45": no_such_group, "46": two_gold("46"), "48": two_gold("48"), "49": labels,
    "50": long,
}  # fmt: skip


@pytest.mark.parametrize("n", CHECKS)
def test_other_commands(n: str, tmp_path: Path) -> None:
    check = CHECKS[n]
    check(tmp_path) if check.__code__.co_argcount else check()


def test_every_case_is_run() -> None:
    assert {c["n"] for c in CASES if "notes" in c} | set(CHECKS) == set(BY_NUMBER)


def test_the_page_is_made_of_the_cases() -> None:
    root = HERE.parents[1]
    spec = importlib.util.spec_from_file_location("make_cases", root / "docs" / "make_cases.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert (root / "docs" / "cases.md").read_text("utf-8") == made.page(), "run python docs/make_cases.py"
