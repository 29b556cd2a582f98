from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.errors import InputError, LexiconError
from framing.intervals import Bootstrap, ratio_interval
from framing.lexicon import (
    HIT_COLUMNS,
    Case,
    Category,
    Entry,
    Lexicon,
    NamePolicy,
    NestedScope,
    Per,
    hits,
    lexicon_scores,
    read_lexicon,
)
from framing.lexicon.around import SENTIMENTR_WINDOW
from framing.measure.voices import voices
from framing.statements import Statements
from framing.values import Article, Corpus, Voice
from tests.lexicon.cases import corpus, one, seed, statement


def lexicon(*terms: str, name: str = "made", names: NamePolicy = NamePolicy.EXCLUDE, **weights: float) -> Lexicon:
    entries = [Entry(t, "c") for t in terms] + [Entry(t, "c", w) for t, w in weights.items()]
    return Lexicon(name, tuple(entries), (Category("c"),), names=names)


def found(text: str, *terms: str, **options: object) -> pd.DataFrame:
    made = corpus(one(text))
    return hits(voices(Statements((), made)), [lexicon(*terms)], corpus=made, **options)  # type: ignore[arg-type]


def test_a_hit_has_the_voice_and_the_speaker_of_its_words() -> None:
    article = seed("000")
    official = statement(
        article, "US official", "a US official", "confirmed",
        "The US-backed coalition of Kurdish-led forces have already started to recapture the area north of Raqqa "
        "from IS terrorists",
    )  # fmt: skip
    boy = statement(
        article, "Mohammad Khalaf", "Mohammad", "recalls",
        "They [IS terrorists] wanted children to fight alongside them, to blow themselves up", number=2,
    )  # fmt: skip
    made = corpus(article)
    table = hits(voices(Statements((official, boy), made)), [read_lexicon("group_labels")], corpus=made)
    assert tuple(table.columns) == HIT_COLUMNS
    labels = table[table["entry"] == "terrorist"]
    assert labels["voice"].tolist().count("paraphrase") == 1
    assert "quoted" not in labels["voice"].tolist()
    paraphrase = labels[labels["voice"] == "paraphrase"].iloc[0]
    assert (paraphrase["text"], paraphrase["speaker"]) == ("terrorists", "US official")
    assert all(article.text[a:b] == t for a, b, t in zip(table["start"], table["end"], table["text"], strict=True))


NAMES = [
    ("Russia's Defense Ministry said so.", "defense", True),
    ("Defense Ministry officials met the Defense Ministry.", "defense", True),
    ("A Human Rights Watch report came.", "human rights", True),
    ("Fighters of Islamic State fled.", "islamic", True),
    ("They fight for the Ministry of Defense today.", "defense", True),
    ("Islamic terrorists fled.", "islamic", False),
    ("The defense failed.", "defense", False),
    ("Defense failed.", "defense", False),
    ("Fighting Syrian troops, they fled.", "fighting", False),
    ("He said: “Terrorists Abu and Omar fled.”", "terrorists", False),
    ("They met in Defense, Ministry staff said.", "defense", False),
]


@pytest.mark.parametrize(("text", "term", "inside"), NAMES)
def test_hits_inside_names(text: str, term: str, inside: bool) -> None:
    assert found(text, term)["in_name"].tolist()[0] is inside


def test_spans_of_names_can_be_given() -> None:
    text = "the army of islam and islam"
    spans = {("a", "text"): [(4, 17)]}
    assert found(text, "islam", names=spans)["in_name"].tolist() == [True, False]


SHIFTED = [
    ("This is not a good sign.", "good", True, 0, "not"),
    ("This is a very good sign.", "good", False, 1, "very"),
    ("This is hardly good.", "good", False, -1, "hardly"),
    ("They didn’t call it good.", "good", True, 0, "didn’t"),
    ("There is no reason to doubt that it is good.", "good", False, 0, ""),
    ("Not so, it is good.", "good", False, 0, ""),
    ("It was not. Good signs came.", "good", False, 0, ""),
    ("It is far from good.", "good", True, 0, "far from"),
    ("It is not never good.", "good", False, 0, "not, never"),
    ("He did not call them “good” men.", "good", True, 0, "not"),
]


