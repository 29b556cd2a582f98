"""What is lost or passed over on reading is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.read import read
from framing.values import Corpus

FORMATS = Path(__file__).parents[2] / "examples" / "formats"


def reasons(corpus: Corpus) -> str:
    return "\n".join(f"{p.item}: {p.reason}" for p in corpus.problems)


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_columns_of_files_that_have_none(tmp_path: Path) -> None:
    text = written(tmp_path, "a.txt", "It rained in Norden on Monday, the mayor said.")
    assert "--column outlet=paper: names columns, and no file is a table" in reasons(
        read(text, columns={"outlet": "paper"})
    )
    assert not read(text).problems
    table = written(tmp_path, "a.csv", "body,paper\nIt rained in Norden on Monday.,Post\n")
    assert "names columns" not in reasons(read([text, table], columns={"text": "body"}))


def test_fields_behind_a_quoted_text_are_not_glued_to_it(tmp_path: Path) -> None:
    rows = 'id,text\n1,"It rained, she said."\n2,"It ""snowed"", he said.",more,yet more\n3,It hailed, they said\n'
    corpus = read(written(tmp_path, "a.csv", rows))
    assert [a.text for a in corpus] == ["It rained, she said.", 'It "snowed", he said.', "It hailed, they said"]
    assert "more fields than the header has, behind a text that quotation marks end" in reasons(corpus)


@pytest.mark.parametrize("share", [0.6, 0.75, 0.9, 0.99])
def test_an_rtf_that_breaks_off(tmp_path: Path, share: float) -> None:
    whole = (FORMATS / "nexis_uni.rtf").read_bytes()
    path = tmp_path / "a.rtf"
    path.write_bytes(whole)
    assert "breaks off" not in reasons(read(path))
    path.write_bytes(whole[: int(share * len(whole))])
    assert "the document breaks off" in reasons(read(path))


@pytest.mark.parametrize(("name", "date"), [("lexisnexis.txt", "March 5, 2010 Friday"), ("nexis_uni.txt", "")])
def test_a_date_of_lexisnexis_that_cannot_be_read(tmp_path: Path, name: str, date: str) -> None:
    lines = (FORMATS / name).read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.strip().casefold().startswith("load-date")]
    unreadable = ["Fri. of the 5th week" if "2010" in line and "March" in line else line for line in kept]
    corpus = read(written(tmp_path, "a.txt", "\n".join(unreadable)))
    assert all(a.date is None for a in corpus)
    assert "no date that can be read" in reasons(corpus)


def test_the_section_of_factiva_is_no_part_of_the_title(tmp_path: Path) -> None:
    whole = (FORMATS / "factiva.txt").read_text("utf-8")
    title = "Bridge falls in flood and cuts off town"
    for section in ("News", "Main News; National Desk", "A-Section", "SECTA"):
        corpus = read(written(tmp_path, "a.txt", whole.replace(title, f"{section}\n{title}", 1)))
        first = next(iter(corpus))
        assert (first.title, first.extra["section"]) == (title, section)
    assert next(iter(read(written(tmp_path, "a.txt", whole)))).title == title


def test_authors_of_newspaper3k_are_the_byline() -> None:
    first = next(iter(read(FORMATS / "newspaper3k.json")))
    assert first.extra["byline"] == "Jo Hale"
