"""``framing extract --explain``: every statement, and which rules changed what in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from framing.cli import main
from framing.resolve import Project, resolve_with_trace
from framing.resolve.explain import explain
from framing.values import Article
from tests.resolve.resolve_marked import annotate

EXPLAINED = [
    (
        "{c1|The bridge would last longer,} {q1|believes} mayor {P|Anna Berg}.",
        [
            "a-001  Anna Berg: The bridge would last longer,",
            "    behind the verb: source none → «mayor Anna Berg»",
        ],
    ),
    (
        "{s1|{P|Anna Berg}} {q1|said} {c1|so}.",
        ["a-001  Anna Berg: so", "    as the model found it"],
    ),
    (
        "{c1|Rain fell}, {s1,2|{O|XTV}} {q1|reported}, {q2|citing} {c2|a {L|US} official}.",
        [
            "a-001  XTV for US official, via XTV: Rain fell",
            "    cites: origin none → «a US official»",
            "a  left out by “only cites”: source «XTV», cue «citing», content «a US official»",
        ],
    ),
    (
        "{s1|A court} {q1|heard} {c1|that the bridge fell}.",
        ["a-001  (no source stated): that the bridge fell", "    hears: the source only hears"],
    ),
    (
        "{c1|“It did stop,”} {s1|{P|Anna Berg}} {q1|said}.\n\n“It rains now.”",
        [
            "a-001  Anna Berg: “It did stop,” … “It rains now.”",
            "    goes on: content «“It did stop,”» → «“It did stop,” … “It rains now.”»",
        ],
    ),
    (
        "{P|Anna Berg} met Sen. {P|Luis Ortega}. {s1|She} {q1|said} {c1|so}. {s2|The senator} {q2|said} {c2|no}.",
        [
            "a-001  Anna Berg: so",
            "    «She» is Anna Berg, named at 5: «Anna Berg met Sen. Luis Ortega.»",
            "    as the model found it",
            "a-002  Luis Ortega: no",
            "    «The senator» is Luis Ortega, named at 24: «Anna Berg met Sen. Luis Ortega. She said so. The senator»",
            "    as the model found it",
        ],
    ),
    (
        "By most estimates, the town is rich.",
        [
            "a-001  estimates: the town is rich",
            "    estimates: added, source «most estimates», cue «By», content «the town is rich»",
        ],
    ),
]


@pytest.mark.parametrize(("marked", "lines"), EXPLAINED)
def test_what_is_said(marked: str, lines: list[str]) -> None:
    annotation = annotate(marked)
    article = Article("a", annotation.document.text)
    assert list(explain(article, resolve_with_trace(article, {"text": annotation}, Project()))) == lines


def test_the_command(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Bridge closed\n\n“The bridge is old,” Anna Berg said. “It will not last.”\n", "utf-8")
    out = tmp_path / "why.txt"
    result = CliRunner().invoke(main, ["extract", str(source), "--explain", "--out", str(out)])
    assert result.exit_code == 0, result.output
    lines = out.read_text("utf-8").splitlines()
    assert lines[0].startswith("a-001  Anna Berg: “The bridge is old,”")
    assert all(line.startswith(("a-", "a  ", "    ")) for line in lines)