@pytest.mark.parametrize(("text", "term", "negated", "amplified", "shifter"), SHIFTED)
def test_shifters(text: str, term: str, negated: bool, amplified: int, shifter: str) -> None:
    row = found(text, term).iloc[0]
    assert (row["negated"], row["amplified"], row["shifter"]) == (negated, amplified, shifter)


def test_adversatives_and_wider_windows() -> None:
    table = found("It was good but late, and good it is not.", "good", "late", window=SENTIMENTR_WINDOW)
    assert table["adversative"].tolist() == [-1, 1, 1]
    assert table["negated"].tolist() == [False, False, False]
    assert found("Good it is not.", "good", window=SENTIMENTR_WINDOW)["negated"].tolist() == [False]
    assert found("Good this not.", "good", window=SENTIMENTR_WINDOW)["negated"].tolist() == [True]


CASED = [
    ("us", "They told us what the US did, U.S. and US.", ["us"]),
    ("US", "They told us what the US did, Us too.", ["US"]),
    ("May", "It may rain in May. MAY it?", ["May"]),
]


@pytest.mark.parametrize(("term", "text", "expected"), CASED)
def test_case_matters_where_asked_for(term: str, text: str, expected: list[str]) -> None:
    made = corpus(one(text))
    lexicon = Lexicon("made", (Entry(term, "c", case=Case.EXACT),), (Category("c"),))
    assert hits(voices(Statements((), made)), [lexicon], corpus=made)["text"].tolist() == expected


def test_hits_do_not_straddle_voices() -> None:
    article = one("They fought a war “on terror” there, he said.")
    made = corpus(article)
    speech = statement(article, "he", "he", "said", "“on terror”")
    assert hits(voices(Statements((speech,), made)), [lexicon("war on terror")], corpus=made).empty


def test_two_lexicons_of_one_name() -> None:
    made = corpus(one("war"))
    with pytest.raises(LexiconError, match="two lexicons are named 'made'"):
        hits(voices(Statements((), made)), [lexicon("war"), lexicon("peace")], corpus=made)


def scores(*articles: Article, by: tuple[str, ...], terms: tuple[str, ...] = ("war",), **more: object) -> pd.DataFrame:
    made = corpus(*articles)
    return lexicon_scores(voices(Statements((), made)), [lexicon(*terms)], corpus=made, by=by, **more)  # type: ignore[arg-type]


def test_rates_and_counts() -> None:
    table = scores(Article("a", "War and war again."), Article("b", "Rain and sun."), by=("article_id",))
    assert table[["article_id", "lexicon", "category", "hits", "words"]].to_numpy().tolist() == [
        ["a", "made", "c", 2, 4], ["b", "made", "c", 0, 3]
    ]  # fmt: skip
    assert table["per_1000"].tolist() == [500.0, 0.0]
    assert table["low_count"].tolist() == [True, True]
    assert table["low"].isna().all()


def test_groups_of_metadata_and_missing_ones() -> None:
    articles = [
        Article("a", "War.", outlet="X", extra={"desk": "world"}),
        Article("b", "War war.", outlet=None),
        Article("c", "A war, a war, war.", outlet="X"),
    ]
    table = scores(*articles, by=("outlet",))
    assert table[["outlet", "hits", "words", "articles"]].to_numpy().tolist() == [
        ["X", 4, 6, 2], ["not given", 2, 2, 1]
    ]  # fmt: skip
    assert scores(*articles, by=("desk",))["desk"].tolist() == ["not given", "world"]


FEW = [
    ("enough of both", 10, 5, ""),
    ("one article", 1, 9, "no interval: fewer than 10 articles"),
    ("nine articles", 9, 9, "no interval: fewer than 10 articles"),
    ("four hits", 12, 4, "no interval: fewer than 5 hits"),
    ("no hit", 12, 0, "no interval: fewer than 5 hits"),
]


