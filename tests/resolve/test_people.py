"""Who is meant: names, titles, roles, pronouns. The cases are in people.yml and referents.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.resolve.resolve_marked import names

_FILES = [Path(__file__).parent / name for name in ("people.yml", "referents.yml")]
SECTIONS: dict[str, dict[str, Any]] = {k: v for f in _FILES for k, v in yaml.safe_load(f.read_text("utf-8")).items()}
CASES = {f"{section}: {label}": case for section, cases in SECTIONS.items() for label, case in cases.items()}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_speaker(case: dict[str, Any]) -> None:
    found = names(case["text"])
    assert {n: found[n] for n in case["speakers"]} == case["speakers"]
