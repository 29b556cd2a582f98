"""Write docs/cases.md, the public bug reports that were tried: ``python docs/make_cases.py``."""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "cases.md"
CASES = ROOT / "tests" / "cases" / "cases.yml"

_HEAD = """# Cases from public bug reports

Faults that users of other tools reported, as small inputs in our own words (`tests/cases/inputs`). `tests/cases` runs
each of them; this page is made of `tests/cases/cases.yml` by `python docs/make_cases.py`, and a test holds it against
it. A case stands for its kind: further inputs of the kinds about damaged texts, tables, faulty files, gold and lexicons
are in `tests/read/test_repair.py`, `test_ragged.py`, `test_faults.py`, `tests/evaluate/test_gold.py` and
`tests/lexicon/test_quirks.py`.

| n | seen in | kind | right | decided, or open |
|---|---|---|---|---|
"""


def page() -> str:
    """The page as Markdown."""
    cases = yaml.safe_load(CASES.read_text("utf-8"))
    return _HEAD + "".join(
        f"| {c['n']} | {_cell(c['seen_in'])} | {_cell(c['kind'])} | {_cell(c['right'])} | {_cell(_decided(c))} |\n"
        for c in cases
    )


def _decided(case: dict[str, str]) -> str:
    return "; ".join(
        [*([case["decided"]] if "decided" in case else []), *(f"open: {case[k]}" for k in case if k == "open")]
    )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("`", "\\`")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
