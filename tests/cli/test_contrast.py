"""Options of ``framing contrast``: what counts as a term, what is grouped, what is tested."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from framing.cli import main
from framing.statements import Statements
from framing.values import Corpus, Kind, Passage, Speaker, SpeakerType, Statement

OURS, THEIRS = ("tax", "cuts", "help", "would"), ("bridge", "repairs", "wait", "might")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


def statement(number: int, article: str, speaker: str, content: str, text: str) -> Statement:
    """One statement of a text of the form "speaker said content"."""

    def passage(words: str) -> Passage:
        return Passage(words, ((text.index(words), text.index(words) + len(words)),))

    who = Speaker(speaker.lower().replace(" ", "-"), speaker, SpeakerType.PERSON)
    said = (passage(speaker), passage("said"), passage(content))
    return Statement(f"s{number}", article, "text", "paragraph", Kind.INDIRECT, *said, who, 1.0)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """24 articles of two outlets and two months, of Ana Reyes and Ben Holt in turn, and their statements."""
    folder = tmp_path_factory.mktemp("corpus")
    articles: list[dict[str, str]] = []
    made: list[Statement] = []
    for k in range(24):
        speaker, words = (("Ana Reyes", OURS), ("Ben Holt", THEIRS))[k % 2]
        place, season = ("north", "south")[k // 2 % 2], ("spring", "summer")[k // 12]
        content = f"{words[k % 3]} {words[0]} {words[3]} come to the {place} in {season} and Ana Reyes knew"
        text = f"{speaker} said {content}. Nothing else happened on day {k}."
        made.append(statement(k, f"a{k}", speaker, content, text))
        articles.append(
            {
                "id": f"a{k}",
                "text": text,
                "date": f"2016-0{5 + k // 12}-1{k % 9}",
                "outlet": ("Post", "Echo")[k // 2 % 2],
            }
        )
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)) + "\n", "utf-8")
    (folder / "statements.jsonl").write_text(
        "\n".join(Statements(tuple(made), Corpus(())).json_lines()) + "\n", "utf-8"
    )
    return str(folder / "articles.jsonl"), str(folder / "statements.jsonl")


def terms(corpus: tuple[str, str], *options: str) -> tuple[list[dict[str, object]], str]:
    """Rows of a contrast, and what it says beside them."""
    between = () if "--between" in options else ("--between", "Ana Reyes", "Ben Holt")
    result = run("contrast", corpus[0], "--statements", corpus[1], "--format", "json", *between, *options)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout), result.stderr


def names(rows: list[dict[str, object]]) -> set[object]:
    return {row["term"] for row in rows}


def test_p_values_and_what_was_tested(corpus: tuple[str, str]) -> None:
    rows, said = terms(corpus, "--longest", "1")
    tax = next(row for row in rows if row["term"] == "tax")
    assert isinstance(tax["q"], float)
    assert tax["q"] < 0.01
    assert "unit: article_id; estimand: words pooled over statements" in said


def test_what_counts_as_a_term(corpus: tuple[str, str]) -> None:
    plain = names(terms(corpus, "--longest", "1", "--top", "50")[0])
    assert {"tax", "cuts", "repairs"} <= plain
    assert not plain & {"and", "would"}
    assert {"cut", "repair"} <= names(terms(corpus, "--longest", "1", "--top", "50", "--form", "stems")[0])
    assert not any(
        {"ana", "reyes"} & set(str(t).split()) for t in names(terms(corpus, "--without-names", "--top", "99")[0])
    )
    phrases = {str(t) for t in names(terms(corpus, "--top", "99", "--function-words", "left-out")[0])}
    assert not any("would" in t.split() for t in phrases)


def test_function_words_can_be_shown(corpus: tuple[str, str]) -> None:
    arguments = ("--longest", "1", "--top", "200", "--rank", "tfidf")
    hidden, shown = (names(terms(corpus, *arguments, *more)[0]) for more in ((), ("--function-words", "shown")))
    assert hidden < shown


def test_groups_from_articles_statements_and_periods(corpus: tuple[str, str]) -> None:
    for by, between in (("outlet", ("Post", "Echo")), ("month", ("2016-05", "2016-06"))):
        assert names(terms(corpus, "--longest", "1", "--by", by, "--between", *between)[0]) & {"north", "spring"}
    result = run("contrast", corpus[0], "--statements", corpus[1], "--by", "kind", "--between", "direct", "indirect")
    assert result.exit_code != 0
    assert "There is no kind 'direct'" in result.output


def test_what_is_resampled(corpus: tuple[str, str]) -> None:
    said = terms(corpus, "--strata", "outlet", "--weighting", "articles", "--min-articles", "5")[1]
    assert "unit: article_id within outlet; estimand: mean over articles" in said
    rows, said = terms(corpus, "--cluster", "outlet")
    assert "stands in 2 values of outlet" in said
    assert all(row["p"] is None for row in rows)


def test_equal_weights(corpus: tuple[str, str]) -> None:
    rows = terms(corpus, "--longest", "1", "--correction", "equal")[0]
    assert {row["weight"] for row in rows if row["p"] is not None} == {1.0}
