"""Exports of press databases beyond their samples: variants that people have, and what is said of what is missing."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from framing.read import read
from framing.read.exports import export_of, many_in_one
from framing.values import Article, Corpus
from tests.read.samples import ENGLISH, OTHER, ids, reasons, write

BODY = (
    "The river town of Norden woke on Friday to find its only bridge gone. The\nflood had taken it during the night, and "
    "with it the road to the hospital.\n\n“Nobody was hurt, and that is what counts,” Mayor Sofia Lund said at\nthe water’s "
    "edge. “We closed it an hour before it fell.”"
)
WHOLE = BODY.replace("\n\n", "¶").replace("\n", " ").replace("¶", "\n\n")
DAY = dt.date(2010, 3, 5)


def corpus_of(tmp_path: Path, content: str, name: str = "a.txt") -> Corpus:
    return read(write(tmp_path, {name: content}) / name)


def only(tmp_path: Path, content: str, name: str = "a.txt") -> Article:
    corpus = corpus_of(tmp_path, content, name)
    assert len(corpus) == 1, ids(corpus)
    return corpus.articles[0]


def lexis(
    masthead: str, fields: str = "LENGTH: 212 words", tail: str = "LOAD-DATE: March 6, 2010", body: str = BODY
) -> str:
    return (
        f"\n1 of 1 DOCUMENTS\n\n{masthead}\n\n{fields}\n\n{body}\n\n{tail}\n\n          Copyright 2010 Norden Media\n"
    )


CENTRED = " " * 30


@pytest.mark.parametrize(
    ("content", "title", "outlet", "extra"),
    [
        pytest.param(
            lexis(f"{CENTRED}The Norden Herald\n\n{CENTRED}March 5, 2010 Friday\n\nBridge falls"),
            "Bridge falls",
            "The Norden Herald",
            {},
            id="bare",
        ),
        pytest.param(
            lexis(
                f"{CENTRED}The Times (London)\n\n{CENTRED}March 5, 2010 Friday\n{CENTRED}Edition 1;\n{CENTRED}Ireland\n\nBridge"
            ),
            "Bridge",
            "The Times (London)",
            {"edition": "Edition 1; Ireland"},
            id="edition below the date",
        ),
        pytest.param(
            lexis(
                f"{CENTRED}The Norden Herald\n\n{CENTRED}March 5, 2010 Friday\n\nBridge falls in flood that nobody in the town\n"
                "had foreseen"
            ),
            "Bridge falls in flood that nobody in the town had foreseen",
            "The Norden Herald",
            {},
            id="title of two lines",
        ),
        pytest.param(
            lexis(
                f"{CENTRED}The Norden Herald\n\n{CENTRED}Saturday, March 5, 2010, Late Edition - Final\n\nBridge falls",
                "BYLINE: By JO HALE; Mia Vance in Halden contributed\nreporting.\n\nSECTION: Section A; Column 1; Pg. 3\n\n"
                "LENGTH: 212 words\n\nDATELINE: NORDEN, March 4\n\nHIGHLIGHT: A town cut off",
            ),
            "Bridge falls",
            "The Norden Herald",
            {
                "byline": "By JO HALE; Mia Vance in Halden contributed reporting.",
                "section": "Section A; Column 1; Pg. 3",
                "highlight": "A town cut off",
            },
            id="dateline and highlight behind length",
        ),
        pytest.param(
            lexis(
                "The Norden Herald\n\nCopyright 2010 Norden Media Limited\nAll Rights Reserved\n\n5 March 2010 Friday 6:22 AM GMT\n\n"
                "Bridge falls"
            ),
            "Bridge falls",
            "The Norden Herald",
            {},
            id="rights above the date, nothing centred",
        ),
        pytest.param(
            lexis(
                f"{CENTRED}The Norden Herald\n\n{CENTRED}March 5, 2010\n\nBridge falls",
                tail="URL: http://a.b\n\nSUBJECT: FLOODS",
            ),
            "Bridge falls",
            "The Norden Herald",
            {},
            id="other labels at the end",
        ),
        pytest.param(
            lexis(f"{CENTRED}The Norden Herald\n\n{CENTRED}March 5, 2010\n\nBridge falls").replace("\n", "\r\n"),
            "Bridge falls",
            "The Norden Herald",
            {},
            id="line ends of Windows",
        ),
        pytest.param(
            "Document 1 of 1\n\nNorden Herald\n\nMarch 5, 2010 Friday\n\nHEADLINE: Bridge falls\n\nBYLINE: Jo Hale\n\n"
            f"LENGTH: 212 words\n\n{BODY}\n\nLOAD-DATE: March 6, 2010\n",
            "Bridge falls",
            "Norden Herald",
            {"byline": "Jo Hale"},
            id="headline with a label",
        ),
    ],
)
def test_lexisnexis(tmp_path: Path, content: str, title: str, outlet: str, extra: dict[str, str]) -> None:
    article = only(tmp_path, content)
    assert (article.title, article.outlet, article.date) == (title, outlet, DAY)
    assert article.text == WHOLE
    assert article.extra == extra


def test_lexisnexis_says_what_is_missing(tmp_path: Path) -> None:
    one = lexis(f"{CENTRED}The Norden Herald\n\n{CENTRED}March 5, 2010\n\nBridge falls").replace("1 of 1", "1 of 20")
    two = lexis(f"{CENTRED}The Norden Herald\n\nFerry sails", body=OTHER + " " + ENGLISH).replace("1 of 1", "2 of 20")
    corpus = corpus_of(tmp_path, one + two)
    assert [a.date for a in corpus] == [DAY, dt.date(2010, 3, 6)]
    told = reasons(corpus)
    assert "LexisNexis: the export says that it holds 20 documents; 2 are in this file" in told
    assert "1 of 2 documents have no date of publication; that of loading is used" in told
    assert any(p.weighty for p in corpus.problems)


def test_words_of_an_article_that_look_like_a_label_stay(tmp_path: Path) -> None:
    body = f"{BODY}\n\nNOTES: the council keeps them for ten years.\n\n" + " ".join([OTHER] * 3)
    text = only(tmp_path, lexis(f"{CENTRED}Post\n\n{CENTRED}March 5, 2010\n\nBridge", body=body)).text
    assert "NOTES: the council keeps them" in text
    assert text.endswith(OTHER)


def uni(*lines: str, end: str = "Load-Date: March 6, 2010\n\n\nEnd of Document\n") -> str:
    return "\n".join((*lines, "", end))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            uni(
                *(
                    "Bridge falls",
                    "The Norden Herald",
                    "March 5, 2010 Friday",
                    "",
                    "Section: NEWS",
                    "Length: 212 words",
                ),
                *("Byline: Jo Hale", "Body", "", WHOLE, "Graphic", "", "The river."),
            ),
            id="usual",
        ),
        pytest.param(
            uni(
                *("Bridge falls", "The Norden Herald", "March 5, 2010 Friday 6:22 AM GMT", ""),
                *("Copyright 2010 Norden Media Limited All Rights Reserved", "", "Section: NEWS", "Length: 212 words"),
                *(
                    "Byline: Jo Hale",
                    "Highlight: A town cut off",
                    "Body",
                    "",
                    WHOLE,
                    "Classification",
                    "Language: ENGLISH",
                ),
            ),
            id="highlight",
        ),
        pytest.param(
            uni(
                *("Page 1 of 2", "Bridge falls", "", "Bridge falls", "The Norden Herald", "5 March 2010 Friday", ""),
                *(
                    "Length: 212 words",
                    "Byline:\u00a0Jo Hale",
                    "Body",
                    "",
                    WHOLE.replace("\n\n", "\n\nPage 2 of 2\nBridge falls\n\n"),
                ),
            ),
            id="page heads",
        ),
        pytest.param(
            uni(
                *(
                    "Bridge falls",
                    "The Norden Herald",
                    "March 5, 2010 Friday",
                    "",
                    "Section: NEWS",
                    "Length: 212 words",
                ),
                *(
                    "Byline: Jo Hale",
                    "Body",
                    "",
                    WHOLE.replace("hospital.", "\n\nPage 2 of 2\nBridge falls\n\nhospital."),
                ),
            ),
            id="page head inside a sentence",
        ),
        pytest.param(
            uni(
                *(
                    "User Name: A",
                    "Date and Time: Friday, March 19, 2010 4:51:00 PM GMT",
                    "Job Number: 1",
                    "Document (1)",
                ),
                *("1. Bridge falls", "Client/Matter: -None-", "Search Terms: bridge", "Search Type: NLS"),
                *("Narrowed by:", "Content Type\tNarrowed by", "News\tTimeline: Jan 01, 2010 to Dec 31, 2010"),
                *("Bridge falls", "The Norden Herald", "March 5, 2010 Friday", "Length: 212 words", "Byline: Jo Hale"),
                *("Body", WHOLE),
            ),
            id="cover",
        ),
        pytest.param(
            uni(
                *(
                    "Bridge falls",
                    "The Norden Herald",
                    "March 5, 2010 Friday",
                    "",
                    "Section: NEWS",
                    "Length: 212 words",
                ),
                *("Byline: Jo Hale", "", WHOLE),
            ),
            id="without the heading Body",
        ),
    ],
)
def test_nexis_uni(tmp_path: Path, content: str) -> None:
    article = only(tmp_path, content)
    assert (article.title, article.outlet, article.date) == ("Bridge falls", "The Norden Herald", DAY)
    assert article.text == WHOLE
    assert article.extra["byline"] == "Jo Hale"


def test_nexis_uni_without_text(tmp_path: Path) -> None:
    empty = uni(
        "Photo", "The Norden Herald", "March 5, 2010 Friday", "", "Copyright 2010 Norden Media All Rights Reserved"
    )
    full = uni("Bridge", "Post", "March 5, 2010", "Length: 2 words", "Body", WHOLE)
    corpus = corpus_of(tmp_path, empty + full)
    assert [a.title for a in corpus] == ["Bridge"]
    assert "document 1: empty: no text" in reasons(corpus)


def test_nexis_uni_that_was_cut_off(tmp_path: Path) -> None:
    one = uni("Bridge", "Post", "March 5, 2010", "Length: 2 words", "Body", WHOLE)
    corpus = corpus_of(tmp_path, one + "Ferry\nPost\nMarch 6, 2010\nBody\n" + " ".join([ENGLISH] * 3))
    assert len(corpus) == 1
    assert "behind the last “End of Document” is left out" in reasons(corpus)


HEAD = "Bridge falls\n\nBy Jo Hale\n212 words\n5 March 2010\n"


@pytest.mark.parametrize(
    ("content", "extra"),
    [
        pytest.param(
            HEAD + f"The Norden Herald\nNORH\nEnglish\nCopyright 2010 Norden Media\n\n{BODY}",
            {"byline": "By Jo Hale"},
            id="usual",
        ),
        pytest.param(
            HEAD
            + f"06:22\nThe Norden Herald\nNORH\nA1\nEnglish\n(c) 2010 Norden Media. All rights reserved.\n\n{BODY}",
            {"byline": "By Jo Hale"},
            id="time and page",
        ),
        pytest.param(
            f"Bridge falls\n1,212 words\n5 March 2010\nThe Norden Herald\nNORH\nEnglish\n\n{BODY}",
            {},
            id="no byline, no rights",
        ),
        pytest.param(
            f"Bridge falls\n\nBy Jo Hale\n\n212 words\n\n5 March 2010\n\nThe Norden Herald\n\nNORH\n\nEnglish\n\n© 2010 Norden Media.\n\n{BODY}",
            {"byline": "By Jo Hale"},
            id="empty lines between",
        ),
        pytest.param(
            f"Bridge falls\n212 mots\n5 mars 2010\nThe Norden Herald\nNORH\nAnglais\nCopyright 2010 Norden Media\n\n{BODY}",
            {},
            id="French",
        ),
        pytest.param(
            f"Bridge falls\n212 Wörter\n5. März 2010\nThe Norden Herald\nNORH\nEnglisch\nCopyright 2010 Norden Media\n\n{BODY}",
            {},
            id="German",
        ),
        pytest.param(
            f"HD\nBridge falls\nBY\nJo Hale\nWC\n212 words\nPD\n5 March 2010\nSN\nThe Norden Herald\nSC\nNORH\nLA\nEnglish\nCY\n"
            f"Copyright 2010\n\nLP\n{BODY.split(chr(10) * 2)[0]}\n\nTD\n{BODY.split(chr(10) * 2)[1]}\n\nNS\ngflood : Floods\nAN",
            {"byline": "Jo Hale"},
            id="codes on lines of their own",
        ),
        pytest.param(
            f"SE  News\nHD  Bridge falls\nWC  212 words\nPD  5 March 2010\nSN  The Norden Herald\nSC  NORH\nED  First\nLA  English\n"
            f"TD  {BODY}\n\nRE  eurz : Europe\nPUB  Norden Media\nAN  ",
            {"section": "News", "edition": "First"},
            id="codes, no lead",
        ),
    ],
)
def test_factiva(tmp_path: Path, content: str, extra: dict[str, str]) -> None:
    article = only(
        tmp_path, f"{content.rstrip(' ')}\n\nDocument NORH000020100305e6350000b\n".replace("AN\n\nDoc", "AN\nDoc")
    )
    assert (article.title, article.outlet, article.date) == ("Bridge falls", "The Norden Herald", DAY)
    assert article.id == "NORH000020100305e6350000b"
    assert article.text == WHOLE
    assert article.extra == extra


def test_an_article_that_is_in_two_downloads_counts_once(tmp_path: Path) -> None:
    content = (
        HEAD + f"Post\nPOST\nEnglish\nCopyright 2010 Norden Media\n\n{BODY}\n\nDocument POST000020100305e6350000b\n"
    )
    corpus = read(write(tmp_path, {"a.txt": content, "b.txt": content}))
    assert ids(corpus) == ["POST000020100305e6350000b"]
    assert "second article with the id" in reasons(corpus)


RULE = "_" * 60
PROQUEST = (
    f"{RULE}\n\nBridge falls \n\nAuthor: Hale, Jo \n\nAbstract: In short. \n\nFull text: {{body}}\n\nSubject: Floods; \n\n"
    "Title: Bridge falls \n\nPublication title: The Norden Herald; Norden \n\nPublication date: {date} \n\n"
    "ProQuest document ID: 2100 \n\nDatabase: Global Newsstream \n\n" + RULE + "\n\nContact us at: http://a.b"
)


@pytest.mark.parametrize(
    ("body", "date"),
    [
        pytest.param(BODY, "Mar 5, 2010", id="usual"),
        pytest.param(BODY + "\n\nCredit: By Jo Hale", "Mar 5, 2010", id="credit"),
        pytest.param(BODY + "\n\nCopyright (c) 2010 Norden Media. All rights reserved.", "March 5, 2010", id="rights"),
        pytest.param("Enlarge this image.\n\n" + BODY, "5 Mar 2010", id="picture"),
        pytest.param(WHOLE, "2010-03-05", id="paragraphs in one line"),
        pytest.param(
            "\n\n" + BODY + "\n\nCredit: Jo Hale; STAFF WRITER\n\nCopyright Norden Media Mar 5, 2010",
            "Mar 5, 2010",
            id="both",
        ),
    ],
)
def test_proquest(tmp_path: Path, body: str, date: str) -> None:
    article = only(tmp_path, PROQUEST.format(body=body, date=date))
    assert (article.id, article.title, article.outlet) == ("2100", "Bridge falls", "The Norden Herald")
    assert article.date == DAY
    assert article.text == WHOLE


def test_proquest_without_full_text(tmp_path: Path) -> None:
    content = (
        PROQUEST.format(body="Not available", date="Mar 5, 2010")
        + "\n"
        + PROQUEST.format(body=BODY, date="Mar 5, 2010").replace("2100", "2101")
    )
    corpus = corpus_of(tmp_path, content)
    assert ids(corpus) == ["2101"]
    assert "no full text in the export: choose “Full text”" in reasons(corpus)


@pytest.mark.parametrize(
    "source",
    [
        "The Norden Herald, 03/05/2010",
        "The Norden Herald (Norden), 03/05/2010, p1",
        "The Norden Herald. 03/05/2010, p1. 2p.",
        "The Norden Herald (ST); 5 Mar 2010, p1-2",
        "The Norden Herald. March 5, 2010, Vol. 12 Issue 3, p1",
        "The Norden Herald, Mar 05, 2010",
    ],
)
@pytest.mark.parametrize("headed", [True, False])
def test_ebsco(tmp_path: Path, source: str, headed: bool) -> None:
    article = only(
        tmp_path,
        f"{'Record: 1' if headed else ''}\nTitle: Bridge falls.\nAuthors: Hale, Jo\nSource: {source}\nDocument Type: Article\n"
        f"Full Text Word Count: 97\nAccession Number: 48121\nDatabase: Newspaper Source\n\n{BODY}\n\n"
        "Copyright of The Norden Herald is the property of Norden Media.\n",
    )
    assert (article.id, article.title, article.outlet, article.date) == (
        "48121",
        "Bridge falls",
        "The Norden Herald",
        DAY,
    )
    assert article.text == WHOLE
    assert article.extra["byline"] == "Hale, Jo"


@pytest.mark.parametrize(
    "head",
    [
        "Norden Herald, The (Norden, CT) - March 5, 2010\n\nAuthor/Byline: Jo Hale\nSection: News\nRecord Number: 12",
        "The Norden Herald - Friday, March 5, 2010\n\nAuthor: Jo Hale\nEdition: Final\nSection: News\nPage: A1\nRecord Number: 12",
        "Norden Herald, The (CT) - March 5, 2010 - page A1\n\n* Author/Byline: Jo Hale\n* Section: News\n* Record: 12",
        "March 5, 2010 | Norden Herald, The (Norden, CT)\n\nAuthor/Byline: Jo Hale | Section: News \n\n 394\n Words \n\n Read News Document\n\nRecord Number: 12",
        "Norden Herald, The (Norden, CT) – 5 March 2010\nAuthor/Byline: Jo Hale, Staff writer\nReadability: >12\nSection: News\nArticle ID: 12",
    ],
)
def test_newsbank(tmp_path: Path, head: str) -> None:
    article = only(tmp_path, f"Bridge falls\n\n{head}\n\n{BODY}\n\nCopyright, 2010, Norden Media\n")
    assert (article.id, article.title, article.outlet, article.date) == ("12", "Bridge falls", "The Norden Herald", DAY)
    assert article.text == WHOLE
    assert article.extra["byline"].startswith("Jo Hale")
    assert article.extra["section"] == "News"


@pytest.mark.parametrize(
    ("tags", "noted"),
    [
        pytest.param(f"T1  - Bridge falls\nJF  - Post\nDA  - 2010/03/05\nN2  - {WHOLE}\nAB  - Short.", False, id="N2"),
        pytest.param(f"TI  - Bridge falls\nT2  - Post\nY1  - 2010/03/05/\nAB  - {WHOLE}", True, id="abstract"),
        pytest.param(
            f"TI  - Bridge falls\nJO  - Post\nPY  - 2010\nDA  - Mar 05\nAB  - {WHOLE}", True, id="day without year"
        ),
        pytest.param(
            f"TI  - Bridge falls\nJF  - Post\nPY  - 2010/03/05/Friday\nDA  - 2010/03/05\nFT  - {WHOLE}", False, id="FT"
        ),
        pytest.param(
            f"TI  - Bridge falls\nJA  - Post\nDA  - 5 March 2010\nAB  - {WHOLE}\nER  - \n\nTY  - NEWS\nTI  - B\nJF  - Q",
            True,
            id="one of two without text",
        ),
    ],
)
def test_ris(tmp_path: Path, tags: str, noted: bool) -> None:
    corpus = corpus_of(tmp_path, f"TY  - NEWS\n{tags}\nER  - \n", "a.ris")
    article = corpus.articles[0]
    assert (article.title, article.outlet, article.date, article.text) == ("Bridge falls", "Post", DAY, WHOLE)
    assert ("hold an abstract and no full text" in reasons(corpus)) == noted


@pytest.mark.parametrize(
    ("header", "date"),
    [
        ("Nouvelles, vendredi 5 mars 2010 - p. 3", DAY),
        ("Friday, March 5, 2010 - p. A1", DAY),
        ("News, 5 March 2010 • 212 words", DAY),
        ("Freitag, 5. März 2010", DAY),
        ("une date", DAY),
    ],
)
def test_europresse(tmp_path: Path, header: str, date: dt.date) -> None:
    page = (
        "<article><header><span class='DocPublicationName'>The Norden Herald (site web), no. 7</span><span class='DocHeader'>"
        f"{header}</span><p class='titreArticleVisu'>Bridge falls</p></header><div class='docOcurrContainer'>"
        + "".join(f"<p>{p}</p>" for p in WHOLE.split("\n\n"))
        + "</div><footer>news·20100305·NH·0012</footer></article>"
    )
    article = only(tmp_path, f"<html><body>{page}</body></html>", "a.html")
    assert (article.id, article.title, article.outlet) == ("news·20100305·NH·0012", "Bridge falls", "The Norden Herald")
    assert article.date == date
    assert article.text == WHOLE


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ENGLISH, id="news"),
        pytest.param(f"Title: a headline\n\n{ENGLISH}\n\nSource: the mayor", id="two labels"),
        pytest.param(f"{ENGLISH}\n\nThe form is document 1 of 2, she said.", id="document 1 of 2 in prose"),
        pytest.param(f"{ENGLISH}\n\nDocument 1 of 2\n\n{OTHER}", id="one line like a heading"),
        pytest.param(f"By Jo Hale\n212 words\n\n{ENGLISH}", id="a count of words"),
        pytest.param(f"{ENGLISH}\n\nEnd of Document\n", id="end of document"),
        pytest.param(f"The Post - March 5, 2010\n\n{ENGLISH}", id="outlet and date"),
    ],
)
def test_what_is_no_export(text: str) -> None:
    assert export_of(text) is None


@pytest.mark.parametrize(
    "mark",
    [
        "LOAD-DATE: March 6, 2010",
        "Document 1 of 2",
        "End of Document",
        "Accession Number: 12",
        "Copyright 2010 Norden Media All Rights Reserved",
    ],
)
def test_what_may_be_an_export_is_said(tmp_path: Path, mark: str) -> None:
    text = f"{ENGLISH}\n\n{mark}\n\n{OTHER}\n\n{mark}\n"
    if export_of(text) is None:
        told = many_in_one(text)
        assert told is not None
        assert "several documents in one file" in told
        assert re.search("several documents", reasons(corpus_of(tmp_path, text)))
    assert many_in_one(f"{ENGLISH}\n\n{mark}\n") is None


@pytest.mark.parametrize("markup", ["<!-- articleParagraph -->", "<!-- titreArticle -->"])
def test_a_page_without_elements_is_no_export(tmp_path: Path, markup: str) -> None:
    corpus = read(write(tmp_path, {"a.html": markup, "b.txt": ENGLISH}))
    assert [a.id for a in corpus] == ["b"]
    (problem,) = corpus.problems
    assert problem.reason.startswith("no article text found in the page")
