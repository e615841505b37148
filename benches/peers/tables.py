"""The reference scenario as data: tables of the baseline, laws of the parameters, what no trajectory changes.

Written from the tables themselves (scenarios/baseline/*.csv, parameters.toml) and from what the documentation says of them;
no code of the product is used.
"""

import csv
import pathlib
import tomllib
from dataclasses import dataclass

import numpy as np

AGE_MIN, AGE_MAX = 24, 95
AGES = AGE_MAX - AGE_MIN + 1
STATUSES = ("installed", "locum", "salaried", "retired-active")
INSTALLED, LOCUM, SALARIED, RETIRED_ACTIVE = range(4)
SEXES = ("F", "M")
ZONES = ("ZIP", "ZAC", "ZAR", "HZ", "NC")
EXPLANATIONS = ("later-retirement", "end-of-recoding")
GROUPS = ("0_19", "20_39", "40_59", "60_74", "75_plus")
START = 2026

FAR_KM = 1_000.0
SHARED_DRIFT_KM = 250.0
EARTH_RADIUS_KM = 6_371.0
# The known split of posts that later classes keep: that of the last four.
CLASSES_OF_SPLIT = 4


def rows(directory: pathlib.Path, name: str) -> list[dict[str, str]]:
    with (directory / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def ages_of(row: dict[str, str]) -> list[float]:
    return [float(row[f"a{age}"]) for age in range(AGE_MIN, AGE_MAX + 1)]


@dataclass
class Tables:
    """Arrays by territory (t), département (d), subdivision (s), sex and age; see the functions that fill them."""

    codes: list[str]
    region_codes: list[str]
    region: np.ndarray  # [d]
    neighbours: list[np.ndarray]
    distance: np.ndarray  # [d, d] km
    departement: np.ndarray  # [t]
    zone: np.ndarray  # [t]
    population_share: np.ndarray  # [t]
    apl: np.ndarray  # [t]
    heads: dict[int, np.ndarray]  # status: [t] or [d]
    mixes: np.ndarray  # [explanation, d, status, sex × age]
    retirement: np.ndarray  # [status, sex, age]
    other_exit: np.ndarray  # [status, sex, age]
    to_installed: np.ndarray  # [years as a locum]
    to_salaried: np.ndarray  # [years as a locum]
    constants: dict[str, float]
    admissions: dict[int, float]
    posts: dict[int, np.ndarray]  # class: [s]
    weights: np.ndarray  # [s, d]
    entrant_ages: np.ndarray  # [graduate or foreign, sex, age]
    population: np.ndarray  # [year, d, group]
    access: dict[str, np.ndarray]  # [d]
    pull: np.ndarray  # [d]
    spread: np.ndarray  # [d]
    within: np.ndarray  # [t]


def read(directory: pathlib.Path) -> Tables:
    """All tables of a baseline."""
    geography = read_geography(directory)
    return Tables(
        **geography,
        **read_people(directory, geography),
        **read_behaviour(directory),
        **read_training(directory, geography["codes"]),
        **read_places(directory, geography),
    )


def read_geography(directory: pathlib.Path) -> dict:
    regions = [row["code"] for row in rows(directory, "regions.csv")]
    places = rows(directory, "departements.csv")
    codes = [row["code"] for row in places]
    territories = sorted(
        rows(directory, "territories.csv"), key=lambda row: (codes.index(row["departement"]), ZONES.index(row["zone"]))
    )
    return {
        "codes": codes,
        "region_codes": regions,
        "region": np.array([regions.index(row["region"]) for row in places]),
        "neighbours": [
            np.array([codes.index(code) for code in row["neighbours"].split()], dtype=int) for row in places
        ],
        "distance": distances(places),
        "departement": np.array([codes.index(row["departement"]) for row in territories]),
        "zone": np.array([ZONES.index(row["zone"]) for row in territories]),
        "population_share": np.array([float(row["population_share"]) for row in territories]),
        "apl": np.array([float(row["apl"]) for row in territories]),
    }


def distances(places: list[dict[str, str]]) -> np.ndarray:
    """Great circles between centroids, by the haversine."""
    latitude = np.radians([float(row["latitude"]) for row in places])
    longitude = np.radians([float(row["longitude"]) for row in places])
    half = np.sin((latitude[:, None] - latitude) / 2) ** 2
    half += np.cos(latitude[:, None]) * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))


