#!/usr/bin/env python3
"""The reference scenario in vectorised NumPy: a yardstick for the speed of the product and an oracle for its results.

    pip install numpy
    python3 benches/peers/numpy_reference.py --trajectories 200 --out DIR      writes DIR/indicators.csv

It reads the same tables, parameters and scenario as the product and writes the same columns. README.md beside this file says
which forms were tried, what is left out, and how the two are compared.
"""

import argparse
import csv
import json
import pathlib
import sys
import time

import numpy as np
from indicators import INEQUALITY, OF_YEAR, TROUGH, TROUGH_COUNTS, Reader, troughs
from spells import BySpells
from tables import START, draw, read, read_laws, read_toml
from trajectory import Fixed
from years import ByYears

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
REFERENCE = SCENARIOS / "tendanciel.toml"
QUANTILES = {
    "q025": 0.025,
    "q05": 0.05,
    "q10": 0.1,
    "q25": 0.25,
    "q50": 0.5,
    "q75": 0.75,
    "q90": 0.9,
    "q95": 0.95,
    "q975": 0.975,
}
FORMS = {"years": ByYears, "spells": BySpells}
FASTEST = "spells"
COLUMNS = ("year", "level", "code", "count", "indicator", "mean", "sd", "skewness", "kurtosis", *QUANTILES)
# Series sorted at once: few enough to stay in memory, many enough to spare calls.
SERIES_AT_ONCE = 4_096


class Ensemble:
    """The indicators of all trajectories, in single precision: whole numbers to 16 million are exact."""

    def __init__(self, trajectories: int, seed: int, scenario: pathlib.Path = REFERENCE, form: str = FASTEST) -> None:
        written = read_toml(scenario)
        self.name = written["name"]
        rng = np.random.Generator(np.random.SFC64(seed))
        drawn = draw(read_laws(SCENARIOS, scenario), trajectories, rng)
        fixed = Fixed(read(SCENARIOS / "baseline"), written["horizon"])
        self.reader = Reader(fixed)
        self.values = np.zeros((trajectories, *self.reader.shape), dtype=np.float32)
        for number, row in enumerate(self.values):
            trajectory = FORMS[form](fixed, {name: values[number] for name, values in drawn.items()}, rng)
            trajectory.run()
            self.reader.read(trajectory, row)

    def rows(self):
        """Rows of the file, in the order of indicators, counts, places and years."""
        reader = self.reader
        for at, (name, count) in enumerate(reader.series):
            years = range(reader.stocks - 1) if name in OF_YEAR else range(reader.stocks)
            for place, (level, code) in enumerate(zip(reader.levels, reader.codes, strict=True)):
                if name in INEQUALITY and level == "departement":
                    continue
                yield from ((START + year, level, code, count, name, (at, place, year)) for year in years)

    def statistics(self):
        """Rows of the file with their statistics."""
        keys, flat = list(self.rows()), self.values.reshape(len(self.values), -1)
        at = np.array([np.ravel_multi_index(key[-1], self.reader.shape) for key in keys])
        for first in range(0, len(keys), SERIES_AT_ONCE):
            some = slice(first, first + SERIES_AT_ONCE)
            yield from zip((key[:-1] for key in keys[some]), statistics(flat[:, at[some]].T), strict=True)
        yield from self.trough_rows()

    def trough_rows(self):
        reader = self.reader
        for count in TROUGH_COUNTS:
            found = troughs(self.values[:, reader.index["headcount", count]])
            for name, values in zip(TROUGH, found, strict=True):
                for place, key in enumerate(zip(reader.levels, reader.codes, strict=True)):
                    yield (START + reader.stocks - 1, *key, count, name), statistics(values[None, :, place])[0]


def statistics(values: np.ndarray) -> np.ndarray:
    """Mean, standard deviation, skewness, kurtosis and quantiles of each row."""
    ordered = np.sort(np.ascontiguousarray(values), axis=1).astype(np.float64)
    size = ordered.shape[1]
    mean = ordered.mean(axis=1)
    from_mean = ordered - mean[:, None]
    squares = from_mean**2
    variance = squares.mean(axis=1)
    scale = np.where(variance > 0, variance, 1.0)
    skewness = (squares * from_mean).mean(axis=1) / scale**1.5
    kurtosis = (squares**2).mean(axis=1) / scale**2
    sd = np.sqrt(variance * size / max(size - 1, 1))
    position = np.array(list(QUANTILES.values())) * (size - 1)
    below = np.floor(position).astype(int)
    above = np.minimum(below + 1, size - 1)
    quantiles = ordered[:, below] + (position - below) * (ordered[:, above] - ordered[:, below])
    return np.column_stack([mean, sd, skewness, kurtosis, quantiles])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trajectories", "-n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--form", choices=FORMS, default=FASTEST, help="see README.md")
    parser.add_argument("--out", type=pathlib.Path, help="directory of indicators.csv")
    arguments = parser.parse_args()
    started = time.process_time()
    ensemble = Ensemble(arguments.trajectories, arguments.seed, form=arguments.form)
    simulated = time.process_time() - started
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
        with (arguments.out / "indicators.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("scenario", *COLUMNS))
            writer.writerows(
                (ensemble.name, *key, *(f"{value:.9g}" for value in row)) for key, row in ensemble.statistics()
            )
    print(
        json.dumps(
            {
                "trajectories": arguments.trajectories,
                "cpu_seconds": time.process_time() - started,
                "simulated": simulated,
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
