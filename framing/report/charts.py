"""The pictures of the report. Each function gives the figure and the table behind it, or None if there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.pictures.look import FAINT, INK, RULE, ink_on, style
from framing.pictures.panel import label_bars, rows_panel, wrap
from framing.report.cells import records
from framing.report.drawing import KINDS, STANCES, TONES, VOICES
from framing.report.speakers import FAMILIES
from framing.report.values import ContrastSummary, CueUse, Report, SpeakerSummary
from framing.report.wording import amount, join, number, percent, shorten, signed

__all__ = ["Chart", "charts"]

TOP = 12
"""Speakers shown by name; the others are one row."""

_STRIPS = 6
"""Up to so many articles get a picture of their own; the rest are strips of one."""

_ROWS = 30

_VOICE_KEY = {"own": "the outlet’s own voice", "quoted": "in quotation marks", "paraphrase": "paraphrased"}


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture: ``table`` holds the numbers drawn, ``source`` names the CSV file with all of them."""

    name: str
    title: str
    alt: str
    figure: Figure
    table: pd.DataFrame
    source: str


def charts(report: Report) -> tuple[Chart, ...]:
    """All pictures that the report has something to show in."""
    makers: Sequence[Callable[[Report], Chart | None]] = (
        words_by_actor,
        direct_indirect,
        reporting_verbs,
        tone_by_voice,
        labels_by_voice,
    )
    with style():
        drawn = [maker(report) for maker in makers]
        drawn += [top_terms_of(c) for c in report.contrasts]
        drawn += list(where(report))
    return tuple(c for c in drawn if c is not None)


def words_by_actor(report: Report) -> Chart | None:
    """Share of the attributed words of each speaker, quoted and paraphrased."""
    table = _top(report.speakers)
    total = int(table["words"].sum()) if len(table) else 0
    if not total:
        return None
    title = "Share of attributed words"
    panel = rows_panel(
        [wrap(s) for s in table["speaker"]],
        title=title,
        key={_VOICE_KEY[v]: VOICES[v] for v in ("quoted", "paraphrase")},
        behind=[
            f"{percent(words / total)}  ({amount(words, 'word') if y == 0 else number(words)})"
            for y, words in enumerate(table["words"])
        ],
    )
    axes = panel.axes
    axes.set_xlim(0, max(table["words"]))
    quoted, rest = table["quoted_words"], table["words"] - table["quoted_words"]
    rows = range(len(table))
    axes.barh(rows, quoted, color=VOICES["quoted"], height=0.66)
    axes.barh(rows, rest, left=quoted, color=VOICES["paraphrase"], height=0.66)
    label_bars(panel, table["words"].tolist())
    alt = f"{title}: " + join(
        [f"{s} {percent(w / total)}" for s, w in zip(table["speaker"], table["words"], strict=True)]
    )
    return Chart("words_by_actor", title, alt, panel.figure, table, "speakers.csv")


def direct_indirect(report: Report) -> Chart | None:
    """Statements of each speaker: direct, mixed, indirect."""
    table = _top(report.speakers)
    if table.empty:
        return None
    title = "Direct, mixed and indirect statements"
    key = {"direct (all in quotation marks)": "direct", "mixed": "mixed", "indirect (paraphrased)": "indirect"}
    panel = rows_panel(
        [wrap(s) for s in table["speaker"]],
        title=title,
        key={k: KINDS[v] for k, v in key.items()},
        behind=[number(n) for n in table["statements"]],
    )
    _stacked(panel.axes, table, KINDS)
    panel.axes.set_xlim(0, max(table["statements"]))
    label_bars(panel, table["statements"].tolist(), colour=FAINT)
    alt = f"{title} by speaker: " + join(
        [f"{r['speaker']} {r['direct']}, {r['mixed']} and {r['indirect']}" for r in records(table)]
    )
    return Chart("direct_indirect", title, alt, panel.figure, table, "speakers.csv")


