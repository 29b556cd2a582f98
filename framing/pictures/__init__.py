"""Pictures of contrasts and balance. Each function gives a :class:`Picture`: the figure and the table behind it."""

from framing.pictures.heat import heat_map
from framing.pictures.multiples import terms_by_actor
from framing.pictures.picture import Picture
from framing.pictures.profile import diversity_profile
from framing.pictures.ranks import rank_chart
from framing.pictures.scatter import term_scatter
from framing.pictures.shares import Share, balance_shares
from framing.pictures.sided import diverging_bars, word_shift

__all__ = [
    "Picture",
    "Share",
    "balance_shares",
    "diverging_bars",
    "diversity_profile",
    "heat_map",
    "rank_chart",
    "term_scatter",
    "terms_by_actor",
    "word_shift",
]
