"""From the heads and flows of a trajectory to the indicators of its places: France, régions, départements."""

import math
from dataclasses import dataclass

import numpy as np
from tables import AGE_MIN, AGES, INSTALLED, RETIRED_ACTIVE, SALARIED, START, STATUSES, ZONES, Tables
from trajectory import FLOWS, Fixed, Trajectory

COUNTS = ("P1", "P2", "P3", "P4", "P5")
OF_COUNT = ("headcount", "fte", "density", "density_standardised", "share_60_plus", "share_women")
OF_PLACE = (
    "acts_per_inhabitant",
    "population_under_2_5",
    "population_under_2_5_share",
    "without_mt",
    "without_mt_share",
    "without_mt_ald",
    "saturation",
    "dj_headcount",
    "dj_fte",
    "fte_available",
)
# Parts of a unit in which the product counts; 1 if not named.
PARTS = {
    "fte": 1_000,
    "density": 1_000,
    "density_standardised": 1_000,
    "share_60_plus": 100_000,
    "share_women": 100_000,
    "acts_per_inhabitant": 10_000,
    "population_under_2_5_share": 100_000,
    "without_mt_share": 100_000,
    "saturation": 100_000,
    "dj_fte": 1_000,
    "fte_available": 1_000,
    "access_p90_p10": 10_000,
    "access_gini": 10_000,
    "access_theil": 10_000,
}
INEQUALITY = ("access_p90_p10", "access_gini", "access_theil")
OF_YEAR = (*FLOWS, "arrivals", "departures", "public_cost")
TROUGH = ("trough_year", "trough_value")
TROUGH_COUNTS = ("P1", "P5")

CHILDREN_OF_0_19 = 0.85
ADULTS_OF_A_LIST = 0.906
PATIENTS_OF_A_SALARIED = 74.0
SHARE_OF_NEIGHBOURS = 0.15
NEVER_DECLARED, RANGE = 0.05, 0.40
LOW_ACCESS = 2.5
# Standard deviation of the APL of communes over its mean, by zone class.
SPREAD_OF_COMMUNES = np.array([0.288, 0.251, 0.202, 0.201, 0.237])
# Months of a year in which the docteurs juniors of 1 January work, and those of the next class.
MONTHS = (10, 2)
# Each step of Newton's method doubles the digits; of the two margins, each gains one at least.
NEWTON_STEPS, MARGIN_STEPS = 8, 12
SHORT_ZONES = (ZONES.index("ZIP"), ZONES.index("ZAC"))


@dataclass
class Access:
    """Lists and people of the départements at the start."""

    keep: np.ndarray
    outside_hospital: np.ndarray
    adults: np.ndarray
    adults_listed: np.ndarray
    log_supply: np.ndarray


def access_at_start(tables: Tables) -> Access:
    access, departement = tables.access, tables.departement
    places = len(tables.codes)
    keep, outside = 1 - access["mep_share"], 1 - access["hospital_share"]
    liberal = np.bincount(departement, tables.heads[INSTALLED] + tables.heads[RETIRED_ACTIVE], minlength=places)
    people = tables.population[0]
    adults = people.sum(axis=1) - CHILDREN_OF_0_19 * people[:, 0]
    listed = ADULTS_OF_A_LIST * liberal * keep * access["patients_per_gp"]
    alone = (listed + PATIENTS_OF_A_SALARIED * tables.heads[SALARIED] * outside) / adults

    def mean(of: np.ndarray) -> float:
        return (alone[of] * adults[of]).sum() / adults[of].sum()

    near = np.array([mean(of) if len(of) else alone[d] for d, of in enumerate(tables.neighbours)])
    supply = (1 - SHARE_OF_NEIGHBOURS) * alone + SHARE_OF_NEIGHBOURS * near
    log_supply = np.log(supply / mean(np.arange(places)))
    return Access(keep, outside, adults, listed, log_supply)


