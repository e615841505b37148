#!/usr/bin/env python3
"""What heads in cells would cost in NumPy: the binomial draws of the exits, changes and moves of a trajectory, alone.

    python3 benches/peers/cells.py

Cells are those that the model tells apart: territory or département, status, class, years in the status where they matter. Only
cells with somebody are drawn, as many as at the start in every year.
"""

import sys
import time

import numpy as np
from numpy_reference import REFERENCE, SCENARIOS
from tables import INSTALLED, LOCUM, RETIRED_ACTIVE, SALARIED, draw, read, read_laws, read_toml
from trajectory import Fixed, Trajectory

# Draws of a cell in a year: another exit, the pension, then changes of status and moves.
DRAWS = {INSTALLED: 3, LOCUM: 4, SALARIED: 3, RETIRED_ACTIVE: 2}
# A chance of the size that most have; the cost of a binomial of few heads hardly depends on it.
CHANCE = 0.05


def main() -> int:
    rng = np.random.Generator(np.random.SFC64(1))
    fixed = Fixed(read(SCENARIOS / "baseline"), read_toml(REFERENCE)["horizon"])
    values = {name: value[0] for name, value in draw(read_laws(SCENARIOS, REFERENCE), 1, rng).items()}
    trajectory = Trajectory(fixed, values, rng)
    start = trajectory.starting_stock()
    since = {INSTALLED: trajectory.time_installed(start[INSTALLED])}
    since[LOCUM] = trajectory.time_as_locum(start[LOCUM], start[LOCUM][:0])
    heads = {}
    for status, spells in start.items():
        keys = np.stack([spells.place, spells.born, since.get(status, np.zeros_like(spells.born))])
        heads[status] = np.unique(keys, axis=1, return_counts=True)[1]
    started = time.process_time()
    for _ in range(fixed.years):
        for status, counts in heads.items():
            for _ in range(DRAWS[status]):
                rng.binomial(counts, CHANCE)
    took = 1_000 * (time.process_time() - started)
    cells = sum(len(counts) for counts in heads.values())
    print(
        f"{cells:,} cells with {sum(counts.sum() for counts in heads.values()):,} GPs: {took:.0f} ms of binomials a trajectory"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
