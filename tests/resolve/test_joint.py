"""Joint sources: who speak together, who does not, and what tables make of it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

import framing
from framing.measure import balance, diversity, silence
from framing.statement_json import from_json, to_json
from framing.statements import Statements
from framing.values import Article, Corpus
from tests.resolve.resolve_marked import annotate, resolve

SCHEMAS = Path(framing.__file__).parent / "schemas"

CASES = {
    "a title for both": (
        "{s1|Ministers {P|Carl Stone} and {P|Nora Fisk}} {q1|said} {c1|it held}.",
        ["Carl Stone", "Nora Fisk"],
    ),
    "both": ("{s1|Both {P|Ana Osei} and {P|Bo Strand}} {q1|said} {c1|it held}.", ["Ana Osei", "Bo Strand"]),
    "neither": ("{s1|Neither {P|Ana Osei} nor {P|Bo Strand}} {q1|said} {c1|why it held}.", ["Ana Osei", "Bo Strand"]),
    "three": (
        "{s1|{P|Ana Osei}, {P|Bo Strand} and {P|Ida Brandt}} {q1|said} {c1|it held}.",
        ["Ana Osei", "Bo Strand", "Ida Brandt"],
    ),
    "names in apposition": (
        "{s1|The mayor of {L|Norden}, {P|Sofia Lund}, and the fire chief, {P|Ivo Petrov},} {q1|said} {c1|it held}.",
        ["Sofia Lund", "Ivo Petrov"],
    ),
    "with appositions": (
        "{s1|{P|Dana Quill}, a Democrat, and {P|Peter Voss}, a Republican,} {q1|said} {c1|it held}.",
        ["Dana Quill", "Peter Voss"],
    ),
    "from two places": (
        "{s1|{P|Carl Stone} of the port and {P|Nora Fisk} of the mill} {q1|said} {c1|it held}.",
        ["Carl Stone", "Nora Fisk"],
    ),
    "somebody in an office": (
        "{s1|{P|Carl Stone} and his lawyer} {q1|said} {c1|it held}.",
        ["Carl Stone", "Carl Stone's lawyer"],
    ),
    "two offices": (
        "{s1|The president of {L|Norland} and the chancellor of {L|Sudland}} {q1|said} {c1|it held}.",
        ["president of Norland", "chancellor of Sudland"],
    ),
    "two states": ("{s1|{L|France} and {L|Germany}} {q1|said} {c1|it held}.", ["France", "Germany"]),
    "along with": (
        "{s1|{P|Carl Stone}, along with {P|Nora Fisk},} {q1|said} {c1|it held}.",
        ["Carl Stone", "Nora Fisk"],
    ),
    "somebody and the others": (
        "{s1|{P|Stone} and fellow {O|Senate} {G|Democrats}} {q1|said} {c1|it held}.",
        ["Stone", "Senate Democrats"],
    ),
    "somebody and other ministers": (
        "{s1|{P|Carl Stone} and other ministers} {q1|said} {c1|it held}.",
        ["Carl Stone", "ministers"],
    ),
    "somebody and his people": (
        "{s1|{P|Carl Stone} and his aides} {q1|said} {c1|it held}.",
        ["Carl Stone", "Carl Stone's aides"],
    ),
    "a mayor and a senator": (
        "{s1|The mayor and Senator {P|Bo Lind}} {q1|said} {c1|it held}.",
        ["mayor", "Bo Lind"],
    ),
    "a relative and a senator": (
        "{P|Carl Stone} left. {s1|His wife and Senator {P|Bo Lind}} {q1|said} {c1|it held}.",
        ["Carl Stone's wife", "Bo Lind"],
    ),
    "two titles of one person": (
        "{s1|{L|Norland} Attorney General and {O|Senate} candidate {P|Richard Blum}} {q1|said} {c1|it held}.",
        ["Richard Blum"],
    ),
    "a relative with an office": (
        "{P|Carl Stone} left. {s1|His wife and current nominee {P|Hanna Stone}} {q1|said} {c1|it held}.",
        ["Hanna Stone"],
    ),
    "one spokesman for two": (
        "{s1|A spokesman for {P|Anna Berg} and {P|Bo Strand}} {q1|said} {c1|it held}.",
        ["spokesman for Anna Berg and Bo Strand"],
    ),
    "one head of two": (
        "{s1|The head of the police and the fire service} {q1|said} {c1|it held}.",
        ["head of the police and the fire service"],
    ),
    "two offices of one": (
        "{s1|{P|Anna Berg}, a writer and a friend of the mayor,} {q1|said} {c1|it held}.",
        ["Anna Berg"],
    ),
    "friend of two": (
        "{s1|{P|Anna Berg}, a friend of {P|Bo Strand} and {P|Ida Brandt},} {q1|said} {c1|no}.",
        ["Anna Berg"],
    ),
    "who met two": (
        "{s1|{P|Carl Stone}, who met {P|Nora Fisk} and {P|Ivo Petrov},} {q1|said} {c1|no}.",
        ["Carl Stone"],
    ),
    "crowds": ("{s1|Doctors and nurses} {q1|said} {c1|it held}.", ["doctors and nurses"]),
    "a name with and": ("{s1|{O|Food and Drug Agency}} {q1|said} {c1|it held}.", ["Food and Drug Agency"]),
    "either": ("{s1|{P|Ana Osei} or {P|Bo Strand}} {q1|said} {c1|it held}.", ["Ana Osei"]),
    "cited together": (
        "{c1|Rain fell}, {s1|{O|XTV}} {q1|reported}, citing {P|Ana Osei} and {P|Bo Strand}.",
        ["Ana Osei", "Bo Strand"],
    ),
}


@pytest.mark.parametrize(("marked", "names"), CASES.values(), ids=CASES.keys())
def test_who_speak(marked: str, names: list[str]) -> None:
    (found,) = resolve(marked)
    assert [s.name for s in found.speakers] == names


PLURALS = {
    "they": ("“We saw it,” they wrote.", True),
    "the couple": ("“We saw it,” the couple wrote.", True),
    "she": ("“We saw it,” she wrote.", False),
    "others before": ("Two soldiers came on Sunday. “We saw it,” they wrote.", False),
}


@pytest.mark.parametrize(("rest", "both"), PLURALS.values(), ids=PLURALS.keys())
def test_who_are_meant_afterwards(rest: str, both: bool) -> None:
    quoted, _, who = rest.partition("” ")
    before, _, quoted = quoted.rpartition("“")
    source, verb = who.rsplit(" ", 1)
    marked = "{s1|{P|Anna Berg} and {P|Bo Strand}} {q1|said} {c1|it held}. "
    marked += f"{before}{{c2|“{quoted}”}} {{s2|{source}}} {{q2|{verb[:-1]}}}."
    second = resolve(marked)[1]
    assert ([s.name for s in second.speakers] == ["Anna Berg", "Bo Strand"]) is both


TEXT = (
    "{s1|Ministers {P|Carl Stone} and {P|Nora Fisk}} {q1|said} {c1|the dam held}. "
    "{s2|{P|Carl Stone}} {q2|added} {c2|that it rained}. {P|Ivo Petrov} left."
)


@pytest.fixture
def statements() -> Statements:
    article = Article("a", annotate(TEXT).document.text)
    return Statements(resolve(TEXT), Corpus((article,)))


def test_written_and_read_back(statements: Statements) -> None:
    schema = json.loads((SCHEMAS / "statement.schema.json").read_text("utf-8"))
    for statement in statements:
        row = json.loads(json.dumps(to_json(statement)))
        jsonschema.validate(row, schema)
        assert from_json(row) == statement
    assert "co_speakers" not in to_json(statements[1])


def test_once_in_totals_and_for_each_speaker(statements: Statements) -> None:
    frame = statements.frame()
    assert frame["with"].tolist() == ["Nora Fisk", ""]
    table = balance(statements, by="speaker").set_index("speaker")
    assert table["statements"].to_dict() == {"Carl Stone": 2, "Nora Fisk": 1}
    assert table["words"].to_dict() == {"Carl Stone": 6, "Nora Fisk": 3}
    assert table.loc["Nora Fisk", "statement_share"] == 0.5
    assert table.loc["Nora Fisk", "named"]
    assert balance(statements, by="type")["statements"].tolist() == [2]
    assert balance(frame, by="speaker")["statements"].tolist() == [2, 1]
    assert balance(statements, by="outlet")["statements"].tolist() == [2]
    row = diversity(statements).iloc[0]
    assert (row["statements"], row["speakers"]) == (2, 2)
    assert balance(statements, by="speaker").evidence("Nora Fisk")["words"].tolist() == ["the dam held"]


def test_nobody_who_spoke_with_others_is_silent(statements: Statements) -> None:
    frame = statements.frame()
    mentions = [("a", n, n.lower().replace(" ", "-")) for n in ("Carl Stone", "Nora Fisk", "Ivo Petrov")]
    table = pd.DataFrame(mentions, columns=["article_id", "actor", "actor_id"])
    heard = silence(frame, table).set_index("speaker")["heard"].to_dict()
    assert heard == {"Carl Stone": True, "Nora Fisk": True, "Ivo Petrov": False}