def reporting_verbs(report: Report) -> Chart | None:
    """Stance of the verbs that introduce each speaker, with the verbs written into the bars."""
    rows = [_Verbs(s.label, s.cues) for s in report.speakers[:TOP]]
    others = report.speakers[TOP:]
    if others:
        rows.append(_Verbs(f"{number(len(others))} others", tuple(u for s in others for u in s.cues)))
    used = {name: colour for name, colour in STANCES.items() if any(row.uses(name) for row in rows)}
    if not set(used) - {"none told"}:
        return None
    title = "Stance of the reporting verbs"
    sizes = [len(row.cues) for row in rows]
    behind = [number(n) + (" statements" if y == 0 and n > 1 else "") for y, n in enumerate(sizes)]
    panel = rows_panel([wrap(row.label) for row in rows], title=title, key=used, behind=behind, row_height=0.34)
    panel.axes.set_xlim(0, 1)
    inches = panel.axes.get_position().width * panel.figure.get_figwidth()
    for y, row in enumerate(rows):
        _draw_verbs(panel.axes, row, y, used, inches=inches)
    label_bars(panel, [1.0] * len(rows), colour=FAINT)
    table = pd.DataFrame(
        [{"speaker": r.label, "statements": len(r.cues), **{f: len(r.uses(f)) for f in FAMILIES}} for r in rows]
    )
    distant = [f"{r.label} {len(r.uses('distancing'))} of {len(r.cues)}" for r in rows if r.uses("distancing")]
    alt = f"{title} as shares of each speaker’s statements. Distancing: {join(distant) or 'none'}."
    return Chart("reporting_verbs", title, alt, panel.figure, table, "reporting_verbs.csv")


@dataclass(frozen=True, slots=True)
class _Verbs:
    """One bar: a speaker, or all the others, and the cues."""

    label: str
    cues: tuple[CueUse, ...]

    def uses(self, family: str) -> list[CueUse]:
        return [u for u in self.cues if u.family == family]


def _draw_verbs(axes: Axes, row: _Verbs, y: int, colours: Mapping[str, str], *, inches: float) -> None:
    left = 0.0
    for name, colour in colours.items():
        uses = row.uses(name)
        if not uses:
            continue
        share = len(uses) / len(row.cues)
        edge = "#9A9A9A" if name == "none told" else "white"
        axes.barh(y, share, left=left, color=colour, height=0.74, edgecolor=edge, linewidth=0.8)
        text = _fitting(list(dict.fromkeys(u.cue for u in uses if u.cue)), len(uses), share * inches)
        axes.text(left + share / 2, y, text, ha="center", va="center", fontsize=8, color=ink_on(colour))
        left += share


def tone_by_voice(report: Report) -> Chart | None:
    """Share of words in negative, neutral and positive passages, by voice, in all articles and in each."""
    table = _tone_rows(report)
    if table.empty:
        return None
    title = "Tone by voice: share of words in negative, neutral and positive passages"
    means = [f"mean {signed(r['compound'])}  ({amount(r['words'], 'word')})" for r in records(table)]
    panel = rows_panel(table["label"].tolist(), title=title, key=TONES, behind=means)
    axes = panel.axes
    left = -table["negative"] - table["neutral"] / 2
    reach = max(float((-left).max()), float((table["positive"] + table["neutral"] / 2).max()))
    axes.set_xlim(-reach, reach)
    axes.spines["left"].set_visible(False)
    for y, (row, at) in enumerate(zip(records(table), left.tolist(), strict=True)):
        for name, colour in TONES.items():
            share = row[name]
            axes.barh(y, share, left=at, color=colour, height=0.7, edgecolor="white", linewidth=0.8)
            if share >= 0.07:
                axes.text(at + share / 2, y, percent(share), ha="center", va="center", fontsize=8, color=ink_on(colour))
            at += share
    label_bars(panel, [reach] * len(table))
    alt = f"{title}. Mean: " + join([f"{r['label']} {signed(r['compound'])}" for r in records(table)])
    return Chart("tone", title, alt, panel.figure, table, "tone.csv")


def _tone_rows(report: Report) -> pd.DataFrame:
    parts = [report.tables["tone"].assign(label=[_VOICE_KEY[v] for v in report.tables["tone"]["voice"]])]
    by_article = report.tables["tone_by_article"]
    if 2 <= len(report.articles) <= 4:
        for article in report.articles:
            mine = by_article[by_article["article_id"].eq(article.id)]
            parts.append(mine.assign(label=[f"{article.label}: {_VOICE_KEY[v]}" for v in mine["voice"]]))
    columns = ["label", "voice", "sentences", "words", "compound", "negative", "neutral", "positive"]
    return pd.concat(parts, ignore_index=True)[columns]


