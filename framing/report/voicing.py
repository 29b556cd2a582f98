"""Whose words they are, in which tone, with which loaded words: the tables of the report about voices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.lexicon.entries import Lexicon
from framing.lexicon.hits import hits
from framing.lexicon.read import read_lexicon, shipped_lexicons
from framing.lexicon.scoring import SPOKEN, counted_hits, score_hits
from framing.measure.tone import tone, tone_texts
from framing.statements import NOT_GIVEN
from framing.values import Article, Corpus, Voice

__all__ = ["LABELS", "SPOKEN_ORDER", "lexicon_tables", "lexicons", "tone_tables", "voice_words", "where"]

LABELS = "group_labels"
"""The lexicon of words for armed people and groups ("terrorist", "fighter")."""

_PLACE = ("article_id", "field", "start", "end")
_WIDTH = 60
_NOT_COUNTED = frozenset(("reporting_verbs", "valence_shifters"))
SPOKEN_ORDER = tuple(str(v) for v in SPOKEN)
_VOICE_ORDER = tuple(str(v) for v in Voice)


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
    spoken = voices_table[voices_table["voice"].isin(SPOKEN_ORDER)]
    attributed = spoken[spoken["voice"].ne(str(Voice.OWN))]
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
    attributed = spoken["voice"].ne(str(Voice.OWN))
    by_speaker = score_hits(found, spoken, chosen, corpus=corpus, by=["speaker", "voice"])
    by_speaker = by_speaker[by_speaker["voice"].ne(str(Voice.OWN)) & by_speaker["hits"].gt(0)]
    kept = counted_hits(found, chosen)
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
    """Runs of words in one voice and statement with their place in words, for the strips.

    ``first_word`` and ``last_word`` (exclusive) count from the first word of the article, its title first.
    ``own_sentence``: holds a sentence of the outlet's own, without any attributed words.
    """
    runs = voices_table[["article_id", "field", "voice", "speaker", "statement_id", "words", "start", "end"]]
    attributed = voices_table["voice"].isin([Voice.QUOTED.value, Voice.PARAPHRASE.value])
    sentence = [voices_table[c] for c in ("article_id", "field", "sentence")]
    alone = voices_table["voice"].eq(Voice.OWN.value) & ~attributed.groupby(sentence, sort=False).transform("any")
    last = runs.groupby("article_id", sort=False)["words"].cumsum()
    statement = runs["statement_id"].map(dict(references)).astype("str").fillna("")
    table = runs.assign(
        first_word=last - runs["words"],
        last_word=last,
        statement=statement,
        speaker=runs["speaker"].fillna(""),
        own_sentence=alone,
    )
    # Consecutive sentences of one voice are one piece of the strip.
    key = table[["article_id", "field", "voice", "statement"]]
    piece = key.ne(key.shift()).any(axis=1).cumsum()
    joined = table.groupby(piece, sort=False).agg(
        article_id=("article_id", "first"),
        field=("field", "first"),
        voice=("voice", "first"),
        speaker=("speaker", "first"),
        statement=("statement", "first"),
        first_word=("first_word", "first"),
        last_word=("last_word", "last"),
        start=("start", "first"),
        end=("end", "last"),
        own_sentence=("own_sentence", "any"),
    )
    return joined.reset_index(drop=True)
