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

import matplotlib.pyplot as plt
import pandas as pd

import framing
from framing.compare import top_terms

pd.set_option("display.max_colwidth", 90)
SEEDS = Path("seeds") if Path("seeds").is_dir() else Path("../seeds")
corpus = framing.read(SEEDS)
statements = framing.extract(corpus, project=framing.read_project(SEEDS / "framing.toml"))
voices = framing.voices(corpus, statements)

contrast = framing.contrast(voices, ("Russia", "US-led coalition"), by="side")
top = top_terms(contrast, 8)
top[["term", "count_a", "count_b", "statements_a", "statements_b", "tfidf_difference", "log_odds", "z"]]

# %%
shown = top.sort_values("tfidf_difference")
figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
colours = ["#0072b2" if value > 0 else "#e69f00" for value in shown["tfidf_difference"]]
axes.barh(shown["term"], shown["tfidf_difference"], color=colours)
axes.axvline(0, color="black", linewidth=0.8)
axes.set_xlabel("US-led coalition  ←  difference of mean TF-IDF  →  Russia")
plt.show()

# %% [markdown]
# ## The lines behind a term

# %%
contrast.kwic(str(top["term"].iloc[0]), 5)[["speaker", "voice", "left", "match", "right"]]

# %% [markdown]
# ## The outlets' own voice against the voices they quote

# %%
own = framing.contrast(voices, ("own", "quoted"), by="voice", voices=("own", "quoted"))
top_terms(own, 6)[["term", "count_a", "count_b", "tfidf_difference", "z"]]
