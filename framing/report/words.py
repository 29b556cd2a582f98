"""Whose words they are, in which tone, which loaded ones, and which set groups apart: the report's tables of words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from framing.contrasts import Contrast, contrast, top_terms
from framing.lexicon.entries import Lexicon
from framing.lexicon.hits import hits
from framing.lexicon.read import read_lexicon, shipped_lexicons
from framing.lexicon.scoring import SPOKEN, score_hits, scored_hits
from framing.measure.balance import balance, source_kind
from framing.measure.tone import MEANT, tone, tone_texts
from framing.pictures.shown import is_ragged
from framing.pictures.strips import voice_pieces
from framing.report.values import ContrastSummary
from framing.statements import NOT_GIVEN
from framing.values import Article, Corpus, Voice
from framing.whose import ATTRIBUTED

__all__ = [
    "LABELS",
    "SPOKEN_ORDER",
    "TOP",
    "Pair",
    "contrasts",
    "lexicon_tables",
    "lexicons",
    "pairs_among",
    "pairs_of",
    "tone_tables",
    "voice_words",
    "where",
]

Pair = tuple[str, str, tuple[str, str] | None]
"""A contrast's key, its column, and the two values."""

LABELS = "group_labels"
"""The lexicon of words for armed people and groups ("terrorist", "fighter")."""

SPOKEN_ORDER = tuple(str(v) for v in SPOKEN)
_VOICE_ORDER = tuple(str(v) for v in Voice)
_PLACE = ("article_id", "field", "start", "end")
_WIDTH = 60
_NOT_COUNTED = frozenset(("reporting_verbs", "valence_shifters"))

TOP = 10
"""Terms shown for each group of a contrast."""

_ENOUGH_WORDS = 10
"""With fewer words a group has no vocabulary to set apart."""

_CITING = ("citing", "quoting")
"""How a relay gives its source: no cue of the statement, and a verb of reporting all the same."""

_LINES = 20
"""Keyword-in-context lines kept for each shown term and group."""


def lexicons() -> tuple[Lexicon, ...]:
    """The shipped lexicons whose words count wherever they stand; verbs of reporting count as cues only."""
    return tuple(read_lexicon(n) for n in shipped_lexicons() if n not in _NOT_COUNTED)


def voice_words(voices_table: pd.DataFrame, *, by: str = "article_id") -> pd.DataFrame:
    """Words of each group in each voice: the group and one column a voice, groups in order of appearance."""
    counted = voices_table.pivot_table(index=by, columns="voice", values="words", aggfunc="sum", fill_value=0)
    counted = counted.reindex(columns=list(_VOICE_ORDER), fill_value=0)
    order = voices_table[by].drop_duplicates()
    return counted.reindex(order).astype("int64").rename_axis(columns=None).reset_index()


