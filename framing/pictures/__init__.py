"""Pictures of contrasts and balance. Each function gives a :class:`Picture`: the figure and the table behind it."""

from framing.pictures.picture import Picture
from framing.pictures.scatter import term_scatter
from framing.pictures.sided import diverging_bars, word_shift

__all__ = ["Picture", "diverging_bars", "term_scatter", "word_shift"]
