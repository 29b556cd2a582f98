"""`pip install .` and the lock files agree: what a user gets by the ranges is what was tested, or a bug fix of it."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NEEDED = [Requirement(text) for text in PROJECT["dependencies"]]


def pins(name: str) -> dict[str, Version]:
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    return {str(canonicalize_name(package)): Version(pin) for package, pin in found}


@pytest.mark.parametrize("needed", NEEDED, ids=lambda r: r.name)
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_the_pin_is_the_newest_line_of_the_range(needed: Requirement, lock: str) -> None:
    pin = pins(lock).get(canonicalize_name(needed.name))
    assert pin is not None, f"{needed.name} is not in {lock}: run `make lock`"
    assert pin in needed.specifier
    following = Version(f"{pin.major + 1}") if pin.major else Version(f"0.{pin.minor + 1}")
    assert following not in needed.specifier, (
        f"{needed} lets in {following}, and {pin} was tested: bound it by <{following}"
    )


def test_both_locks_pin_the_same() -> None:
    run, test = pins("requirements.lock"), pins("requirements-test.lock")
    assert {name: pin for name, pin in run.items() if test.get(name) != pin} == {}


@pytest.mark.parametrize("needed", NEEDED, ids=lambda r: r.name)
def test_what_is_installed_here_is_in_the_range(needed: Requirement) -> None:
    assert Version(version(needed.name)) in needed.specifier
