"""From records to articles: what is left out (empty, not English, an id a second time), what is marked (copies)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from framing.read.dates import parse_date
from framing.read.genre import WORD, unlike_news
from framing.read.record import Item, Record, Tally
from framing.read.repair import DONE, mend, mend_value, without_surrogates
from framing.read.sound import Sound
from framing.values import Article, Problem

__all__ = ["articles", "other_language"]

_VISIBLE = re.compile(r"\w")
_FOREIGN_LETTER = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_ENGLISH = re.compile(r"(?:en|eng|english)(?:[-_ ].*)?", re.IGNORECASE)
_UNKNOWN = {"", "und", "unknown", "mul", "zxx", "xx"}
# English function words that the languages nearest to it write differently.
_FUNCTION_WORDS = frozenset(
    ("the", "and", "of", "to", "that", "with", "from", "said", "were", "which", "this", "have", "has", "been", "by")
)
_MORE_FUNCTION_WORDS = _FUNCTION_WORDS | frozenset(
    (
        "would", "could", "should", "they", "their", "them", "his", "she", "not", "who", "about", "after", "when",
        "what", "there", "its", "our", "you", "your", "because", "between", "before", "against", "while", "where",
        "these", "those", "into", "through", "during", "until", "does", "did", "being", "other", "only", "such", "both",
        "each", "how", "why", "than", "then", "more", "but", "also", "it", "if", "any", "some", "every", "another",
        "out", "up", "without", "according",
    )
)  # fmt: skip
_UNLIKE = (
    "unlike news: it reads like {}. Who said what was learnt from news, so read its statements before you count them, "
    "or count it apart"
)
_ENOUGH_WORDS = 20
_ENOUGH_LETTERS = 40
_HEAD = 2_000
_WHOLE = 40_000


def articles(items: Iterable[Item], sound: Sound | None = None) -> Iterator[Article | Problem]:
    """Articles of the records, in order, and the problems: those handed on and those found here.

    Left out are records without a word, records not in English and a second record of an id. A record whose
    text is that of an earlier article, white space aside, is kept and marked ``duplicate_of`` it. A date that
    cannot be read stays in ``extra["date"]``. A text that is surely no news is kept, too, and a problem says what it
    reads like.

    What texts, titles and values are damaged by is mended where that is safe (:mod:`framing.read.repair`), and what was
    mended or stays damaged is told at the end, once for each kind. What is in ``sound`` is not looked at again, and
    what is found sound is added.
    """
    ids: set[str] = set()
    first_with: dict[bytes, str] = {}
    tally = Tally("articles")
    for found in items:
        if isinstance(found, Problem):
            yield found
            continue
        digest = b"" if sound is None else sound.digest(found)
        known = sound is not None and sound.holds(digest)
        item, original, noted = (found, {}, []) if known else _mended(found)
        reason = _left_out(item, ids, known=known)
        if reason is not None:
            yield Problem(item.item, reason)
            continue
        for kind, told in noted:
            tally.add(kind, item.item, told)
        given = item.given
        article_id = _id(item)
        ids.add(article_id)
        extra = dict(item.extra)
        raw_date = given.get("date")
        date = parse_date(raw_date) if raw_date else None
        if raw_date and date is None:
            extra["date"] = raw_date
            reason = f"date not used, as it is not clear which day it is: {raw_date!r}; write it as 2016-10-25"
            yield Problem(item.item, reason, skipped=False)
        unlike = None if known else unlike_news(item.text)
        if unlike is not None:
            yield Problem(item.item, _UNLIKE.format(unlike), skipped=False)
        elif sound is not None and not noted and item is found and "date" not in extra:
            sound.add(digest)
        yield Article(
            id=article_id,
            text=item.text,
            title=given.get("title"),
            outlet=_stripped(given, "outlet"),
            date=date,
            url=_stripped(given, "url"),
            extra=extra,
            duplicate_of=_first(first_with, item.text, article_id),
            original=original,
        )
    yield from tally.problems()


def _mended(record: Record) -> tuple[Record, dict[str, str], list[tuple[str, str]]]:
    """A record without the damage that can be mended, its text and title as they were where they changed, and notes."""
    text = mend(record.text)
    given = {f: mend(v) if f == "title" else mend_value(v) for f, v in record.given.items()}
    extra = {without_surrogates(k): mend_value(v) for k, v in record.extra.items()}
    fixes = dict.fromkeys(fix for mended in (text, *given.values(), *extra.values()) for fix in mended.fixes)
    noted = [(fix, f"mended: {DONE[fix]}") for fix in fixes] + [(doubt[:20], doubt) for doubt in text.doubts]
    if not fixes and extra.keys() == record.extra.keys():
        return record, {}, noted
    original = {} if text.text == record.text else {"text": record.text}
    if "title" in given and given["title"].text != record.given["title"]:
        original["title"] = record.given["title"]
    now = {f: m.text for f, m in given.items()}
    mended = Record(record.item, text.text, record.fallback_id, now, {k: m.text for k, m in extra.items()})
    return mended, original, noted


def _id(record: Record) -> str:
    return _stripped(record.given, "id") or record.fallback_id


def _stripped(given: Mapping[str, str], field: str) -> str | None:
    return given.get(field, "").strip() or None


def _first(first_with: dict[bytes, str], text: str, article_id: str) -> str | None:
    digest = hashlib.blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    first = first_with.setdefault(digest, article_id)
    return None if first == article_id else first


def _left_out(record: Record, ids: set[str], *, known: bool) -> str | None:
    if known:
        return _second(record, ids)
    if not _VISIBLE.search(record.text):
        return "empty: no text" if not record.text.strip() else "empty: no word in it"
    if second := _second(record, ids):
        return second
    said = record.given.get("language", "").strip()
    if said.casefold() not in _UNKNOWN:
        return None if _ENGLISH.fullmatch(said) else f"not English: its language is given as {said!r}"
    other = other_language(record.text)
    return f"not English: it reads like {other}" if other else None


def _second(record: Record, ids: set[str]) -> str | None:
    return f"second article with the id {_id(record)!r}; the first is kept" if _id(record) in ids else None


def other_language(text: str) -> str | None:
    """Language of a text that is surely not English, by its code ("de"), or None.

    Less than 20 words are not judged, except where the script is not Latin: names alone make a short text
    look like any language. By py3langid (Barbaresi; after Lui and Baldwin 2012), which is asked only where
    function words do not already show that the text is English.

    >>> other_language("Il a dit non.") is None
    True
    """
    head = text[:_HEAD]
    foreign = len(_FOREIGN_LETTER.findall(head))
    words = WORD.findall(head)
    if foreign >= _ENOUGH_LETTERS and foreign > sum(map(len, words)) / 2:
        return "another script than Latin"
    if len(words) < _ENOUGH_WORDS:
        return None
    if _is_plainly_english(words):
        return None
    if len(text) > _HEAD and _is_plainly_english(WORD.findall(text, 0, _WHOLE)):
        return None
    language = _classified(head)
    # An English article may begin with a quotation or a list of names in another language.
    return _classified(text[:_WHOLE]) if language and len(text) > _HEAD else language


def _is_plainly_english(words: list[str]) -> bool:
    """Whether function words show it: a sixth of the longer list needs as much English as an eighth of the first."""
    low = list(map(str.casefold, words))
    few = len([w for w in low if w in _FUNCTION_WORDS])
    return few >= len(low) / 8 or len([w for w in low if w in _MORE_FUNCTION_WORDS]) >= len(low) / 6


def _classified(text: str) -> str | None:
    chances = dict(_identifier().rank(text))
    best = max(chances, key=lambda code: (chances[code], code))
    sure = chances[best] >= 0.5 and chances["en"] < 0.01
    return str(best) if sure else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second, and seldom needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
