"""The stance of a cue: how the words that introduce a statement present it.

A cue ("said", "claimed", "refused to say", "the view that") is looked up, by lemma, in the lexicon
``framing/lexicon/shipped/reporting_verbs.yml``; every term there has one stance. Of several words: ``docs/stance.md``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any

import pandas as pd
import yaml

from framing.errors import LexiconError
from framing.lexicon.inflect import inflections
from framing.measure.limits import Limits
from framing.results import Result, result
from framing.subject import Subject, corpus_of, statements_of, statements_table
from framing.tables import By, grouped, recoded, replaced, require_columns, somebody
from framing.units import Grouping

__all__ = ["Stance", "cue_stances", "stance", "stance_table"]


class Stance(StrEnum):
    """How a cue presents what it introduces. Definitions and sources: ``docs/stance.md``."""

    NEUTRAL = "neutral"
    """Only that, where or how words were uttered: said, told, according to."""
    AFFIRMING = "affirming"
    """The content is presented as so: confirmed, noted, found, admitted."""
    DISTANCING = "distancing"
    """The outlet marks it as a mere claim, hearsay or untrue: claimed, alleged, reportedly, falsely said."""
    ARGUING = "arguing"
    """The source presses a case, with reasons or with emphasis: argued, insisted, stressed."""
    TENTATIVE = "tentative"
    """The source only points to it, or it only seems so: suggested, hinted, appears, predicted."""
    EMOTIVE = "emotive"
    """Alarm, complaint, anger, joy or temper of voice: warned, lamented, shouted, joked."""
    EVALUATING = "evaluating"
    """Praise or blame, support or opposition: praised, criticised, accused, endorsed."""
    QUESTIONING = "questioning"
    """It is asked or doubted: asked, wondered, cast doubt on."""
    DENYING = "denying"
    """It is said not to be so, turned down or withheld: denied, rejected, did not say."""
    THOUGHT = "thought"
    """Belief, wish or intention, in the mind and not in words: believes, hopes, plans."""
    DIRECTIVE = "directive"
    """Someone is to act, or may not: urged, ordered, called for, banned."""
    COMMISSIVE = "commissive"
    """The source binds itself: promised, vowed, threatened."""
    DECLARING = "declaring"
    """Words of an institution that make it so: ruled, appointed, sentenced."""
    NONE = "none"
    """No cue, or none whose stance can be told."""


_LEXICON = "reporting_verbs.yml"
_KEYS = {"term", "category", "source"}


def _words(text: str, *, between: str | None = None) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in text.split(between))


# Words that hand over to a more telling word after them in the same cue: "issued a statement denying" is a denial,
# "tried to explain" an explanation. Alone they count as what the lexicon says.
_LIGHT = _words(
    """address, announcement, answer, attempt, begin, book, briefing, column, comment, continue, debate, deliver,
    description, discussion, editorial, email, express, feature, file, follow, give, go on, headline, interview,
    introduce, issue, letter, line, look at, look to, make, memo, mention, message, need, news conference, offer,
    phone call, poll, post, presentation, press conference, press release, provide, publish, put, put forward,
    radio, raise, rally, react, reference, release, remark, report, respond, response, run, seek, send,
    share, speech, start, statement, story, study, survey, talk, tend, term, testimony, text, try, turn to, tweet,
    unveil, video, voice, word, work to, write""",
    between=",",
)

# What may stand inside a term of several words: "made it clear", "expressed their deep concern".
_GAP = _words(
    """a also an any another deep deeply further grave great her him his it its me more much my no our own serious some
    strong that the their them themselves this us very you your himself herself itself he she they …"""
)
_NEGATORS = _words("not no never without neither nor none nothing nobody hardly barely")
_NOT_NEGATING = _words("only just merely but")
# "did not know" withholds nothing and affirms nothing: a state of mind.
_KNOWING = _words("know realize realise learn notice understand grasp comprehend forget hear aware unaware")
# Feelings that are uttered can be withheld: "did not apologise" against "was not happy".
_UTTERED = _words("warn caution alert complain apologize apologise apology thank congratulate lament joke shout")
_MARKS = _words(""": - – — " “ ” '""")
# A bare preposition names the place of the words and adds nothing.
_PLACES = _words("about at by from in of on per under via with")
# "To Moscow, the raid was a warning", "for Republicans, it is a smoking gun": the view of the one who is named.
_VIEWPOINTS = frozenset(("for", "to"))
_FILLERS = _words("a an and the his her its their our this that these those , … .")