def read_people(directory: pathlib.Path, geography: dict) -> dict:
    codes, departement, zone = geography["codes"], geography["departement"], geography["zone"]
    heads = {
        status: np.zeros(len(departement) if status in (INSTALLED, RETIRED_ACTIVE) else len(codes), dtype=int)
        for status in range(4)
    }
    for row in rows(directory, "workforce.csv"):
        status, place = STATUSES.index(row["status"]), codes.index(row["departement"])
        if row["zone"]:
            place = np.flatnonzero((departement == place) & (zone == ZONES.index(row["zone"])))[0]
        heads[status][place] = int(row["heads"])
    mixes = np.zeros((2, len(codes), 4, 2, AGES))
    for row in rows(directory, "ages.csv"):
        at = EXPLANATIONS.index(row["explanation"]), codes.index(row["departement"])
        mixes[at + (STATUSES.index(row["status"]), SEXES.index(row["sex"]))] = ages_of(row)
    return {"heads": heads, "mixes": mixes.reshape(2, len(codes), 4, 2 * AGES)}


def read_behaviour(directory: pathlib.Path) -> dict:
    hazards = {"retirement": np.zeros((4, 2, AGES)), "other-exit": np.zeros((4, 2, AGES))}
    for row in rows(directory, "hazards.csv"):
        hazards[row["cause"]][STATUSES.index(row["status"]), SEXES.index(row["sex"])] = ages_of(row)
    durations = rows(directory, "durations.csv")

    def by_years(transition: str) -> np.ndarray:
        of = sorted((int(row["years"]), float(row["hazard"])) for row in durations if row["transition"] == transition)
        return np.array([hazard for _, hazard in of])

    return {
        "retirement": hazards["retirement"],
        "other_exit": hazards["other-exit"],
        "to_installed": by_years("installed"),
        "to_salaried": by_years("salaried"),
        "constants": {row["name"]: float(row["value"]) for row in rows(directory, "calibrated.csv")},
    }


def read_training(directory: pathlib.Path, codes: list[str]) -> dict:
    membership = rows(directory, "subdivisions.csv")
    names = list(dict.fromkeys(row["subdivision"] for row in membership))
    weights = np.zeros((len(names), len(codes)))
    for row in membership:
        weights[names.index(row["subdivision"]), codes.index(row["departement"])] = float(row["weight"])
    posts: dict[int, np.ndarray] = {}
    for row in rows(directory, "posts.csv"):
        of_class = posts.setdefault(int(row["class"]), np.zeros(len(names), dtype=int))
        of_class[names.index(row["subdivision"])] = int(row["posts"])
    entrants = np.zeros((2, 2, AGES))
    for row in rows(directory, "entrants.csv"):
        entrants[("graduate", "foreign").index(row["source"]), SEXES.index(row["sex"])] = ages_of(row)
    admissions = {int(row["autumn"]): float(row["places"]) for row in rows(directory, "admissions.csv")}
    return {"admissions": admissions, "posts": posts, "weights": weights, "entrant_ages": entrants}


def read_places(directory: pathlib.Path, geography: dict) -> dict:
    codes = geography["codes"]
    people = rows(directory, "population.csv")
    population = np.zeros((max(int(row["year"]) for row in people) - START + 1, len(codes), len(GROUPS)))
    for row in people:
        population[int(row["year"]) - START, codes.index(row["departement"])] = [float(row[group]) for group in GROUPS]
    by_code = {row["departement"]: row for row in rows(directory, "access.csv")}
    pulls = {row["departement"]: row for row in rows(directory, "attraction.csv")}
    within = {
        (row["departement"], row["zone"]): float(row["weight"]) for row in rows(directory, "attraction_territories.csv")
    }
    columns = ("apl", "patients_per_gp", "mep_share", "hospital_share")
    return {
        "population": population,
        "access": {column: np.array([float(by_code[code][column]) for code in codes]) for column in columns},
        "pull": np.array([float(pulls[code]["weight"]) for code in codes]),
        "spread": np.array([float(pulls[code]["spread"]) for code in codes]),
        "within": np.array(
            [within[codes[d], ZONES[z]] for d, z in zip(geography["departement"], geography["zone"], strict=True)]
        ),
    }


