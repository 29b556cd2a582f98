"""How long the join of a corpus takes, and how much memory: made-up actors, no model is run.

    python benchmarks/join_speed.py [--actors 100000] [--statements 1000000] [--seed 0]

Every statement is a sighting in an article of its own surroundings (ten to an article). Persons have a given name and a
surname drawn with the inequality of real ones (few surnames are frequent), bodies three words; persons are named in
full, by surname, by surname with a title, or with a short given name. Prints seconds and the peak of memory, that of
the made-up sightings included.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import sys
import time

import numpy as np

from framing.join import join_sightings
from framing.join.names import short_names
from framing.resolve.names import slug
from framing.resolve.sightings import Sighting
from framing.values import Article, Speaker, SpeakerType

BODIES = ("Ministry", "Council", "Union", "Company", "Institute", "Party", "Court", "Agency")
ROLES = ("president", "senator", "lawyer", "minister", "journalist", "doctor", "activist", "executive")
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "in", "or", "um")]
PER_ARTICLE = 10
PERSONS = 0.7


def made(actors: int, statements: int, seed: int) -> tuple[list[Sighting], list[Article]]:
    """Sightings of so many actors, and their articles."""
    random = np.random.default_rng(seed)
    full = {given: short for short, names in sorted(short_names().items()) for given in sorted(names)}
    given_names = sorted(full)
    surnames = ["".join(random.choice(SYLLABLES, 3)).title() for _ in range(max(10, actors // 10))]
    people = int(actors * PERSONS)
    names: list[tuple[str, str, str]] = []
    for number in range(actors):
        if number < people:
            given = given_names[int(random.zipf(1.3)) % len(given_names)]
            names.append((given.title(), surnames[int(random.zipf(1.2)) % len(surnames)], full[given].title()))
        else:
            first, second = (surnames[i] for i in random.integers(len(surnames), size=2))
            names.append((f"{first} {second}", BODIES[number % len(BODIES)], ""))
    speakers: dict[tuple[str, bool], Speaker] = {}
    forms: dict[str, tuple[tuple[str, int], ...]] = {}
    roles = [frozenset({role}) for role in ROLES]
    articles = [
        Article(f"a{i}", "", date=dt.date(2015, 1, 1) + dt.timedelta(days=i % 3000))
        for i in range(statements // PER_ARTICLE)
    ]
    which = random.integers(actors, size=statements)
    ways = random.random(statements)
    found = []
    for at in range(statements):
        actor = int(which[at])
        given, surname, short = names[actor]
        person = actor < people
        bare = person and ways[at] < 0.2
        name = surname if bare else f"{short if person and ways[at] > 0.95 else given} {surname}"
        kind = SpeakerType.PERSON if person else SpeakerType.ORGANISATION
        who = speakers.setdefault((name, person), Speaker(slug(name), name, kind))
        said = forms.setdefault(name, ((name, 1),))
        calling = roles[actor % len(roles)] if person and ways[at] * 10 % 1 < 0.4 else frozenset()
        found.append(Sighting(f"a{at // PER_ARTICLE}", who, person, said, "", calling))
    return found, articles


def main() -> None:
    """Make, join, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actors", type=int, default=100_000)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    sightings, articles = made(given.actors, given.statements, given.seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, worked = time.perf_counter(), time.process_time()
    join = join_sightings(sightings, articles)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1024 if sys.platform != "darwin" else 1024**2
    print(f"{given.statements:,} statements of {given.actors:,} actors: {len(join.actors):,} joined actors")
    print(f"{seconds:.1f} s ({worked:.1f} s of the processor)")
    print(f"peak {peak / unit:.0f} MB ({before / unit:.0f} MB before the join)")


if __name__ == "__main__":
    main()
