"""What both forms of the model share: the start, training and entry, where people go, hazards, the accounts of flows."""

from dataclasses import dataclass

import numpy as np
from tables import (
    AGE_MAX,
    AGE_MIN,
    AGES,
    CLASSES_OF_SPLIT,
    INSTALLED,
    LOCUM,
    RETIRED_ACTIVE,
    SALARIED,
    START,
    Tables,
    closeness_of_entry,
    closeness_of_installation,
    shared_effects,
)

MID_CAREER = 60
EARLY_YEARS = 5
FIRST_INSTALLATION, SETTLED = 29, 42
YEARS_TO_INTERNSHIP, INTERNSHIP, LONGEST_LAG, FIRST_FOURTH_YEAR_CLASS = 5, 3, 3, 2023
BAND_OF_START = 5
# Heads are counted by bands of age that begin at these ages, after the first.
EDGES = (50, 60, 70)
BANDS = len(EDGES) + 1
# A chance that stays below 1 with a number of row added.
BELOW_ONE = 1 - 1e-12
FLOWS = ("entrants", "graduates", "installations", "exits", "retirements", "cumul_entries")


class Fixed:
    """What no trajectory changes."""

    def __init__(self, tables: Tables, horizon: int) -> None:
        self.tables = tables
        self.years = horizon - START
        self.births = AGES + self.years
        self.shared = shared_effects(tables)
        self.near_entry = closeness_of_entry(tables)
        self.near_installation = closeness_of_installation(tables)
        within = np.bincount(tables.departement, tables.within)
        self.within = tables.within / within[tables.departement]
        self.locum_since = self.durations_as_locum()
        birth, year = np.ogrid[: self.births, : self.years + 1]
        age = AGE_MAX + year - birth
        self.age_index = (age - AGE_MIN)[:, : self.years]
        # By class and year: the band of age, and the cell of the stock counted from the first of a place.
        sexes, stocks = np.arange(2)[:, None, None], self.years + 1
        band = np.digitize(age, EDGES)
        self.band = np.tile(band, (2, 1)).astype(np.int8).ravel()
        self.cell = ((sexes * BANDS + band) * stocks + year).astype(np.int32).ravel()
        self.cells_of_place = 2 * BANDS * stocks
        self.class_of_start = self.class_by_sex_and_age()

    def class_by_sex_and_age(self) -> np.ndarray:
        """Class (sex and birth) of each sex and age of the start."""
        sex, age = np.divmod(np.arange(2 * AGES), AGES)
        return (sex * self.births + AGES - 1 - age).astype(np.int32)

    def durations_as_locum(self) -> "Laws":
        """By age: law of the full years already spent as a locum in a steady flow."""
        entered = self.tables.entrant_ages[0].sum(axis=0)
        last = len(self.tables.to_installed) - 1
        steps = np.minimum(np.arange(AGES), last)
        stay = (1 - self.tables.to_installed[steps]) * (1 - self.tables.to_salaried[steps])
        staying = np.concatenate([[1.0], np.cumprod(stay)[:-1]])
        present = np.zeros((AGES, last + 1))
        for age in range(AGES):
            np.add.at(present[age], steps[: age + 1], entered[age::-1] * staying[: age + 1])
        present[present.sum(axis=1) == 0, 0] = 1.0
        return Laws(summed(present / present.sum(axis=1, keepdims=True)))


@dataclass
class Spells:
    """People of one status: place (territory or département), class (sex and birth), first year at risk."""

    place: np.ndarray
    born: np.ndarray
    start: np.ndarray

    def __len__(self) -> int:
        return len(self.place)

    def __getitem__(self, chosen: np.ndarray | slice) -> "Spells":
        return Spells(self.place[chosen], self.born[chosen], self.start[chosen])

    def moved(self, place: np.ndarray, start: np.ndarray) -> "Spells":
        return Spells(place, self.born, start)


def together(parts: list[Spells]) -> Spells:
    return Spells(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("place", "born", "start")))


