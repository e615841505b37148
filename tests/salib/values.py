#!/usr/bin/env python3
"""Sobol indices by SALib, kept in values.json, which tests/sensitivity.rs compares with ours.

    pip install SALib numpy
    python3 tests/salib/values.py            writes values.json
    python3 tests/salib/values.py --check    says whether values.json is what SALib gives now

The sample matrix of SALib (Saltelli's design on a scrambled Sobol sequence) is kept with the indices, so that both sides
see the same points and must agree to floating error. Functions: Ishigami (a = 7, b = 0.1) and Sobol's g with
a = 0, 1, 4.5, 9, 99, 99, 99, 99.
"""

import json
import math
import pathlib
import sys
from importlib.metadata import version

import numpy as np
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample

ROWS = 64
SEED = 20261126
RESAMPLES = 1000
A = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0]


def ishigami(x):
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(x):
    a = np.array(A)
    return np.prod((np.abs(4.0 * x - 2.0) + a) / (1.0 + a), axis=1)


def case(name, function, bounds):
    dimensions = len(bounds)
    problem = {"num_vars": dimensions, "names": [f"x{i}" for i in range(dimensions)], "bounds": bounds}
    points = sample.sample(problem, ROWS, calc_second_order=False, scramble=True, seed=SEED)
    found = analyze.analyze(
        problem, function(points), calc_second_order=False, num_resamples=RESAMPLES, conf_level=0.95, seed=SEED
    )
    step = dimensions + 2
    return {
        "function": name,
        "a": points[0::step].tolist(),
        "b": points[step - 1 :: step].tolist(),
        "first": found["S1"].tolist(),
        "total": found["ST"].tolist(),
        # Half-widths at 95 %: 1.96 standard deviations over the resamples.
        "first_half_width": found["S1_conf"].tolist(),
        "total_half_width": found["ST_conf"].tolist(),
    }


def main():
    values = {
        "made_by": "tests/salib/values.py",
        "salib": version("SALib"),
        "numpy": version("numpy"),
        "rows": ROWS,
        "seed": SEED,
        "resamples": RESAMPLES,
        "cases": [
            case("ishigami", ishigami, [[-math.pi, math.pi]] * 3),
            case("sobol-g", sobol_g, [[0.0, 1.0]] * 8),
        ],
    }
    path = pathlib.Path(__file__).with_name("values.json")
    if "--check" not in sys.argv[1:]:
        path.write_text(json.dumps(values) + "\n")
        return 0
    kept = json.loads(path.read_text())
    # Half-widths come from numpy's generator, which may change between versions; points and indices may not.
    for before, now in zip(kept["cases"], values["cases"], strict=True):
        for key in ("a", "b", "first", "total"):
            if not np.allclose(before[key], now[key], rtol=1e-12, atol=1e-12):
                print(f"{now['function']}: {key} is not what values.json holds", file=sys.stderr)
                return 1
    print(f"same points and indices by SALib {values['salib']} and numpy {values['numpy']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
