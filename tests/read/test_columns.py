"""Columns under other names: used with a note, or asked about; and what is never taken for a text."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from framing.errors import InputError
from framing.read import read
from framing.read.columns import choose_columns
from tests.read.samples import ENGLISH, OTHER, json_lines, reasons, write

LONG = f"{ENGLISH} {OTHER}"


@pytest.mark.parametrize(
    "name",
    [
        *("content", "Content", "body", "Body Text", "full text", "Full-Text", "fullText", "FULL_TEXT", "article_text"),
        *(
            "articleText",
            "story_text",
            "maintext",
            "main text",
            "article",
            "article_body",
            "news_content",
            "_source.content",
        ),
    ],
)
def test_names_of_the_text(name: str) -> None:
    choice = choose_columns(["id", name], {})
    assert choice.columns["text"] == name
    (note,) = choice.notes
    assert repr(name) in note
    assert "--column text=NAME" in note


@pytest.mark.parametrize(
    ("names", "field", "column"),
    [
        (["publication"], "outlet", "publication"),
        (["Source"], "outlet", "Source"),
        (["news_source"], "outlet", "news_source"),
        (["Publication Title"], "outlet", "Publication Title"),
        (["newspaper"], "outlet", "newspaper"),
        (["source", "outlet"], "outlet", "outlet"),
        (["publisher", "media_name"], "outlet", "media_name"),
        (["published"], "date", "published"),
        (["pubDate"], "date", "pubDate"),
        (["Published At"], "date", "Published At"),
        (["publication-date"], "date", "publication-date"),
        (["webPublicationDate", "date"], "date", "date"),
        (["article title"], "title", "article title"),
        (["link"], "url", "link"),
        (["lang"], "language", "lang"),
        (["article_id"], "id", "article_id"),
    ],
)
def test_names_of_the_other_fields(names: list[str], field: str, column: str) -> None:
    assert choose_columns([*names, "text"], {}).columns[field] == column


@pytest.mark.parametrize(
    ("names", "field"),
    [
        (["publication", "source"], "outlet"),
        (["domain", "newspaper", "channel"], "outlet"),
        (["published", "created_at"], "date"),
        (["pub_date", "timestamp"], "date"),
        (["heading", "article_title"], "title"),
    ],
)
def test_where_two_fit_it_is_asked(names: list[str], field: str) -> None:
    choice = choose_columns([*names, "text"], {})
    assert field not in choice.columns
    assert choice.asked[field] == tuple(names)
    assert any(note.startswith(f"no {field}: did you mean --column {field}={names[0]}") for note in choice.notes)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "json", "parquet", "xlsx", "frame"])
def test_the_question_is_a_problem_that_weighs(tmp_path: Path, kind: str) -> None:
    import pandas as pd

    row = {"text": LONG, "publication": "Post", "source": "AP"}
    frame = pd.DataFrame([row])
    path = tmp_path / f"t.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "jsonl":
        path.write_text(json_lines([row]), "utf-8")
    elif kind == "json":
        frame.to_json(path, orient="records")
    elif kind == "parquet":
        frame.to_parquet(path)
    elif kind == "xlsx":
        frame.to_excel(path, index=False)
    corpus = read(frame if kind == "frame" else path)
    (problem,) = corpus.problems
    assert problem.reason == "no outlet: did you mean --column outlet=publication or --column outlet=source?"
    assert problem.weighty
    assert corpus.articles[0].outlet is None
    answered = read(frame if kind == "frame" else path, columns={"outlet": "source"})
    assert answered.articles[0].outlet == "AP"
    assert answered.problems == ()


def test_two_columns_of_texts_stop_the_file(tmp_path: Path) -> None:
    write(tmp_path, {"t.csv": f'content,body\n"{ENGLISH.replace(chr(34), chr(34) * 2)}",Teaser\n'})
    with pytest.raises(
        InputError, match="two columns can be the text: write --column text=content or --column text=body"
    ):
        read(tmp_path / "t.csv")


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("id,indexed_date,language,media_name,media_url,publish_date,title,url", "Media Cloud's list of stories"),
        ("URL,MobileURL,Title,SeenDate,Domain,SourceCountry", "GDELT's list of articles"),
    ],
)
def test_lists_without_texts_are_called_what_they_are(tmp_path: Path, header: str, what: str) -> None:
    write(tmp_path, {"t.csv": header + "\n" + ",".join("x" for _ in header.split(",")) + "\n"})
    with pytest.raises(InputError, match=f"{what} holds titles and addresses, no texts"):
        read(tmp_path / "t.csv")


def test_an_address_can_name_the_outlet(tmp_path: Path) -> None:
    row = {"text": LONG, "url": "https://www.norden-herald.example/news/1?x=2"}
    path = write(tmp_path, {"t.jsonl": json_lines([row])}) / "t.jsonl"
    assert "no outlet: did you mean --column outlet=url" in reasons(read(path))
    assert read(path, columns={"outlet": "url"}).articles[0].outlet == "norden-herald.example"


@pytest.mark.parametrize(
    ("dates", "days", "noted"),
    [
        (["02/03/2016", "25/03/2016"], ["2016-03-02", "2016-03-25"], "read day first (02/03/2016 as 2016-03-02)"),
        (["02/03/2016", "03/25/2016"], ["2016-02-03", "2016-03-25"], "read month first (02/03/2016 as 2016-02-03)"),
        (["02.03.2016", "31.12.2016"], ["2016-03-02", "2016-12-31"], "as 31.12.2016 in the same column"),
        (["02/03/2016", "04/05/2016"], [None, None], "not clear which day"),
        (["02/03/2016", "25/03/2016", "03/25/2016"], [None, "2016-03-25", "2016-03-25"], "not clear which day"),
        (["02/03/2016 10:15", "25/03/2016 11:00"], ["2016-03-02", "2016-03-25"], "read day first"),
        (["03/03/2016", "2016-05-06"], ["2016-03-03", "2016-05-06"], ""),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "jsonl", "json", "parquet", "frame", "metadata"])
def test_the_whole_column_tells_day_from_month(
    tmp_path: Path, kind: str, dates: list[str], days: list[str | None], noted: str
) -> None:
    import pandas as pd

    texts = [f"{ENGLISH} Number {i}." for i in range(len(dates))]
    frame = pd.DataFrame({"text": texts, "date": dates})
    path = tmp_path / f"t.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "jsonl":
        frame.to_json(path, orient="records", lines=True)
    elif kind == "json":
        frame.to_json(path, orient="records")
    elif kind == "parquet":
        frame.to_parquet(path)
    elif kind == "metadata":
        write(tmp_path, {f"{i}.txt": text for i, text in enumerate(texts)})
        pd.DataFrame({"file": [f"{i}.txt" for i in range(len(dates))], "date": dates}).to_csv(
            tmp_path / "metadata.csv", index=False
        )
        path = tmp_path
    corpus = read(frame if kind == "frame" else path)
    assert [a.date for a in corpus] == [d and dt.date.fromisoformat(d) for d in days]
    assert noted in reasons(corpus)
    assert bool(noted) == bool(corpus.problems)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["Boston Herald", "The Boston Herald", "BOSTON HERALD"], ["Boston Herald"] * 3),
        (["The Sun (England)", "Sun, The (Baltimore)"], ["The Sun (England)", "Sun, The (Baltimore)"]),
        (["HuffPost", "The Huffington Post", "huffingtonpost.com"], ["HuffPost"] * 3),
        (["Herald, The", "The Herald"], ["Herald, The"] * 2),
        (["https://www.post.example/a/b", "post.example"], ["post.example"] * 2),
        (["The Times", "The Times of India"], ["The Times", "The Times of India"]),
        (["The", "the"], ["The"] * 2),
    ],
)
def test_outlets_in_one_spelling(tmp_path: Path, given: list[str], kept: list[str]) -> None:
    rows = [{"text": f"{ENGLISH} Number {i}.", "outlet": outlet} for i, outlet in enumerate(given)]
    corpus = read(write(tmp_path, {"t.jsonl": json_lines(rows)}))
    assert [a.outlet for a in corpus] == kept
    changed = [g for g, k in zip(given, kept, strict=True) if g != k]
    assert [p.reason for p in corpus.problems] == [f"{g!r} is counted as {kept[given.index(g)]!r}" for g in changed]


@pytest.mark.parametrize(
    ("title", "text", "kept"),
    [
        ("Bridge closed", "Bridge closed\n\nThe mayor spoke.", "The mayor spoke."),
        ("Bridge closed", "BRIDGE CLOSED.\nThe mayor spoke.", "The mayor spoke."),
        ("‘Bridge’ closed", "\n\n  'Bridge' closed\r\n\r\nThe mayor spoke.", "The mayor spoke."),
        ("Bridge closed", "# Bridge closed\nThe mayor spoke.", "The mayor spoke."),
        ("Bridge closed", "Bridge closed", "Bridge closed"),
        ("Bridge closed", "Bridge closed for good\nThe mayor spoke.", "Bridge closed for good\nThe mayor spoke."),
        ("Bridge closed", "The mayor spoke.\nBridge closed\nAgain.", "The mayor spoke.\nBridge closed\nAgain."),
        ("…", "…\nThe mayor spoke.", "…\nThe mayor spoke."),
    ],
)
def test_a_title_that_is_the_first_line_too_counts_once(tmp_path: Path, title: str, text: str, kept: str) -> None:
    corpus = read(write(tmp_path, {"t.jsonl": json_lines([{"title": title, "text": text}])}))
    (article,) = corpus
    assert (article.title, article.text) == (title, kept)
    assert ("counts once" in reasons(corpus)) == (kept != text)


def test_articles_by_their_ids_whose_texts_have_another_name(tmp_path: Path) -> None:
    rows = {key: {"headline": f"Title {key}", "content": f"{ENGLISH} {key}"} for key in ("a", "b", "c")}
    corpus = read(write(tmp_path, {"a.json": json.dumps(rows)}))
    assert [(a.id, a.title, a.text) for a in corpus] == [
        (key, row["headline"], row["content"]) for key, row in rows.items()
    ]


def test_a_column_that_a_workbook_has_twice_is_read_as_in_other_tables(tmp_path: Path) -> None:
    header, row = ["text", "date", "date"], [ENGLISH, "2016-10-25", "2017-01-01"]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(header)
    sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "b.csv").write_text("\n".join(",".join(f'"{c}"' for c in line) for line in (header, row)))
    first, second = read(tmp_path)
    assert (
        (first.date, dict(first.extra))
        == (second.date, dict(second.extra))
        == (
            dt.date(2016, 10, 25),
            {"date_2": "2017-01-01"},
        )
    )


def test_titles_that_count_once_are_told_once(tmp_path: Path) -> None:
    rows = [{"title": f"Bridge {i} closed", "text": f"Bridge {i} closed\nThe mayor spoke {i} times."} for i in (1, 2)]
    (problem,) = read(write(tmp_path, {"t.jsonl": json_lines(rows)})).problems
    assert problem.item.endswith("t.jsonl line 1")
    assert problem.reason == (
        "its title is also the first line of the text; it counts once, as title (so in 2 articles; this is the first)"
    )
