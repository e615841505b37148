#!/usr/bin/env python3
"""The product and the model in NumPy agree: means and spreads, within the Monte Carlo error of both.

    python3 benches/peers/compare.py --releve target/release/releve

Two cases: the reference as it is, and the reference with every parameter at the mean of its law, where what is left is the luck
of persons and places and an error of a few heads shows. The two models share no code and no random number.

A right pair of models fails with a chance of LEVEL. It is shared equally among the families (case, level of places, means or
spreads) and, within a family, among its comparisons (Bonferroni). A difference of means is measured by the pooled standard
deviation, one of spreads by the logarithm of the ratio of variances, whose error comes from the kurtosis. Limits are those of
the normal law, corrected for the third and fourth cumulants of the difference (Cornish and Fisher, 1938): departures of a
département are far from normal. What a file rounds is allowed for.
"""

import argparse
import csv
import math
import pathlib
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from indicators import PARTS, TROUGH
from numpy_reference import REFERENCE, SCENARIOS, Ensemble, statistics
from tables import START, mean_of, read_laws, read_toml
from trajectory import FLOWS

LEVEL = 1e-3
LEVELS = ("france", "region", "departement")
# The product is the faster: twice as many trajectories for less.
TIMES = 2
SEEDS = {"product": 1, "numpy": 20_261_126}
WORST = 20
# An error of a variance above which its law is not normal enough: a fifth of it. Rare events are left to the means.
KNOWN_WELL = 0.2
# Standard deviations within which 95 % of a law lie only if rare values make its variance: 3.3 of a uniform law do, 3.9 of
# a normal one.
NARROW = 3.0
# A kurtosis below which a law stands on two values or little more (that of a uniform law): its mean tells its variance.
TWO_VALUES = 1.8
# Series of whole heads, and half of the last decimal that the file gives of their mean.
HEADS = ("headcount", *FLOWS, "arrivals", "departures", "dj_headcount", *TROUGH)
HALF_A_DECIMAL = 0.005
# Relative error of a mean of numbers in single precision.
SINGLE = float(np.finfo(np.float32).eps)


@dataclass
class Sample:
    """What is known of a series from one model; skewness and kurtosis of the law only from the one in NumPy."""

    mean: float
    sd: float
    # Between the quantiles of 2.5 and 97.5 %.
    range: float
    skewness: float = 0.0
    kurtosis: float = 3.0


Key = tuple[str, str, str, str, int]


def of_file(path: pathlib.Path) -> dict[Key, Sample]:
    """The series of an indicators.csv by indicator, count, level, code and year."""
    with path.open(newline="", encoding="utf-8") as file:
        return {
            (row["indicator"], row["count"], row["level"], row["code"], int(row["year"])): Sample(
                float(row["mean"]), float(row["sd"]), float(row["q975"]) - float(row["q025"])
            )
            for row in csv.DictReader(file)
        }


def of_ensemble(ensemble: Ensemble) -> dict[Key, Sample]:
    return {
        (name, count, level, code, year): Sample(mean, sd, high - low, skewness, kurtosis)
        for (year, level, code, count, name), (mean, sd, skewness, kurtosis, low, *_, high) in ensemble.statistics()
    }


@dataclass
class Comparison:
    """A difference in units of its error, with the skewness and excess kurtosis of its law."""

    z: float
    skewness: float
    excess: float
    tell: str

    def limit(self, z: float) -> float:
        """Limit of its law, on the side on which it lies, where that of the normal law is z."""
        side = math.copysign(1.0, self.z) * self.skewness
        return z + (z**2 - 1) * side / 6 + (z**3 - 3 * z) * self.excess / 24 - (2 * z**3 - 5 * z) * side**2 / 36


def of_means(key: Key, product: Sample, numpy: Sample, m: int, n: int) -> Comparison:
    variance = ((m - 1) * product.sd**2 + (n - 1) * numpy.sd**2) / (m + n - 2)
    # Of the difference: of two means of one law, then of its estimated error (Student).
    skewness = numpy.skewness * (1 / m**2 - 1 / n**2) / (1 / m + 1 / n) ** 1.5
    excess = (numpy.kurtosis - 3) * (1 / m**3 + 1 / n**3) / (1 / m + 1 / n) ** 2 + 6 / (m + n - 6)
    z = in_errors(product.mean - numpy.mean, rounding(key, numpy), math.sqrt(variance * (1 / m + 1 / n)))
    return Comparison(z, skewness, excess, f"{words(key)}: mean {product.mean:.6g} and {numpy.mean:.6g}, z {z:+.1f}")


def of_spreads(key: Key, product: Sample, numpy: Sample, kurtosis: float, m: int, n: int) -> Comparison | None:
    """By the logarithm of the ratio of variances, where their error is known; `kurtosis` is the mean of the years."""
    # A sample that misses the tail of a law has a small variance and a small kurtosis at once: the years know better.
    error = math.sqrt(max(numpy.kurtosis - 1, kurtosis - 1, 0) * (1 / m + 1 / n))
    is_of_rare_values = any(sample.range <= NARROW * sample.sd for sample in (product, numpy))
    if key[0] in TROUGH or is_of_rare_values or error > KNOWN_WELL or numpy.kurtosis < TWO_VALUES:
        return None
    z = in_errors(2 * math.log(product.sd / numpy.sd), 2 * rounding(key, numpy) / min(product.sd, numpy.sd), error)
    tell = f"{words(key)}: standard deviation {product.sd:.6g} and {numpy.sd:.6g}, z {z:+.1f}"
    return Comparison(z, 0.0, 0.0, tell)


