"""Pages that hold more or less than one article: several, live blogs, pull quotes, front pages."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from framing.errors import InputError
from framing.read import read
from framing.read.page_parts import is_index, parts_of, without_pull_quotes
from framing.values import Corpus
from tests.read.samples import ids, reasons, write

FIRST = (
    "The bridge over the river was closed on Sunday night after the water rose by two metres within an hour.",
    "“Nobody was hurt, and that is what counts,” Mayor Sofia Lund told reporters on the bank of the river.",
    "Engineers will look at the piers on Tuesday, and the road will stay shut until they are done with their work.",
)
SECOND = (
    "The singer Lola Vane turned forty on Friday and said she would not sing again until the spring of next year.",
    "“I am tired,” Vane said in an interview with a magazine. “I want to see my garden before the summer ends.”",
    "Her last record sold a million copies and won two prizes in the same year, and her tour ran for nine months.",
)
HEAD = "<title>Bridge shut</title><meta property='og:site_name' content='Post'>"


def article(heading: str, paragraphs: tuple[str, ...], attributes: str = "") -> str:
    return f"<article{attributes}><h2>{heading}</h2>{''.join(f'<p>{p}</p>' for p in paragraphs)}</article>"


def document(*parts: str, head: str = HEAD) -> str:
    return f"<html><head><meta charset='utf-8'>{head}</head><body>{''.join(parts)}</body></html>"


def corpus_of(tmp_path: Path, markup: str) -> Corpus:
    return read(write(tmp_path, {"a.html": markup}) / "a.html")


TWO = article("Bridge shut", FIRST) + article("Star turns forty", SECOND)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(document(TWO), id="side by side"),
        pytest.param(document(f"<main><div>{TWO}</div></main>"), id="inside other elements"),
        pytest.param(document(article("Bridge shut", FIRST), "<hr>", article("Star turns forty", SECOND)), id="apart"),
        pytest.param(document(TWO, article("Reader", SECOND, " class='comment'")), id="comments are none"),
        pytest.param(
            document(TWO, "<article><h3><a href='/x'>More</a></h3><p>Read on.</p></article>"), id="and a teaser"
        ),
        pytest.param(document(TWO, f"<aside>{article('Related', FIRST)}</aside>"), id="and one beside them"),
    ],
)
def test_two_articles_on_a_page(tmp_path: Path, markup: str) -> None:
    corpus = corpus_of(tmp_path, markup)
    assert ids(corpus) == ["a-1", "a-2"]
    assert [a.title for a in corpus] == ["Bridge shut", "Star turns forty"]
    assert [a.text for a in corpus] == ["\n".join(FIRST), "\n".join(SECOND)]
    assert [a.outlet for a in corpus] == ["Post", "Post"]
    assert "several articles on one page: read as 2 articles" in reasons(corpus)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(document(article("Bridge shut", FIRST)), id="one"),
        pytest.param(
            document(article("Bridge shut", FIRST), article("Reader", SECOND, " class='comment'")), id="comment"
        ),
        pytest.param(document(article("Bridge shut", FIRST), "<article><p>Ad.</p></article>"), id="short"),
        pytest.param(document(article("Bridge shut", FIRST), f"<footer>{article('B', SECOND)}</footer>"), id="footer"),
        pytest.param(
            document(f"<article><h1>Bridge shut</h1>{article('Part', FIRST)}<p>{SECOND[0]}</p></article>"), id="within"
        ),
        pytest.param(
            document(article("Bridge shut", FIRST), f"<div class='related-stories'>{article('B', SECOND)}</div>"),
            id="related",
        ),
    ],
)
def test_one_article_stays_one(markup: str) -> None:
    assert parts_of(markup) is None


def stated(**more: object) -> str:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": "Bridge shut",
            "articleBody": FIRST[0],
            "datePublished": "2010-03-05T10:00:00Z",
        },
        {
            "@type": "BlogPosting",
            "headline": "Mayor speaks",
            "articleBody": f"<p>{FIRST[1]}</p>",
            "datePublished": "2010-03-06",
        },
    ]
    value = {"@type": "LiveBlogPosting", "headline": "Flood live", "liveBlogUpdate": updates, **more}
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


def shown(tag: str, attributes: str) -> str:
    entries = zip(("Bridge shut", "Mayor speaks"), FIRST[:2], ("2010-03-05T10:00", "2010-03-06T11:00"), strict=True)
    return "".join(
        f"<{tag} {attributes}><time datetime='{day}'>10.00</time><h3>{title}</h3><p>{text}</p></{tag}>"
        for title, text, day in entries
    )


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(document("<p>Live.</p>", head=HEAD + stated()), id="stated"),
        pytest.param(document("<p>Live.</p>", head=HEAD + stated(author={"name": "Jo"})), id="stated, with more"),
        pytest.param(document(f"<div class='liveblog'>{shown('div', 'class=live-blog-entry')}</div>"), id="divs"),
        pytest.param(document(f"<div class='liveblog'>{shown('article', 'class=block')}</div>"), id="blocks"),
        pytest.param(document(f"<ul class='live-blog'>{shown('li', 'itemprop=liveBlogUpdate')}</ul>"), id="itemprop"),
        pytest.param(
            document(f"<section id='live-blog'>{shown('section', 'class=live_post')}</section>"), id="sections"
        ),
    ],
)
def test_live_blogs_by_entry(tmp_path: Path, markup: str) -> None:
    corpus = corpus_of(tmp_path, markup)
    assert [(a.title, a.text) for a in corpus] == [("Bridge shut", FIRST[0]), ("Mayor speaks", FIRST[1])]
    assert [a.date for a in corpus] == [dt.date(2010, 3, 5), dt.date(2010, 3, 6)]
    assert "a live blog: read as 2 articles" in reasons(corpus)


SAID = "Nobody was hurt, and that is what counts"


@pytest.mark.parametrize(
    "quote",
    [
        f"<aside class='pullquote'><p>“{SAID}”</p></aside>",
        f"<blockquote class='pull-quote'>{SAID}<cite>Sofia Lund</cite></blockquote>",
        f"<div class='article__pullquote'><p>“{SAID}”</p><p>Mayor Sofia Lund</p></div>",
        f"<figure class='pull_quote'><blockquote><p>{SAID}.</p></blockquote><figcaption>Lund</figcaption></figure>",
        f"<aside><p>“{SAID},” Mayor Sofia Lund told reporters</p></aside>",
        f"<blockquote><p>“{SAID}”</p></blockquote>",
    ],
)
def test_pull_quotes_are_not_repeated(tmp_path: Path, quote: str) -> None:
    body = f"<article><h1>Bridge shut</h1><p>{FIRST[0]}</p>{quote}<p>{FIRST[1]}</p><p>{FIRST[2]}</p></article>"
    (found,) = corpus_of(tmp_path, document(body))
    assert found.text == "\n".join(FIRST)


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote><p>“We will build it again, higher than before,” the council wrote.</p></blockquote>",
        "<blockquote class='pull-quote'>Nobody asked the farmers on the other bank what they need</blockquote>",
        "<aside><p>The river is four hundred kilometres long and has eleven bridges.</p></aside>",
        f"<p>“{SAID},” she said again on Tuesday.</p>",
        "<blockquote>Yes.</blockquote>",
    ],
)
def test_what_stands_once_stays(quote: str) -> None:
    markup = document(f"<article><p>{FIRST[0]}</p>{quote}<p>{FIRST[1]}</p></article>")
    assert without_pull_quotes(markup) == markup


CARDS = "".join(
    f"<div><h3><a href='/{i}'>Headline number {i} of the day</a></h3><p>Teaser.</p></div>" for i in range(8)
)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(document(CARDS), id="cards"),
        pytest.param(
            document(
                CARDS.replace("<h3><a href", "<a href")
                .replace("</a></h3>", "</a>")
                .replace("<div><a", "<div><h3><a")
                .replace("</a><p>", "</a></h3><p>")
            ),
            id="headings",
        ),
        pytest.param(document(CARDS, f"<p>{FIRST[0]}</p>"), id="one paragraph"),
        pytest.param(document(CARDS.replace("Teaser.", FIRST[0])), id="long teasers"),
        pytest.param(
            document(
                CARDS.replace("<h3><a href='/", "<a href='/")
                .replace("Headline", "<h3>Headline")
                .replace("</a></h3>", "</h3></a>")
            ),
            id="headings inside links",
        ),
        pytest.param(document("<h1>News</h1>", CARDS, CARDS.replace("/", "/b/", 0)), id="section"),
    ],
)
def test_front_pages_are_skipped(tmp_path: Path, markup: str) -> None:
    with pytest.raises(InputError, match="a front page or an index, no article"):
        corpus_of(tmp_path, markup)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(
            document(article("Bridge shut", FIRST), CARDS, head=HEAD + "<meta property='og:type' content='article'>"),
            id="declared",
        ),
        pytest.param(document(article("Bridge shut", (*FIRST, *SECOND)), CARDS), id="with more to read"),
        pytest.param(document(article("Bridge shut", FIRST)), id="plain"),
        pytest.param(document(*(f"<h2>Part {i}</h2><p>{FIRST[i % 3]}</p>" for i in range(6))), id="subheadings"),
        pytest.param(
            document(CARDS, head='<script type="application/ld+json">{"@type": "NewsArticle"}</script>'), id="stated"
        ),
    ],
)
def test_articles_with_links_are_no_front_pages(markup: str) -> None:
    assert not is_index(markup)