def labels_by_voice(report: Report) -> Chart | None:
    """Uses of labels for armed and political actors, by voice."""
    table = report.tables["labels"].head(TOP)
    if table.empty:
        return None
    title = "Labels for armed and political actors: whose voice are they in?"
    panel = rows_panel(
        [wrap(t) for t in table["term"]],
        title=title,
        key={_VOICE_KEY[v]: VOICES[v] for v in _VOICE_KEY},
        behind=[number(n) for n in table["uses"]],
    )
    _stacked(panel.axes, table, {v: VOICES[v] for v in _VOICE_KEY})
    panel.axes.set_xlim(0, max(table["uses"]))
    label_bars(panel, table["uses"].tolist(), colour=FAINT)
    alt = f"{title} " + join(
        [f"{r['term']} {r['own']} own, {r['quoted']} quoted, {r['paraphrase']} paraphrased" for r in records(table)]
    )
    return Chart("labels", title, alt, panel.figure, table, "labels.csv")


def top_terms_of(summary: ContrastSummary) -> Chart | None:
    """The terms that set two groups apart, as bars to both sides."""
    terms, (a, b) = summary.terms, summary.contrast.names
    table = terms[["group", "term", "shown", "z", "count_a", "count_b", "single_statement"]]
    table = pd.concat([table[table["group"].eq(a)], table[table["group"].eq(b)].iloc[::-1]], ignore_index=True)
    if table.empty:
        return None
    title = wrap(f"Words that set apart: {summary.title}", width=78, lines=1)
    colours = {a: "#0072B2", b: "#D55E00"}
    panel = rows_panel([""] * len(table), title=title, row_height=0.27, key=_term_key(table, colours))
    axes = panel.axes
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    reach = float(table["z"].abs().max()) or 1.0
    axes.set_xlim(-1.32 * reach, 1.32 * reach)
    for y, row in enumerate(records(table)):
        z, is_single = row["z"], row["single_statement"]
        sign = 1 if z >= 0 else -1
        inner, outer = ("right", "left") if sign > 0 else ("left", "right")
        axes.barh(y, z, color=colours[row["group"]], height=0.68, alpha=0.45 if is_single else 1.0)
        term = shorten(row["shown"], limit=40) + (" °" if is_single else "")
        axes.text(-sign * 0.02 * reach, y, term, ha=inner, va="center", fontsize=9)
        uses = f"{row['count_a']} : {row['count_b']}"
        axes.text(z + sign * 0.02 * reach, y, uses, ha=outer, va="center", fontsize=8, color=FAINT)
    axes.axvline(0, color=INK, linewidth=0.8)
    alt = f"{title}. " + " ".join(
        f"{name}: {', '.join(table.loc[table['group'].eq(name), 'shown'])}." for name in (a, b)
    )
    return Chart(f"terms_{summary.key}", title, alt, panel.figure, table, f"contrast_{summary.key}.csv")


def _term_key(table: pd.DataFrame, colours: Mapping[str, str]) -> dict[str, str]:
    key = {f"{shorten(name, limit=40)} (right)" if i == 0 else f"{shorten(name, limit=40)} (left)": c
           for i, (name, c) in enumerate(colours.items())}  # fmt: skip
    if table["single_statement"].any():
        key["° pale: all uses in one statement"] = "#D5D5D5"
    return key


def where(report: Report) -> Iterator[Chart]:
    """Strips from the first word of an article to its last: one picture an article, or one for many articles."""
    pieces = report.tables["where"]
    if len(report.articles) <= _STRIPS:
        for article in report.articles:
            mine = pieces[pieces["article_id"].eq(article.id)]
            if len(mine):
                yield _strip(mine, article.label, article.name, article.words)
    elif len(pieces):
        yield _strips(report, pieces)


def _strip(pieces: pd.DataFrame, label: str, name: str, words: int) -> Chart:
    spoken = pieces[pieces["voice"].isin(["quoted", "paraphrase"])]
    speakers = [s or "no source stated" for s in dict.fromkeys(spoken["speaker"])]
    shown, others = (speakers, []) if len(speakers) <= TOP + 8 else (speakers[: TOP + 7], speakers[TOP + 7 :])
    rows = ["all voices", *(wrap(s, width=30, lines=2) for s in shown)]
    rows += [f"{number(len(others))} others"] if others else []
    title = shorten(f"{label}: {name}", limit=80)
    panel = rows_panel(rows, title=title, key=_where_key(), row_height=0.27, has_axis=True)
    axes = panel.axes
    row_of = {s: i for i, s in enumerate(shown, 1)} | {s: len(shown) + 1 for s in others}
    for y in range(1, len(rows)):
        axes.axhline(y, color=RULE, linewidth=0.5, zorder=0)
    _draw_pieces(axes, pieces, 0, height=0.8)
    for piece in records(spoken):
        _bar(axes, piece, row_of[piece["speaker"] or "no source stated"], height=0.6)
    _word_axis(axes, words)
    alt = f"Who speaks where in {label} ({name}), from first word to last. By appearance: {join(speakers) or 'nobody'}."
    return Chart(f"where_{label}", title, alt, panel.figure, pieces, "where.csv")