def logistic(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def level(exponent: np.ndarray, weight: np.ndarray, share: float) -> float:
    """The constant c such that the weighted mean of logistic(c + exponent) is the share."""
    constant = math.log(share / (1 - share))
    for _ in range(NEWTON_STEPS):
        here = logistic(constant + exponent)
        constant -= ((here - share) @ weight) / ((here * (1 - here)) @ weight)
    return constant


def erfc(x: np.ndarray) -> np.ndarray:
    """Complementary error function, absolute error below 1.5e-7 (Abramowitz and Stegun, 7.1.26)."""
    z = np.abs(x)
    t = 1 / (1 + 0.3275911 * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    tail = series * np.exp(-z * z)
    return np.where(x < 0, 2 - tail, tail)


class Reader:
    """Reads the indicators of trajectories into arrays by series, place and year."""

    def __init__(self, fixed: Fixed) -> None:
        self.fixed, tables = fixed, fixed.tables
        self.stocks = fixed.years + 1
        self.access = access_at_start(tables)
        self.first_territory = np.searchsorted(tables.departement, np.arange(len(tables.codes)))
        self.by_region = np.argsort(tables.region, kind="stable")
        self.first_of_region = np.searchsorted(tables.region[self.by_region], np.arange(len(tables.region_codes)))
        region = tables.region[tables.departement]
        self.territories_by_region = np.argsort(region, kind="stable")
        self.first_territory_of_region = np.searchsorted(np.sort(region), np.arange(len(tables.region_codes)))
        self.is_short = np.isin(tables.zone, SHORT_ZONES)
        self.spread = np.sqrt(np.log1p(SPREAD_OF_COMMUNES**2))[tables.zone, None]
        own_acts = tables.population_share * tables.apl
        self.share_of_acts = own_acts / self.departements_of(own_acts)[tables.departement]
        self.subdivision, self.of_junior = np.nonzero(tables.weights[:, tables.departement])
        self.junior_weight = tables.weights[self.subdivision, tables.departement[self.of_junior]]
        self.first_of_subdivision = np.searchsorted(self.subdivision, np.arange(len(tables.weights)))
        self.installed_at_start = tables.mixes[:, :, INSTALLED].reshape(2, -1, 2, AGES).sum(axis=(0, 1))
        # Series: those of a count, then those of a place; flows have no value at the horizon, inequality none in départements.
        self.series = [(name, count) for name in OF_COUNT for count in COUNTS]
        self.series += [(name, "") for name in (*OF_PLACE, *INEQUALITY, *OF_YEAR)]
        self.index = {series: at for at, series in enumerate(self.series)}
        self.levels = ["france", *["region"] * len(tables.region_codes), *["departement"] * len(tables.codes)]
        self.codes = ["FR", *tables.region_codes, *tables.codes]
        self.shape = (len(self.series), len(self.codes), self.stocks)

    def departements_of(self, by_territory: np.ndarray) -> np.ndarray:
        return np.add.reduceat(by_territory, self.first_territory, axis=0)

    def places_of(self, by_departement: np.ndarray) -> np.ndarray:
        """France, régions and départements; the places stand on the axis before the last."""
        ordered = by_departement[..., self.by_region, :]
        regions = np.add.reduceat(ordered, self.first_of_region, axis=-2)
        return np.concatenate([regions.sum(axis=-2, keepdims=True), regions, by_departement], axis=-2)

    def read(self, trajectory: Trajectory, values: np.ndarray) -> None:
        """Fills `values`, whose shape is that of the reader."""
        year = Year(self, trajectory)
        for name, of_counts in year.of_counts().items():
            first = self.index[name, COUNTS[0]]
            values[first : first + len(COUNTS)] = in_parts(name, of_counts)
        for name, of_places in (year.of_places() | year.inequality()).items():
            values[self.index[name, ""]] = in_parts(name, of_places)
        for name, of_years in year.of_years().items():
            values[self.index[name, ""], :, :-1] = in_parts(name, of_years)


def in_parts(name: str, values: np.ndarray) -> np.ndarray:
    parts = PARTS.get(name, 1)
    return np.rint(values) if parts == 1 else np.rint(values * parts) / parts


class Year:
    """Heads, work, people and access of one trajectory, every year at once: arrays by place, then by year."""

    def __init__(self, reader: Reader, trajectory: Trajectory) -> None:
        self.reader, self.trajectory, self.value = reader, trajectory, trajectory.value
        self.tables, self.access = reader.fixed.tables, reader.access
        self.years = np.arange(reader.stocks)
        self.count_heads()
        self.count_people()
        self.place_juniors()
        self.support_from_assistants()
        self.offer()
        self.offer_in_territories()

    # Heads and full-time equivalents.

    def profile(self) -> np.ndarray:
        """FTE by sex, under 50 and over: one profile that meets both margins, mean 1 over the installed of the start."""
        heads = self.reader.installed_at_start
        heads = np.stack([heads[:, : 50 - AGE_MIN].sum(axis=1), heads[:, 50 - AGE_MIN :].sum(axis=1)], axis=1).tolist()
        women, young = self.value["capacity.women"], self.value["capacity.under-50"]
        by_sex, by_age = women, young
        for _ in range(MARGIN_STEPS):
            ages = [(row[0] * by_age + row[1]) / (row[0] + row[1]) for row in heads]
            by_sex = women * ages[1] / ages[0]
            sexes = [(heads[0][a] * by_sex + heads[1][a]) / (heads[0][a] + heads[1][a]) for a in range(2)]
            by_age = young * sexes[1] / sexes[0]
        relative = np.array([[by_sex * by_age, by_sex], [by_age, 1.0]])
        return relative * np.sum(heads) / np.sum(relative * heads)

    def count_heads(self) -> None:
        """Measures by count and place: heads, women, those of 60 and over, FTE."""
        profile = self.profile()
        first, stock = self.trajectory.first_cell, self.trajectory.stock
        measures = []
        for status in range(len(STATUSES)):
            activity = self.value["capacity.cumul"] if status == RETIRED_ACTIVE else 1.0
            # Work of a head in thousandths, as results are counted.
            work = np.floor(1_000 * activity * profile + 0.5) / 1_000
            weights = np.zeros((6, 2, 4))
            weights[0] = 1
            weights[1, 0] = 1
            weights[2, :, 2:] = 1
            weights[3] = work[:, [0, 1, 1, 1]]
            weights[4, :, 3] = 1
            weights[5, :, 3] = work[:, 1]
            cells = stock[first[status] : first[status + 1]].reshape(-1, 8, self.reader.stocks)
            measures.append((weights.reshape(6, 8) @ cells).swapaxes(0, 1))
        women_over_70 = [stock[first[s] : first[s + 1], 0, 3] for s in range(len(STATUSES))]
        self.liberal = measures[INSTALLED][0] + measures[RETIRED_ACTIVE][0]
        self.work_of_liberal = measures[INSTALLED][3] + measures[RETIRED_ACTIVE][3]
        keep = 1_000 * self.access.keep[self.tables.departement][:, None]
        with_list = np.floor(keep * (measures[INSTALLED][:4] + measures[RETIRED_ACTIVE][:4]) + 0.5) / 1_000
        by_departement = []
        for status, measure in enumerate(measures):
            over_70 = np.stack([measure[4], women_over_70[status], measure[4], measure[5]])
            both = np.concatenate([measure[:4], over_70])
            if status in (INSTALLED, RETIRED_ACTIVE):
                both = np.add.reduceat(both, self.reader.first_territory, axis=1)
            by_departement.append(both)
        self.salaried_work = by_departement[SALARIED][3]
        self.with_list = np.add.reduceat(with_list, self.reader.first_territory, axis=1)
        everybody = sum(by_departement)
        regular = by_departement[INSTALLED][:4] + by_departement[SALARIED][:4]
        counts = [everybody[:4], everybody[:4] - everybody[4:], regular, by_departement[INSTALLED][:4], self.with_list]
        self.counts = self.reader.places_of(np.stack(counts))

    def of_counts(self) -> dict[str, np.ndarray]:
        heads, women, over_60, work = self.counts.swapaxes(0, 1)
        at_least_one = np.maximum(heads, 1e-9)
        return {
            "headcount": heads,
            "fte": work,
            "density": heads / self.population * 1e5,
            "density_standardised": heads / self.need * 1e5,
            "share_60_plus": over_60 / at_least_one,
            "share_women": women / at_least_one,
        }

    # People.

    def count_people(self) -> None:
        tables, value = self.tables, self.value
        groups = tables.population[: self.reader.stocks]
        needs = np.array([value[f"demand.need-{group}"] for group in ("0-19", "20-39", "40-59", "60-74", "75-plus")])
        needs *= groups[0].sum() / (groups[0] @ needs).sum()
        growth = (1 + value["demand.growth"]) ** self.years
        people = np.floor(groups.sum(axis=2).T * growth + 0.5)
        adults = np.floor((groups.sum(axis=2) - CHILDREN_OF_0_19 * groups[:, :, 0]).T * growth + 0.5)
        need = (groups @ needs).T * growth
        self.own_population, self.own_adults, self.own_need = people, adults, need
        self.population, self.adults, self.need = self.reader.places_of(np.stack([people, adults, need]))

    # Docteurs juniors and assistants.

    def place_juniors(self) -> None:
        """Docteurs juniors of each subdivision over its territories, by lists and the pull of ZIP, in whole heads."""
        reader, value = self.reader, self.value
        zip_weight = np.where(self.tables.zone == ZONES.index("ZIP"), value["capacity.junior-zip-weight"], 1.0)
        lists = self.liberal * (zip_weight * self.access.keep[self.tables.departement])[:, None]
        weight = lists[reader.of_junior] * reader.junior_weight[:, None]
        reached = np.cumsum(weight, axis=0)
        first = reader.first_of_subdivision
        base = reached[first] - weight[first]
        total = np.add.reduceat(weight, first, axis=0)
        shares = (reached - base[reader.subdivision]) / total[reader.subdivision]
        self.juniors, following = (self.spread(shares, heads) for heads in self.juniors_in_post())
        net = max(value["capacity.docteur-junior"] - value["capacity.supervision"], 0)
        self.work_of_juniors = (MONTHS[0] * self.juniors + MONTHS[1] * following) * net / 12

    def juniors_in_post(self) -> tuple[np.ndarray, np.ndarray]:
        """By subdivision and year: in post on 1 January, and from November on."""
        juniors = self.trajectory.juniors.T
        none = np.zeros((len(juniors), 1), dtype=juniors.dtype)
        return np.hstack([none, juniors[:, :-1]]), juniors

    def spread(self, shares: np.ndarray, heads: np.ndarray) -> np.ndarray:
        reader = self.reader
        reached = np.floor(shares * heads[reader.subdivision] + 0.5)
        reached[1:] -= np.where(reader.subdivision[1:, None] == reader.subdivision[:-1, None], reached[:-1], 0)
        by_territory = np.zeros_like(self.liberal)
        np.add.at(by_territory, reader.of_junior, reached)
        return by_territory

    def assistants(self, name: str) -> float:
        return self.value[f"lever.assistants-medicaux.{name}"]

    def support_from_assistants(self) -> None:
        """Full GPs that contracts signed since the start are worth, by territory, and the public cost of all contracts."""
        eligible = self.liberal[:, 0].sum()
        start, gp_share = self.assistants("at-start"), self.assistants("gp-share")
        saturation = max(self.assistants("saturation") * eligible / gp_share, start)
        contracts = saturation + (start - saturation) * np.exp(-self.years / self.assistants("pace"))
        reserved, short_share = self.assistants("reserved"), self.assistants("short-share")
        short_of_new = reserved + (1 - reserved) * short_share
        added = contracts - start
        short = self.reader.is_short[:, None]
        share = self.liberal / np.where(short, (self.liberal * short).sum(axis=0), (self.liberal * ~short).sum(axis=0))
        new = share * np.where(short, short_of_new, 1 - short_of_new) * added
        self.support = new * gp_share * self.assistants("effect")
        old = share * np.where(short, short_share, 1 - short_share) * start
        self.cost = (old + new) * gp_share * self.assistants("aid") / 1_000

    # Access.

    def offer(self) -> None:
        """Acts and lists of départements, people without a médecin traitant, GPs who take no new patient."""
        reader, access, value = self.reader, self.access, self.value
        juniors, support, own = (
            reader.departements_of(of) for of in (self.work_of_juniors, self.support, self.work_of_liberal)
        )
        self.elsewhere = self.salaried_work * access.outside_hospital[:, None]
        effort = own + self.elsewhere
        at_start = effort[:, :1]
        self.acts_at_start = self.tables.access["apl"][:, None] * self.own_need[:, :1]
        self.capacity = effort + juniors + support
        self.acts = self.acts_at_start / at_start * self.capacity
        lists = (self.with_list[3] + juniors * value["access.junior-lists"] + support) / self.with_list[3][:, :1]
        added = access.adults_listed[:, None] * (1 - value["access.stretch"]) * (lists - 1)
        slope, log_supply = value["access.slope"], access.log_supply
        share = (value["access.without-mt"] - NEVER_DECLARED) / RANGE
        constant = level(-slope * log_supply, access.adults / access.adults.sum(), share)
        start = (NEVER_DECLARED + RANGE * logistic(constant - slope * log_supply)) * access.adults
        adults = self.own_adults
        without = start[:, None] + value["access.pass-through"] * (adults - adults[:, :1] - added)
        self.without_mt = np.rint(np.clip(without, NEVER_DECLARED * adults, adults))
        self.without_mt_ald = np.rint(self.without_mt * value["access.ald-share"])
        slope = value["access.saturation-slope"]
        lists_at_start = self.with_list[0][:, 0]
        constant = level(-slope * log_supply, lists_at_start / lists_at_start.sum(), value["access.saturation"])
        pressure = np.log(adults / (adults[:, :1] * lists)) - log_supply[:, None]
        self.saturated = self.with_list[0] * logistic(constant + slope * pressure)

    def offer_in_territories(self) -> None:
        """Acts of a territory: part of their change follows its own GPs, the rest those of its département."""
        reader, departement = self.reader, self.tables.departement
        share = self.tables.population_share[:, None]
        work = self.work_of_liberal + share * self.elsewhere[departement]
        change = (work + self.work_of_juniors + self.support) / np.maximum(work[:, :1], 1e-3)
        local = self.value["access.local-share"]
        common = (1 - local) * self.acts / self.acts_at_start
        raw = reader.share_of_acts[:, None] * (local * change + common[departement])
        acts = (self.acts / reader.departements_of(raw))[departement] * raw
        self.people = self.own_population[departement] * share
        self.local_access = acts / (self.own_need[departement] * share)
        z = (np.log(LOW_ACCESS) - np.log(self.local_access) + reader.spread**2 / 2) / reader.spread
        self.low_access = reader.departements_of(np.rint(self.people * 0.5 * erfc(-z / math.sqrt(2))))

    def of_places(self) -> dict[str, np.ndarray]:
        reader = self.reader
        heads_of_juniors, work_of_juniors = (reader.departements_of(of) for of in (self.juniors, self.work_of_juniors))
        own = [
            self.acts,
            self.low_access,
            self.without_mt,
            self.without_mt_ald,
            self.saturated,
            heads_of_juniors,
            work_of_juniors,
            self.capacity,
        ]
        acts, low, without, with_ald, saturated, juniors, work, capacity = reader.places_of(np.stack(own))
        return {
            "acts_per_inhabitant": acts / self.need,
            "population_under_2_5": low,
            "population_under_2_5_share": low / self.population,
            "without_mt": without,
            "without_mt_share": without / self.adults,
            "without_mt_ald": with_ald,
            "saturation": saturated / np.maximum(self.counts[COUNTS.index("P5"), 0], 1e-9),
            "dj_headcount": juniors,
            "dj_fte": work,
            "fte_available": capacity,
        }

    def inequality(self) -> dict[str, np.ndarray]:
        """Between territories that weigh their inhabitants, in France and in each région."""
        reader = self.reader
        found = np.zeros((len(INEQUALITY), len(reader.codes), reader.stocks))
        found[:, :1] = self.inequality_of(np.arange(len(self.people)), np.array([0]))
        regions = len(reader.first_territory_of_region)
        found[:, 1 : 1 + regions] = self.inequality_of(reader.territories_by_region, reader.first_territory_of_region)
        return dict(zip(INEQUALITY, found, strict=True))

    def inequality_of(self, territories: np.ndarray, first: np.ndarray) -> np.ndarray:
        """Of groups of territories that stand together, each from its first on."""
        group = np.repeat(np.arange(len(first)), np.diff(first, append=len(territories)))
        access, people = self.local_access[territories], self.people[territories]
        # Access is far below the step between groups, so that one sort keeps them apart.
        order = np.argsort(access + 1e6 * group[:, None], axis=0)
        access, people = np.take_along_axis(access, order, axis=0), np.take_along_axis(people, order, axis=0)
        acts = access * people

        def within(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            """Sums up to each territory of its group, and of the whole group."""
            reached = np.cumsum(x, axis=0)
            reached -= (reached[first] - x[first])[group]
            return reached, np.add.reduceat(x, first, axis=0)

        reached, everybody = within(people)
        below, all_acts = within(acts)
        lorenz = np.add.reduceat(people * (2 * below - acts), first, axis=0)
        entropy = np.add.reduceat(acts * np.log(access), first, axis=0)

        def decile(share: float) -> np.ndarray:
            before = np.add.reduceat((reached < share * everybody[group]).astype(int), first, axis=0)
            last = np.append(first[1:], len(group))[:, None] - 1
            return np.take_along_axis(access, np.minimum(first[:, None] + before, last), axis=0)

        return np.stack(
            [
                decile(0.9) / decile(0.1),
                1 - lorenz / (everybody * all_acts),
                entropy / all_acts - np.log(all_acts / everybody),
            ]
        )

    # Flows.

    def of_years(self) -> dict[str, np.ndarray]:
        trajectory, reader = self.trajectory, self.reader
        flows = np.stack([*(trajectory.flows[flow].T for flow in FLOWS), reader.departements_of(self.cost)[:, :-1]])
        *flows, cost = reader.places_of(flows)
        found = dict(zip(FLOWS, flows, strict=True)) | {"public_cost": cost}
        nobody = np.zeros((1, reader.fixed.years))
        for side, name in enumerate(("arrivals", "departures")):
            crossings = [trajectory.crossings[level][side].T for level in ("region", "departement")]
            found[name] = np.concatenate([nobody, *crossings])
        return found


def troughs(headcount: np.ndarray) -> np.ndarray:
    """Year and value of the lowest stock, the first when tied; years on the last axis."""
    return np.stack([START + headcount.argmin(axis=-1), headcount.min(axis=-1)])
