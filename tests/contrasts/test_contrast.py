from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from framing.contrasts import Analyser, Contrast, Method, contrast, kwic, top_terms
from framing.errors import ComparisonError
from framing.results import EVIDENCE_COLUMNS
from framing.values import Corpus

Line = tuple[str, str | None, str, str]
Made = tuple[pd.DataFrame, Corpus]
Make = Callable[[Sequence[Line]], Made]


@pytest.fixture
def found(town: Made) -> Contrast:
    return contrast(town[0], ("Ada", "Ben"))


def row(found: Contrast, term: str) -> pd.Series:
    at = found.table[found.table["term"].eq(term)]
    assert len(at) == 1
    return at.iloc[0]


COUNTS = [
    ("bridge", "count", (2, 2)),
    ("bridge", "statements", (2, 2)),
    ("bridge", "articles", (1, 2)),
    ("safe", "count", (3, 0)),
    ("safe", "articles", (2, 0)),
    ("danger", "count", (0, 2)),
    ("danger", "statements", (0, 1)),
    ("city", "count", (1, 2)),
]


@pytest.mark.parametrize(("term", "what", "expected"), COUNTS)
def test_counts(found: Contrast, term: str, what: str, expected: tuple[int, int]) -> None:
    at = row(found, term)
    assert (at[f"{what}_a"], at[f"{what}_b"]) == expected


def test_quoted_and_paraphrased_uses_are_apart(found: Contrast) -> None:
    assert row(found, "bridge")[["quoted_uses", "paraphrase_uses"]].tolist() == [2, 2]
    assert (found.table["quoted_uses"] + found.table["paraphrase_uses"]).equals(
        found.table["count_a"] + found.table["count_b"]
    )


def test_voices_choose_what_counts(town: Made) -> None:
    quoted = contrast(town[0], ("Ada", "Ben"), voices=["quoted"])
    assert row(quoted, "bridge")[["count_a", "count_b"]].tolist() == [1, 1]
    assert quoted.table["paraphrase_uses"].sum() == 0


def test_single_statements_are_marked(found: Contrast) -> None:
    assert row(found, "danger")["single_statement"]
    assert not row(found, "bridge")["single_statement"]


def test_no_phrase_crosses_rows_or_sentences(found: Contrast) -> None:
    terms = set(found.table["term"])
    assert "a danger" in terms
    assert not terms & {"bridge the", "city a", "bridge the city", "city a danger"}


def test_groups_are_counted(found: Contrast) -> None:
    assert found.groups.to_dict("records") == [
        {"group": "Ada", "rows": 3, "statements": 3, "articles": 2, "words": 15},
        {"group": "Ben", "rows": 3, "statements": 2, "articles": 2, "words": 20},
    ]


def test_tfidf_is_scikit_learns(town: Made, found: Contrast) -> None:
    frame = town[0][town[0]["voice"].isin(["quoted", "paraphrase"])]
    analyser = Analyser()
    pieces = frame.groupby(["article_id", "statement_id"], sort=False)["text"].agg(list)
    vectoriser = TfidfVectorizer(analyzer=lambda texts: [t for text in texts for t in analyser.terms(text)])
    vectors = vectoriser.fit_transform(pieces)
    speakers = frame.groupby(["article_id", "statement_id"], sort=False)["speaker"].first().to_numpy()
    for side, name in (("a", "Ada"), ("b", "Ben")):
        mean = np.asarray(vectors[np.flatnonzero(speakers == name)].mean(axis=0)).ravel()
        expected = [mean[vectoriser.vocabulary_[t]] for t in found.table["term"]]
        np.testing.assert_allclose(found.table[f"tfidf_{side}"], expected, atol=1e-12)
    difference = found.table["tfidf_a"] - found.table["tfidf_b"]
    np.testing.assert_allclose(found.table["tfidf_difference"], difference)