_NEGATED = {
    Stance.NEUTRAL: Stance.DENYING,
    Stance.AFFIRMING: Stance.DENYING,
    Stance.DISTANCING: Stance.DENYING,
    Stance.ARGUING: Stance.DENYING,
    Stance.TENTATIVE: Stance.DENYING,
    Stance.COMMISSIVE: Stance.DENYING,
    Stance.DECLARING: Stance.DENYING,
    Stance.DENYING: Stance.TENTATIVE,
    Stance.DIRECTIVE: Stance.DENYING,
    Stance.QUESTIONING: Stance.NONE,
}
"""Withholding is denying; not denying leaves open; thought, judgement and feeling keep their stance under "not"."""

_CLITIC = re.compile(r"(n't|'(?:s|re|m|ve|ll|d))\b")
_TOKEN = re.compile(r"n't|'(?:s|re|m|ve|ll|d)\b|[^\W_]+(?:-[^\W_]+)*|\S")


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the lexicon in a cue: its place in tokens and its stance."""

    start: int
    end: int
    term: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """``lemmas`` gives each form its lemmas, ``terms`` each first lemma its terms, longest first."""

    lemmas: dict[str, frozenset[str]]
    terms: dict[str, tuple[tuple[tuple[str, ...], Stance], ...]]


def stance(cue: str | None) -> Stance:
    """Stance of one cue.

    The first term of the lexicon in the cue decides, the longest where several begin at one word; a
    light word ("issued", "statement", "tried") gives way to a more telling one after it. Then:

    - a negation before the deciding word turns a saying into a denial ("did not say"), and a denial
      into something left open ("did not deny"); thought and judgement stay what they are;
    - an adverb by which the outlet steps back or vouches wins ("falsely said", "rightly said");
    - a cue of nothing but a mark or a preposition (":", "in") is neutral;
    - None, an empty cue and a cue without a known term have :attr:`Stance.NONE`.

    >>> [str(stance(c)) for c in ("said", "claimed", "refused to say", "made it clear", "is happy", None)]
    ['neutral', 'distancing', 'denying', 'arguing', 'emotive', 'none']

    Raises :class:`~framing.errors.LexiconError` where the lexicon cannot be read.
    """
    return _stance(cue) if cue else Stance.NONE


@lru_cache(maxsize=16384)
def _stance(cue: str) -> Stance:
    tokens = _TOKEN.findall(_CLITIC.sub(r" \1", cue.lower().replace("’", "'").replace("cannot", "can not")))
    tokens = ["not" if word == "n't" else word for word in tokens]
    found = _terms_in(tokens)
    adverbs = [f for f in found if f.term.endswith("ly") and f.end == f.start + 1 and f.term not in ("rely", "rally")]
    heads = [f for f in found if f not in adverbs]
    if not heads:
        return adverbs[0].stance if adverbs else _of_function_words(tokens)
    head, is_negated = _head(heads, _negators(tokens))
    result = head.stance
    if is_negated and head.term in _KNOWING:
        result = Stance.THOUGHT
    elif is_negated:
        result = Stance.DENYING if head.term in _UTTERED else _NEGATED.get(result, result)
    for adverb in adverbs:
        if adverb.stance is Stance.DISTANCING and result is not Stance.DENYING:
            return Stance.DISTANCING
        if adverb.stance in (Stance.AFFIRMING, Stance.EMOTIVE, Stance.TENTATIVE) and result is Stance.NEUTRAL:
            return adverb.stance
    return result


def _head(heads: Sequence[_Term], negators: Sequence[int]) -> tuple[_Term, bool]:
    """The term that decides, and whether it is negated.

    A negation holds for the first term after it, light or not ("did not issue a statement denying"),
    unless a telling term stands before it ("insisted he did not know").
    """
    telling = next((f for f in heads if f.term not in _LIGHT), None)
    for position in negators:
        if telling is not None and telling.start <= position:
            break
        after = next((f for f in heads if f.start > position), None)
        if after is not None:
            return after, True
        if telling is None:
            return heads[-1], True
    return telling or heads[0], False


def _negators(tokens: Sequence[str]) -> list[int]:
    return [
        i
        for i, token in enumerate(tokens)
        if token in _NEGATORS and (i + 1 == len(tokens) or tokens[i + 1] not in _NOT_NEGATING)
    ]


def _of_function_words(tokens: Sequence[str]) -> Stance:
    rest = [t for t in tokens if t not in _FILLERS]
    if rest and all(t in _VIEWPOINTS for t in rest):
        return Stance.THOUGHT
    is_bare = bool(rest) and all(t in _MARKS or t in _PLACES for t in rest)
    return Stance.NEUTRAL if is_bare else Stance.NONE


def _terms_in(tokens: Sequence[str]) -> list[_Term]:
    """Terms of the lexicon from left to right, the longest at each place, without overlap."""
    lexicon = _lexicon()
    lemmas = [lexicon.lemmas.get(token, frozenset()) for token in tokens]
    found: list[_Term] = []
    i = 0
    while i < len(tokens):
        match = _longest_at(i, tokens, lemmas, lexicon)
        if match is None:
            i += 1
        else:
            found.append(match)
            i = match.end
    return found


def _longest_at(i: int, tokens: Sequence[str], lemmas: Sequence[frozenset[str]], lexicon: _Lexicon) -> _Term | None:
    best: tuple[tuple[int, bool, int], _Term] | None = None
    for lemma in sorted(lemmas[i]):
        for words, found_stance in lexicon.terms.get(lemma, ()):
            end = _match_end(words, i, tokens, lemmas)
            if end is None:
                continue
            # Of two terms of the same length the one spelt as in the cue wins: "thought" the noun over "think".
            rank = (len(words), words[0] == tokens[i], i - end)
            if best is None or rank > best[0]:
                best = rank, _Term(i, end, " ".join(words), found_stance)
    return best[1] if best else None


def _match_end(words: Sequence[str], i: int, tokens: Sequence[str], lemmas: Sequence[frozenset[str]]) -> int | None:
    """Token after the term ``words`` that begins at ``i``, with small words allowed inside it."""
    j = i
    for word in words:
        while j > i and j < len(tokens) and word not in lemmas[j] and _may_stand_inside(tokens[j]):
            j += 1
        if j >= len(tokens) or word not in lemmas[j]:
            return None
        j += 1
    return j


def _may_stand_inside(token: str) -> bool:
    return token in _GAP or token.endswith("ly")


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    lemmas: dict[str, set[str]] = defaultdict(set)
    terms: dict[str, list[tuple[tuple[str, ...], Stance]]] = defaultdict(list)
    for term, category in _entries().items():
        words = tuple(_words_of(term))
        for word in words:
            for form in inflections(word):
                lemmas[form].add(word)
        terms[words[0]].append((words, category))
    return _Lexicon(
        lemmas={form: frozenset(words) for form, words in lemmas.items()},
        terms={first: tuple(sorted(them, key=lambda t: -len(t[0]))) for first, them in terms.items()},
    )


def _words_of(term: str) -> list[str]:
    return term.split()


def _entries() -> dict[str, Stance]:
    """Each term of the lexicon with its one stance, checked."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        text = resources.files("framing").joinpath("lexicon", "shipped", _LEXICON).read_text("utf-8")
        data = yaml.load(text, Loader=loader)  # noqa: S506  # a safe loader, the fast one where there is one
    except (OSError, yaml.YAMLError) as error:
        raise LexiconError(f"the lexicon {_LEXICON} cannot be read ({error}); reinstall the package") from error
    return _checked(data)