def rounding(key: Key, numpy: Sample) -> float:
    """Of heads, what the file rounds; else one part of the unit in which both count; and what single precision takes."""
    rounded = HALF_A_DECIMAL if key[0] in HEADS else 1 / PARTS.get(key[0], 1)
    return rounded + SINGLE * abs(numpy.mean)


def in_errors(difference: float, rounding: float, error: float) -> float:
    """What of a difference rounding does not explain, in errors."""
    left = max(abs(difference) - rounding, 0.0)
    if left == 0:
        return 0.0
    return math.copysign(left / error if error > 0 else math.inf, difference)


def words(key: Key) -> str:
    return " ".join(str(part) for part in key if part != "")


def add_moves(product: dict[Key, Sample], numpy: dict[Key, Sample], ensemble: Ensemble) -> None:
    """Moves of all France between régions and between départements, which its own series do not show.

    The product gives no spread of these sums: that of NumPy serves for both.
    """
    reader = ensemble.reader
    for level in LEVELS[1:]:
        places = [place for place, of in enumerate(reader.levels) if of == level]
        moves = ensemble.values[:, reader.index["arrivals", ""], places, :-1].sum(axis=1)
        for year, (mean, sd, skewness, kurtosis, low, *_, high) in enumerate(statistics(moves.T), start=START):
            key = ("arrivals", "", "france", f"between places of level {level}", year)
            of_places = [product["arrivals", "", level, reader.codes[place], year].mean for place in places]
            numpy[key] = Sample(mean, sd, high - low, skewness, kurtosis)
            product[key] = Sample(sum(of_places), sd, high - low)


class Family:
    """Comparisons that share a level equally."""

    def __init__(self) -> None:
        self.all: list[Comparison] = []

    def beyond(self, level: float) -> list[str]:
        """Those beyond their limits, the furthest first."""
        z = NormalDist().inv_cdf(1 - level / (2 * len(self.all)))
        beyond = sorted((comparison.limit(z) - abs(comparison.z), comparison.tell) for comparison in self.all)
        return [tell for left, tell in beyond if left < 0]

    def spread(self) -> float:
        """Root mean square of z: 1 where errors are what they are said to be."""
        finite = [comparison.z for comparison in self.all if math.isfinite(comparison.z) and comparison.z != 0]
        return math.sqrt(sum(z * z for z in finite) / max(len(finite), 1))


def compare(product: dict[Key, Sample], numpy: dict[Key, Sample], m: int, n: int) -> dict[tuple[str, str], Family]:
    """By level of places, means and spreads."""
    families: dict[tuple[str, str], Family] = defaultdict(Family)
    kurtosis = defaultdict(list)
    for (*series, _), sample in numpy.items():
        kurtosis[tuple(series)].append(sample.kurtosis)
    kurtosis = {series: sum(of_years) / len(of_years) for series, of_years in kurtosis.items()}
    for key, sample in numpy.items():
        families[key[2], "means"].all.append(of_means(key, product[key], sample, m, n))
        spreads = of_spreads(key, product[key], sample, kurtosis[key[:-1]], m, n)
        if spreads:
            families[key[2], "spreads"].all.append(spreads)
    return families


def at_means(path: pathlib.Path) -> pathlib.Path:
    """The reference with every parameter at the mean of its law, as a scenario."""
    means = {name: mean_of(law) for name, law in read_laws(SCENARIOS, REFERENCE).items()}
    levers: dict[str, dict[str, float]] = defaultdict(dict)
    for name in [name for name in means if name.startswith("lever.")]:
        _, lever, field = name.split(".")
        levers[lever][field] = means.pop(name)
    lines = ['name = "fixed"', 'title = "Fixed"', f"horizon = {read_toml(REFERENCE)['horizon']}", "[parameters]"]
    lines += [f"{name} = {value!r}" for name, value in means.items()]
    for lever, fields in levers.items():
        lines += [f"[lever.{lever}]", *(f"{field} = {value!r}" for field, value in fields.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run_product(
    releve: pathlib.Path, scenario: pathlib.Path, trajectories: int, out: pathlib.Path
) -> dict[Key, Sample]:
    command = [releve, "run", scenario, "--trajectories", trajectories, "--seed", SEEDS["product"], "--threads", 1]
    command += ["--levels", ",".join(LEVELS), "--no-report", "--out", out]
    subprocess.run([str(word) for word in command], check=True, capture_output=True)
    return of_file(out / "indicators.csv")


def judge(case: str, families: dict[tuple[str, str], Family], level_of_each: float) -> bool:
    """Prints what was found; whether something differs."""
    differs = False
    for (level, what), family in sorted(families.items()):
        beyond = family.beyond(level_of_each)
        differs |= bool(beyond)
        about = f"{len(family.all):,} compared, {len(beyond)} beyond, z spreads by {family.spread():.2f}"
        print(f"{case}, {level}, {what}: {about}")
        print("".join(f"    {tell}\n" for tell in beyond[:WORST]), end="", flush=True)
    return differs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releve", type=pathlib.Path, required=True, help="the product")
    parser.add_argument("--trajectories", "-n", type=int, default=500, help="of NumPy; the product draws twice as many")
    arguments = parser.parse_args()
    m, n = TIMES * arguments.trajectories, arguments.trajectories
    verdicts = []
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        cases = {"reference": REFERENCE, "parameters at their means": at_means(work / "fixed.toml")}
        for case, scenario in cases.items():
            product = run_product(arguments.releve.resolve(), scenario, m, work / scenario.stem)
            ensemble = Ensemble(n, SEEDS["numpy"], scenario)
            numpy = of_ensemble(ensemble)
            add_moves(product, numpy, ensemble)
            families = compare(product, numpy, m, n)
            verdicts.append(judge(case, families, LEVEL / (len(cases) * len(families))))
    return int(any(verdicts))


if __name__ == "__main__":
    sys.exit(main())
