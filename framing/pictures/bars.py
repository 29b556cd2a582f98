"""A bar a row: words and kinds of statements of each speaker, their verbs, tone by voice, and whose words terms are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from framing.errors import ComparisonError
from framing.measure.stance import Stance
from framing.pictures.look import EDGE, FAINT, KINDS, PAPER, STANCES, TONES, VOICES, ink_on, page_width, style
from framing.pictures.page import SMALL, Panel, fold, label_bars, rows_panel, width_of
from framing.pictures.picture import Picture, picture
from framing.pictures.shown import check_top, first_of
from framing.tables import MISSING, each_value, group_values, positions, require_columns
from framing.values import Voice
from framing.wording import amount, heading, join, number, percent, signed

__all__ = [
    "FAMILIES",
    "VOICE_KEY",
    "family",
    "speaker_words",
    "statement_kinds",
    "term_voices",
    "tone_by_voice",
    "verb_stances",
]

_MOST, _ROOM = 13, 40
_LABEL = 1.9
"""Widest label of a row in inches."""

VOICE_KEY: Mapping[str, str] = {
    Voice.OWN.value: "the outlet’s own voice",
    Voice.QUOTED.value: "in quotation marks",
    Voice.PARAPHRASE.value: "paraphrased",
    Voice.SCARE.value: "in scare quotes",
}
"""What each voice is called in a key of colours."""

_SHORT = {"own": "own", "quoted": "quoted", "paraphrase": "paraphrased", "scare": "in scare quotes"}
_KIND_KEY = {"direct": "direct (all in quotation marks)", "mixed": "mixed", "indirect": "indirect (paraphrased)"}

FAMILIES: Mapping[str, tuple[Stance, ...]] = {
    "distancing": (Stance.DISTANCING,),
    "tentative, thought, questioning": (Stance.TENTATIVE, Stance.THOUGHT, Stance.QUESTIONING),
    "neutral": (Stance.NEUTRAL, Stance.DECLARING),
    "affirming": (Stance.AFFIRMING,),
    "arguing, judging, feeling": (Stance.ARGUING, Stance.EVALUATING, Stance.EMOTIVE),
    "denying, requesting, promising": (Stance.DENYING, Stance.DIRECTIVE, Stance.COMMISSIVE),
    "none told": (Stance.NONE,),
}
"""Stances gathered into as many families as a picture can show apart, from withholding warrant to pressing a case."""


def family(kind: Stance | str) -> str:
    """The family of a stance.

    >>> family("distancing"), family(Stance.EMOTIVE)
    ('distancing', 'arguing, judging, feeling')
    """
    return next(name for name, stances in FAMILIES.items() if kind in stances)


def speaker_words(balance: pd.DataFrame, *, by: str = "speaker", top: int = _MOST) -> Picture:
    """Attributed words of each speaker, side …, in quotation marks and paraphrased, with the share of all.

    ``balance`` is the table of :func:`framing.balance` by one column. At most ``top`` rows, the rest are one; "not
    given" stays a row of its own. The table: ``by``, ``words``, ``quoted_words``, ``share``. Raises ComparisonError
    where there are no words.
    """
    table = _rows(balance, by, ["words", "quoted_words"], top=top)
    whole = int(table["words"].sum())
    if not whole:
        raise ComparisonError("There are no words to show.")
    table = table.assign(share=table["words"] / whole)
    first = table[table[by].ne(MISSING)].iloc[:1]
    title = "Share of attributed words" + ("" if by == "speaker" else f" by {heading(by)}")
    if len(first) and len(table) > 1:
        tied = "as much as any other" if table["words"].eq(first["words"].iloc[0]).sum() > 1 else "more than any other"
        title = f"{first[by].iloc[0]} has {percent(first['share'].iloc[0])} of the attributed words, {tied}"
    pairs = list(zip(table["words"].tolist(), table["share"].tolist(), strict=True))
    counts = [f"{percent(pairs[0][1])}, {amount(pairs[0][0], 'word')}"]
    counts += [f"{percent(share)}, {number(words)}" for words, share in pairs[1:]]
    voices = [v for v in ("quoted", "paraphrase") if table["words"].gt(table["quoted_words"]).any() or v == "quoted"]
    voices = [v for v in voices if table["quoted_words"].any() or v == "paraphrase"]
    with style():
        panel = _panel(
            _names(table, by), title=title, key={VOICE_KEY[v]: VOICES[v] for v in voices},
            behind=counts, subtitle=f"Words attributed to each {heading(by)} and their share of all, in percent.",
        )  # fmt: skip
        panel.axes.set_xlim(0, max(table["words"]))
        rows, quoted = range(len(table)), table["quoted_words"]
        panel.axes.barh(rows, quoted, color=VOICES["quoted"], height=0.66)
        panel.axes.barh(rows, table["words"] - quoted, left=quoted, color=VOICES["paraphrase"], height=0.66)
        label_bars(panel, table["words"].tolist())
    told = [f"{name} {percent(share)}" for name, (_, share) in zip(_names(table, by), pairs, strict=True)]
    return picture(panel.figure, table, title=title, alt=f"{title}: {join(told)}.")


def statement_kinds(balance: pd.DataFrame, *, by: str = "speaker", top: int = _MOST) -> Picture:
    """Statements of each speaker, side …: all in quotation marks, in part, or paraphrased.

    ``balance`` is the table of :func:`framing.balance` by one column; rows as in :func:`speaker_words`. The table:
    ``by``, ``words``, ``statements``, ``direct``, ``mixed``, ``indirect``. Raises ComparisonError for an empty table.
    """
    table = _rows(balance, by, ["words", "statements", *KINDS], top=top)
    title = "Direct, mixed and indirect statements" + ("" if by == "speaker" else f" by {heading(by)}")
    with style():
        panel = _panel(
            _names(table, by), title=title, key={_KIND_KEY[k]: KINDS[k] for k in KINDS if table[k].any()},
            behind=[number(n) for n in table["statements"]],
        )  # fmt: skip
        _stacked(panel, table, KINDS, whole=table["statements"])
    told = [
        f"{name} {direct}, {mixed} and {indirect}"
        for name, direct, mixed, indirect in zip(_names(table, by), *(table[k] for k in KINDS), strict=True)
    ]
    return picture(panel.figure, table, title=title, alt=f"{title}: {join(told)}.")


def verb_stances(statements: pd.DataFrame, *, by: str = "speaker", top: int = _MOST) -> Picture:
    """Stance of the verbs that introduce each speaker, as shares of their statements, the verbs written into the bars.

    ``statements`` has one row a statement with ``cue``, ``stance`` (:func:`framing.measure.stance_table`) and
    ``words``; rows as in :func:`speaker_words`. Stances are gathered into :data:`FAMILIES`. The table has counts:
    ``by``, ``statements``, one column a family. Raises ComparisonError for an empty table or a column that it lacks.
    """
    check_top(top, most=_ROOM, why="more do not fit a page")
    require_columns(statements, [by, "cue", "stance", "words"], purpose="A picture of reporting verbs")
    if statements.empty:
        raise ComparisonError("There are no statements to show.")
    cut = first_of(statements[by], statements["words"], top=top)
    row = positions(cut.recode(group_values(statements[by])), pd.Index(cut.names, dtype="str"))
    column = each_value(statements["stance"], lambda kind: list(FAMILIES).index(family(kind))).astype(np.int64)
    cell = row * len(FAMILIES) + column
    counts = np.bincount(cell, minlength=len(cut.names) * len(FAMILIES)).reshape(len(cut.names), -1)
    table = pd.DataFrame(counts, columns=list(FAMILIES))
    table.insert(0, by, pd.Series(cut.names, dtype="str"))
    table.insert(1, "statements", table[list(FAMILIES)].sum(axis=1))
    used = [name for name in FAMILIES if table[name].any()]
    title = "Stance of the reporting verbs"
    names = _names(table, by)
    behind = [number(n) for n in table["statements"]]
    behind[0] += "" if behind[0] == "1" else " statements"
    with style():
        panel = _panel(names, title=title, key={f: STANCES[f] for f in used}, behind=behind, row_height=0.34)
        panel.axes.set_xlim(0, 1)
        inches = float(panel.axes.get_position().width * panel.figure.get_figwidth())
        for y, whole in enumerate(table["statements"]):
            there = [(f, np.flatnonzero(cell == y * len(FAMILIES) + list(FAMILIES).index(f))) for f in used]
            cues = [(f, statements["cue"].iloc[at].tolist()) for f, at in there]
            _draw_verbs(panel.axes, y, cues, whole=int(whole), inches=inches)
        label_bars(panel, [1.0] * len(table), colour=FAINT)
    distant = [f"{n} {a} of {b}" for n, a, b in zip(names, table["distancing"], table["statements"], strict=True) if a]
    alt = f"{title} as shares of each {heading(by)}’s statements. Distancing: {join(distant) or 'none'}."
    return picture(panel.figure, table, title=title, alt=alt)


def _draw_verbs(axes: Axes, y: int, cues: Sequence[tuple[str, list[str]]], *, whole: int, inches: float) -> None:
    left = 0.0
    for name, uses in cues:
        if not uses:
            continue
        share, colour = len(uses) / whole, STANCES[name]
        edge = EDGE if colour == PAPER else PAPER
        axes.barh(y, share, left=left, color=colour, height=0.74, edgecolor=edge, linewidth=0.8)
        text = _fitting(list(dict.fromkeys(" ".join(u.split()) for u in uses if u)), len(uses), share * inches - 0.1)
        axes.text(left + share / 2, y, text, ha="center", va="center", fontsize=SMALL, color=ink_on(colour))
        left += share


def _fitting(words: Sequence[str], uses: int, inches: float) -> str:
    """As many cues as fit into a piece of a bar, or the number of uses, or nothing."""
    texts = [", ".join(words[:many]) + (" …" if many < len(words) else "") for many in range(len(words), 0, -1)]
    return next((t for t in (*texts, number(uses)) if width_of(t, size=SMALL) <= inches), "")


def tone_by_voice(tone: pd.DataFrame, *, within: str | None = None, labels: Mapping[str, str] | None = None) -> Picture:
    """Share of words in negative, neutral and positive passages, one bar a row of the table, neutral in the middle.

    ``tone`` is the table of :func:`framing.tone` by "voice" and, where given, by ``within``, whose missing values
    stand for all; ``labels`` are shorter names for its values. The table behind is ``tone`` itself. Raises
    ComparisonError for an empty table or a column that it lacks.
    """
    require_columns(
        tone, ["voice", "words", "compound", *TONES, *([within] if within else [])], purpose="A picture of tone"
    )
    check_top(len(tone), least=1, most=_ROOM, name="rows", why="more do not fit a page")
    title = "Tone by voice: share of words in negative, neutral and positive passages"
    names = [VOICE_KEY.get(v, v) for v in tone["voice"]]
    if within:
        groups = [(labels or {}).get(g, g) for g in group_values(tone[within])]
        names = [n if g == MISSING else f"{g}: {n}" for g, n in zip(groups, names, strict=True)]
    means = [
        f"mean {signed(mean)}  ({amount(int(words), 'word')})"
        for mean, words in zip(tone["compound"], tone["words"], strict=True)
    ]
    left = -tone["negative"] - tone["neutral"] / 2
    reach = max(float((-left).max()), float((tone["positive"] + tone["neutral"] / 2).max()))
    with style():
        panel = _panel(names, title=title, key=TONES, behind=means)
        axes = panel.axes
        axes.set_xlim(-reach, reach)
        axes.spines["left"].set_visible(False)
        for y, (at, *shares) in enumerate(zip(left, *(tone[t] for t in TONES), strict=True)):
            for share, colour in zip(shares, TONES.values(), strict=True):
                axes.barh(y, share, left=at, color=colour, height=0.7, edgecolor=PAPER, linewidth=0.8)
                if share >= 0.07:
                    text = percent(share)
                    axes.text(at + share / 2, y, text, ha="center", va="center", fontsize=SMALL, color=ink_on(colour))
                at += share
        label_bars(panel, [reach] * len(tone))
    alt = f"{title}. Mean: " + join([f"{n} {signed(m)}" for n, m in zip(names, tone["compound"], strict=True)]) + "."
    return picture(panel.figure, tone.reset_index(drop=True), title=title, alt=alt)


def term_voices(uses: pd.DataFrame, *, title: str = "Whose voice are they in?", top: int = _MOST - 1) -> Picture:
    """Uses of each term in the outlet's own voice, in quotation marks, paraphrased and in scare quotes.

    ``uses`` has the columns ``term``, ``own``, ``quoted``, ``paraphrase`` and, where there are any, ``scare``, most
    used first; the first ``top`` are shown. The table behind has their rows, and all columns. Raises ComparisonError
    for an empty table.
    """
    check_top(top, least=1, most=_ROOM, why="more do not fit a page")
    shown = [v for v in VOICE_KEY if v != Voice.SCARE.value or (v in uses.columns and uses[v].head(top).any())]
    require_columns(uses, ["term", *shown], purpose="A picture of terms by voice")
    table = uses.head(top).reset_index(drop=True)
    if table.empty:
        raise ComparisonError("There are no uses to show.")
    whole = table[shown].sum(axis=1)
    notes = [f"{number(len(uses) - len(table))} more terms have no bar."] if len(uses) > len(table) else []
    with style():
        panel = _panel(
            table["term"].tolist(), title=title, key={VOICE_KEY[v]: VOICES[v] for v in shown},
            behind=[number(int(n)) for n in whole], notes=notes,
        )  # fmt: skip
        _stacked(panel, table, {v: VOICES[v] for v in shown}, whole=whole)
    told = [
        f"{term} " + join([f"{n} {_SHORT[v]}" for v, n in zip(shown, counts, strict=True)])
        for term, *counts in zip(table["term"], *(table[v] for v in shown), strict=True)
    ]
    return picture(
        panel.figure, table, title=title, alt=f"{title}{'' if title[-1:] in '?.' else '.'} {join(told)}.", notes=notes
    )


def _rows(balance: pd.DataFrame, by: str, columns: Sequence[str], *, top: int) -> pd.DataFrame:
    """Sums of the values with most words, "not given" and the rest, in the order they are shown in."""
    check_top(top, most=_ROOM, why="more do not fit a page")
    require_columns(balance, [by, *columns], purpose="A picture of balance")
    if balance.empty:
        raise ComparisonError("There are no statements to show.")
    cut = first_of(balance[by], balance["words"], top=top)
    sums = balance[list(columns)].groupby(cut.recode(group_values(balance[by])), sort=False).sum()
    return pd.DataFrame(sums.loc[list(cut.names)]).astype("int64").rename_axis(by).reset_index()


def _names(table: pd.DataFrame, by: str) -> list[str]:
    return ["no source stated" if by == "speaker" and v == MISSING else v for v in table[by].tolist()]


def _panel(
    names: Sequence[str],
    *,
    title: str,
    key: Mapping[str, str],
    behind: Sequence[str],
    row_height: float = 0.3,
    notes: Sequence[str] = (),
    subtitle: str = "",
) -> Panel:
    labels = [fold(name, inches=min(_LABEL, 0.36 * page_width()), lines=3) for name in names]
    return rows_panel(
        labels, title=title, subtitle=subtitle, key=key, behind=behind, row_height=row_height, notes=notes
    )


def _stacked(panel: Panel, table: pd.DataFrame, colours: Mapping[str, str], *, whole: pd.Series) -> None:
    """Stacked bars of counts, with the counts written in where they fit."""
    most = max(int(whole.max()), 1)
    panel.axes.set_xlim(0, most)
    left = pd.Series(0, index=table.index)
    for name, colour in colours.items():
        panel.axes.barh(
            range(len(table)), table[name], left=left, color=colour, height=0.66, edgecolor=PAPER, linewidth=0.8
        )
        for y, (n, at) in enumerate(zip(table[name], left, strict=True)):
            if n / most > 0.025:
                ink = ink_on(colour)
                panel.axes.text(at + n / 2, y, number(int(n)), ha="center", va="center", fontsize=SMALL, color=ink)
        left = left + table[name]
    label_bars(panel, whole.tolist(), colour=FAINT)
