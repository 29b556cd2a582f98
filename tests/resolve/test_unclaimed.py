"""What the structure shows where the model found nothing, and where it shows nothing."""

from __future__ import annotations

import pytest

from tests.resolve.resolve_marked import resolve

BERG = "{c1|“The rain has stopped,”} {s1|{P|Anna Berg}} {q1|said}."
Row = tuple[str | None, str]

CASES: dict[str, tuple[str, list[Row]]] = {
    "a quotation that fills the next paragraph": (
        f"{BERG}\n\n“The road is open again.”\n\nIt was noon.",
        [("Anna Berg", "“The rain has stopped,” … “The road is open again.”")],
    ),
    "and the one after": (
        f"{BERG}\n\n“The road is open again.”\n\n“The school is not.”",
        [("Anna Berg", "“The rain has stopped,” … “The road is open again.” … “The school is not.”")],
    ),
    "one that follows in the paragraph": (
        f"{BERG} “The road is open again.” It was noon.",
        [("Anna Berg", "“The rain has stopped,” … “The road is open again.”")],
    ),
    "a paragraph between": (
        f"{BERG}\n\nIt was noon.\n\n“The road is open again.”",
        [("Anna Berg", "“The rain has stopped,”")],
    ),
    "a scare quote": (f"{BERG}\n\nThe “very good old road” is open.", [("Anna Berg", "“The rain has stopped,”")]),
    "no sentence": (f"{BERG}\n\n“the very good old road”", [("Anna Berg", "“The rain has stopped,”")]),
    "after a paraphrase": (
        "{s1|{P|Anna Berg}} {q1|said} {c1|the rain had stopped}.\n\n“The road is open again.”",
        [("Anna Berg", "the rain had stopped")],
    ),
    "only quotations": ("“The rain has stopped.”\n\n“The road is open again.”", []),
    "a quotation that runs on over paragraphs": (
        "{s1|{P|Anna Berg}} {q1|said}: {c1|“The rain has stopped.}\n\n“The road is open again.”\n\nIt was noon.",
        [("Anna Berg", "“The rain has stopped. … “The road is open again.”")],
    ),
    "headline with a country behind a dash": (
        "It was noon on the hill.\n\nRaids 'must end at once' - {L|Syria}\n\nIt rained in the town.",
        [("Syria", "Raids 'must end at once'")],
    ),
    "headline with an official behind a dash": (
        "It was noon on the hill.\n\nBridge will stay closed until June – mayor\n\nIt rained in the town.",
        [("mayor", "Bridge will stay closed until June")],
    ),
    "headline with a poll before a colon": (
        "Poll: Three of five want a new bridge\n\nIt was noon on the hill. It rained in the town.",
        [("poll", "Three of five want a new bridge")],
    ),
    "headline with people before a colon": (
        "It was noon on the hill.\n\nHarbour pilots: Old bridge will not last\n\nIt rained in the town.",
        [("harbour pilots", "Old bridge will not last")],
    ),
    "headline with a subject before a colon": (
        "It was noon on the hill.\n\n{P|Anna Berg}: A long life at sea\n\nIt rained in the town.",
        [],
    ),
    "headline with a score": (
        "It was noon on the hill.\n\nGroup A – {L|Norway} 1 – 2 {L|Iceland}\n\nIt rained in the town.",
        [],
    ),
    "headline with an outlet behind a dash": (
        "It was noon on the hill.\n\nBridge stays closed until June – {O|Oslo Daily News}\n\nIt rained.",
        [],
    ),
    "headline with an unknown name behind a dash": (
        "It was noon on the hill.\n\nBridge will stay closed until June – {P|Anna Berg}\n\nIt rained.",
        [],
    ),
    "estimates": (
        "Based on various estimates, up to 4,000 people came, described as {q1|“the {O|Greens}”}{c1| in town}.",
        [("various estimates", "up to 4,000 people came"), (None, "in town")],
    ),
    "estimates of somebody": (
        "According to figures from the harbour office, 300 ships came.",
        [("figures from the harbour office", "300 ships came")],
    ),
    "by some measures": ("By some measures, the town is rich. It is old.", [("measures", "the town is rich")]),
    "estimates behind": (
        "Half of the bridge is rust, by one estimate.",
        [("estimate", "Half of the bridge is rust")],
    ),
    "reports behind": (
        "Half of the bridge is rust, according to press reports.",
        [("press reports", "Half of the bridge is rust")],
    ),
    "by something else": ("By all means, come. He paid, by credit card.", []),
    "based on something else": ("Based on a novel, the film was long.", []),
    "estimates that the model found": (
        "{q1|According to} {s1|official figures}, {c1|300 ships came}.",
        [("official figures", "300 ships came")],
    ),
}


@pytest.mark.parametrize(("marked", "expected"), CASES.values(), ids=CASES.keys())
def test_unclaimed(marked: str, expected: list[Row]) -> None:
    assert [(s.speaker.name if s.speaker else None, s.content.text) for s in resolve(marked)] == expected


def test_found_without_a_source_it_has_the_speaker_before() -> None:
    first, second = resolve(f"{BERG}\n\n{{c2|“The road is open again.”}}")
    assert first.speaker == second.speaker
    assert second.source is second.cue is None