def test_log_odds_by_hand(town: Made) -> None:
    found = contrast(town[0], ("Ada", "Ben"), ngrams=(1, 1), prior=35.0)
    # 15 words of Ada's and 20 of Ben's; 40 with Cyd's five; "safe": 3, 0 and 3 uses.
    alpha = 35 * 3 / 40
    delta = np.log((3 + alpha) / (15 + 35 - 3 - alpha)) - np.log(alpha / (20 + 35 - alpha))
    assert row(found, "safe")["log_odds"] == pytest.approx(delta)
    assert row(found, "safe")["z"] == pytest.approx(delta / np.sqrt(1 / (3 + alpha) + 1 / alpha))


@pytest.mark.parametrize("method", list(Method))
def test_ranking(town: Made, method: Method) -> None:
    found = contrast(town[0], ("Ada", "Ben"), method=method)
    assert found.table[method.value].is_monotonic_decreasing


@pytest.mark.parametrize("method", [Method.LOG_ODDS, Method.TFIDF, Method.LOG_LIKELIHOOD, Method.JENSEN_SHANNON])
def test_top_terms(town: Made, method: Method) -> None:
    top = top_terms(contrast(town[0], ("Ada", "Ben"), method=method), 3)
    assert top["rank"].tolist() == [1, 2, 3, 1, 2, 3]
    assert top["group"].tolist() == ["Ada"] * 3 + ["Ben"] * 3
    assert top.iloc[0]["term"] == "safe"
    assert "danger" in top[top["group"].eq("Ben")]["term"].str.cat(sep=" ")


def test_swapping_the_groups_turns_the_signs(town: Made, found: Contrast) -> None:
    turned = contrast(town[0], ("Ben", "Ada")).table.set_index("term")
    straight = found.table.set_index("term").loc[turned.index]
    for column in ("log_odds", "z", "tfidf_difference"):
        np.testing.assert_allclose(turned[column], -straight[column], atol=1e-12)


def test_function_words_are_hidden_not_dropped(found: Contrast) -> None:
    assert row(found, "the")["function_words"]
    assert not set(top_terms(found, 50)["term"]) & {"the", "is", "a", "to the"}
    assert "a" in set(top_terms(found, 50, hide=lambda term: False)["term"])


def test_of_nested_terms_one_is_shown(found: Contrast) -> None:
    shown = top_terms(found, 50)
    ben = shown[shown["group"].eq("Ben")]["term"].tolist()
    assert "danger" in ben
    assert "a danger" not in ben


def test_evidence_stands_in_the_article(town: Made, found: Contrast) -> None:
    for term in found.table["term"]:
        lines = found.evidence(term)
        at = row(found, term)
        assert lines["group"].value_counts().to_dict() == {
            name: n for name, n in (("Ada", at["count_a"]), ("Ben", at["count_b"])) if n
        }
        for article, start, end, words in lines[["article_id", "start", "end", "words"]].values.tolist():
            assert town[1][article].text[start:end] == words
            assert found.analyser.look_up(words) == term
        pd.testing.assert_frame_equal(found.table.evidence(at), lines)


def test_evidence_has_the_columns_of_all_evidence(town: Made, found: Contrast) -> None:
    lines = found.evidence("bridge", corpus=town[1])
    assert lines.columns.tolist() == [*EVIDENCE_COLUMNS, "statement_id", "term", "group"]
    assert kwic(town[0], "bridge").columns.tolist() == [*EVIDENCE_COLUMNS, "statement_id"]
    for line in lines.to_dict("records"):
        text = f"{line['left']}{line['words']}{line['right']}"
        assert text in " ".join(town[1][line["article_id"]].text.split())


def test_evidence_opens_from_any_row(found: Contrast) -> None:
    top = top_terms(found, 3)
    for table in (found.table, top, found.table.sort_values("term").tail(4), top[top["rank"].eq(2)]):
        for _, row_of in table.iterrows():
            pd.testing.assert_frame_equal(found.evidence(row_of), found.evidence(row_of["term"]))
            assert table.evidence(row_of)["term"].eq(row_of["term"]).all()


