"""The mean of the weights of several training runs (Wortsman et al. 2022, "Model soups").

    python -m training.average RUN RUN … --out FOLDER

Runs can be averaged because all start from the same encoder and the same new weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.network import Network, load, save


def average(networks: list[Network]) -> Network:
    """A network whose weights are the means of those given."""
    states = [n.state_dict() for n in networks]
    mean = {k: torch.stack([s[k] for s in states]).mean(0) for k in states[0]}
    networks[0].load_state_dict(mean)
    return networks[0]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    save(average([load(r) for r in arguments.runs]), arguments.out, averaged=[r.name for r in arguments.runs])


if __name__ == "__main__":
    main()
