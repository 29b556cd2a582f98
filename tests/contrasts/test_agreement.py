"""Agreement with other packages where they compute the same thing, run where those are installed."""

from __future__ import annotations

import collections
import collections.abc
import contextlib
import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import mutual_info_score

from framing.contrasts import Analyser, contrast
from framing.contrasts.statistics import (
    chi_squared,
    log_likelihood,
    log_odds,
    log_ratio_interval,
    uniform_prior,
)
from framing.term_uses import find_terms
from framing.values import Corpus

Line = tuple[str, str | None, str, str]
Make = Callable[[Sequence[Line]], tuple[pd.DataFrame, Corpus]]

ADA = ("the bridge is safe today", "a safe bridge and a safe road", "engineers say the bridge is sound", "it is safe")
BEN = ("close the bridge", "the city can wait for the ferry", "nobody trusts the bridge now", "the ferry the ferry")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Other people's warnings and prints are none of ours."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def package(name: str) -> ModuleType:
    with quiet():
        module: ModuleType = pytest.importorskip(name, exc_type=ImportError)
    return module


def table(make: Make, ngrams: tuple[int, int] = (1, 1)) -> pd.DataFrame:
    """The contrast of Ada and Ben, by term, as any user gets it."""
    lines: list[Line] = [
        (f"{name}{k}", f"s{k}:{name}", "quoted", text)
        for name, texts in (("Ada", ADA), ("Ben", BEN))
        for k, text in enumerate(texts)
    ]
    return contrast(make(lines)[0], ("Ada", "Ben"), ngrams=ngrams).table.set_index("term")


