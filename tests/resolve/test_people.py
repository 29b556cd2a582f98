"""Who is meant: names, titles, roles, pronouns. The cases are in people.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.resolve.resolve_marked import names

SECTIONS: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "people.yml").read_text("utf-8"))
CASES = {f"{section}: {label}": case for section, cases in SECTIONS.items() for label, case in cases.items()}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_speaker(case: dict[str, Any]) -> None:
    found = names(case["text"])
    assert {n: found[n] for n in case["speakers"]} == case["speakers"]
