"""Articles from their first word to their last, on one scale: who speaks where, and where an actor is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.errors import ComparisonError
from framing.pictures.look import EDGE, FAINT, FIRST, OTHERS, OWN, PALE, edge_of, page_width, style
from framing.pictures.page import GAP, SMALL, bare, count_step, fold, page, width_of
from framing.pictures.picture import Picture, picture
from framing.pictures.shares import side_colours
from framing.pictures.shown import check_top, first_of, part_name
from framing.tables import group_values, require_columns
from framing.values import Corpus, Voice
from framing.whose import ATTRIBUTED
from framing.wording import amount, join, number

__all__ = ["MOST_LANED", "dispersion", "voice_lanes"]

MOST_LANED = 4
"""Up to so many articles have a lane for each side; of more, each is one strip."""

_ROW, _HEAD, _FOOT = 0.2, 0.26, 0.5
_HEIGHTS = {Voice.QUOTED.value: 0.86, Voice.PARAPHRASE.value: 0.42, Voice.OWN.value: 0.42}
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class _Lanes:
    """Axes with a head for each article and a lane for each name below it; ``rows`` gives the place of each."""

    axes: Axes
    rows: Mapping[tuple[str, str], float]


def voice_lanes(pieces: pd.DataFrame, *, by: str = "side", labels: Mapping[str, str] | None = None) -> Picture:
    """Who speaks where in a few articles: a lane for the outlet and each side …, all articles on one scale of words.

    ``pieces`` are those of :func:`framing.pictures.voice_pieces`, and the table behind the picture. High marks are
    words in quotation marks, low ones paraphrase; a lane that is empty in an article is a side that it does not let
    speak. ``by`` is a column of the pieces, of which the six values with most words have a lane. The title says who has
    the first word. Raises ComparisonError for no article, or more than four (take :func:`article_strips` then).
    """
    require_columns(pieces, ("article_id", "voice", by, "first_word", "last_word"), purpose="Lanes")
    articles = list(dict.fromkeys(pieces["article_id"]))
    check_top(len(articles), least=1, most=MOST_LANED, name="articles", why="article_strips shows more, a strip each")
    named = {a: (labels or {}).get(a, a) for a in articles}
    table = pieces.reset_index(drop=True)
    said = table["voice"].isin(ATTRIBUTED)
    size = (table["last_word"] - table["first_word"]).where(said, 0)
    cut = first_of(table[by].where(said, "").mask(~said, None)[said], size[said], top=7) if said.any() else None
    names = list(cut.names) if cut else []
    lanes = ["the outlet’s own voice", *(part_name(n, by) for n in names)]
    of = pd.Series("", index=table.index, dtype="str")
    if cut is not None:
        of = of.mask(said, cut.recode(group_values(table[by])))
    title = _first_words(table[said], by, named)
    colours = side_colours(names)
    ends = table.groupby("article_id")["last_word"].max()
    with style():
        drawn, made = _panel(
            [named[a] for a in articles], lanes, [int(ends[a]) for a in articles],
            title=title, unit="words from the beginning",
            subtitle="High: in quotation marks. Low: paraphrased, or the outlet’s own voice.",
        )  # fmt: skip
        for i, row in enumerate(table.to_dict("records")):
            voice = row["voice"]
            if voice not in _HEIGHTS:
                continue
            lane = lanes[0] if voice == Voice.OWN.value else part_name(of[i], by)
            colour = OWN if voice == Voice.OWN.value else colours.get(of[i], OTHERS)
            bar = made.axes.barh(
                made.rows[named[row["article_id"]], lane], row["last_word"] - row["first_word"], left=row["first_word"],
                height=_ROW * _HEIGHTS[voice], color=colour, edgecolor=edge_of(colour), linewidth=0.5, zorder=3,
            )  # fmt: skip
            bar[0].set_gid(f"row-{i}")
    spoke = {a: dict.fromkeys(of[said & table["article_id"].eq(a)]) for a in articles}
    told = [f"{named[a]}: {join([part_name(n, by) for n in names]) or 'nobody'}" for a, names in spoke.items()]
    alt = f"{title}. In order of appearance, {'; '.join(told)}."
    return picture(drawn, table, title=title, alt=alt)


def _first_words(said: pd.DataFrame, by: str, named: Mapping[str, str]) -> str:
    """Who has the first word, as a title."""
    first = said.drop_duplicates("article_id").set_index("article_id")
    known = {a: part_name(group_values(first[by])[a], by) for a in named if a in first.index}
    if not known:
        return "Nobody is quoted or paraphrased"
    if len(set(known.values())) == 1 and len(known) == len(named) > 1:
        places = "both articles" if len(named) == 2 else f"all {len(named)} articles"
        return f"First word in {places}: {next(iter(known.values()))}"
    return "First word: " + ", ".join(f"{who} in {named[a]}" for a, who in known.items())


def dispersion(
    lines: pd.DataFrame,
    corpus: Corpus,
    *,
    by: str = "actor",
    top: int = 5,
    labels: Mapping[str, str] | None = None,
    articles: int = 20,
) -> Picture:
    """Where in the articles a word or an actor stands: a mark for each use, each article from 0 to 100% of its text.

    ``lines`` has one row a use with ``article_id``, ``start`` and the column ``by`` (:func:`framing.mentions`, or the
    hits of a lexicon with ``by="entry"``); ``corpus`` gives the length of each text. In up to four articles each of the
    ``top`` values with most uses has a lane; of more articles only the first value is shown, a lane an article, at most
    ``articles`` of them. The table has one row a value and article: ``by``'s value, ``article_id``, ``uses``,
    ``tenths``: in how many tenths of the text it stands. Raises ComparisonError where there are no uses.
    """
    require_columns(lines, ("article_id", "field", "start", by), purpose="A picture of dispersion")
    uses = lines[lines["field"].eq("text")]
    if uses.empty:
        raise ComparisonError("There are no uses to show.")
    length = {a.id: max(1, len(a.text)) for a in corpus}
    at = uses["start"] / uses["article_id"].map(length)
    uses = pd.DataFrame(uses[["article_id", by, "start"]]).assign(at=at, tenth=(at * _TENTHS).astype("int64"))
    counts = uses[by].value_counts(sort=False).rename_axis(by).reset_index(name="n")
    ranked = counts.sort_values(["n", by], ascending=[False, True])[by].tolist()
    few = len(corpus.counted) <= MOST_LANED
    values = ranked[: check_top(top, least=1, most=12, why="more do not fit a page") if few else 1]
    kept = [a.id for a in corpus.counted]
    if not few:
        of = uses[uses[by].isin(values)]["article_id"].value_counts()
        kept = [a for a in kept if a in set(of.index[:articles])]
    uses = uses[uses[by].isin(values) & uses["article_id"].isin(kept)].reset_index(drop=True)
    grid = pd.MultiIndex.from_product([values, kept], names=[by, "article_id"])
    table = uses.groupby([by, "article_id"]).agg(uses=("at", "size"), tenths=("tenth", "nunique"))
    table = table.reindex(grid, fill_value=0).reset_index()
    named = {a: (labels or {}).get(a, a) for a in kept}
    title = _told(table[table[by].eq(values[0])], by, named)
    lanes = list(values) if few else [""]
    with style():
        drawn, made = _panel(
            [named[a] for a in kept], lanes, [100] * len(kept), title=title, unit="percent of the article’s text",
            subtitle="A mark for each time the name stands there, from the beginning of the article to its end.",
        )  # fmt: skip
        for value, article, share in zip(uses[by], uses["article_id"], uses["at"], strict=True):
            y = made.rows[named[article], value if few else ""]
            made.axes.plot([100 * share] * 2, [y - 0.075, y + 0.075], color=FIRST, linewidth=1.7, zorder=3,
                           solid_capstyle="butt")  # fmt: skip
    told = [f"{v} {join([f'{n} in {named[a]}' for a, n in zip(r['article_id'], r['uses'], strict=True)][:6])}"
            for v, r in table.groupby(by, sort=False)]  # fmt: skip
    return picture(drawn, table, title=title, alt=f"{title}. Uses: {'; '.join(told)}.")


def _told(rows: pd.DataFrame, by: str, named: Mapping[str, str]) -> str:
    """How far the first value is spread, as a title."""
    value, total = rows[by].iloc[0], int(rows["uses"].sum())
    if len(rows) <= MOST_LANED:
        spread = [
            f"{n} of 10 tenths of {named[a]}" for a, n in zip(rows["article_id"], rows["tenths"], strict=True) if n
        ]
        return f"{value} stands {amount(total, 'time')}, in {join(spread)}"
    return f"{value} stands {amount(total, 'time')} in {amount(int(rows['uses'].gt(0).sum()), 'article')}"


def _panel(
    heads: Sequence[str], lanes: Sequence[str], ends: Sequence[int], *, title: str, subtitle: str, unit: str
) -> tuple[Figure, _Lanes]:
    """A head and its lanes for each article, all on one scale; one lane without a name stands beside its head."""
    single = list(lanes) == [""]
    names = [fold(n, inches=0.36 * page_width(), lines=1, size=SMALL) for n in (heads if single else lanes)]
    each = _ROW + 0.06 if single else _HEAD + _ROW * len(lanes) + 0.1
    body = each * len(heads)
    drawn = page(title, subtitle=subtitle, body=body + _FOOT, end=0.05)
    left = GAP + max(width_of(n, size=SMALL) for n in names) + 0.12
    axes = drawn.axes(left=left, right=0.2, top=0.0, height=body)
    bare(axes)
    most = max(ends)
    axes.set(xlim=(0, most), ylim=(body, 0))
    axes.set_yticks([])
    step = count_step(most)
    axes.set_xticks(range(0, most + 1, step), labels=[number(t) for t in range(0, most + 1, step)], fontsize=SMALL)
    axes.set_xlabel(unit, fontsize=SMALL)
    rows: dict[tuple[str, str], float] = {}
    for k, (head, end) in enumerate(zip(heads, ends, strict=True)):
        top = k * each
        if not single:
            text = head if unit.startswith("percent") else f"{head}, {number(end)} words"
            drawn.write(GAP, top + 0.06, fold(text, inches=page_width() - 0.4, lines=1, weight="bold"), weight="bold")
        for i, lane in enumerate(lanes):
            y = top + (each / 2 if single else _HEAD + _ROW * (i + 0.5))
            rows[head, lane] = y
            drawn.write(
                left - 0.08, y, names[k if single else i], size=SMALL, colour=FAINT, align="right", hang="center"
            )
            axes.plot([0, end], [y, y], color=PALE, linewidth=0.8, zorder=1, solid_capstyle="butt")
        if not single:
            axes.plot([end, end], [top + _HEAD, top + each - 0.1], color=EDGE, linewidth=0.8, zorder=2)
    return drawn.figure, _Lanes(axes, rows)
