"""Who speaks where: each article as a strip from its first word to its last, in the colours of the voices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from framing.errors import ComparisonError
from framing.pictures.bars import VOICE_KEY
from framing.pictures.look import EDGE, OTHERS, OWN, RULE, VOICES, style
from framing.pictures.page import SMALL, count_step, fold, rows_panel
from framing.pictures.picture import Picture, picture
from framing.pictures.shares import side_colours
from framing.pictures.shown import first_of, part_name
from framing.tables import group_values, require_columns
from framing.values import Voice
from framing.whose import ATTRIBUTED
from framing.wording import join, number, shorten

__all__ = ["article_strip", "article_strips", "voice_pieces"]

_SPEAKERS = 20
_ROWS = 30
_LABEL = 2.3
_UNSTATED = "no source stated"
_PLACED = ("article_id", "voice", "speaker", "first_word", "last_word")


def voice_pieces(voices: pd.DataFrame) -> pd.DataFrame:
    """Runs of words in one voice and statement with their place in words, from the table of :func:`framing.voices`.

    One row a run: ``article_id, field, voice, speaker, side, statement_id, first_word, last_word, start, end``. The
    words of an article are counted from 0, those of its title first; ``last_word`` is exclusive, so that pieces leave
    no gap. Missing speakers, sides and statements are "".
    """
    columns = ["article_id", "field", "voice", "speaker", "side", "statement_id", "words", "start", "end"]
    voices = voices if "side" in voices.columns else voices.assign(side="")
    require_columns(voices, columns, purpose="A strip of voices")
    last = voices.groupby("article_id", sort=False)["words"].cumsum()
    table = voices[columns].assign(
        first_word=last - voices["words"],
        last_word=last,
        statement_id=voices["statement_id"].fillna("").astype("str"),
        speaker=voices["speaker"].fillna("").astype("str"),
        side=voices["side"].fillna("").astype("str"),
    )
    key = table[["article_id", "field", "voice", "statement_id"]]
    piece = key.ne(key.shift()).any(axis=1).cumsum()  # sentences of one voice in a row are one piece
    ends = {"last_word": "last", "end": "last"}
    order = [*columns[:6], "first_word", "last_word", *columns[7:]]
    return table.groupby(piece, sort=False).agg({c: ends.get(c, "first") for c in order}).reset_index(drop=True)


def article_strip(pieces: pd.DataFrame, *, title: str | None = None) -> Picture:
    """One article from its first word to its last: all voices, then a row for each speaker, first to speak first.

    ``pieces`` are those of one article (:func:`voice_pieces`), and the table behind the picture. At most 20 speakers
    have a row, the rest are one. Raises ComparisonError for no article, or more than one.
    """
    require_columns(pieces, _PLACED, purpose="A strip")
    articles = pieces["article_id"].drop_duplicates().tolist()
    if len(articles) != 1:
        raise ComparisonError(
            f"A strip is of one article; the table has {len(articles)}. Take article_strips for many."
        )
    spoken = pieces[pieces["voice"].isin(ATTRIBUTED)]
    said_by = group_values(spoken["speaker"]).where(spoken["speaker"].ne(""), _UNSTATED)
    speakers = sorted(dict.fromkeys(said_by), key=lambda s: s == _UNSTATED)  # nobody comes last
    shown = speakers if len(speakers) <= _SPEAKERS else speakers[: _SPEAKERS - 1]
    others = speakers[len(shown) :]
    title = shorten(str(articles[0]) if title is None else title, limit=80)
    row_of = {s: i for i, s in enumerate(shown, 1)} | dict.fromkeys(others, len(shown) + 1)
    with style():
        rows = ["all voices", *(fold(s, inches=_LABEL, lines=2) for s in shown)]
        rows += [f"{number(len(others))} others"] if others else []
        panel = rows_panel(rows, title=title, key=_key(pieces), row_height=0.27, has_axis=True)
        for y in range(1, len(rows)):
            panel.axes.axhline(y, color=RULE, linewidth=0.5, zorder=0)
        _strip(panel.axes, pieces, 0, height=0.8)
        _bars(panel.axes, spoken, [row_of[s] for s in said_by], height=0.6)
        _word_axis(panel.axes, int(pieces["last_word"].max()))
    alt = f"{title}. Who speaks where, from first word to last. By appearance: {join(speakers) or 'nobody'}."
    return picture(panel.figure, pieces.reset_index(drop=True), title=title, alt=alt)


def article_strips(pieces: pd.DataFrame, *, by: str | None = None, labels: Mapping[str, str] | None = None) -> Picture:
    """Many articles, a strip each, from the first word to the last, coloured by voice, in the order of the table.

    With ``by`` (side, speaker) attributed words have the colour of one of the six values with most words, high in
    quotation marks and low in paraphrase, and the outlet's own are low and grey.

    Of more than 30 articles those with most statements are shown. The table has their ``pieces``
    (:func:`voice_pieces`); ``labels`` are shorter names of articles. Raises ComparisonError for an empty table.
    """
    require_columns(pieces, (*_PLACED, "statement_id"), purpose="Strips")
    if pieces.empty:
        raise ComparisonError("There is no article to show.")
    named = pieces["statement_id"].where(pieces["statement_id"].ne(""))
    counts = named.groupby(pieces["article_id"], sort=False).nunique().sort_values(ascending=False, kind="stable")
    table = pieces[pieces["article_id"].isin(counts.index[:_ROWS])].reset_index(drop=True)
    shown = table["article_id"].drop_duplicates().tolist()
    title = "Who speaks where" + (f": the {_ROWS} articles with most statements" if len(counts) > _ROWS else "")
    sides = None if by is None else _sides(table, by)
    key = _key(table) if sides is None else {"the outlet’s own voice": OWN, **sides.key}
    subtitle = "" if by is None else "High: in quotation marks. Low: paraphrased, or the outlet’s own voice."
    with style():
        names = [fold((labels or {}).get(a, a), inches=_LABEL, lines=1) for a in shown]
        panel = rows_panel(names, title=title, subtitle=subtitle, key=key, row_height=0.25, has_axis=True)
        for y, article in enumerate(shown):
            here = table["article_id"].eq(article)
            if sides is None:
                _strip(panel.axes, table[here], y, height=0.72)
            else:
                _sided_strip(panel.axes, table[here], sides.colours[here], y)
        _word_axis(panel.axes, int(table["last_word"].max()))
    alt = f"{title}: one strip an article, from the first word to the last, coloured by voice."
    return picture(panel.figure, table, title=title, alt=alt)


_NAMES = {**VOICE_KEY, Voice.NONE.value: "caption, heading, credit"}
_HIGH = {Voice.QUOTED.value: 0.8, Voice.PARAPHRASE.value: 0.4, Voice.OWN.value: 0.4}


def _key(pieces: pd.DataFrame) -> dict[str, str]:
    """The voices that occur, with their colours."""
    there = set(pieces["voice"])
    return {name: VOICES[voice] for voice, name in _NAMES.items() if voice in there}


@dataclass(frozen=True, eq=False)
class _Sides:
    """The colour of each piece, and what the colours mean."""

    colours: pd.Series
    key: dict[str, str]


def _sides(pieces: pd.DataFrame, by: str) -> _Sides:
    said = pieces["voice"].isin(ATTRIBUTED)
    cut = first_of(pieces[by][said], (pieces["last_word"] - pieces["first_word"])[said], top=7)
    colours = side_colours(cut.names)
    of = cut.recode(group_values(pieces[by])).map(colours).where(said, OWN)
    key = {part_name(n, by): c for n, c in colours.items()}
    return _Sides(of.fillna(OTHERS), key)


def _sided_strip(axes: Axes, pieces: pd.DataFrame, colours: pd.Series, y: int) -> None:
    for voice, height in _HIGH.items():
        mine = pieces["voice"].eq(voice)
        axes.barh(
            [y] * int(mine.sum()), (pieces["last_word"] - pieces["first_word"])[mine], left=pieces["first_word"][mine],
            color=colours[mine].tolist(), height=height, linewidth=0,
        )  # fmt: skip
    axes.plot([0, pieces["last_word"].max()], [y + 0.46] * 2, color=EDGE, linewidth=0.6, zorder=3)


def _strip(axes: Axes, pieces: pd.DataFrame, y: int, *, height: float) -> None:
    _bars(axes, pieces, [y] * len(pieces), height=height)
    axes.barh(y, pieces["last_word"].max(), color="none", edgecolor=EDGE, linewidth=0.7, height=height, zorder=3)


def _bars(axes: Axes, pieces: pd.DataFrame, rows: list[int], *, height: float) -> None:
    widths, colours = pieces["last_word"] - pieces["first_word"], [VOICES[v] for v in pieces["voice"]]
    axes.barh(rows, widths, left=pieces["first_word"], color=colours, height=height, linewidth=0)


def _word_axis(axes: Axes, words: int) -> None:
    axes.set_xlim(0, max(words, 1))
    ticks = range(0, words + 1, count_step(words))
    axes.set_xticks(ticks, labels=[number(t) for t in ticks])
    axes.set_xlabel(f"words from the beginning, of {number(words)}", fontsize=SMALL + 0.5)
    axes.spines["left"].set_visible(False)
