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
# # Comparing sources
#
# How do two texts, or three outlets, tell the same things? First the two seeds, ten months apart, where everything can
# be described and nothing tested; then an invented corpus with a known answer, where differences are tested.

# %%
from pathlib import Path

import pandas as pd

import framing

pd.set_option("display.max_colwidth", 110)
ROOT = Path() if Path("seeds").is_dir() else Path("..")

seeds = framing.analyze(ROOT / "seeds")
two = seeds.compare()
print(two)
for note in two.notes:
    print("-", note)

# %% [markdown]
# Without a column, two articles are compared with each other. The table begins with what differs most for how much
# there is of it.

# %%
columns = ["section", "measure", "of", "A1", "A2"]
two.table[columns].head(12).round(2)

# %% [markdown]
# Every cell opens to the lines behind it.

# %%
two.cells.evidence(("who speaks: US-led coalition", "A2"))[["speaker", "cue", "words"]]

# %% [markdown]
# Where articles are about one event, the comparison also says what each alone has, how the same words are cut and
# introduced, and which numbers differ.

# %%
two.coverage.figures[["group", "speaker", "cue", "figure", "counted"]]

# %% [markdown]
# ## Three outlets with a known slant
#
# `examples/harbour` tells one strike in 24 invented articles of three invented outlets. Its README says who leans how;
# it was written before the comparison was run. Events are in the column `event`, so outlets are compared on the same
# days.

# %%
harbour = framing.analyze(ROOT / "examples" / "harbour" / "slanted.jsonl")
outlets = harbour.compare(by="outlet")
print(outlets)
for one in outlets.claimed[:12]:
    print("-", one.sentence)

# %%
outlets.coverage.versions[["event", "group", "speaker", "cue", "kept_share", "text"]].head(6)

# %%
picture = framing.pictures.balance_shares(harbour, by="side", within="outlet")
print(picture.alt)
picture

# %% [markdown]
# The same events, told without slant: nothing is asserted, and the sentence says how large a difference would have been
# seen.

# %%
even = framing.analyze(ROOT / "examples" / "harbour" / "even.jsonl").compare(by="outlet")
print(even)
for one in even.found[:4]:
    print("-", one.sentence)

# %% [markdown]
# Findings are rows that a program can read, too; `framing compare … --format jsonl` writes the same.

# %%
pd.DataFrame(outlets.findings())[["id", "difference", "low", "high", "q", "n_articles", "claimed"]].head(6)