def test_keyword_in_context(town: Made, found: Contrast) -> None:
    lines = found.kwic("the Bridge", 1, width=20, corpus=town[1])
    assert lines[["group", "left", "words", "right", "voice", "speaker"]].values.tolist() == [
        ["Ada", "", "The bridge", " is safe, Ada told", "quoted", "Ada"],
        ["Ben", "on Monday., ", "the bridge", " is a danger to the", "paraphrase", "Ben"],
    ]


def test_context_comes_from_neighbouring_rows_without_a_corpus(town: Made) -> None:
    line = kwic(town[0], "ferry runs", width=30).iloc[0]
    assert line[["left", "words", "right"]].tolist() == [
        "bridge. The city can wait The ",
        "ferry runs",
        " on Sundays The ferry company",
    ]


def test_it_shows_itself_in_one_line_and_as_a_table(found: Contrast, make: Make) -> None:
    assert repr(found) == f"<Contrast: Ada against Ben, {len(found.table)} terms by z>"
    shown = found._repr_html_()
    assert "<td>safe</td>" in shown
    assert found.notes[-1] in shown
    odd = contrast(make([("x", "a:A", "quoted", "yes"), ("x", "b:<b>", "quoted", "no")])[0], ("A", "<b>"))
    assert "<b>" not in odd._repr_html_()
    assert "&lt;b&gt;" in odd._repr_html_()


def test_kwic_finds_all_voices(town: Made) -> None:
    assert kwic(town[0], "ferry")["voice"].tolist() == ["quoted", "own"]
    assert kwic(town[0], "submarine").empty
    with pytest.raises(ComparisonError, match="no word"):
        kwic(town[0], "…")


def test_own_voice_against_quoted(town: Made) -> None:
    found = contrast(town[0], ("own", "quoted"), by="voice")
    assert found.voices == ("own", "quoted")
    assert found.groups["statements"].tolist() == [2, 5]
    assert row(found, "ferry")[["count_a", "count_b"]].tolist() == [1, 1]


def test_groups_by_several_columns(town: Made) -> None:
    found = contrast(town[0], (("Ada", "quoted"), ("Ben", "quoted")), by=["speaker", "voice"])
    assert found.names == ("Ada quoted", "Ben quoted")
    assert found.voices == ("quoted",)
    quoted = contrast(town[0], ("Ada", "Ben"), voices="quoted")
    pd.testing.assert_frame_equal(found.table, quoted.table)
    several = contrast(town[0], (("Ada", "quoted"), [("Ben", "quoted"), ("Cyd", "quoted")]), by=["speaker", "voice"])
    assert several.groups["statements"].tolist() == [2, 3]
    one = contrast(town[0], ("Ada", "Ben"), by=["speaker"])
    pd.testing.assert_frame_equal(one.table, contrast(town[0], ("Ada", "Ben")).table)


def test_masks_and_filters(town: Made, found: Contrast) -> None:
    frame = town[0]
    masks = contrast(frame, (frame["speaker"].eq("Ada"), lambda f: f["speaker"].eq("Ben")), names=("Ada", "Ben"))
    pd.testing.assert_frame_equal(masks.table, found.table)


def test_several_values_make_a_group(town: Made) -> None:
    found = contrast(town[0], ("Ada", ["Ben", "Cyd"]))
    assert found.names == ("Ada", "Ben, Cyd")
    assert found.groups["statements"].tolist() == [3, 3]


def test_missing_values_are_a_group(town: Made) -> None:
    frame = town[0].assign(side=pd.Series(["east", None, "", None, "east", None, None, None, "east"]))
    found = contrast(frame, ("east", "not given"), by="side")
    assert found.groups["statements"].tolist() == [3, 3]


def test_same_input_same_table(town: Made, found: Contrast) -> None:
    pd.testing.assert_frame_equal(contrast(town[0], ("Ada", "Ben")).table, found.table)


