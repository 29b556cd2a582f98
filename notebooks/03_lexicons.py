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
# # Lexicons, by voice
#
# A word such as *terrorist* means one thing when the outlet writes it and another when it quotes it. Every
# score here is given by voice, with its count.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import framing

pd.set_option("display.max_colwidth", 90)
SEEDS = Path("seeds") if Path("seeds").is_dir() else Path("../seeds")
corpus = framing.read(SEEDS)
statements = framing.extract(corpus, project=framing.read_project(SEEDS / "framing.toml"))
voices = framing.voices(statements)

for name in framing.shipped_lexicons():
    print(f"{name:24s}", framing.read_lexicon(name).description)

# %% [markdown]
# ## Labels for the same people

# %%
labels = framing.read_lexicon("group_labels")
scores = framing.lexicon_scores(voices, labels, by="voice")
scores = scores[scores["hits"] > 0]
scores[["voice", "category", "hits", "words", "per_1000", "low_count"]]

# %%
used = scores.pivot_table(index="category", columns="voice", values="per_1000", fill_value=0.0)
used = used.loc[used.sum(axis=1).sort_values().index]
figure, axes = plt.subplots(figsize=(8, 3.5), layout="constrained")
height = 0.8 / len(used.columns)
for offset, (voice, colour) in enumerate(zip(used.columns, ["#4d4d4d", "#e69f00", "#0072b2"], strict=False)):
    axes.barh([i + offset * height for i in range(len(used))], used[voice], height, color=colour, label=voice)
axes.set_yticks([i + height for i in range(len(used))], used.index)
axes.set_xlabel("uses per 1,000 words of that voice")
axes.legend(frameon=False)
plt.show()

# %% [markdown]
# Each use can be looked up. The column `low_count` marks rates that rest on fewer than five uses: most of
# them, in two articles.

# %%
hits = framing.hits(voices, labels)
hits.head(12)

# %% [markdown]
# ## Tone
#
# VADER (Hutto and Gilbert 2014), sentence by sentence, words of each voice apart; -1 is the most negative,
# +1 the most positive. News about a battle is negative in every voice.

# %%
framing.tone(voices, by="voice")
