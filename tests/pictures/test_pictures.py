"""All pictures: nothing collides or is cut off, few colours, the same bytes, other scripts, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from framing.contrasts import Contrast
from framing.errors import ComparisonError
from framing.measure import balance, stance_table, tone
from framing.pictures import (
    Picture,
    Scale,
    article_strip,
    article_strips,
    balance_shares,
    dispersion,
    diverging_bars,
    diversity_profile,
    heat_map,
    rank_chart,
    shares_between,
    shares_over_time,
    speaker_words,
    statement_kinds,
    term_scatter,
    term_voices,
    terms_by_actor,
    tone_by_voice,
    verb_stances,
    voice_lanes,
    voice_pieces,
    word_shift,
)
from framing.pictures.inline import inline_svg
from framing.pictures.look import NARROW, narrow, style
from framing.values import Article, Corpus

Tables = tuple[pd.DataFrame, pd.DataFrame]
Maker = Callable[[Tables, Contrast], Picture]

FIRST_TWO = ("article 000", "article 001")

MAKERS: dict[str, Maker] = {
    "diverging_bars": lambda _, found: diverging_bars(found),
    "diverging_bars by z": lambda _, found: diverging_bars(found, scale=Scale.Z),
    "word_shift": lambda _, found: word_shift(found),
    "term_scatter": lambda _, found: term_scatter(found),
    "terms_by_actor": lambda t, _: terms_by_actor(t[1]),
    "balance_shares": lambda t, _: balance_shares(t[0], by="speaker"),
    "balance_shares within": lambda t, _: balance_shares(t[0], by="speaker", within="outlet"),
    "shares_between": lambda t, _: shares_between(t[0], by="side", between="outlet"),
    "shares_over_time": lambda t, _: shares_over_time(_dated(t[0])),
    "voice_lanes": lambda t, _: voice_lanes(voice_pieces(t[1][t[1]["article_id"].isin(FIRST_TWO)])),
    "dispersion": lambda t, _: dispersion(t[1], _corpus(t[1]), by="speaker"),
    "article_strips by side": lambda t, _: article_strips(voice_pieces(t[1]), by="side"),
    "heat_map": lambda t, _: heat_map(t[0]),
    "rank_chart": lambda t, _: rank_chart(t[0]),
    "diversity_profile": lambda t, _: diversity_profile(t[0], within="outlet"),
    "speaker_words": lambda t, _: speaker_words(balance(t[0])),
    "statement_kinds": lambda t, _: statement_kinds(balance(t[0], by="side"), by="side"),
    "verb_stances": lambda t, _: verb_stances(_with_cues(t[0])),
    "tone_by_voice": lambda t, _: tone_by_voice(tone(t[1], by=["side", "voice"]), within="side"),
    "term_voices": lambda t, _: term_voices(_uses(t[1]), title="Words of weather"),
    "article_strip": lambda t, _: article_strip(voice_pieces(t[1][t[1]["article_id"].eq("article 000")])),
    "article_strips": lambda t, _: article_strips(voice_pieces(t[1])),
}
CUES = ("said", "claimed", "warned", "confirmed", "believes", "denied", "")


PHONE = ("shares_between", "shares_over_time", "voice_lanes", "dispersion", "speaker_words", "term_voices")
"""Pictures that the report shows on a telephone, too."""


def _dated(statements: pd.DataFrame) -> pd.DataFrame:
    """Statements of three months."""
    order = statements["article_id"].rank(method="dense").astype("int64") + statements.index
    return statements.assign(date=[f"2024-0{1 + k % 3}-01" for k in order])


def _corpus(voices: pd.DataFrame) -> Corpus:
    ends = voices.groupby("article_id")["end"].max()
    return Corpus(tuple(Article(str(a), "x" * int(end)) for a, end in ends.items()))


def _with_cues(statements: pd.DataFrame) -> pd.DataFrame:
    return stance_table(statements.assign(cue=[CUES[k % len(CUES)] for k in range(len(statements))]))


def _uses(voices: pd.DataFrame) -> pd.DataFrame:
    """How often each of some terms stands in each voice."""
    words = voices["text"].str.split(" ").explode()
    terms = words.value_counts().head(20).rename_axis("term").reset_index(name="quoted")
    return terms.assign(own=terms["quoted"] // 2, paraphrase=1)


GREYS = 30


@pytest.fixture(scope="module", params=["small", "large"])
def drawn(
    request: pytest.FixtureRequest, small: Tables, large: Tables, tested: Contrast, described: Contrast
) -> dict[str, Picture]:
    tables, found = (small, described) if request.param == "small" else (large, tested)
    return {name: make(tables, found) for name, make in MAKERS.items()}


def _texts(picture: Picture) -> list[tuple[str, Bbox]]:
    with style():
        picture.figure.draw_without_rendering()
        shown = [t for t in picture.figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
        return [(t.get_text(), t.get_window_extent()) for t in shown]


@pytest.mark.parametrize("name", MAKERS)
def test_no_text_lies_on_another_or_outside_the_page(drawn: dict[str, Picture], name: str) -> None:
    page = drawn[name].figure.bbox
    boxes = _texts(drawn[name])
    assert len(boxes) > 5
    for text, box in boxes:
        assert page.x0 <= box.x0, text
        assert box.x1 <= page.x1, text
        assert page.y0 <= box.y0, text
        assert box.y1 <= page.y1, text
    for (a, one), (b, other) in combinations(boxes, 2):
        overlap = Bbox.intersection(one, other)
        assert overlap is None or overlap.width * overlap.height < 4, (a, b)


@pytest.mark.parametrize("name", PHONE)
def test_it_is_read_on_a_telephone(small: Tables, described: Contrast, name: str) -> None:
    """At 332 pixels, the width of a page of 360 without its margins, letters have 10 pixels or more."""
    with narrow():
        picture = MAKERS[name](small, described)
    assert picture.figure.get_figwidth() == NARROW
    page = picture.figure.bbox
    boxes = _texts(picture)
    for text, box in boxes:
        assert page.x0 <= box.x0, text
        assert box.x1 <= page.x1, text
    for (a, one), (b, other) in combinations(boxes, 2):
        overlap = Bbox.intersection(one, other)
        assert overlap is None or overlap.width * overlap.height < 4, (a, b)
    sizes = [float(t.get_fontsize()) for t in picture.figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
    assert min(sizes) * 332 / (NARROW * 72) >= 10


def test_a_picture_in_a_page_has_letters_links_and_no_style(small: Tables, described: Contrast) -> None:
    picture = MAKERS["shares_between"](small, described)
    made = inline_svg(picture, "one", lambda row: None if row == 0 else f'#L{row}"<', kind="wide")
    assert made == inline_svg(picture, "one", lambda row: None if row == 0 else f'#L{row}"<', kind="wide")
    assert " style=" not in made
    assert "<style" not in made
    assert "government" in made
    assert made.count("<a class") == len(picture.table) - 1
    assert 'href="#L1&#34;&lt;"' in made
    ids = [part.split('"')[0] for part in made.split(' id="')[1:]]
    assert len(set(ids)) == len(ids)
    assert all(i.startswith("one-") for i in ids)


@pytest.mark.parametrize("name", MAKERS)
def test_at_most_seven_colours(drawn: dict[str, Picture], name: str) -> None:
    """Colours of marks, greys left out: a grey tells nothing apart."""
    figure = drawn[name].figure
    found = {to_hex(c) for c in (to_rgba(r.get_facecolor()) for r in figure.findobj(Rectangle)) if c[3] > 0}
    found |= {to_hex(str(line.get_color())) for line in figure.findobj(Line2D)}
    found |= {to_hex(c) for s in figure.findobj(PathCollection) for c in np.asarray(s.get_facecolor()).tolist()}
    rgb = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in found]
    assert 1 <= sum(max(c) - min(c) > GREYS for c in rgb) <= 7


@pytest.mark.parametrize("name", MAKERS)
def test_each_says_what_is_seen_and_left_out(drawn: dict[str, Picture], name: str) -> None:
    picture = drawn[name]
    assert picture.title
    assert picture.alt.startswith(picture.title)
    assert len(picture.table)
    assert any(picture.title.split()[0] in text for text, _ in _texts(picture))


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_bytes_each_time_whatever_the_users_settings(small: Tables, described: Contrast, name: str) -> None:
    first = MAKERS[name](small, described)
    with matplotlib.rc_context({"font.size": 30.0, "axes.facecolor": "black", "svg.hashsalt": None}):
        before = dict(matplotlib.rcParams)
        again = MAKERS[name](small, described)
        svg = again.svg()
        assert dict(matplotlib.rcParams) == before
    assert first.svg() == svg
    assert b"<dc:date>" not in svg
    pd.testing.assert_frame_equal(first.table, again.table)


def test_names_in_any_script_and_with_signs_of_tex_are_drawn_as_they_are(large: Tables) -> None:
    picture = balance_shares(large[0], by="speaker")
    texts = " ".join(text for text, _ in _texts(picture)).replace("\n", " ")
    assert "A$AP & $ons_{x}^2 \\ Ltd" in texts
    assert "Владимир Петров" in texts
    assert "غرفة التجارة" in texts


def test_letters_that_no_font_has_are_noted_not_warned_of() -> None:
    frame = pd.DataFrame({"article_id": ["a", "b"], "speaker": ["\U00012000", "Ada"], "words": [3, 4]})
    picture = heat_map(frame)
    assert picture.png()
    assert any("No font on this machine" in note and "\U00012000" in note for note in picture.notes)


@pytest.mark.parametrize("bad", ["a\x00b", "tab\there", "two\nlines", ""])
def test_odd_characters_do_no_harm(bad: str) -> None:
    frame = pd.DataFrame({"article_id": ["a", "b"], "speaker": [bad, "Ada"], "words": [3, 4], "side": "x"})
    assert heat_map(frame).png()
    assert rank_chart(frame).png()


ONE = pd.DataFrame(
    {
        "article_id": "a",
        "speaker": "Ada",
        "side": "x",
        "words": 5,
        "quoted_words": 0,
        "kind": "direct",
        "position": 0.0,
    },
    index=[0],
)


VOICES = pd.DataFrame(
    {
        "article_id": ["a", "a", "a", "b"], "field": "text", "voice": ["own", "quoted", "quoted", "own"],
        "speaker": [None, "Ada", "Ada", None], "statement_id": [None, "s", "s", None], "words": [2, 3, 4, 5],
        "start": [0, 9, 30, 0], "end": [8, 29, 60, 20],
    }
)  # fmt: skip


def test_pieces_are_runs_of_one_statement_in_words() -> None:
    pieces = voice_pieces(VOICES)
    assert pieces[["article_id", "speaker", "first_word", "last_word"]].to_numpy().tolist() == [
        ["a", "", 0, 2], ["a", "Ada", 2, 9], ["b", "", 0, 5],
    ]  # fmt: skip


def test_a_picture_is_told_in_one_line() -> None:
    assert repr(heat_map(ONE)) == "<Picture 'Words by speaker and article': table of 1 rows and 3 columns>"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: balance_shares(ONE.head(0)), "no statements"),
        (lambda: balance_shares(ONE.assign(words=0)), "no words"),
        (lambda: balance_shares(ONE.drop(columns="side")), "'side'"),
        (lambda: balance_shares(ONE, top=8), "top=8"),
        (lambda: heat_map(ONE.head(0)), "no statements"),
        (lambda: heat_map(ONE, count="letters"), "count='letters'"),
        (lambda: heat_map(ONE, by="side", across="side"), "two different columns"),
        (lambda: rank_chart(ONE.head(0)), "nobody to rank"),
        (lambda: rank_chart(ONE), "one article_id only"),
        (lambda: rank_chart(ONE, top=8), "top=8"),
        (lambda: diversity_profile(ONE.head(0)), "no diversity"),
        (lambda: speaker_words(balance(ONE.head(0))), "no statements"),
        (lambda: speaker_words(balance(ONE.assign(words=0))), "no words"),
        (lambda: statement_kinds(balance(ONE), top=2), "top=2"),
        (lambda: verb_stances(ONE), "'cue', 'stance'"),
        (lambda: verb_stances(ONE.assign(cue="", stance="none").head(0)), "no statements"),
        (lambda: tone_by_voice(ONE), "'voice'"),
        (lambda: term_voices(pd.DataFrame(columns=["term", "own", "quoted", "paraphrase"])), "no uses"),
        (lambda: article_strip(voice_pieces(VOICES)), "A strip is of one article; the table has 2"),
        (lambda: article_strips(voice_pieces(VOICES.head(0))), "no article"),
        (lambda: voice_pieces(ONE), "'voice'"),
        (lambda: diversity_profile(ONE.assign(speaker=None)), "no diversity"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(make: Callable[[], Picture], message: str) -> None:
    with pytest.raises(ComparisonError, match=message):
        make()


def test_one_statement_makes_sensible_pictures() -> None:
    assert balance_shares(ONE).table["share"].tolist() == [1.0]
    assert heat_map(ONE).table["words"].tolist() == [5]
    assert diversity_profile(ONE).table["effective_speakers"].to_numpy() == pytest.approx(1.0)
    for make in (balance_shares, heat_map, diversity_profile):
        assert make(ONE).png()


def test_five_hundred_speakers_are_cut_and_nobody_is_lost() -> None:
    rng = np.random.default_rng(3)
    many = pd.DataFrame(
        {
            "article_id": [f"a{k % 200}" for k in range(3000)],
            "speaker": [f"Speaker {k % 500}" for k in range(3000)],
            "words": rng.integers(1, 40, 3000), "quoted_words": 0, "kind": "indirect", "position": 0.5,
        }
    )  # fmt: skip
    for picture in (balance_shares(many, by="speaker"), heat_map(many)):
        assert picture.table["speaker"].nunique() <= 20
        assert picture.table["words"].sum() == many["words"].sum()
        assert any(name.endswith(" others") for name in picture.table["speaker"])
    ranked = rank_chart(many)
    assert ranked.table["speaker"].nunique() == 500
    assert ranked.table.loc[ranked.table["shown"], "speaker"].nunique() == 6
    assert "494 others have no line; the table ranks them." in ranked.notes
