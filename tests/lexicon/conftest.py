import sys
from pathlib import Path

# The tests of this folder share the makers of statements in cases.py, imported from the repository's root.
sys.path.insert(0, str(Path(__file__).parents[2]))
