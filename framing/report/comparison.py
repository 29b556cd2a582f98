"""A comparison as a page, and as the first section of a report."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.compare import ALPHA, Compared, Comparison
from framing.compare.compared import FEW_USES
from framing.compare.sentences import limits, points, value
from framing.report.blocks import Block, Columns, Items, Prose, Section, Table, Warnings, table_of
from framing.report.html import html
from framing.report.markdown import markdown
from framing.report.values import Finding, Quote
from framing.structure import parse
from framing.tables import MISSING, narrowed
from framing.wording import amount, join, percent, shorten

__all__ = ["comparison_page", "comparison_tables", "coverage_blocks", "difference_blocks", "told_differences"]

_FEW = 6

MOST_FINDINGS = 10
"""So many differences are told in sentences; the table has more, the file all."""

MOST_OF_SECTION = 5
"""So many of one section are told, so that one does not fill the page."""

MOST_ROWS = 25

_SAID = "Differences that hold beyond these articles (q below 0.05 over all measures), most certain first:"
_DESCRIBED = "What is most uneven in these texts, described and not tested:"


def comparison_tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """All of the tables that a page shows some rows of, by the name of their file."""
    found = comparison.coverage
    parts = {} if found is None else {
        "coverage": found.events, "versions": found.versions, "alone": found.alone, "figures": found.figures,
    }  # fmt: skip
    return {"comparison": comparison.table, **parts}


def comparison_page(comparison: Comparison, *, form: str, everything: bool = False, alone: bool = True) -> str:
    """The comparison as Markdown or HTML. With ``everything`` the table has every measure.

    A page that is ``alone`` says how to see the rows that it leaves out; else they are in the files beside it.
    """
    names = comparison.grouping.names
    title = (
        f"Compared by {comparison.grouping.by}: {join(names) if len(names) <= _FEW else amount(len(names), 'group')}"
    )
    rows = len(comparison.found) if everything else MOST_ROWS
    blocks = (*difference_blocks(comparison, rows=rows), *coverage_blocks(comparison))
    if alone:
        blocks = tuple(_told_how(b) if isinstance(b, Table) else b for b in blocks)
    sections = (Section("compare", "How they differ", blocks),)
    return html(title, sections) if form == "html" else markdown(title, sections)


def _told_how(table: Table) -> Table:
    """The table of a page with no files beside it."""
    more = f"{amount(table.omitted, 'more row')}: --folder writes all of them." if table.omitted else ""
    return replace(table, omitted=0, note=f"{table.note} {more}".strip(), source="")


def difference_blocks(
    comparison: Comparison, *, rows: int = MOST_ROWS, labels: Mapping[str, str] | None = None
) -> Iterator[Block]:
    """What differs in sentences with an example each, what does not, and the table. ``labels`` name articles."""
    if comparison.notes:
        yield Warnings(comparison.notes)
    shown = comparison.claimed if comparison.tested else comparison.found
    if shown:
        yield Prose(_SAID if comparison.tested else _DESCRIBED)
        told = _told(shown)
        yield Items(tuple(_item(comparison, c, labels or {}) for c in told))
        if comparison.claimed and len(told) < len(shown):
            yield Prose(
                f"{len(shown) - len(told)} more differ in this sense: they are in the table, marked by their q."
            )
    yield from _undecided(comparison)
    yield _table(comparison, rows)


def _undecided(comparison: Comparison) -> Iterator[Block]:
    """That nothing, or nothing else, was shown, and how large a difference would have been."""
    rest = [c for c in comparison.tested if not c.claimed]
    if not rest:
        return
    wide = sorted((c for c in rest if not math.isnan(c.detectable)), key=lambda c: c.detectable)
    shares = [c for c in wide if c.measure.is_share]
    reach = ""
    if shares:
        middle = shares[len(shares) // 2].detectable
        reach = f" Half of these shares would have been shown to differ had they differed by {points(middle)}."
    yield Prose(
        f"No difference is shown in {amount(len(rest), 'measure')} of {len(comparison.tested)} that were tested.{reach}"
    )


def _told(found: Sequence[Compared]) -> list[Compared]:
    """The first findings, without those that rest on the lines of one before: a side, and then its only speaker."""
    chosen: list[tuple[Compared, NDArray[Any]]] = []
    for one in found:
        here = [(c, lines) for c, lines in chosen if c.measure.section == one.measure.section]
        if len(here) >= MOST_OF_SECTION:
            continue
        places = one.measure.part.columns(["article_id", "field", "start"])
        lines = np.unique(pd.util.hash_pandas_object(places, index=False).to_numpy())
        if all(2 * len(np.intersect1d(lines, other)) <= min(len(lines), len(other)) for _, other in here):
            chosen.append((one, lines))
        if len(chosen) == MOST_FINDINGS:
            break
    return [one for one, _ in chosen]


def _item(comparison: Comparison, one: Compared, labels: Mapping[str, str]) -> Finding:
    return Finding("compare", one.sentence, quotes=_examples(comparison, one, labels))


def _examples(comparison: Comparison, one: Compared, labels: Mapping[str, str]) -> tuple[Quote, ...]:
    """One line from the group with the highest value."""
    lines = comparison.lines_of(one, one.high)
    if not len(lines):
        return ()
    size = (lines["end"] - lines["start"]).clip(upper=160).to_numpy()
    line = narrowed(lines.among(np.array([size.argmax()])).frame).iloc[0]
    article = comparison.corpus[line["article_id"]]
    start, end = int(line["start"]), int(line["end"])
    if end - start < _SHORT:
        start, end = _sentence(article.field_text(line["field"]), start, end)
    text = article.field_text(line["field"])[start:end]
    who = line.get("speaker")
    own = f"{article.outlet}, own voice" if article.outlet else "the outlet’s own words"
    who = who if isinstance(who, str) and who else own
    return (Quote(text, labels.get(article.id, article.id), article.id, str(line["field"]), start, end, who=who),)


_SHORT = 40


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a few words."""
    for sentence in parse(text).sentences:
        if sentence.start <= start < sentence.end:
            return sentence.start, sentence.end
    return start, end


