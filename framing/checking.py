"""Error of extraction carried into the numbers: what people are to check is drawn, and estimates corrected by them.

No interval over articles holds what the extractor gets wrong, and no larger corpus shrinks it. So some of what it
found, and some sentences in which it found nothing, are drawn at random, with known probabilities, and checked by
people. What the checks say of the extractor's error, stratum by stratum, is added to what it counted: the difference
estimator of survey sampling (Särndal, Swensson and Wretman 1992), which is what design-based supervised learning
(Egami et al. 2023) and prediction-powered inference (Angelopoulos et al. 2023) do; how far the extractor is believed is
tuned as in PPI++ (Angelopoulos, Duchi and Zrnic 2023). The corrected parts and wholes of each article then go through
the same intervals and tests as counted ones. Nothing is assumed of how the extractor errs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import InputError
from framing.statements import NOT_GIVEN, Statements
from framing.subject import Tables, statements_table, voices_and_corpus
from framing.tables import By, columns_of, context, group_values, with_groups
from framing.units import Ints
from framing.values import Kind, Voice
from framing.wording import count, join, nearest
from framing.words import find_words

__all__ = ["CORRECTED", "Checked", "allocation", "checked_of", "checking_sheet", "read_checked"]

Floats = NDArray[np.float64]

CORRECTED = ("speaker", "type", "side", "official", "kind")
"""What a person may correct in a checked statement, or fill in for a missed one."""

_SURE = (0.7, 0.9)
"""Where the bands of confidence end by which statements are stratified."""

_EXPECTED = {"low": 0.45, "middle": 0.35, "high": 0.2, "own voice": 0.25}
"""How much the errors of items are expected to vary: a fifth of the unsure statements is wrong, and of the sentences of
the outlet's own one in fifteen is somebody's."""

_LEAST = 8
"""Items that each stratum has at least."""

_STATEMENT, _SENTENCE = "statement", "own sentence"
_SHEET = (
    "item", "question", "text", "correct", *CORRECTED, "words", "what", "article_id", "field", "start", "end",
    "statement_id", "stratum", "stratum_size", "inclusion", "by",
)  # fmt: skip
_QUESTION = {
    _STATEMENT: "Does the text say that somebody said what is marked? 1 yes, 0 no. Overwrite what is wrong about who.",
    _SENTENCE: "Is what is marked the outlet's own, nobody's words? 1 yes; 0 no: then fill in who, and how many words.",
}
Contributions = Callable[[pd.DataFrame], tuple[Floats, Floats]]
"""Parts and wholes of a table's statements, each (statements, columns)."""


def _items(subject: Tables | Statements, by: By) -> pd.DataFrame:
    """Everything that can be drawn: statements, and sentences without any attributed words, with their strata."""
    table = statements_table(subject, purpose="checking")
    voices, corpus = voices_and_corpus(subject, None, purpose="checking")
    band = np.digitize(table["confidence"].fillna(0).to_numpy(np.float64), _SURE)
    said = table[["article_id", "field", "start", "end", "statement_id"]].assign(
        what=_STATEMENT, _band=[f"confidence {['low', 'middle', 'high'][b]}" for b in band]
    )
    keys = ["article_id", "field", "sentence"]
    prose = voices[voices["voice"].ne(Voice.NONE.value)]
    attributed = prose["voice"].ne(Voice.OWN.value).groupby([prose[k] for k in keys], sort=False).transform("any")
    own = prose[~attributed].groupby(keys, sort=False, as_index=False).agg({"start": "min", "end": "max"})
    own = own.assign(statement_id="", what=_SENTENCE, _band="own voice").drop(columns="sentence")
    items = pd.concat([said, own], ignore_index=True)
    groups = with_groups(items, corpus, by)
    items["stratum"] = [
        " | ".join(map(str, p)) for p in zip(*(groups[c] for c in groups.columns), items["_band"], strict=True)
    ]
    return items.drop(columns="_band")


