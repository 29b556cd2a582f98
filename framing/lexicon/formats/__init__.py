"""Readers of lexicon formats: each takes a file's text and a draft, and gives a lexicon."""