def _checked(data: Any) -> dict[str, Stance]:
    if not isinstance(data, dict) or not isinstance(data.get("entries"), list):
        raise LexiconError(f"{_LEXICON} has no list of entries; reinstall the package")
    entries: dict[str, Stance] = {}
    known = {s.value for s in Stance} - {Stance.NONE.value}
    for number, entry in enumerate(data["entries"], 1):
        if not isinstance(entry, dict) or not entry.keys() >= _KEYS:
            raise LexiconError(f"{_LEXICON}, entry {number}: it needs {', '.join(sorted(_KEYS))}")
        term, category = str(entry["term"]), str(entry["category"])
        if category not in known:
            raise LexiconError(f"{_LEXICON}, {term!r}: no stance {category!r}; there are {', '.join(sorted(known))}")
        if term in entries:
            raise LexiconError(f"{_LEXICON}: {term!r} is there twice; a term has exactly one stance")
        entries[term] = Stance(category)
    return entries


def stance_table(statements: pd.DataFrame) -> pd.DataFrame:
    """The table of statements with ``stance`` after ``cue``, in the same order; a ComparisonError without ``cue``."""
    require_columns(statements, ["cue"], purpose="stance_table")
    values = recoded(statements["cue"], lambda cue: stance(cue).value)
    table = statements.drop(columns="stance", errors="ignore").copy(deep=False)
    table.insert(list(table.columns).index("cue") + 1, "stance", replaced(values, values.isna(), Stance.NONE.value))
    return table


