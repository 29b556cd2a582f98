"""Pictures of contrasts, balance and voices. Each function gives a :class:`Picture`: figure, table and words."""

from framing.pictures.bars import speaker_words, statement_kinds, term_voices, tone_by_voice, verb_stances
from framing.pictures.between import shares_between, shares_over_time
from framing.pictures.heat import heat_map
from framing.pictures.lanes import dispersion, voice_lanes
from framing.pictures.matrix import portrayal_matrix
from framing.pictures.multiples import terms_by_actor
from framing.pictures.picture import Picture
from framing.pictures.profile import diversity_profile
from framing.pictures.ranks import rank_chart
from framing.pictures.scatter import term_scatter
from framing.pictures.shares import Share, balance_shares
from framing.pictures.sided import Scale, diverging_bars, word_shift
from framing.pictures.strips import article_strip, article_strips, voice_pieces

__all__ = [
    "Picture",
    "Scale",
    "Share",
    "article_strip",
    "article_strips",
    "balance_shares",
    "dispersion",
    "diverging_bars",
    "diversity_profile",
    "heat_map",
    "portrayal_matrix",
    "rank_chart",
    "shares_between",
    "shares_over_time",
    "speaker_words",
    "statement_kinds",
    "term_scatter",
    "term_voices",
    "terms_by_actor",
    "tone_by_voice",
    "verb_stances",
    "voice_lanes",
    "voice_pieces",
    "word_shift",
]
