"""What an analyser counts: stems, lemmas, words to leave out, word classes.

Analyser(form=stem)
Analyser(form=lemmatiser(voices["text"]))
Analyser(keep=without(speaker_words(statements)))
Analyser(classes=frozenset({"noun", "name"}))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from framing.attribute.annotation import PosTags
from framing.attribute.model import Device
from framing.errors import ComparisonError
from framing.extraction import with_tagging
from framing.function_words import FUNCTION_WORDS
from framing.lexicon.inflect import inflections
from framing.statements import Statements
from framing.subject import Tables, known_statements
from framing.tables import MISSING, group_values, require_columns
from framing.terms import Analyser, stem
from framing.values import Statement

__all__ = ["analyser_of", "lemmatiser", "name_words", "names_apart", "speaker_words", "stem", "without", "word_classes"]


def lemmatiser(texts: Iterable[str]) -> Callable[[str], str]:
    """Map a word to its lemma, where the lemma is itself among the words of ``texts``.

    Without a dictionary the texts' own vocabulary says which base forms exist, so "coalitions" is counted with
    "coalition" where that occurs. Of several bases the one that occurs most wins, then the longest. It cannot tell
    "means" from the plural of "mean".
    """
    counts = Counter(w for text in texts for w, _, _ in Analyser().words(text) if w is not None)
    bases: dict[str, str] = {}
    for base in sorted(counts, key=lambda w: (counts[w], len(w), w)):
        if base in FUNCTION_WORDS or not base.isalpha() or base.isupper():
            continue
        for form in inflections(base):
            if form != base and form in counts and form not in FUNCTION_WORDS:
                bases[form] = base

    def lemma(word: str) -> str:
        seen = {word}
        while (base := bases.get(word)) is not None and base not in seen:
            seen.add(base)
            word = base
        return word

    return lemma


def name_words(frame: pd.DataFrame, columns: Iterable[str] = ("speaker",)) -> frozenset[str]:
    """Words of the names in some columns of a table (``speaker``, ``source`` with its role and affiliation …)."""
    wanted = tuple(columns)
    require_columns(frame, wanted, purpose="name_words")
    names = (name for c in wanted for name in group_values(frame[c]).unique() if name != MISSING)
    analyser = Analyser()
    return frozenset(w for name in names for w, _, _ in analyser.words(name) if w and w not in FUNCTION_WORDS)


def speaker_words(statements: Iterable[Statement]) -> frozenset[str]:
    """Words of the names and affiliations of named speakers: "sergey", "lavrov" and "russia" of Russia's minister."""
    named = {s.speaker for s in statements if s.speaker is not None and s.speaker.named}
    frame = pd.DataFrame(sorted((p.name, p.affiliation or MISSING) for p in named), columns=["name", "affiliation"])
    return name_words(frame, ("name", "affiliation"))


_COURTESY = frozenset(
    word
    for line in (
        "mr mrs ms mx dr prof sir madam madame dame mme mlle messrs hon rev fr sen sens rep reps gov govs gen lt col",
        "maj sgt cpl capt cmdr adm brig pres sec amb atty insp det supt jr sr esq",
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
        "photo photos photograph photographs photographer getty afp ap reuters epa shutterstock alamy",
    )
    for word in line.split()
)
"""Courtesy words and abbreviated titles, weekdays, credits of photographs: who is named and when, not what is said."""


def names_apart(statements: Statements) -> Callable[[str], bool]:
    """Which terms are nothing but courtesy words, titles, weekdays, photo credits or an outlet's own name.

    For ``hide`` of :func:`~framing.contrasts.contrast.top_terms`: such terms are counted and tested as any other.

    >>> from framing.values import Article, Corpus
    >>> hide = names_apart(Statements((), Corpus((Article("a", "", outlet="The Boston Herald"),))))
    >>> [term for term in ("mr", "boston herald", "on monday", "getty", "monday club", "herald the news") if hide(term)]
    ['mr', 'boston herald', 'on monday', 'getty']
    """
    outlets = {w for a in statements.corpus if a.outlet for w, _, _ in Analyser().words(a.outlet) if w}
    apart = _COURTESY | outlets
    every = apart | {stem(word) for word in apart}

    def hide(term: str) -> bool:
        words = [word.rstrip(".") for word in term.casefold().split(" ")]
        return any(w in every for w in words) and all(w in every or w in FUNCTION_WORDS for w in words)

    return hide


def without(words: Iterable[str]) -> Callable[[str], bool]:
    """Which words count: all but these. For an analyser's ``keep``."""
    left_out = frozenset(words)
    return lambda word: word not in left_out


def analyser_of(
    texts: Iterable[str],
    *,
    longest: int = 3,
    form: str = "words",
    classes: Iterable[str] = (),
    left_out: Iterable[str] = (),
    function_words: bool = True,
) -> Analyser:
    """The analyser that some plain choices stand for.

    ``form`` is "words", "stems" or "lemmas" (among the words of ``texts``); the words ``left_out`` do not count, and
    function words only with ``function_words``.
    """
    gone = frozenset(left_out) | (frozenset() if function_words else FUNCTION_WORDS)
    forms = {"words": None, "stems": stem, "lemmas": lemmatiser(texts) if form == "lemmas" else None}
    if form not in forms:
        raise ComparisonError(f"form={form!r}: terms are {', '.join(forms)}.")
    return Analyser(
        ngrams=(1, longest), form=forms[form], keep=without(gone) if gone else None,
        classes=frozenset(classes) or None,
    )  # fmt: skip


def word_classes(
    subject: Tables | Statements, *, model: str | Path = "full", device: Device = "cpu", threads: int | None = None
) -> PosTags:
    """``(start, end, class)`` of every word by ``(article_id, field)``, of the articles of statements.

        tags = word_classes(statements)
        contrast(voices, ("Ada", "Ben"), analyser=Analyser(classes=frozenset({"noun", "name"})), tags=tags)

    The model tags words as it reads an article, and statements keep the tags; those read from a file have none, and the
    model is run once (:func:`framing.extraction.with_tagging`). Classes are coarse:
    :data:`framing.attribute.labels.POS`. Tags of another tagger do as well.
    """
    statements = known_statements(subject, purpose="word_classes")
    return with_tagging(statements, model=model, device=device, threads=threads).tags()