def checking_sheet(
    subject: Tables | Statements, *, n: int = 200, by: By = "outlet", seed: int = 20160524
) -> pd.DataFrame:
    """Statements and sentences in the outlet's own voice, drawn to be checked: one row an item, in random order.

    Strata are the values of ``by``, and within each the statements of low (below 0.7), middle and high (from 0.9)
    confidence, and the sentences without attributed words (:func:`allocation` says how many of each);
    ``inclusion`` is the probability with which each of its items was drawn. ``correct`` is to be filled with 1 or 0,
    and :data:`CORRECTED`, which hold what the program found, to be overwritten where wrong.

    Raises an InputError: fewer than two items a stratum, or nothing to draw.
    """
    items = _items(subject, by)
    if items.empty:
        raise InputError("There is nothing to check: the articles have no statements and no sentences.")
    sizes = items.groupby("stratum", sort=True).size()
    if n < 2 * len(sizes):
        raise InputError(
            f"{count(n, 'item')} for {count(len(sizes), 'stratum', 'strata')} is too few: each needs two. Draw "
            f"{2 * len(sizes)} or more (--n), or stratify by less (--by)."
        )
    rng = np.random.default_rng(seed)
    taken = allocation(sizes, n)
    picked: list[pd.DataFrame] = []
    for name, group in items.groupby("stratum", sort=True):
        rows = np.sort(rng.choice(len(group), size=int(taken[name]), replace=False))
        picked.append(group.iloc[rows].assign(stratum_size=int(sizes[name]), inclusion=taken[name] / sizes[name]))
    drawn = pd.concat(picked)
    drawn = drawn.iloc[rng.permutation(len(drawn))].reset_index(drop=True)
    table = statements_table(subject, purpose="checking").set_index(["article_id", "statement_id"])
    _, corpus = voices_and_corpus(subject, None, purpose="checking")
    listed: list[dict[str, Any]] = []
    for number, item in enumerate(drawn.to_dict("records"), 1):
        text = corpus[item["article_id"]].field_text(item["field"])
        start, end = int(item["start"]), int(item["end"])
        left, right = context(text, start, end, width=200)
        said = item["what"] == _STATEMENT
        about = table.loc[(item["article_id"], item["statement_id"])] if said else None
        found = {c: _shown(about[c]) if about is not None else "" for c in CORRECTED}
        shown = f"{left}»{' '.join(text[start:end].split())}«{right}"
        words = int(about["words"]) if about is not None else len(find_words(text[start:end]))
        listed.append(
            {"item": number, "question": _QUESTION[item["what"]], "text": shown, "correct": None} | found
            | {k: item[k] for k in ("what", "article_id", "field", "start", "end", "statement_id", "stratum",
                                    "stratum_size", "inclusion")}
            | {"words": words, "by": "; ".join(columns_of(by))}
        )  # fmt: skip
    return pd.DataFrame(listed, columns=list(_SHEET))


def _shown(value: Any) -> str:
    return "" if pd.isna(value) or str(value) == NOT_GIVEN else str(value)


