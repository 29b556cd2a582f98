"""Balance of positive and negative hits, with or without valence shifters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import LexiconError
from framing.lexicon.entries import Lexicon
from framing.lexicon.scoring import counted_hits
from framing.tables import with_groups
from framing.values import Corpus

__all__ = ["AS_COUNTED", "SENTIMENTR", "Shifting", "polarity", "shifted_weights"]


@dataclass(frozen=True, slots=True)
class Shifting:
    """How much shifters change a hit's weight.

    An amplifier adds ``amplify`` times the weight, a downtoner takes it away, never more than all of
    it; under a negator an amplifier works as a downtoner ("not very good"). A negator multiplies by
    ``negate``. After an adversative the weight grows by the share ``adversative``, before it it shrinks.
    """

    amplify: float = 0.0
    negate: float = 1.0
    adversative: float = 0.0


AS_COUNTED = Shifting()
"""Shifters change nothing."""

SENTIMENTR = Shifting(amplify=0.8, negate=-1.0, adversative=0.25)
"""The parameters that sentimentr has by default (Rinker 2021), in the formula of :func:`shifted_weights`.

The formula is a shorter one than sentimentr's, so scores are of its kind and not the same; for its
windows make the hits with :data:`framing.lexicon.shifters.SENTIMENTR_WINDOW`.
"""


def shifted_weights(table: pd.DataFrame, weights: NDArray[np.float64], shifting: Shifting) -> NDArray[np.float64]:
    """Weights of the hits of ``table`` after their shifters.

    weight × (1 + a) × n × (1 + adversative × side), where a is ``amplify`` × (amplifiers − downtoners),
    minus its size where the hit is negated, at least −1; n is ``negate`` where negated, else 1.
    """
    negated = table["negated"].to_numpy(bool)
    amplified = shifting.amplify * table["amplified"].to_numpy(np.float64)
    grown = np.maximum(np.where(negated, -np.abs(amplified), amplified), -1.0)
    side = 1.0 + shifting.adversative * table["adversative"].to_numpy(np.float64)
    shifted: NDArray[np.float64] = weights * (1.0 + grown) * np.where(negated, shifting.negate, 1.0) * side
    return shifted


def polarity(
    table: pd.DataFrame,
    corpus: Corpus,
    voices_table: pd.DataFrame,
    lexicon: Lexicon,
    *,
    by: Sequence[str] = ("article_id", "voice"),
    positive: Sequence[str] = ("positive",),
    negative: Sequence[str] = ("negative",),
    shifting: Shifting = AS_COUNTED,
) -> pd.DataFrame:
    """Positive against negative hits of one lexicon in each group; higher is more positive.

    ``table`` are hits made from ``voices_table``. A hit of a category in ``positive`` weighs 1 and of
    one in ``negative`` -1, times its weight where the entry has one; a weighted lexicon without such
    categories weighs by the signs of its weights. One row a group:

    - ``hits``, ``words``; ``positive``, ``negative``: sums of the weights on each side, both from 0 up;
    - ``per_word``: (positive − negative) / words;
    - ``per_hit``: (positive − negative) / (positive + negative), from -1 to 1, missing without hits;
    - ``log_ratio``: log((positive + 0.5) / (negative + 0.5)) (Lowe et al. 2011).

    Raises a :class:`~framing.errors.LexiconError`: the lexicon has neither such categories nor weights.
    """
    by = list(by)
    sides = dict.fromkeys(positive, 1.0) | dict.fromkeys(negative, -1.0)
    has_sides = any(c in sides for c in lexicon.category_names)
    if not has_sides and not lexicon.weighted:
        raise LexiconError(
            f"lexicon '{lexicon.name}' has no categories {', '.join(sides)} and no weights; name its positive and "
            f"negative ones among {', '.join(lexicon.category_names)}."
        )
    kept = counted_hits(table[table["lexicon"] == lexicon.name], [lexicon])
    if has_sides:
        kept = kept[kept["category"].isin(list(sides))].reset_index(drop=True)
    weights = np.nan_to_num(np.abs(kept["weight"].to_numpy(np.float64)), nan=1.0)
    direction = kept["category"].map(sides) if has_sides else np.sign(kept["weight"])
    value = shifted_weights(kept, weights * np.asarray(direction, dtype=np.float64), shifting)
    groups = with_groups(voices_table, corpus, by)
    per_run = pd.DataFrame(
        {
            "hits": np.bincount(kept["run"], minlength=len(groups)),
            "words": voices_table["words"].to_numpy(),
            "positive": np.bincount(kept["run"], np.maximum(value, 0.0), minlength=len(groups)),
            "negative": np.bincount(kept["run"], np.maximum(-value, 0.0), minlength=len(groups)),
        }
    )
    joined = pd.concat([groups.reset_index(drop=True), per_run], axis=1)
    summed = joined.groupby(by, sort=True, as_index=False).sum() if by else per_run.sum().to_frame().T
    plus, minus = summed["positive"], summed["negative"]
    summed["per_word"] = (plus - minus) / summed["words"]
    summed["per_hit"] = ((plus - minus) / (plus + minus).where(plus + minus > 0)).astype(np.float64)
    summed["log_ratio"] = np.log((plus + 0.5) / (minus + 0.5))
    return summed