class Laws:
    """Cumulated laws, one a row, inverted by a guide: most draws are found where the guide points, the others soon after."""

    # Entries of the guide of a row, a power of 2.
    ENTRIES = 512

    def __init__(self, cumulated: np.ndarray) -> None:
        self.rows, self.length = cumulated.shape
        keys = (cumulated + np.arange(self.rows)[:, None]).ravel()
        reached = np.ceil(keys * self.ENTRIES).astype(np.int64)
        self.guide = np.cumsum(np.bincount(reached, minlength=(self.rows + 1) * self.ENTRIES), dtype=np.int32)
        self.keys = np.append(keys, np.inf)

    def invert(self, row: np.ndarray, chance: np.ndarray) -> np.ndarray:
        """Where in its row each chance falls."""
        wanted = row + chance
        at = self.guide[(wanted * self.ENTRIES).astype(np.int64)]
        (behind,) = np.nonzero(self.keys[at] <= wanted)
        while len(behind):
            at[behind] += 1
            behind = behind[self.keys[at[behind]] <= wanted[behind]]
        return at - row * self.length


class Trajectory:
    """One trajectory under way; `value` gives the parameters drawn for it.

    A form of the model adds `run`, which fills the flows and sets `stock` by cell, sex, band of age and year.
    """

    def __init__(self, fixed: Fixed, value: dict[str, float], rng: np.random.Generator) -> None:
        self.fixed, self.value, self.rng = fixed, value, rng
        tables = fixed.tables
        self.years, self.births = fixed.years, fixed.births
        self.territories, self.departements = len(tables.departement), len(tables.codes)
        # Cells of the stock: installed and retired-active by territory, locums and salaried by département.
        sizes = (self.territories, self.departements, self.departements, self.territories)
        self.first_cell = np.concatenate([[0], np.cumsum(sizes)])
        self.flows = {flow: np.zeros((self.years, self.departements)) for flow in FLOWS}
        regions = len(tables.region_codes)
        self.crossings = {
            "departement": np.zeros((2, self.years, self.departements)),
            "region": np.zeros((2, self.years, regions)),
        }
        self.draw_choices()
        self.hazards = self.make_hazards()

    # The start.

    def starting_stock(self) -> dict[int, Spells]:
        """Heads of each place and status at equal steps of the cumulated mix of ages and sexes, from a random start."""
        tables, value = self.fixed.tables, self.value
        bands = -(-AGES // BAND_OF_START)
        lift = np.exp(value["start.age-spread"] * self.rng.standard_normal((self.departements, bands)))
        lift = np.tile(np.repeat(lift, BAND_OF_START, axis=1)[:, :AGES], 2)
        later = value["exits.later-retirement"]
        mix = later * tables.mixes[0] + (1 - later) * tables.mixes[1]
        cumulated = np.cumsum(mix * lift[:, None, :], axis=2)
        total = cumulated[:, :, -1:]
        cumulated = np.divide(cumulated, total, out=np.ones_like(cumulated), where=total > 0)
        stock = {}
        for status in range(4):
            by_territory = status in (INSTALLED, RETIRED_ACTIVE)
            shares = cumulated[tables.departement, status] if by_territory else cumulated[:, status]
            heads = tables.heads[status]
            ends = np.floor(shares * heads[:, None] - self.rng.random((len(heads), 1)) + 1)
            ends = np.clip(ends, 0, heads[:, None])
            ends[:, -1] = heads
            counts = np.diff(ends, axis=1, prepend=0).astype(int).ravel()
            place = np.repeat(np.arange(len(heads), dtype=np.int32), heads)
            born = np.repeat(np.tile(self.fixed.class_of_start, len(heads)), counts)
            stock[status] = Spells(place, born, np.zeros(len(place), dtype=np.int32))
        return stock

    def age(self, born: np.ndarray, year: np.ndarray | int) -> np.ndarray:
        return AGE_MAX + year - born % self.births

    def time_as_locum(self, start: Spells, entry: Spells) -> np.ndarray:
        since = self.fixed.locum_since.invert(self.age(start.born, 0) - AGE_MIN, self.rng.random(len(start)))
        return np.concatenate([since, np.zeros(len(entry), dtype=since.dtype)])

    def time_installed(self, start: Spells) -> np.ndarray:
        possible = np.maximum(self.age(start.born, 0) - FIRST_INSTALLATION, 0)
        spread = (self.rng.random(len(possible)) * (possible + 1)).astype(np.int32)
        since = np.where(possible < SETTLED - FIRST_INSTALLATION, spread, possible)
        return np.minimum(since, EARLY_YEARS).astype(np.int32)

    # Training and entry.

    def posts(self, of_class: int) -> np.ndarray:
        """Posts of a class by subdivision: as known, else from the admissions of five years before."""
        tables, value = self.fixed.tables, self.value
        if of_class in tables.posts:
            return tables.posts[of_class]
        autumn, known = of_class - YEARS_TO_INTERNSHIP, max(tables.admissions)
        admitted = tables.admissions[min(autumn, known)] * (value["training.admissions"] if autumn > known else 1.0)
        split = sum(tables.posts[c] for c in sorted(tables.posts)[-CLASSES_OF_SPLIT:])
        total = admitted * value["training.posts-per-admission"] * value["training.gp-share"]
        return np.diff(np.floor(np.cumsum(split / split.sum() * total) + 0.5), prepend=0).astype(int)

    def registrations(self) -> np.ndarray:
        """Graduates by year and subdivision, and holders of a foreign degree in the last column; sets docteurs juniors."""
        value, rng = self.value, self.rng
        subdivisions = len(self.fixed.tables.weights)
        registering = np.zeros((self.years, subdivisions + 1), dtype=int)
        self.juniors = np.zeros((self.years + 1, subdivisions), dtype=int)
        late = value["training.thesis-lag"] / LONGEST_LAG
        lags = [(1 - late) ** 3, 3 * late * (1 - late) ** 2, 3 * late**2 * (1 - late), late**3]
        for of_class in range(START - INTERNSHIP - LONGEST_LAG, START - INTERNSHIP + self.years + 1):
            ends = of_class + INTERNSHIP - START
            completed = rng.binomial(self.posts(of_class), value["training.completed"])
            graduates = rng.binomial(completed, 1 - value["entry.never"])
            if of_class >= FIRST_FOURTH_YEAR_CLASS:
                self.juniors[ends] = completed
                if ends + 1 < self.years:
                    registering[ends + 1, :-1] += graduates
                continue
            for lag, of_lag in enumerate(rng.multinomial(graduates, lags).T):
                if 0 <= ends + lag < self.years:
                    registering[ends + lag, :-1] += of_lag
        registering[:, -1] = rng.poisson(value["entry.foreign"], self.years)
        return registering

    def entrants(self) -> dict[int, Spells]:
        """Those who register: a département, a class and a status; those who install at once have their territory."""
        tables, value, rng = self.fixed.tables, self.value, self.rng
        registering = self.registrations()
        origins = registering.shape[1]
        cell = np.repeat(np.arange(registering.size, dtype=np.int32), registering.ravel())
        year, origin = np.divmod(cell, origins)
        foreign = origin == origins - 1
        women = value["entry.women"]
        laws = tables.entrant_ages / tables.entrant_ages.sum(axis=2, keepdims=True)
        laws = np.cumsum((laws * np.array([women, 1 - women])[:, None]).reshape(2, -1), axis=1)
        laws[:, -1] = 1.0
        drawn = Laws(laws).invert(foreign.astype(np.int32), rng.random(len(cell)))
        # Ages are those of the next 1 January.
        born = self.fixed.class_of_start[drawn] + year + 1
        place = self.entry.invert(origin, rng.random(len(cell))).astype(np.int32)
        chance = rng.random(len(cell))
        salaried, installed = value["entry.salaried"], value["entry.installed"]
        status = np.where(chance < salaried, SALARIED, np.where(chance < salaried + installed, INSTALLED, LOCUM))
        everybody = Spells(place, born, year + 1)
        entry = {of: everybody[np.flatnonzero(status == of)] for of in (INSTALLED, LOCUM, SALARIED)}
        own = entry[INSTALLED]
        own.place = self.install(own.place, own.start - 1)
        graduates = {of: ~foreign[status == of] for of in entry}
        for of, spells in entry.items():
            where = tables.departement[spells.place] if of == INSTALLED else spells.place
            self.record("entrants", spells.start - 1, where)
            self.record("graduates", spells.start[graduates[of]] - 1, where[graduates[of]])
        return entry

    # Where.

    def draw_choices(self) -> None:
        """Cumulated chances: by subdivision and département at entry, by département and territory on installing."""
        tables, fixed = self.fixed.tables, self.fixed
        effect = fixed.shared @ self.rng.standard_normal(self.departements)
        pull = tables.pull * np.exp(tables.spread * self.value["placement.local-spread"] * effect)
        entry = fixed.near_entry * pull
        self.entry = Laws(summed(entry / entry.sum(axis=1, keepdims=True)))
        installation = fixed.near_installation * pull
        installation /= installation.sum(axis=1, keepdims=True)
        self.chances = installation[:, tables.departement] * fixed.within
        self.installation = Laws(summed(self.chances))

    def install(self, origin: np.ndarray, year: np.ndarray) -> np.ndarray:
        """The territories where people of these départements install; a first installation, not a move."""
        territory = self.installation.invert(origin, self.rng.random(len(origin))).astype(np.int32)
        self.record("installations", year, self.fixed.tables.departement[territory])
        return territory

    def move(self, present: np.ndarray) -> np.ndarray:
        """Another territory than the present one, seen from its département."""
        origin = self.fixed.tables.departement[present]
        at = origin * self.territories + present
        own = self.chances.ravel()[at]
        reached = self.rng.random(len(present)) * (1 - own)
        before = self.installation.keys[at] - origin - own
        reached += np.where(reached >= before, own, 0.0)
        return self.installation.invert(origin, np.minimum(reached, BELOW_ONE)).astype(np.int32)

    # Hazards.

    def make_hazards(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """By status: other exits, then the pension (the end of cumul), by class and year."""
        tables, value = self.fixed.tables, self.value
        age = self.fixed.age_index
        at = np.clip(age, 0, AGES - 1)
        later = tables.constants["later_retirement_years"] * value["exits.later-retirement"]
        recoding = tables.constants["recoding"] * value["exits.later-retirement"]
        hazards = []
        for status in range(4):
            other = value["exits.non-retirement"] * tables.other_exit[status]
            if status == SALARIED:
                other[:, : MID_CAREER - AGE_MIN] += recoding
            own = value["exits.cumul-length" if status == RETIRED_ACTIVE else "exits.retirement-age"]
            ages = np.clip(np.arange(AGES) - later - own, 0, AGES - 1)
            pension = np.array([np.interp(ages, np.arange(AGES), by_age) for by_age in tables.retirement[status]])
            of_causes = (np.minimum(other, 1), pension)
            by_birth = (np.where(age < 0, 0.0, np.where(age >= AGES, 1.0, of_cause[:, at])) for of_cause in of_causes)
            hazards.append(tuple(of_cause.reshape(2 * self.births, self.years) for of_cause in by_birth))
        return hazards

    def chances_of_locums(self) -> tuple[np.ndarray, np.ndarray]:
        """Of installing and of taking a salaried post, by years already spent as a locum."""
        tables, last = self.fixed.tables, len(self.fixed.tables.to_installed) - 1
        steps = np.minimum(np.arange(last + self.years + 1), last)
        installs = tables.to_installed[steps] * self.value["entry.to-installed"]
        takes_post = tables.to_salaried[steps] * self.value["entry.to-salaried"]
        return np.minimum(installs, 1), np.minimum(takes_post, 1)

    def moving(self) -> tuple[float, float]:
        """Chances of leaving one's territory in a year, early and later in a practice."""
        leaves = self.value["moves.leaves-territory"]
        return self.value["moves.early"] * leaves, self.value["moves.late"] * leaves

    def take_up(self) -> np.ndarray:
        """By sex: the share who go on in cumul."""
        shares = [self.fixed.tables.constants[f"cumul_take_up_{sex}"] for sex in "fm"]
        return np.array(shares) * self.value["exits.cumul-take-up"]

    # Accounts.

    def record(self, flow: str, year: np.ndarray, where: np.ndarray) -> None:
        counted = np.bincount(year * self.departements + where, minlength=self.years * self.departements)
        self.flows[flow] += counted.reshape(self.years, self.departements)

    def cross(self, origin: np.ndarray, there: np.ndarray, year: np.ndarray | int) -> None:
        """Arrivals and departures over the borders of each level, by départements."""
        region = self.fixed.tables.region
        year = np.broadcast_to(year, len(origin))
        for level, (one, other) in {"departement": (origin, there), "region": (region[origin], region[there])}.items():
            (crossing,) = np.nonzero(one != other)
            counted = self.crossings[level]
            places = counted.shape[2]
            for side, place in enumerate((other, one)):
                at = year[crossing] * places + place[crossing]
                counted[side] += np.bincount(at, minlength=self.years * places).reshape(self.years, places)


def summed(chances: np.ndarray) -> np.ndarray:
    """Chances of each row summed up to 1, whatever rounding takes."""
    sums = np.cumsum(chances, axis=1)
    sums[:, -1] = 1.0
    return sums
