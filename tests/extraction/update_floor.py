"""Measure the pinned figures anew and, if asked to, pin them.

``python -m tests.extraction.update_floor`` shows floor and figures; ``--write`` raises the floor; a figure that fell
is pinned only with ``--lower`` as well. Figures that cannot be measured here keep their floor.
"""

from __future__ import annotations

import argparse
import json
import sys

from tests.extraction.measured import FLOOR, Floor, measured, read_floor

__all__ = ["main", "updated"]


class LoweredError(Exception):
    """A figure fell below its floor."""


def updated(floor: Floor, figures: Floor, *, lower: bool = False) -> Floor:
    """The floor with the figures in it, rounded down to a tenth of a point.

    Raises:
        LoweredError: if a figure is below its floor and ``lower`` is not set.

    """
    result = {group: dict(values) for group, values in floor.items()}
    fallen = []
    for group, values in figures.items():
        for name, value in values.items():
            pinned = int(value * 10 + 1e-6) / 10
            before = result.setdefault(group, {}).get(name)
            if before is not None and pinned < before:
                fallen.append(f"{group}, {name}: {before:.1f} to {pinned:.1f}")
            result[group][name] = pinned
    if fallen and not lower:
        raise LoweredError(f"these figures fell, and only --lower pins them: {'; '.join(fallen)}")
    return result


def main(arguments: list[str]) -> int:
    """Show the figures and pin them; 1 if one fell and --lower is not given."""
    parser = argparse.ArgumentParser(description="Measure the pinned figures anew and, if asked to, pin them.")
    parser.add_argument("--write", action="store_true", help="pin the figures in floor.json")
    parser.add_argument("--lower", action="store_true", help="pin also figures that fell")
    options = parser.parse_args(arguments)
    floor = read_floor() if FLOOR.exists() else {}
    figures = measured()
    for group, values in figures.items():
        for name, value in values.items():
            before = floor.get(group, {}).get(name)
            sys.stdout.write(f"{group}, {name}: {value:.2f} (floor {'none' if before is None else before})\n")
    if options.write:
        try:
            pinned = updated(floor, figures, lower=options.lower)
        except LoweredError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        FLOOR.write_text(json.dumps(pinned, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