@pytest.mark.parametrize(("n_articles", "n_hits", "note"), [f[1:] for f in FEW], ids=[f[0] for f in FEW])
def test_intervals_are_shown_where_they_can_be_trusted(n_articles: int, n_hits: int, note: str) -> None:
    per_article = [n_hits // n_articles + (i < n_hits % n_articles) for i in range(n_articles)]
    articles = [Article(f"a{i:02}", "War. " * n + "Rain fell " * (5 + i)) for i, n in enumerate(per_article)]
    row = scores(*articles, by=("voice",)).iloc[0]
    assert (row["articles"], row["hits"], row["note"]) == (n_articles, n_hits, note)
    assert row["low_count"] == (n_hits < 5)
    assert np.isnan(row["low"]) == np.isnan(row["high"]) == bool(note)
    assert note or 0 <= row["low"] <= row["per_1000"] <= row["high"]


def test_weights_names_and_whole_corpus() -> None:
    article = one("Good and bad. The Good Hope Society was good.")
    made = corpus(article)
    weighted = lexicon(good=2.0, bad=-3.0)
    table = lexicon_scores(voices(Statements((), made)), [weighted], corpus=made, by=())
    assert table[["hits", "words"]].to_numpy().tolist() == [[3, 9]]
    assert table["mean_weight"].iloc[0] == pytest.approx(1 / 3)
    counting = lexicon(names=NamePolicy.COUNT, good=2.0, bad=-3.0)
    assert lexicon_scores(voices(Statements((), made)), [counting], corpus=made, by=())["hits"].tolist() == [4]


def test_captions_count_only_when_asked_for() -> None:
    article = one("© War Photos / Reuters\nRain fell on the town.")
    made = corpus(article)
    table = voices(Statements((), made))
    assert lexicon_scores(table, [lexicon("war")], corpus=made, by=("voice",))["voice"].tolist() == ["own"]
    everything = lexicon_scores(table, [lexicon("war")], corpus=made, by=("voice",), voices=tuple(Voice))
    assert everything["voice"].tolist() == ["none", "own"]


def test_words_outside_a_selection_of_runs_are_not_hit() -> None:
    made = corpus(one("Rain fell on the town.\n© War Photos / Reuters\nRain fell again, no war."))
    table = voices(Statements((), made))
    own = table[table["voice"] == "own"]
    assert hits(own, [lexicon("war")], corpus=made)["start"].tolist() == [made["a"].text.rindex("war")]
    with pytest.raises(InputError, match="an article 'a' that the corpus lacks"):
        hits(own, [lexicon("war")], corpus=corpus(Article("b", "War.")))


def test_no_words_and_no_columns() -> None:
    made = corpus(one(""))
    assert lexicon_scores(voices(Statements((), made)), [lexicon("war")], corpus=made).empty
    with pytest.raises(InputError, match="Did you mean 'outlet'"):
        scores(one("war"), by=("oulet",))


def test_an_article_scores_the_same_in_any_company() -> None:
    a, b = Article("a", "No war. The War Office."), Article("b", "War, the War Office and peace.")
    alone = scores(a, by=("article_id", "voice"))
    together = scores(b, a, by=("article_id", "voice"))
    pd.testing.assert_frame_equal(alone, together[together["article_id"] == "a"].reset_index(drop=True))


@pytest.mark.parametrize("n_articles", [6, 30])
def test_intervals_cover_the_known_rate(n_articles: int) -> None:
    """Clustered articles: each has a rate of its own around 20 in 1,000; 95% intervals hold it in 92 to 98%."""
    rng = np.random.default_rng(11)
    covered = 0
    n_runs = 500
    for _ in range(n_runs):
        words = rng.integers(150, 900, n_articles).astype(float)
        rate = rng.gamma(4.0, 0.02 / 4.0, n_articles)
        counts = rng.poisson(rate * words)[:, None].astype(float)
        low, high = ratio_interval(counts, words, Bootstrap(resamples=300, seed=3))
        covered += bool(low[0] <= 0.02 <= high[0])
    assert 0.92 <= covered / n_runs <= 0.98


def test_intervals_without_anything_to_resample() -> None:
    words = np.array([100.0, 200.0, 300.0])
    counts = np.array([[0.0, 1.0, 5.0], [0.0, 2.0, 0.0], [0.0, 3.0, 0.0]])
    low, high = ratio_interval(counts, words, Bootstrap(resamples=200))
    assert np.isnan([low[0], high[0]]).all()
    assert np.isnan([low[1], high[1]]).all()  # articles that are all alike do not say how others would differ
    assert 0 <= low[2] < 5 / 600 < high[2]
    assert np.isnan(ratio_interval(counts[:1], words[:1], Bootstrap())).all()


def labelled() -> tuple[Corpus, pd.DataFrame, Lexicon]:
    articles = [
        Article("a", "The rebels fled. “Rebels everywhere,” he said of the new york times.", outlet="X"),
        Article("b", "Rebels and more rebels.", outlet="Y"),
    ]
    made = corpus(*articles)
    speech = statement(articles[0], "he", "he", "said", "Rebels everywhere", number=1)
    entries = (Entry("rebels", "c"), Entry("rebel*", "d"), Entry("new york times", "c"), Entry("york", "d"))
    return made, voices(Statements((speech,), made)), Lexicon("made", entries, (Category("c"), Category("d")))


def test_words_of_two_categories_count_once_in_the_lexicon() -> None:
    made, table, chosen = labelled()
    each = lexicon_scores(table, chosen, corpus=made, by="outlet")
    assert each[["outlet", "category", "hits"]].to_numpy().tolist() == [
        ["X", "c", 3], ["X", "d", 2], ["Y", "c", 2], ["Y", "d", 2]
    ]  # fmt: skip
    whole = lexicon_scores(table, chosen, corpus=made, by="outlet", per=Per.LEXICON)
    assert "category" not in whole.columns
    assert whole[["outlet", "lexicon", "hits"]].to_numpy().tolist() == [["X", "made", 3], ["Y", "made", 2]]
    independent = lexicon_scores(table, chosen, corpus=made, by=(), nested_scope=NestedScope.CATEGORY)
    assert independent["hits"].tolist() == [5, 5]


def test_by_is_a_column_or_several() -> None:
    made, table, chosen = labelled()
    one_way = lexicon_scores(table, [chosen], corpus=made, by="voice")
    pd.testing.assert_frame_equal(one_way, lexicon_scores(table, chosen, corpus=made, by=["voice"]))
    both = lexicon_scores(table, chosen, corpus=made, by=["outlet", "voice"])
    assert list(both.columns[:4]) == ["outlet", "voice", "lexicon", "category"]


def test_scores_open_to_their_lines() -> None:
    made, table, chosen = labelled()
    scores = lexicon_scores(table, chosen, corpus=made, by=["outlet", "voice"])
    kept = scores[scores["hits"].gt(0)].sort_values("per_1000", ascending=False)
    for row in kept.to_dict("records"):
        lines = scores.evidence({k: row[k] for k in ("outlet", "voice", "lexicon", "category")})
        assert len(lines) == row["hits"]
    quoted = kept[kept["voice"].eq("quoted") & kept["category"].eq("c")]
    lines = kept.evidence(quoted.iloc[0])
    assert lines.iloc[0][["article_id", "voice", "speaker", "cue", "words", "entry"]].tolist() == [
        "a", "quoted", "he", "said", "Rebels", "rebels"
    ]  # fmt: skip
    assert all(made[a].text[i:j] == w for a, i, j, w in lines[["article_id", "start", "end", "words"]].to_numpy())
    whole = lexicon_scores(table, chosen, corpus=made, by="outlet", per=Per.LEXICON)
    assert len(whole.evidence(("Y", "made"))) == 2