def shared_effects(tables: Tables) -> np.ndarray:
    """Row d: weights of independent effects in that of département d; their squares sum to 1."""
    weights = np.exp(-tables.distance / SHARED_DRIFT_KM)
    return weights / np.sqrt((weights**2).sum(axis=1, keepdims=True))


def closeness_of_entry(tables: Tables) -> np.ndarray:
    """By subdivision of training, then for foreign degrees: how near each département is."""
    nearest = np.array([tables.distance[weights > 0].min(axis=0) for weights in tables.weights])
    near = np.exp(tables.constants["home_subdivision"] * tables.weights - decay(tables, nearest))
    return np.vstack([near, np.ones(len(tables.codes))])


def closeness_of_installation(tables: Tables) -> np.ndarray:
    """By département where one works: how near each département is."""
    home = tables.constants["home_departement"] * np.eye(len(tables.codes))
    return np.exp(home - decay(tables, tables.distance))


def decay(tables: Tables, km: np.ndarray) -> np.ndarray:
    return np.minimum(km, FAR_KM) / tables.constants["decay_km"]


def read_laws(scenarios: pathlib.Path, scenario: pathlib.Path) -> dict[str, dict]:
    """The laws of the parameters: of the tables, of the levers that act in the reference, as the scenario overrides them."""
    laws: dict[str, dict] = {}
    parameters = read_toml(scenarios / "baseline" / "parameters.toml")
    for family, of_family in parameters.items():
        laws |= {f"{family}.{name}": parameter["distribution"] for name, parameter in of_family.items()}
    own = read_toml(scenario)
    for lever in ACTING:
        doses = read_toml(scenarios / "neutre.toml")["lever"][lever] | own.get("lever", {}).get(lever, {})
        laws |= {f"lever.{lever}.{name}": as_law(value) for name, value in doses.items() if value != {}}
    for family, of_family in own.get("parameters", {}).items():
        laws |= {f"{family}.{name}": as_law(value) for name, value in of_family.items()}
    return laws


# The only lever that changes something at its dose of reference: contracts of assistants go on at the observed pace.
ACTING = ("assistants-medicaux",)


def read_toml(path: pathlib.Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def as_law(value: float | dict) -> dict:
    return value if isinstance(value, dict) else {"kind": "fixed", "value": float(value)}


def draw(laws: dict[str, dict], size: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """The values of all parameters in each trajectory."""
    return {name: draw_law(law, size, rng) for name, law in laws.items()}


def draw_law(law: dict, size: int, rng: np.random.Generator) -> np.ndarray:
    match law:
        case {"kind": "fixed", "value": value}:
            return np.full(size, value)
        case {"kind": "uniform", "low": low, "high": high}:
            return rng.uniform(low, high, size)
        case {"kind": "triangular", "low": low, "mode": mode, "high": high}:
            return rng.triangular(low, mode, high, size)
        case {"kind": "pert", "low": low, "mode": mode, "high": high}:
            shape = 1 + 4 * (mode - low) / (high - low)
            return low + (high - low) * rng.beta(shape, 6 - shape, size)
    raise ValueError(f"no law of kind {law.get('kind')}")


def mean_of(law: dict) -> float:
    match law:
        case {"kind": "fixed", "value": value}:
            return value
        case {"kind": "uniform", "low": low, "high": high}:
            return (low + high) / 2
        case {"kind": "triangular", "low": low, "mode": mode, "high": high}:
            return (low + mode + high) / 3
        case {"kind": "pert", "low": low, "mode": mode, "high": high}:
            return (low + 4 * mode + high) / 6
    raise ValueError(f"no law of kind {law.get('kind')}")
