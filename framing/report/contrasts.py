"""Which contrasts a report shows: the two actors and the two sides who say most, the outlet against those it quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pandas as pd

from framing.contrasts import Contrast, contrast, top_terms
from framing.measure.balance import balance, source_kind
from framing.pictures.terms import is_ragged
from framing.report.values import ContrastSummary
from framing.statements import NOT_GIVEN
from framing.values import Corpus, Voice

__all__ = ["contrasts"]

TOP = 10
"""Terms shown for each group."""

_ENOUGH_WORDS = 10
"""With fewer words a group has no vocabulary to set apart."""

_ATTRIBUTED = (Voice.QUOTED.value, Voice.PARAPHRASE.value)

_CITING = ("citing", "quoting")
"""How a relay gives its source: no cue of the statement, and a verb of reporting all the same."""

_LINES = 20
"""Keyword-in-context lines kept for each shown term and group."""


def contrasts(
    frame: pd.DataFrame,
    voices_table: pd.DataFrame,
    corpus: Corpus,
    *,
    references: Mapping[str, str],
    labels: Mapping[str, str],
) -> tuple[ContrastSummary, ...]:
    """The contrasts that the statements allow; none where only one actor speaks.

    Actors are those with a name; media, who pass on what others said, only where nobody else speaks.
    """
    names = {**labels, **references}
    found = []
    for key, by, pair in (("actors", "speaker", _actors(frame)), ("sides", "side", _sides(frame))):
        if pair:
            found.append(_summary(key, pair, by, voices_table, corpus, names, hide=is_ragged))
    both = (Voice.OWN.value, Voice.QUOTED.value)
    if set(both) <= set(voices_table["voice"]):
        # Names of speakers and verbs of reporting stand in the outlet's voice by definition: no finding.
        given = _attribution_words(frame)
        found.append(
            _summary(
                "voices", both, "voice", voices_table, corpus, names,
                hide=lambda term: is_ragged(term) or not given.isdisjoint(term.split(" ")),
            )
        )  # fmt: skip
    return tuple(c for c in found if c is not None and len(c.terms))


def _attribution_words(frame: pd.DataFrame) -> frozenset[str]:
    named = frame.loc[frame["named"], "speaker"]
    return frozenset(re.findall(r"[^\W_]+", " ".join([*named, *frame["via"], *frame["cue"], *_CITING]).lower()))


def _actors(frame: pd.DataFrame) -> tuple[str, str] | None:
    kinds = source_kind(frame) if len(frame) else pd.Series(dtype="str")
    for wanted in (("named",), ("named", "unnamed", "media")):
        ranked = balance(frame[kinds.isin(wanted)], by="speaker")["speaker"].tolist() if len(frame) else []
        if len(ranked) >= 2:
            return ranked[0], ranked[1]
    return None


def _sides(frame: pd.DataFrame) -> tuple[str, str] | None:
    given = frame[frame["side"].ne(NOT_GIVEN)]
    ranked = balance(given, by="side")["side"].tolist() if len(given) else []
    return (ranked[0], ranked[1]) if len(ranked) >= 2 else None


def _summary(
    key: str,
    pair: tuple[str, str],
    by: str,
    voices_table: pd.DataFrame,
    corpus: Corpus,
    names: Mapping[str, str],
    *,
    hide: Callable[[str], bool],
) -> ContrastSummary | None:
    shown = ("the outlet’s own voice", "quoted voices") if by == "voice" else pair
    spoken = voices_table["voice"].isin(pair if by == "voice" else _ATTRIBUTED)
    words = voices_table[spoken].groupby(by)["words"].sum()
    # A group's words may all stand inside another's statement, or be too few to set anything apart.
    if any(words.get(group, 0) < _ENOUGH_WORDS for group in pair):
        return None
    result = contrast(voices_table, pair, by=by, names=shown)
    terms = top_terms(result, TOP, hide=hide)
    lines = _lines(result, terms, corpus, names)
    return ContrastSummary(
        key=key,
        title=f"{shown[0][:1].upper()}{shown[0][1:]} against {shown[1]}",
        contrast=result,
        terms=terms.assign(shown=_spellings(terms["term"], lines)),
        lines=lines,
    )


def _lines(found: Contrast, terms: pd.DataFrame, corpus: Corpus, names: Mapping[str, str]) -> pd.DataFrame:
    """The first uses of each shown term, its own group's first, with the short name of their statement or article."""
    parts = [
        found.kwic(term, _LINES, corpus=corpus).assign(term=term, typical_of=group)
        for group, term in zip(terms["group"], terms["term"], strict=True)
    ]
    if not parts:
        return pd.DataFrame(columns=["typical_of", "term", "group"])
    table = pd.concat(parts, ignore_index=True)
    table = table.assign(
        speaker=table["speaker"].fillna(""),
        place=table["statement_id"].fillna(table["article_id"]).map(dict(names)).astype("str"),
        statement_id=table["statement_id"].fillna(""),
    )
    first = ["typical_of", "term", "group", "left", "words", "right"]
    return table[[*first, *(c for c in table.columns if c not in first)]]


def _spellings(terms: pd.Series, lines: pd.DataFrame) -> list[str]:
    """Each term as it is mostly spelt in the text; of equally frequent spellings the first."""
    spellings = []
    for term in terms:
        counts = lines.loc[lines["term"].eq(term), "words"].value_counts(sort=False)
        spellings.append(" ".join(str(counts.idxmax()).split()) if len(counts) else term)
    return spellings
