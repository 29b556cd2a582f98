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
