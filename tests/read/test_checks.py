"""What is left out, what is marked, and dates."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.read import read
from framing.read.checks import other_language
from framing.read.dates import parse_date
from tests.read.samples import CHINESE, ENGLISH, GERMAN, OTHER, ids, json_lines, reasons, write


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2016-10-25", (2016, 10, 25)),
        (" 2016-10-25 ", (2016, 10, 25)),
        ("2016-10-25T23:30:00-05:00", (2016, 10, 25)),
        ("2016-10-25 10:00:00.123", (2016, 10, 25)),
        ("2016/10/25", (2016, 10, 25)),
        ("20161025", (2016, 10, 25)),
        ("25 October 2016", (2016, 10, 25)),
        ("25th of October, 2016", (2016, 10, 25)),
        ("25-Oct-2016", (2016, 10, 25)),
        ("October 25, 2016", (2016, 10, 25)),
        ("Sept. 5 2016", (2016, 9, 5)),
        ("Tuesday, October 25, 2016 at 10:00 am", (2016, 10, 25)),
        ("Tue, 25 Oct 2016 10:00:00 GMT", (2016, 10, 25)),
        ("25/10/2016", (2016, 10, 25)),
        ("10/25/2016", (2016, 10, 25)),
        ("25.10.2016 08:15", (2016, 10, 25)),
        ("03/03/2016", (2016, 3, 3)),
        ("29 February 2016", (2016, 2, 29)),
    ],
)
def test_dates(raw: str, day: tuple[int, int, int]) -> None:
    assert parse_date(raw) == dt.date(*day)


@pytest.mark.parametrize(
    "raw",
    [
        *("02/03/2016", "02.03.2016", "25/10/16", "2016", "October 2016", "2016-10", "2016-13-01", "2016-02-30"),
        *("31 April 2016", "30/31/2016", "0000-01-01", "yesterday", "1477389600", "25 Octopus 2016", "2016-W43-2", ""),
    ],
)
def test_no_date_is_guessed(raw: str) -> None:
    assert parse_date(raw) is None


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y 10:00:00 +0000"]))
def test_dates_survive(day: dt.date, form: str) -> None:
    written = day.strftime(form).replace(str(day.year), f"{day.year:04d}") if day.year > 999 else day.isoformat()
    assert parse_date(written) == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_none(raw: str) -> None:
    assert parse_date(raw) is None or "".join(filter(str.isdigit, raw))


def test_an_unclear_date_stays_as_it_was_given(tmp_path: Path) -> None:
    corpus = read(write(tmp_path, {"t.jsonl": json_lines([{"id": "1", "text": ENGLISH, "date": "02/03/2016"}])}))
    assert corpus["1"].date is None
    assert corpus["1"].extra == {"date": "02/03/2016"}
    (problem,) = corpus.problems
    assert not problem.skipped
    assert "'02/03/2016'" in problem.reason


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GERMAN, id="German"),
        pytest.param(GERMAN.upper(), id="capitals"),
        pytest.param(CHINESE, id="Chinese, no spaces between words"),
        pytest.param(
            "Мэр города сказала в понедельник, что мост останется закрытым до самой весны. " * 2, id="Russian"
        ),
        pytest.param(
            "La alcaldesa dijo el lunes que el puente seguirá cerrado hasta la primavera, porque las obras se han "
            "aplazado durante años y ya no queda tiempo que perder.",
            id="Spanish",
        ),
        pytest.param(
            "De burgemeester zei maandag dat de brug tot het voorjaar gesloten blijft, omdat de werken al jaren "
            "worden uitgesteld en er geen tijd meer te verliezen is.",
            id="Dutch",
        ),
    ],
)
def test_other_languages(text: str) -> None:
    assert other_language(text) is not None
    assert other_language(text * 60) is not None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ENGLISH, id="English"),
        pytest.param(ENGLISH.upper(), id="capitals"),
        pytest.param("Reuters", id="one word"),
        pytest.param("Lavrov: no.", id="two words"),
        pytest.param("Il a dit non.", id="too short to judge"),
        pytest.param("Jean-Yves Le Drian, Igor Konashenkov, Mohammad Khalaf, Steve Warren, " * 4, id="only names"),
        pytest.param("Ajax 3-1 Feyenoord; Porto 2-2 Benfica; Lazio 0-1 Roma; Lyon 4-0 Nantes; " * 3, id="results"),
        pytest.param(GERMAN * 10 + ENGLISH * 60, id="begins with a long quotation"),
        pytest.param(f"{ENGLISH} «{CHINESE[:20]}»", id="a quotation in another script"),
    ],
)
def test_english(text: str) -> None:
    assert other_language(text) is None


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("en", ENGLISH, True),
        ("en-GB", GERMAN, True),
        ("English", ENGLISH, True),
        ("eng", ENGLISH, True),
        ("de", ENGLISH, False),
        ("", GERMAN, False),
        ("und", ENGLISH, True),
        ("NA", GERMAN, False),
    ],
)
def test_a_language_column_is_believed(tmp_path: Path, language: str, text: str, kept: bool) -> None:
    rows = [{"id": "1", "text": text, "language": language}, {"id": "2", "text": OTHER}]
    corpus = read(write(tmp_path, {"t.jsonl": json_lines(rows)}))
    assert ids(corpus) == (["1", "2"] if kept else ["2"])
    assert ("not English" in reasons(corpus)) != kept


@pytest.mark.parametrize("text", ["", " \r\n\t", "\u200b\ufeff\u200d\u2060\n\u00ad", "\u00a0\u3000", "* * *\n—\n…"])
def test_empty(tmp_path: Path, text: str) -> None:
    corpus = read(write(tmp_path, {"a.txt": text, "b.txt": ENGLISH}))
    assert ids(corpus) == ["b"]
    (problem,) = corpus.problems
    assert problem.skipped
    assert problem.reason.startswith("empty")


def test_a_second_article_of_an_id_is_left_out(tmp_path: Path) -> None:
    files = {"a.txt": ENGLISH, "t.jsonl": json_lines([{"id": "a", "text": OTHER}, {"id": " b ", "text": OTHER}])}
    corpus = read(write(tmp_path, files))
    assert ids(corpus) == ["a", "b"]
    assert corpus["a"].text == ENGLISH
    assert "t.jsonl line 1: second article with the id 'a'" in reasons(corpus)


def test_copies_are_kept_and_marked(tmp_path: Path) -> None:
    files = {
        "a.txt": ENGLISH,
        "b.txt": ENGLISH.replace(" ", "\r\n") + "\n",
        "c.txt": OTHER,
        "d.txt": "\u00a0" + ENGLISH,
        "e.txt": ENGLISH.lower(),
    }
    corpus = read(write(tmp_path, files))
    assert {a.id: a.duplicate_of for a in corpus} == {"a": None, "b": "a", "c": None, "d": "a", "e": None}
    assert [a.id for a in corpus.counted] == ["a", "c", "e"]
    assert corpus["b"].text == files["b.txt"]


def test_an_article_that_was_left_out_has_no_copies(tmp_path: Path) -> None:
    rows = [{"id": "1", "text": ENGLISH, "language": "fr"}, {"id": "2", "text": ENGLISH}]
    assert read(write(tmp_path, {"t.jsonl": json_lines(rows)}))["2"].duplicate_of is None


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    files = {"b/a.txt": ENGLISH, "a/a.txt": GERMAN, "t.jsonl": json_lines([{"text": OTHER}, {"text": ""}])}
    write(tmp_path, files)
    assert read(tmp_path) == read(tmp_path)


def test_reading_text_imports_nothing_heavy(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": ENGLISH, "metadata.csv": "file,outlet\na.txt,Post\n"})
    heavy = ("charset_normalizer", "lxml", "numpy", "pandas", "py3langid", "pyarrow", "trafilatura", "yaml")
    program = (
        "import sys; from framing.read import corpus as c; c.read(sys.argv[1]); "
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "[]\n"