def cue_stances(
    subject: Subject,
    *,
    by: By = "speaker",
    examples: int = 5,
    level: float | None = None,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """How often each group's statements are introduced with each stance.

    One row for each group and stance that occurs, groups in order of their number of statements (most
    first, then by name), stances in the order of :class:`Stance`. Columns:

    - the group (``by``, a column or several), ``stance``;
    - ``with_this_stance``: statements of the group that have it; ``stance_share``: of the group's ``statements``,
      between 0 and 1; ``statements``: all of the group;
    - ``cues``: up to ``examples`` of the most frequent cues of that cell, in lower case, with their
      number where it is more than one, joined with "; ";
    - ``distancing_share``: distancing / all statements of the group that have a stance (all but
      ``none``), between 0 and 1, missing where there are none; as in :func:`framing.treatment`. Higher means that the
      outlet more often marks the group's statements as mere claims. It is of the group, repeated on its rows;
    - with a ``level`` (0.95), ``…_low`` and ``…_high`` of both shares, as in :func:`framing.treatment`.

    A missing group value is "not given". Raises :class:`~framing.errors.ComparisonError`
    where the table has no column ``cue`` or ``by``.
    """
    statements = statements_table(subject, purpose="cue_stances", words=False)
    frame, columns = grouped(statements, by, purpose="cue_stances", needed=["cue"])
    cells: dict[tuple[str, ...], dict[Stance, Counter[str]]] = {}
    each = frame.groupby([*columns, "cue"], sort=False, observed=True, dropna=False).size()  # as first used
    for (*group_values, cue), uses in zip(each.index, each.tolist(), strict=True):
        text = cue if isinstance(cue, str) else ""
        cell = cells.setdefault(tuple(group_values), {}).setdefault(stance(text), Counter())
        cell[" ".join(text.lower().split())] += uses
    rows: list[dict[str, object]] = []
    groups = frame[columns].drop_duplicates()
    known = dict(zip(map(tuple, groups.to_numpy()), somebody(groups, columns), strict=True))
    ranked = sorted(cells.items(), key=lambda item: (not known[item[0]], -_size(item[1]), item[0]))
    for group, by_stance in ranked:  # nobody comes last
        total = _size(by_stance)
        told = total - by_stance.get(Stance.NONE, Counter[str]()).total()
        distancing = by_stance.get(Stance.DISTANCING, Counter[str]()).total()
        rows.extend(
            {
                **dict(zip(columns, group, strict=True)),
                "stance": kind.value,
                "with_this_stance": by_stance[kind].total(),
                "stance_share": by_stance[kind].total() / total,
                "statements": total,
                "cues": _examples(by_stance[kind], examples),
                "distancing_share": distancing / told if told else float("nan"),
            }
            for kind in Stance
            if kind in by_stance
        )
    types = {**dict.fromkeys([*columns, "stance"], "str"), "with_this_stance": "int64", "stance_share": "float64",
             "statements": "int64", "cues": "str", "distancing_share": "float64"}  # fmt: skip
    table = pd.DataFrame(rows, columns=list(types)).astype(types)
    lines = stance_table(frame)
    if level is not None:
        groups = table[columns].drop_duplicates().reset_index(drop=True)
        limits = Limits.of(lines, columns, groups, level=level, cluster=cluster, strata=strata, source=statements)
        place = pd.MultiIndex.from_frame(groups).get_indexer(pd.MultiIndex.from_frame(table[columns]))
        kind = lines["stance"]
        ends = limits.shares("distancing_share", kind.eq("distancing"), kind.ne(Stance.NONE.value))
        shares = limits.shares_of_kinds("stance_share", kind, table["stance"], place)
        table = table.assign(**shares, **{name: values[place] for name, values in ends.items()})
    return result(
        table, keys=[*columns, "stance"], lines=lines, corpus=corpus_of(subject), statements=statements_of(subject)
    )


def _size(by_stance: dict[Stance, Counter[str]]) -> int:
    return sum(c.total() for c in by_stance.values())


def _examples(cues: Counter[str], limit: int) -> str:
    ordered = sorted(((c, n) for c, n in cues.items() if c), key=lambda item: (-item[1], item[0]))
    return "; ".join(f"{c} ({n})" if n > 1 else c for c, n in ordered[:limit])