def _strips(report: Report, pieces: pd.DataFrame) -> Chart:
    shown = sorted(report.articles, key=lambda a: -a.statements)[:_ROWS]
    order = {a.id: i for i, a in enumerate(report.articles)}
    shown = sorted(shown, key=lambda a: order[a.id])
    rest = len(report.articles) - len(shown)
    title = "Who speaks where" + (f": the {len(shown)} articles with most statements" if rest else "")
    panel = rows_panel([a.label for a in shown], title=title, key=_where_key(), row_height=0.25, has_axis=True)
    row_of = {a.id: y for y, a in enumerate(shown)}
    table = pieces[pieces["article_id"].isin(row_of)]
    for article_id, mine in table.groupby("article_id", sort=False):
        _draw_pieces(panel.axes, mine, row_of[str(article_id)], height=0.72)
    _word_axis(panel.axes, max(a.words for a in shown))
    alt = f"{title}: one strip an article, from the first word to the last, coloured by voice."
    return Chart("where", title, alt, panel.figure, table, "where.csv")


def _where_key() -> dict[str, str]:
    return {**{_VOICE_KEY[v]: VOICES[v] for v in _VOICE_KEY}, "caption, heading, credit": VOICES["none"]}


def _draw_pieces(axes: Axes, pieces: pd.DataFrame, y: int, *, height: float) -> None:
    for piece in records(pieces):
        _bar(axes, piece, y, height=height)
    axes.barh(y, pieces["last_word"].max(), color="none", edgecolor="#9A9A9A", linewidth=0.7, height=height, zorder=3)


def _bar(axes: Axes, piece: Mapping[str, Any], y: int, *, height: float) -> None:
    first, last = piece["first_word"], piece["last_word"]
    axes.barh(y, last - first, left=first, color=VOICES[piece["voice"]], height=height, linewidth=0)


def _word_axis(axes: Axes, words: int) -> None:
    axes.set_xlim(0, max(words, 1))
    step = next(s * 10**e for e in range(9) for s in (1, 2, 5) if s * 10**e * 5 >= words)
    ticks = range(0, words + 1, step)
    axes.set_xticks(ticks, labels=[number(t) for t in ticks])
    axes.set_xlabel(f"words from the beginning, of {number(words)}", fontsize=8.5)
    axes.spines["left"].set_visible(False)


def _top(speakers: Sequence[SpeakerSummary]) -> pd.DataFrame:
    """The speakers with most words, and one row for the others."""
    columns = ["statements", "direct", "mixed", "indirect", "words", "quoted_words"]
    rows = [{"speaker": s.label, **{c: getattr(s, c) for c in columns}} for s in speakers[:TOP]]
    others = speakers[TOP:]
    if others:
        rows.append(
            {"speaker": f"{number(len(others))} others", **{c: sum(getattr(s, c) for s in others) for c in columns}}
        )
    return pd.DataFrame(rows, columns=["speaker", *columns])


def _stacked(axes: Axes, table: pd.DataFrame, colours: Mapping[str, str]) -> None:
    """Stacked bars of counts, with the counts written in where they fit."""
    left = pd.Series(0, index=table.index)
    whole = max(int(table[list(colours)].sum(axis=1).max()), 1)
    for name, colour in colours.items():
        axes.barh(
            range(len(table)), table[name], left=left, color=colour, height=0.66, edgecolor="white", linewidth=0.8
        )
        for y, (n, at) in enumerate(zip(table[name], left, strict=True)):
            if n / whole > 0.025:
                axes.text(at + n / 2, y, number(int(n)), ha="center", va="center", fontsize=8, color=ink_on(colour))
        left = left + table[name]


def _fitting(words: Sequence[str], uses: int, inches: float) -> str:
    """As many cues as fit into a piece of a bar, or the number of uses, or nothing."""
    room = int(inches / 0.078)
    for many in range(len(words), 0, -1):
        text = ", ".join(words[:many]) + (" …" if many < len(words) else "")
        if len(text) <= room:
            return text
    return number(uses) if len(number(uses)) <= room else ""
