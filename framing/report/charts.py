"""Which pictures a report shows. All are drawn by :mod:`framing.pictures` from the report's tables."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from framing.pictures import Scale, speaker_words, statement_kinds, term_voices, tone_by_voice, verb_stances
from framing.pictures.sided import bars_of_terms
from framing.pictures.strips import article_strip, article_strips
from framing.report.blocks import Chart
from framing.report.values import Report
from framing.statements import NOT_GIVEN

__all__ = ["charts"]

_STRIPS = 6
"""Up to so many articles get a picture of their own; the rest are strips of one."""

_TONE_OF_EACH = range(2, 5)
"""With so many articles the tone of each is shown beside that of all."""


def charts(report: Report) -> tuple[Chart, ...]:
    """All pictures that the report has something to show in."""
    return tuple(_made(report))


def _made(report: Report) -> Iterator[Chart]:
    tables = report.tables
    if tables["speakers"]["words"].any():
        yield Chart("words_by_actor", speaker_words(tables["speakers"]), "speakers.csv")
    if len(tables["speakers"]):
        yield Chart("direct_indirect", statement_kinds(tables["speakers"]), "speakers.csv")
    if tables["statements"]["stance"].ne("none").any():
        yield Chart("reporting_verbs", verb_stances(tables["statements"]), "statements.csv")
    if len(tables["tone"]):
        labels = {a.id: a.label for a in report.articles}
        yield Chart("tone", tone_by_voice(_tone(report), within="article_id", labels=labels), "tone.csv")
    if len(tables["labels"]):
        title = "Labels for armed and political actors: whose voice are they in?"
        yield Chart("labels", term_voices(tables["labels"], title=title), "labels.csv")
    for contrast in report.contrasts:
        drawn = bars_of_terms(contrast.contrast, contrast.terms, scale=Scale.Z)
        yield Chart(f"terms_{contrast.key}", drawn, f"contrast_{contrast.key}.csv")
    yield from _where(report)


def _tone(report: Report) -> pd.DataFrame:
    """Tone of all articles, and of each where there are few."""
    whole, of_each = report.tables["tone"], report.tables["tone_by_article"]
    if len(report.articles) not in _TONE_OF_EACH:
        of_each = of_each.iloc[:0]
    return pd.concat([whole.assign(article_id=NOT_GIVEN), of_each], ignore_index=True)


def _where(report: Report) -> Iterator[Chart]:
    pieces = report.tables["where"]
    if len(report.articles) > _STRIPS and len(pieces):
        labels = {a.id: a.label for a in report.articles}
        yield Chart("where", article_strips(pieces, labels=labels), "where.csv")
        return
    for article in report.articles:
        mine = pieces[pieces["article_id"].eq(article.id)]
        if len(mine):
            title = f"{article.label}: {article.name}"
            yield Chart(f"where_{article.label}", article_strip(mine, title=title), "where.csv")
