"""Portrayal: how a sentence puts the one it is about, negative, neutral or positive."""

from framing.sentiment.model import LABELS, UNCERTAIN, Portrayal, labels, portrayals

__all__ = ["LABELS", "UNCERTAIN", "Portrayal", "labels", "portrayals"]
