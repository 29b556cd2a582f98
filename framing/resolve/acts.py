"""What kind of attribution it is: speech, thought, an attitude shown otherwise, or nobody's statement."""

from __future__ import annotations

from collections.abc import Sequence

from framing.attribute.annotation import Attribution
from framing.attribute.labels import ACTS
from framing.resolve.layout import Layout
from framing.resolve.rules import Change
from framing.resolve.thresholds import ACT
from framing.values import Act, Kind

__all__ = ["act_of", "without_deeds"]

_NONE, _SPEECH = ACTS.index("none"), ACTS.index("speech")


def act_of(attribution: Attribution, kind: Kind) -> Act:
    """The likeliest act, by the words of the cue; speech where no cue tells, or where the words are quoted whole."""
    chances = attribution.acts
    if not chances or (kind is Kind.DIRECT and chances[_SPEECH] >= ACT.quoted):
        return Act.SPEECH
    best = max(range(len(chances)), key=chances.__getitem__)
    return Act.OTHER if best == _NONE else Act(ACTS[best])


def without_deeds(
    layout: Layout, attributions: Sequence[Attribution]
) -> tuple[tuple[Attribution, ...], tuple[Change, ...]]:
    """The attributions without those that nobody states: deeds, events, provisions; and what was left out."""
    kept: list[Attribution] = []
    trace: list[Change] = []
    for one in attributions:
        nobodys = bool(one.acts) and one.acts[_NONE] >= ACT.nobodys and layout.kind(one.content) is not Kind.DIRECT
        if nobodys:
            trace.append(Change("nobody's statement", layout.field, one, None))
        else:
            kept.append(one)
    return tuple(kept), tuple(trace)