def _table(comparison: Comparison, rows: int) -> Table:
    shown = comparison.found[:rows]
    columns: dict[str, list[str]] = {"measure": [c.measure.name for c in shown], "of": [_of(c) for c in shown]}
    for i, name in enumerate(comparison.grouping.names):
        columns[name] = [_cell(c, i) for c in shown]
    if comparison.tested:
        columns["difference"] = [limits(c) for c in shown]
        columns["q"] = ["–" if math.isnan(c.q) else "< 0.001" if c.q < 0.001 else f"{c.q:.3f}" for c in shown]
    sizes = ", ".join(f"{g} {amount(n, 'article')}" for g, n in comparison.articles.items())
    note = f"{sizes}. In brackets what a value is made of, and of how much."
    if comparison.tested:
        note += (
            " Difference: 95% interval of the highest less the lowest group. q: chance of a false alarm among all "
            "measures that are at least as clear; framing difference corrects over what it is asked alone."
        )
        few = sum(c.note == FEW_USES for c in comparison.found)
        if few:
            note += f" In {amount(few, 'measure')} a q below {ALPHA:g} asserts nothing: {FEW_USES}."
    return Table(
        "Measure by measure", pd.DataFrame(columns), "comparison.csv",
        omitted=max(0, len(comparison.found) - len(shown)), note=note,
    )  # fmt: skip


_MOST_EVENTS, _MOST_LINES, _TEXT = 12, 12, 220


def told_differences(comparison: Comparison) -> list[tuple[Compared, pd.Series]]:
    """What is told in sentences, each with the article of its example."""
    told = _told(comparison.claimed if comparison.tested else comparison.found)
    return [(one, pd.Series([q.article_id for q in _examples(comparison, one, {})], dtype="str")) for one in told]


def coverage_blocks(comparison: Comparison, labels: Mapping[str, str] | None = None) -> Iterator[Table]:
    """Of the events that several tell: who has what, the same words side by side, numbers that differ."""
    found, labels = comparison.coverage, labels or {}
    if found is None:
        return
    events, whole = found.events.head(_MOST_EVENTS), found.events
    columns: Columns = {str(c): events[c].astype("object").where(events[c].notna(), "–") for c in events}
    columns["first"] = columns.pop("first_groups")
    columns["things several have"] = columns.pop("shared_things")
    for name in comparison.grouping.names:
        if name in columns:
            columns[f"{name} alone"] = columns.pop(name)
    if not events["first_groups"].any():
        columns.pop("first")
    yield table_of(
        "Coverage: what each has of an event", columns, whole, "coverage",
        note="Statements that it alone has, and things said that several have. First: on the first day, where all "
        "articles are dated and days differ.",
    )  # fmt: skip
    if len(found.versions):
        kept = dict.fromkeys(found.versions["shared_id"])
        shown = found.versions[found.versions["shared_id"].isin(list(kept)[: _MOST_LINES // 2])]
        yield _lines(
            "The same words, side by side", shown, found.versions, "versions", labels,
            {"of the longest": [percent(v) for v in shown["kept_share"]]},
            "Quotations that several have: who introduces them with another word stands first, then who cuts most.",
        )  # fmt: skip
    if len(found.alone):
        shown = found.alone.head(_MOST_LINES)
        note = "The longest statements on an event that others tell, too, without this."
        yield _lines("What only one has", shown, found.alone, "alone", labels, {}, note)
    if len(found.figures):
        shown = found.figures.head(_MOST_LINES)
        counted = {"figure": list(shown["figure"]), "of": list(shown["counted"])}
        note = "Numbers that seem to be of the same thing, for a reader to judge."
        yield _lines("Numbers that differ", shown, found.figures, "figures", labels, counted, note)


def _lines(
    title: str,
    shown: pd.DataFrame,
    whole: pd.DataFrame,
    name: str,
    labels: Mapping[str, str],
    more: Mapping[str, Sequence[str]],
    note: str,
) -> Table:
    columns: dict[str, Sequence[str]] = {
        "event": list(shown["event"]),
        "source": list(shown["group"]),
        "speaker": ["" if pd.isna(v) or v == MISSING else v for v in shown["speaker"]],
        "cue": ["" if pd.isna(v) else " ".join(str(v).split()) for v in shown["cue"]],
        **more,
        "text": [shorten(str(v), limit=_TEXT) for v in shown["text"]],
        "article": [labels.get(a, a) for a in shown["article_id"]],
    }
    return Table(
        title, pd.DataFrame(columns), f"{name}.csv", omitted=max(0, len(whole) - len(shown)), note=note
    )  # fmt: skip


def _of(one: Compared) -> str:
    return one.measure.of if one.measure.is_share else f"1,000 of {one.measure.of}"


def _cell(one: Compared, place: int) -> str:
    base = one.bases[place]
    if not base:
        return "–"
    return f"{value(one, one.numbers[place])} ({one.parts[place]:,.0f} of {base:,.0f})"