BAD = [
    ("an unknown name", {"groups": ("Ada", "Benn")}, "no speaker 'Benn'.*'Ben'"),
    ("the same twice", {"groups": ("Ada", "Ada")}, "share 3 of"),
    ("three groups", {"groups": ("Ada", "Ben", "Cyd")}, "3 were given"),
    ("one group", {"groups": "Ada"}, "two groups, as in .*, 1 was given"),
    ("a number", {"groups": ("Ada", 7)}, "a value of speaker, a list or a mask; this is 7"),
    ("too few values", {"groups": ("Ada", ("Ben", "own")), "by": ["speaker", "voice"]}, "need 2 values each.*'Ada'"),
    ("an unknown one of two", {"groups": (("Ada", "own"), ("Ben", "qoted")), "by": ["speaker", "voice"]}, "'quoted'"),
    (
        "an unknown column",
        {"groups": ("x", "y"), "by": "outlet"},
        "no column 'outlet'.*give Statements or an Analysis",
    ),
    ("an unknown voice", {"groups": ("Ada", "Ben"), "voices": ["qoted"]}, "no voice 'qoted'.*'quoted'"),
    (
        "a group without words in these voices",
        {"groups": ("Ada", "Cyd"), "voices": ["paraphrase"]},
        "'Cyd' has no words",
    ),
    ("no prior", {"groups": ("Ada", "Ben"), "prior": 0}, "above 0"),
    ("not so many statements", {"groups": ("Ada", "Ben"), "min_statements": 9}, "no term to compare"),
    ("an empty filter", {"groups": ("Ada", lambda f: f["speaker"].eq("Dot"))}, "is empty"),
]


@pytest.mark.parametrize(("label", "options", "message"), BAD, ids=[b[0] for b in BAD])
def test_bad_groups(town: Made, label: str, options: dict[str, object], message: str) -> None:
    with pytest.raises(ComparisonError, match=message):
        contrast(town[0], **options)  # type: ignore[arg-type]


def test_missing_columns_are_named(town: Made) -> None:
    with pytest.raises(ComparisonError, match=r"'voice', 'text'; the table has article_id"):
        contrast(town[0].drop(columns=["text", "voice"]), ("Ada", "Ben"))


def test_unknown_terms(found: Contrast) -> None:
    with pytest.raises(ComparisonError, match="'bridge'"):
        found.evidence("bridges")


ODD: list[tuple[str, list[Line]]] = [
    ("one word each", [("x", "a:A", "quoted", "yes"), ("x", "b:B", "quoted", "no")]),
    ("one word against many", [("x", "a:A", "quoted", "yes"), ("y", "b:B", "quoted", "no way on earth")]),
    ("the same word each", [("x", "a:A", "quoted", "yes"), ("x", "b:B", "quoted", "yes")]),
    ("only function words", [("x", "a:A", "quoted", "it is what it is"), ("y", "b:B", "quoted", "so it was")]),
    ("not Latin", [("x", "a:A", "quoted", "мост безопасен"), ("y", "b:B", "quoted", "العبارة آمنة")]),
    ("identical texts", [("x", "a:A", "quoted", "close the bridge"), ("y", "b:B", "quoted", "close the bridge")]),
]


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize(("label", "lines"), ODD, ids=[o[0] for o in ODD])
def test_odd_groups_are_described(make: Make, label: str, lines: list[Line], method: Method) -> None:
    found = contrast(make(lines)[0], ("A", "B"), method=method)
    tested = ["log_rate_ratio", "standard_error", "low", "high", "p", "weight", "q"]
    numbers = found.table.select_dtypes("number").drop(columns=[*tested, "percent_difference"])
    assert np.isfinite(numbers.to_numpy(dtype=float)).all()
    assert found.table[tested].isna().all(axis=None)
    assert [n.split(":")[0] for n in found.notes] == [
        "A has one statement only", "B has one statement only", "No p-values and intervals",
    ]  # fmt: skip
    if label in ("the same word each", "identical texts"):
        assert found.table["log_odds"].abs().max() == 0
        assert top_terms(found).empty
    if label == "only function words":
        assert top_terms(found).empty
