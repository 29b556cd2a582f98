"""The rules that put the model's attributions right, and the trace that says which of them changed what.

To add a rule: write a function that tells what changes (``Edits`` in :mod:`framing.resolve.rules.rule`), in the module
of its subject, and put one entry into the table (:mod:`framing.resolve.rules.table`) where it belongs in the order.
The entry's example runs as a test by itself, with the rule and without it; ``benchmarks/rules.py`` counts how often
the rule fires on annotated texts and what the figures are without it. A rule for the words of one article does not
belong here.
"""

from framing.resolve.rules.rule import Change, Edit, Edits, Example, Rule, Told, apply, each, history, replay
from framing.resolve.rules.table import RULES

__all__ = ["RULES", "Change", "Edit", "Edits", "Example", "Rule", "Told", "apply", "each", "history", "replay"]
