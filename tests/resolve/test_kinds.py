"""What kind of source it is, and what an unnamed one is called. The cases are in kinds.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.resolve.resolve_marked import by_number, resolve

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "kinds.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_kind(case: dict[str, Any]) -> None:
    speaker = by_number(case["text"], resolve(case["text"]))[1].speaker
    assert speaker is not None
    assert {"name": speaker.name, "type": str(speaker.type), "named": speaker.named} == case["speaker"]


OFFICIALS = [
    ("{s1|{G|Norwegian} Trade Minister {P|Siri Dahl}}", True),
    ("{s1|A {L|US} official}", True),
    ("{s1|A {G|Norwegian} military spokesman, Colonel {P|Peter Marsh}}", True),
    ("{s1|A police spokeswoman}", True),
    ("{s1|Sen. {P|Luis Ortega}}", True),
    ("{s1|The {O|White House}}", True),
    ("{s1|{L|Ankara}}", True),
    ("{s1|{O|Acme Holdings} spokesman {P|Peter Marsh}}", False),
    ("{s1|{P|Maria Lopez}, the head of a union,}", False),
    ("{s1|One {G|Norwegian} soldier}", False),
    ("{s1|{P|Anna Berg}}", False),
    ("{s1|{O|Acme Holdings}}", False),
    ("{s1|Critics}", False),
]


@pytest.mark.parametrize(("source", "official"), OFFICIALS)
def test_who_is_official(source: str, official: bool) -> None:
    (statement,) = resolve(f"{source} {{q1|said}} {{c1|no}}.")
    assert statement.speaker is not None
    assert statement.speaker.official is official