def cells(found: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    a, b = (found[c].to_numpy(dtype=float) for c in ("count_a", "count_b"))
    return a, b, np.full(len(a), a.sum()), np.full(len(b), b.sum())


@pytest.mark.parametrize("ngrams", [(1, 1), (1, 2)])
@pytest.mark.parametrize("prior", [0.1, 1.0])
def test_log_odds_are_those_of_convokit(make: Make, ngrams: tuple[int, int], prior: float) -> None:
    convokit = package("convokit")
    with quiet():
        speakers = {name: convokit.Speaker(id=name) for name in ("Ada", "Ben")}
        said = [("Ada", text) for text in ADA] + [("Ben", text) for text in BEN]
        corpus = convokit.Corpus(
            utterances=[
                convokit.Utterance(id=str(k), speaker=speakers[name], conversation_id=str(k), text=text)
                for k, (name, text) in enumerate(said)
            ]
        )
        words = convokit.FightingWords(
            cv=CountVectorizer(ngram_range=ngrams, analyzer="word", tokenizer=str.split, token_pattern=None),
            ngram_range=ngrams,
            prior=prior,
        )
        words.fit(corpus, lambda u: u.speaker.id == "Ada", lambda u: u.speaker.id == "Ben")
    expected = words.ngram_zscores
    found = table(make, ngrams)
    assert set(found.index) == set(expected)
    # ConvoKit lets phrases of all lengths compete with each other.
    alpha, size = uniform_prior(np.ones(len(found), dtype=np.int64), pseudo_count=prior)
    z = log_odds(*cells(found), prior=alpha, size=size).z
    np.testing.assert_allclose(z, [expected[t] for t in found.index], atol=1e-6, rtol=0)


def shifterator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    # Shifterator 0.3 asks for a name that Python 3.10 removed.
    monkeypatch.setattr(collections, "Mapping", collections.abc.Mapping, raising=False)
    return package("shifterator")


def test_word_shift_is_that_of_shifterator(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    module, found = shifterator(monkeypatch), table(make)
    uses = [found.loc[found[c] > 0, c].to_dict() for c in ("count_a", "count_b")]
    with quiet():
        shift = module.JSDivergenceShift(type2freq_1=uses[0], type2freq_2=uses[1], base=2)
    sizes = found["jensen_shannon"].abs()
    assert sizes.sum() == pytest.approx(shift.diff, abs=1e-6)
    # Shifterator gives parts of the whole.
    for term, size in (sizes / sizes.sum()).items():
        assert size == pytest.approx(abs(shift.type2shift_score[term]), abs=1e-6)


def test_rates_differ_as_shifterators_proportions(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    module, found = shifterator(monkeypatch), table(make)
    uses = [found.loc[found[c] > 0, c].to_dict() for c in ("count_a", "count_b")]
    with quiet():
        shift = module.ProportionShift(type2freq_1=uses[0], type2freq_2=uses[1])
        proportions = shift.get_shift_scores(details=True)[0]
    for term, difference in ((found["rate_b"] - found["rate_a"]) / 1000).items():
        assert difference == pytest.approx(proportions[term], abs=1e-6)


def scattertexts_scores(scorer: str, **options: Any) -> pd.Series:
    """Scores of Ada's words against Ben's by a scorer of scattertext."""
    st = package("scattertext")
    with quiet():
        frame = pd.DataFrame({"who": ["Ada"] * len(ADA) + ["Ben"] * len(BEN), "text": [*ADA, *BEN]})
        corpus = (
            st.CorpusFromPandas(frame, category_col="who", text_col="text", nlp=st.whitespace_nlp_with_sentences)
            .build()
            .get_unigram_corpus()
        )
        term_scorer = getattr(st, scorer)(corpus, **options).set_categories("Ada", ["Ben"])
        return pd.Series(term_scorer.get_scores())


def test_log_likelihood_is_that_of_scattertext(make: Make) -> None:
    expected, found = scattertexts_scores("G2"), table(make)
    assert set(expected.index) == set(found.index)
    np.testing.assert_allclose(found["log_likelihood"], expected[found.index], atol=1e-6)


def test_conservative_log_ratio_is_that_of_scattertext(make: Make) -> None:
    found = table(make)
    np.testing.assert_allclose(
        found["log_ratio_conservative"], scattertexts_scores("LRC", correct=False)[found.index], atol=1e-6
    )
    corrected = log_ratio_interval(*cells(found), tests=len(found))[2]
    np.testing.assert_allclose(corrected, scattertexts_scores("LRC", correct=True)[found.index], atol=1e-6)


def test_uninformative_log_odds_are_those_of_scattertext(make: Make) -> None:
    expected, found = scattertexts_scores("LogOddsRatioUninformativePriorScorer", alpha=0.1), table(make)
    prior, size = uniform_prior(np.ones(len(found), dtype=np.int64), pseudo_count=0.1)
    effect = log_odds(*cells(found), prior=prior, size=size)
    # Its standard error has two terms more: the uses of all other words.
    a, b, total_a, total_b = cells(found)
    more = 1 / (total_a + size - a - prior) + 1 / (total_b + size - b - prior)
    z = effect.estimate / np.sqrt(effect.standard_error**2 + more)
    np.testing.assert_allclose(z, expected[found.index], atol=1e-6)


def test_log_likelihood_is_scikit_learns_mutual_information(make: Make) -> None:
    found = table(make)
    for g2, a, b, n_a, n_b in zip(found["log_likelihood"], *cells(found), strict=True):
        information = mutual_info_score(None, None, contingency=np.array([[a, b], [n_a - a, n_b - b]]))
        assert abs(g2) == pytest.approx(2 * (n_a + n_b) * information, abs=1e-6)


INAUGURAL = """we 764.4484 1048 779; . 300.1887 2014 3141; us 207.5181 289 216; - 205.0408 242 157;
america 200.5544 148 54; : 187.9821 115 29; our 183.5362 917 1307; world 171.9660 196 123;
americans 163.1532 76 7; today 137.7753 84 21;
upon -58.39810 39 332; public -58.87042 12 213; constitution -59.66134 9 200; it -60.68425 266 1132;
states -63.87803 29 305; be -72.68161 278 1224; should -88.14817 16 309; which -177.10087 96 911"""
"""Inaugural addresses after 1945 against those before: the example of ``textstat_keyness`` on the reference page of
quanteda.textstats 0.97 (first and last terms: chi2, n_target, n_reference)."""

TOKENS = (43002.0, 108539.0)
"""All tokens of either group, which the page does not print: the one pair of whole numbers that gives its values."""


def test_chi_squared_is_that_of_quantedas_documented_example() -> None:
    rows = [row.split() for row in INAUGURAL.replace("\n", " ").split("; ")]
    expected, a, b = (np.array([float(row[k]) for row in rows]) for k in (1, 2, 3))
    # quanteda leaves Yates's correction out where all expected counts are above 5.
    found = chi_squared(a, b, *(np.full(len(a), n) for n in TOKENS), continuity=0)
    np.testing.assert_allclose(found, expected, atol=5e-5)


D1, D2 = "a a a b b c c c c c c d e f g h h", "a a b c c d d d d e f h"
"""The two documents of the examples in quanteda's help and tests for ``textstat_keyness``."""


def test_order_of_quantedas_small_example() -> None:
    uses = find_terms([D1, D2], Analyser(ngrams=(1, 1)))
    counts = uses.matrix.toarray()
    n = [np.full(8, counts[k].sum()) for k in (0, 1)]
    by_g2 = log_likelihood(counts[0], counts[1], *n)
    assert uses.names()[np.argsort(-by_g2, kind="stable")].tolist() == list("cgbhaefd")
    by_g2 = log_likelihood(counts[1], counts[0], *n[::-1])
    assert uses.names()[np.argsort(-by_g2, kind="stable")].tolist() == list("defabhgc")


def test_chi_squared_of_quantedas_two_words() -> None:
    # d1 = b × 7, a × 3; d2 = a × 7, b × 2: its tests ask for R's chisq.test with and without correction.
    b = [np.array([float(x)]) for x in (7, 2, 10, 9)]
    assert chi_squared(*b)[0] == pytest.approx(19 * (49 - 6 - 9.5) ** 2 / (10 * 9 * 9 * 10), abs=1e-6)
    assert chi_squared(*b, continuity=0)[0] == pytest.approx(19 * (49 - 6) ** 2 / (10 * 9 * 9 * 10), abs=1e-6)