def allocation(sizes: pd.Series, n: int) -> pd.Series:
    """Items of each stratum: in proportion to its size and to how much errors are expected to vary there.

    Neyman's allocation (1934) with the deviations of :data:`_EXPECTED`, by the end of the stratum's name; at least
    :data:`_LEAST` of each, as far as ``n`` and the stratum reach.
    """
    total = min(n, int(sizes.sum()))
    least = np.minimum(sizes.to_numpy(), max(2, min(_LEAST, total // len(sizes))))
    spread = [next((s for end, s in _EXPECTED.items() if str(h).endswith(end)), 0.3) for h in sizes.index]
    weight = sizes.to_numpy(np.float64) * np.array(spread)
    taken = least.copy()
    while taken.sum() < total:
        # the stratum that has least of what it should have is next
        behind = np.where(taken < sizes.to_numpy(), weight / (taken + 0.5), -1.0)
        taken[int(behind.argmax())] += 1
    return pd.Series(taken, index=sizes.index)


@dataclass(frozen=True, eq=False)
class Checked:
    """All items of a corpus with their strata, those that were checked, and what the checks found.

    ``items``: ``article_id, statement_id, stratum``; ``drawn``: places in it of the items that were checked; ``true``:
    the statements that stand there in truth, as rows of the statements table with ``_item``, a place in ``drawn``.
    """

    items: pd.DataFrame
    drawn: Ints
    true: pd.DataFrame

    def corrected(
        self, table: pd.DataFrame, true: pd.DataFrame, contributions: Contributions
    ) -> tuple[list[str], Floats, Floats]:
        """Articles, and their corrected parts and wholes, (articles, columns), whose sums are the corrected totals.

        ``table`` is that of the statements and ``true`` that of :attr:`true`, both with what contributions need.

        An article's is what was counted in it, the mean error of its items' strata for each of them, and for those that
        were checked how far their error is from that mean, over the probability that they were drawn. That is the
        linearised contribution of the article to the corrected total, so its spread over articles holds both the
        drawing of articles and that of checks.
        """
        place = {
            k: i for i, k in enumerate(zip(self.items["article_id"], self.items["statement_id"], strict=True)) if k[1]
        }
        rows = np.array(
            [place[k] for k in zip(table["article_id"], table["statement_id"], strict=True)], dtype=np.int64
        )
        pairs = []
        places = true["_item"].to_numpy(np.int64)
        for found, in_truth in zip(contributions(table), contributions(true), strict=True):
            counted = np.zeros((len(self.items), found.shape[1]))
            np.add.at(counted, rows, found)
            seen = np.zeros((len(self.drawn), found.shape[1]))
            np.add.at(seen, places, in_truth)
            pairs.append((counted, seen))
        trust = self._trust(pairs)
        article, names = pd.factorize(self.items["article_id"].astype("str"))
        made = [self._corrected(counted, seen, trust, article, len(names)) for counted, seen in pairs]
        return list(names), made[0], made[1]

    def _strata(self) -> list[tuple[Ints, Ints]]:
        """The items of each stratum, and places in ``drawn`` of those that were checked."""
        number, names = pd.factorize(self.items["stratum"], sort=True)
        of_drawn = number[self.drawn]
        return [(np.flatnonzero(number == h), np.flatnonzero(of_drawn == h)) for h in range(len(names))]

    def _trust(self, pairs: Sequence[tuple[Floats, Floats]]) -> Floats:
        """How far what was counted is believed, 0 to 1, column by column: what makes the estimate least uncertain."""
        (part, true_part), (whole, true_whole) = pairs
        ratio = np.zeros(part.shape[1])
        totals = [c.sum(axis=0) for c in (part, whole)]
        for everything, checked in self._strata():
            weight = len(everything) / max(len(checked), 1)
            totals[0] = totals[0] + weight * (true_part[checked] - part[self.drawn[checked]]).sum(axis=0)
            totals[1] = totals[1] + weight * (true_whole[checked] - whole[self.drawn[checked]]).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.nan_to_num(totals[0] / totals[1])
        above, below = np.zeros_like(ratio), np.zeros_like(ratio)
        for everything, checked in self._strata():
            n, size = len(checked), len(everything)
            if n < 2 or n == size:
                continue
            true = true_part[checked] - ratio * true_whole[checked]
            found = part[self.drawn[checked]] - ratio * whole[self.drawn[checked]]
            factor = size**2 / n * (1 - n / size) / (n - 1)
            off = found - found.mean(axis=0)
            above += factor * (off * (true - true.mean(axis=0))).sum(axis=0)
            below += factor * (off**2).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(below > 0, np.clip(above / below, 0.0, 1.0), 1.0)

    def _corrected(self, counted: Floats, seen: Floats, trust: Floats, article: Ints, articles: int) -> Floats:
        sums = np.zeros((articles, counted.shape[1]))
        np.add.at(sums, article, trust * counted)
        for everything, checked in self._strata():
            if not len(checked):
                continue
            error = seen[checked] - trust * counted[self.drawn[checked]]
            mean = error.mean(axis=0)
            np.add.at(sums, article[everything], np.broadcast_to(mean, (len(everything), len(mean))))
            n = len(checked)
            off = (error - mean) * (len(everything) / n) * np.sqrt(n / max(n - 1, 1))
            np.add.at(sums, article[self.drawn[checked]], off)
        return sums


def read_checked(path: str | Path, subject: Tables | Statements) -> Checked:
    """The checks of a sheet that :func:`checking_sheet` made for these statements, and people filled in.

    Raises an InputError: not such a sheet, answers that are neither 1 nor 0, statements that are not there, or a
    stratum of which fewer than two items were checked.
    """
    from framing.lexicon.sheets import read_sheet

    sheet = read_sheet(path)
    lacking = [c for c in _SHEET if c not in sheet.columns]
    if lacking or sheet.empty:
        raise InputError(
            f"{path}: not a sheet of checks ({f'no column {lacking[0]!r}' if lacking else 'no items'}); "
            "`framing sample` without --lexicon writes one."
        )
    return checked_of(sheet, subject, name=str(path))


def checked_of(sheet: pd.DataFrame, subject: Tables | Statements, *, name: str = "the sheet") -> Checked:
    """:func:`read_checked` of a table."""
    answers = sheet["correct"].map(lambda v: "" if pd.isna(v) else str(v).strip().removesuffix(".0"))
    wrong = sorted(set(answers) - {"", "0", "1"})
    if wrong:
        raise InputError(f"{name}: 'correct' is 1 or 0, not {join([repr(w) for w in wrong[:3]])}.")
    given = sheet[answers.ne("")].assign(_right=answers[answers.ne("")].eq("1")).reset_index(drop=True)
    if given.empty:
        raise InputError(f"{name}: no item has an answer in 'correct'; write 1 or 0 there.")
    by = str(sheet["by"].iloc[0]).split("; ")
    items = _items(subject, by)
    keys = ["article_id", "field", "start", "end", "what"]
    place = {tuple(map(str, k)): i for i, k in enumerate(items[keys].itertuples(index=False, name=None))}
    wanted = [tuple(_whole(v) for v in k) for k in given[keys].itertuples(index=False, name=None)]
    unknown = [w for w in wanted if w not in place]
    if unknown:
        raise InputError(
            f"{name}: {count(len(unknown), 'item')} of {len(wanted)} are not among these statements and sentences (the "
            f"first is of {unknown[0][0]!r}): it was drawn from other articles, or they were extracted anew since. "
            "Give the statements that it was drawn from (--statements)."
        )
    number: dict[int, int] = {}
    for w in wanted:  # a sentence with several missed statements has several rows
        number.setdefault(place[w], len(number))
    drawn = np.array(list(number), dtype=np.int64)
    _enough(items, drawn, name)
    at = np.array([number[place[w]] for w in wanted], dtype=np.int64)
    return Checked(items, drawn, _true_rows(given, at, subject, name))


def _whole(value: object) -> str:
    return str(value).removesuffix(".0")


def _enough(items: pd.DataFrame, drawn: Ints, name: str) -> None:
    """Raise an InputError for a stratum whose error nobody can know."""
    sizes = items["stratum"].value_counts()
    checked = items["stratum"].iloc[drawn].value_counts()
    few = [h for h, size in sizes.items() if checked.get(h, 0) < min(2, size)]
    if few:
        raise InputError(
            f"{name}: fewer than two items of {join([repr(str(h)) for h in few[:3]])} were checked, so nothing is "
            "known of the errors there; check more of the sheet, or draw one with fewer strata (--by)."
        )


def _true_rows(given: pd.DataFrame, at: Ints, subject: Tables | Statements, name: str) -> pd.DataFrame:
    """The statements that stand in the checked items in truth, as rows of the statements table."""
    table = statements_table(subject, purpose="checking")
    voices, _ = voices_and_corpus(subject, None, purpose="checking")
    known = table.set_index(["article_id", "statement_id"])
    of_article = voices.drop_duplicates("article_id").set_index("article_id")
    of_speaker = table.drop_duplicates("speaker").set_index("speaker")
    kinds = [k.value for k in Kind]
    rows: list[dict[str, Any]] = []
    for item, place in zip(given.to_dict("records"), at.tolist(), strict=True):
        said = item["what"] == _STATEMENT
        if said != item["_right"]:  # a statement that is none, or a sentence that is the outlet's own
            continue
        row = dict.fromkeys(map(str, table.columns))
        if said:
            row |= known.loc[(item["article_id"], item["statement_id"])].to_dict()
        else:
            about = of_article.loc[item["article_id"]]
            row |= {c: about[c] for c in table.columns if c in about.index and c not in _OF_SPEECH}
        filled = {c: str(item[c]) for c in CORRECTED if _shown(item[c])}
        if filled.get("kind", kinds[0]) not in kinds:
            raise InputError(
                f"{name}, item {item['item']}: no kind {filled['kind']!r}. {nearest(filled['kind'], kinds)}"
            )
        who = filled.get("speaker")
        if who is not None and who != row["speaker"]:
            row |= dict.fromkeys(_ABOUT) | {"speaker": who}
            if who in of_speaker.index:
                row |= {c: of_speaker.loc[who, c] for c in _ABOUT if c in of_speaker.columns}
        elif who is None:
            row["speaker"] = None
        before = row["kind"]
        row |= {c: v for c, v in filled.items() if c != "official"}
        if "official" in filled:
            row["official"] = filled["official"].lower() in ("true", "1", "yes", "official")
        row["kind"] = row["kind"] or Kind.INDIRECT.value
        if not said:
            row["words"] = float(item["words"] or 0)
        if row["kind"] != before or not said:
            in_marks = {Kind.DIRECT.value: 1.0, Kind.MIXED.value: 0.5}.get(str(row["kind"]), 0.0)
            row["quoted_words"] = in_marks * float(row["words"] or 0)
        rows.append(row | {c: item[c] for c in ("article_id", "statement_id")} | {"_item": place})
    made = pd.DataFrame(rows, columns=[*map(str, table.columns), "_item"])
    for column in made.columns:
        if column in ("words", "quoted_words", "position", "confidence", "start", "end"):
            made[column] = pd.to_numeric(made[column]).astype("float64")
        elif column in ("named", "official"):
            made[column] = made[column].astype("boolean")
        elif column in _FREE:
            made[column] = made[column].astype("object").where(made[column].notna(), "")
        elif column != "_item":
            made[column] = group_values(made[column])
    return made.astype({"_item": "int64"})


_ABOUT = ("speaker_id", "type", "side", "named", "affiliation", "official")
_FREE = ("source", "cue", "content", "via", "with")
_OF_SPEECH = ("speaker", *_ABOUT, "kind", "words", "statement_id", "source", "cue", "via", "with")