def tone_tables(voices_table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Tone by voice, by article and voice, by speaker and voice; voices in the order own, quoted, paraphrase.

    ``tone_passages`` has one row for each passage that was scored: one voice's words of one sentence.
    """
    spoken = voices_table[voices_table["voice"].isin([str(v) for v in MEANT])]
    attributed = spoken[spoken["voice"].isin(ATTRIBUTED)]
    return {
        "tone": _ordered(tone(spoken, by=["voice"]), ()),
        "tone_by_article": _ordered(tone(spoken, by=["article_id", "voice"]), ("article_id",)),
        "tone_by_speaker": _ordered(tone(attributed, by=["speaker", "voice"]), ("speaker",)),
        "tone_passages": _passages(spoken),
    }


def _passages(spoken: pd.DataFrame) -> pd.DataFrame:
    columns = ["article_id", "field", "start", "end", "voice", "speaker", "statement_id", "words", "text"]
    texts = tone_texts(spoken)
    return texts[[*columns[:-1], "compound", columns[-1]]]


def _ordered(table: pd.DataFrame, before: Sequence[str]) -> pd.DataFrame:
    rank = table["voice"].map({v: i for i, v in enumerate(SPOKEN_ORDER)})
    ordered = table.assign(_rank=rank).sort_values([*before, "_rank"], ignore_index=True, kind="stable")
    return ordered.drop(columns="_rank").astype({"sentences": "int64", "words": "int64"})


def lexicon_tables(
    voices_table: pd.DataFrame,
    corpus: Corpus,
    chosen: Sequence[Lexicon],
    *,
    references: Mapping[str, str],
    labels: Mapping[str, str],
) -> dict[str, pd.DataFrame]:
    """Rates of each category by voice and by speaker and voice, and every hit with its place.

    ``lexicon`` and ``lexicon_by_speaker`` hold counts, words and rates per 1,000 words of that voice;
    ``lexicon_hits`` one row a hit; ``labels`` the words for groups, one row a term, counted by voice.
    """
    spoken = voices_table[voices_table["voice"].isin(SPOKEN_ORDER)].reset_index(drop=True)
    found = hits(spoken, chosen, corpus=corpus)
    attributed = spoken["voice"].isin(ATTRIBUTED)
    by_speaker = score_hits(found, spoken, chosen, corpus=corpus, by=["speaker", "voice"])
    by_speaker = by_speaker[by_speaker["voice"].isin(ATTRIBUTED) & by_speaker["hits"].gt(0)]
    kept = scored_hits(found, chosen)
    contexts = [_context(corpus[a], f, i, j) for a, f, i, j in zip(*(kept[c] for c in _PLACE), strict=True)]
    listed = kept[["lexicon", "category", "entry"]].assign(
        left=pd.Series([left for left, _ in contexts], dtype="str"),
        text=kept["text"],
        right=pd.Series([right for _, right in contexts], dtype="str"),
        voice=kept["voice"],
        speaker=kept["speaker"].fillna(""),
        article=kept["article_id"].map(dict(labels)).astype("str"),
        statement=kept["statement_id"].map(dict(references)).astype("str").fillna(""),
        **{c: kept[c] for c in _PLACE},
        statement_id=kept["statement_id"].fillna(""),
    )
    by_voice = score_hits(found, spoken, chosen, corpus=corpus, by=["voice"])
    return {
        "lexicon": _by_category(by_voice, chosen),
        "lexicon_by_speaker": by_speaker.reset_index(drop=True) if attributed.any() else by_speaker.iloc[:0],
        "lexicon_hits": listed,
        "labels": _labels(listed),
    }


def _context(article: Article, field: str, start: int, end: int) -> tuple[str, str]:
    """Up to so many characters on both sides, in whole words and within the line."""
    text = article.field_text(field)
    before, after = text[max(0, start - _WIDTH) : start], text[end : end + _WIDTH]
    if start > _WIDTH and " " in before:
        before = before[before.index(" ") + 1 :]
    if end + _WIDTH < len(text) and " " in after:
        after = after[: after.rindex(" ")]
    return before.rsplit("\n", 1)[-1], after.split("\n", 1)[0].rstrip("\r")


def _by_category(scores: pd.DataFrame, chosen: Sequence[Lexicon]) -> pd.DataFrame:
    """Scores in the order of lexicons, categories and voices; rows of lexicons as they are written."""
    order = {(x.name, c): i for i, (x, c) in enumerate((x, c) for x in chosen for c in x.category_names)}
    pairs = zip(scores["lexicon"], scores["category"], strict=True)
    ranked = scores.assign(
        _category=[order[p] for p in pairs], _voice=scores["voice"].map({v: i for i, v in enumerate(SPOKEN_ORDER)})
    )
    ranked = ranked.sort_values(["_category", "_voice"], ignore_index=True, kind="stable")
    first = ["lexicon", "category", "voice", "hits", "words", "per_1000"]
    rest = [c for c in scores.columns if c not in first]
    return ranked[[*first, *rest]]


def _labels(listed: pd.DataFrame) -> pd.DataFrame:
    """Words for groups, most used first: ``category, term``, uses by voice, ``uses``, who quotes them."""
    mine = listed[listed["lexicon"].eq(LABELS)]
    rows = []
    for (category, entry), part in mine.groupby(["category", "entry"], sort=True):
        by_voice = part["voice"].value_counts()
        speakers = part.loc[part["voice"].eq(str(Voice.QUOTED)), "speaker"].replace("", NOT_GIVEN)
        rows.append(
            {
                "category": category,
                "term": entry,
                **{voice: int(by_voice.get(voice, 0)) for voice in SPOKEN_ORDER},
                "uses": len(part),
                "quoted_speakers": "; ".join(dict.fromkeys(speakers)),
            }
        )
    table = pd.DataFrame(rows, columns=["category", "term", *SPOKEN_ORDER, "uses", "quoted_speakers"])
    return table.sort_values(["uses", "term"], ascending=[False, True], ignore_index=True, kind="stable")


def where(voices_table: pd.DataFrame, references: Mapping[str, str]) -> pd.DataFrame:
    """The pieces of each article (:func:`framing.pictures.voice_pieces`), with the short names of statements."""
    pieces = voice_pieces(voices_table)
    return pieces.assign(statement=pieces["statement_id"].map(dict(references)).astype("str").fillna(""))


def contrasts(
    frame: pd.DataFrame,
    voices_table: pd.DataFrame,
    corpus: Corpus,
    *,
    references: Mapping[str, str],
    labels: Mapping[str, str],
    pairs: Sequence[Pair] | None = None,
    voices_too: bool = True,
) -> tuple[ContrastSummary, ...]:
    """The contrasts that the statements allow; none where only one actor speaks.

    Actors are those with a name; media, who pass on what others said, only where nobody else speaks. ``pairs`` are
    those of all articles (:func:`pairs_of`), where these are some of them; the outlets' voice is set against quoted
    voices where ``voices_too``.
    """
    names = {**labels, **references}
    found = []
    for key, by, pair in pairs_of(frame) if pairs is None else pairs:
        if pair:
            found.append(_summary(key, pair, by, voices_table, corpus, names, hide=is_ragged))
    both = (Voice.OWN.value, Voice.QUOTED.value)
    if voices_too and set(both) <= set(voices_table["voice"]):
        # Names of speakers and verbs of reporting stand in the outlet's voice by definition: no finding.
        given = _attribution_words(frame)
        found.append(
            _summary(
                "voices", both, "voice", voices_table, corpus, names,
                hide=lambda term: is_ragged(term) or not given.isdisjoint(term.split(" ")),
            )
        )  # fmt: skip
    return tuple(c for c in found if c is not None and len(c.terms))


def pairs_of(frame: pd.DataFrame) -> tuple[Pair, ...]:
    """Who is contrasted: the two actors and the two sides with most words; None where there are no two."""
    return (("actors", "speaker", _actors(frame)), ("sides", "side", _sides(frame)))


def pairs_among(speakers: pd.DataFrame, sides: pd.DataFrame | None) -> tuple[Pair, ...]:
    """The same, from the tables of all speakers and of the sides, most words first."""
    ranked = (
        speakers.loc[speakers["source_kind"].isin(wanted), "speaker"].head(2).tolist()
        for wanted in (("named",), ("named", "unnamed", "media"))
    )
    actors = next((pair for pair in ranked if len(pair) == 2), None)
    named = [] if sides is None else sides.loc[sides["side"].ne(NOT_GIVEN), "side"].head(2).tolist()
    return (
        ("actors", "speaker", (actors[0], actors[1]) if actors else None),
        ("sides", "side", (named[0], named[1]) if len(named) == 2 else None),
    )


def _attribution_words(frame: pd.DataFrame) -> frozenset[str]:
    named = frame.loc[frame["named"], "speaker"]
    relays = frame["via"].tolist()
    return frozenset(re.findall(r"[^\W_]+", " ".join([*named, *relays, *frame["cue"], *_CITING]).lower()))


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
    spoken = voices_table["voice"].isin(pair if by == "voice" else ATTRIBUTED)
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
    # No confidence: its third digit depends on the processor.
    return table[[*first, *(c for c in table.columns if c not in (*first, "confidence"))]]


def _spellings(terms: pd.Series, lines: pd.DataFrame) -> list[str]:
    """Each term as it is mostly spelt in the text; of equally frequent spellings the first."""
    spellings = []
    for term in terms:
        counts = lines.loc[lines["term"].eq(term), "words"].value_counts(sort=False)
        spellings.append(" ".join(str(counts.idxmax()).split()) if len(counts) else term)
    return spellings
