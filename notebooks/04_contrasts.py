# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Contrasts
#
# Which words set one actor's statements apart from another's. Two articles allow a description, not a
# test: there are no p-values below, and a term from a single statement is marked.

# %%
from pathlib import Path

import pandas as pd

import framing
from framing.contrasts import top_terms

pd.set_option("display.max_colwidth", 90)
SEEDS = Path("seeds") if Path("seeds").is_dir() else Path("../seeds")
corpus = framing.read(SEEDS)
statements = framing.extract(corpus, project=framing.read_project(SEEDS / "framing.toml"))
voices = framing.voices(statements)

contrast = framing.contrast(voices, ("Russia", "US-led coalition"), by="side")
top = top_terms(contrast, 8)
top[["term", "count_a", "count_b", "statements_a", "statements_b", "tfidf_difference", "log_odds", "z"]]

# %%
framing.pictures.diverging_bars(contrast, n=8)

# %% [markdown]
# ## The lines behind a term

# %%
contrast.evidence(str(top["term"].iloc[0]))[["speaker", "voice", "left", "words", "right"]]

# %% [markdown]
# ## The outlets' own voice against the voices they quote

# %%
own = framing.contrast(voices, ("own", "quoted"), by="voice", voices=("own", "quoted"))
top_terms(own, 6)[["term", "count_a", "count_b", "tfidf_difference", "z"]]

# %% [markdown]
# ## Echo: where the outlet's own voice speaks like an actor
#
# Own sentences and the statements that are most alike, by the words they share and by their sense. That two lines are
# alike says that they speak alike, not who took it from whom.

# %%
echo = framing.echo(voices)
lines = echo.lines("Sergey Lavrov", 3)
lines[["similarity", "shared_terms", "embedding_similarity", "own_text", "said_text"]]
