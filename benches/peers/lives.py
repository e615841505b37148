"""The GPs of one trajectory: from the starting stock and the registrations to heads and flows by year and place.

Nothing in the reference scenario makes one GP's life depend on another's, so lives are drawn by spells and not by years: all
spells as a locum, then all installed and salaried ones in rounds until nobody changes, then all in cumul. Within a year the
phases keep their order: another exit comes before the pension, the pension before a change of status, that before a move.
"""

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
# Logarithm of a survival below which nobody is left to tell apart.
GONE = 64.0
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
        self.band = np.digitize(age, EDGES).astype(np.int32)
        self.age_index = (age - AGE_MIN)[:, : self.years]
        self.class_of_start = self.class_by_sex_and_age()

    def class_by_sex_and_age(self) -> np.ndarray:
        """Class (sex and birth) of each sex and age of the start."""
        sex, age = np.divmod(np.arange(2 * AGES), AGES)
        return (sex * self.births + AGES - 1 - age).astype(np.int32)

    def durations_as_locum(self) -> np.ndarray:
        """By age: cumulated law of the full years already spent as a locum in a steady flow."""
        entered = self.tables.entrant_ages[0].sum(axis=0)
        last = len(self.tables.to_installed) - 1
        steps = np.minimum(np.arange(AGES), last)
        stay = (1 - self.tables.to_installed[steps]) * (1 - self.tables.to_salaried[steps])
        staying = np.concatenate([[1.0], np.cumprod(stay)[:-1]])
        present = np.zeros((AGES, last + 1))
        for age in range(AGES):
            np.add.at(present[age], steps[: age + 1], entered[age::-1] * staying[: age + 1])
        present[present.sum(axis=1) == 0, 0] = 1.0
        return np.cumsum(present / present.sum(axis=1, keepdims=True), axis=1)


@dataclass
class Spells:
    """People of one status: place (territory or département), class (sex and birth), first year at risk."""

    place: np.ndarray
    born: np.ndarray
    start: np.ndarray

    def __len__(self) -> int:
        return len(self.place)

    def __getitem__(self, chosen: np.ndarray) -> "Spells":
        return Spells(self.place[chosen], self.born[chosen], self.start[chosen])

    def moved(self, place: np.ndarray, start: np.ndarray) -> "Spells":
        return Spells(place, self.born, start)


def together(parts: list[Spells]) -> Spells:
    return Spells(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("place", "born", "start")))


class Clock:
    """First year of an event whose hazard goes by a row and the calendar year, and which of two causes it is."""

    def __init__(self, first: np.ndarray, second: np.ndarray) -> None:
        stays = (1 - first) * (1 - second)
        with np.errstate(divide="ignore"):
            hazard = np.minimum(-np.log(stays), GONE)
        cumulated = np.minimum(np.cumsum(hazard, axis=1), GONE)
        self.years = first.shape[1]
        self.last = cumulated[:, -1].copy()
        self.before = np.hstack([np.zeros((len(cumulated), 1)), cumulated]).ravel()
        self.keys = (cumulated + 2 * GONE * np.arange(len(cumulated))[:, None]).ravel()
        self.is_first = (first / np.maximum(1 - stays, 1e-300)).ravel()

    def strikes(self, row: np.ndarray, start: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """The year, or the number of years of the run for nothing within it."""
        reached = rng.standard_exponential(len(row)) + self.before[row * (self.years + 1) + start]
        year = np.full(len(row), self.years, dtype=np.int32)
        (some,) = np.nonzero(reached < self.last[row])
        row = row[some]
        year[some] = np.searchsorted(self.keys, reached[some] + 2 * GONE * row, side="right") - row * self.years
        return year


class Trajectory:
    """One trajectory under way; `value` gives the parameters drawn for it."""

    def __init__(self, fixed: Fixed, value: dict[str, float], rng: np.random.Generator) -> None:
        self.fixed, self.value, self.rng = fixed, value, rng
        tables = fixed.tables
        self.years, self.births = fixed.years, fixed.births
        self.territories, self.departements = len(tables.departement), len(tables.codes)
        # Cells of the stock: installed and retired-active by territory, locums and salaried by département.
        sizes = (self.territories, self.departements, self.departements, self.territories)
        self.first_cell = np.concatenate([[0], np.cumsum(sizes)])
        self.change = np.zeros(self.first_cell[-1] * 2 * BANDS * (self.years + 1))
        self.flows = {flow: np.zeros((self.years, self.departements)) for flow in FLOWS}
        regions = len(tables.region_codes)
        self.crossings = {
            "departement": np.zeros((2, self.years, self.departements)),
            "region": np.zeros((2, self.years, regions)),
        }
        self.draw_choices()
        self.clocks = self.make_clocks()

    def run(self) -> None:
        start = self.starting_stock()
        entry = self.entrants()
        locum, since = together([start[LOCUM], entry[LOCUM]]), self.time_as_locum(start[LOCUM], entry[LOCUM])
        installing, salaried = self.live_as_locum(locum, since)
        new = together([entry[INSTALLED], installing])
        self.salaried = [together([start[SALARIED], entry[SALARIED], salaried])]
        self.in_cumul = [start[RETIRED_ACTIVE]]
        installed = together([start[INSTALLED], new])
        since = np.concatenate([self.time_installed(start[INSTALLED]), np.zeros(len(new), dtype=np.int32)])
        while len(installed) or self.salaried:
            self.live_installed(installed, since)
            installed = self.live_salaried(together(self.salaried)) if self.salaried else installed[:0]
            since = np.zeros(len(installed), dtype=np.int32)
        self.live_in_cumul(together(self.in_cumul))
        by_year = self.change.reshape(self.first_cell[-1], 2, BANDS, self.years + 1)
        self.stock = np.cumsum(by_year, axis=3)

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
        law = self.fixed.locum_since
        age = self.age(start.born, 0) - AGE_MIN
        keys = (law + np.arange(AGES)[:, None]).ravel()
        since = np.searchsorted(keys, age + self.rng.random(len(age)), side="right") - age * law.shape[1]
        return np.concatenate([np.minimum(since, law.shape[1] - 1), np.zeros(len(entry), dtype=int)])

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
        keys = (laws + np.arange(2)[:, None]).ravel()
        drawn = np.searchsorted(keys, rng.random(len(cell)) + foreign, side="right") - foreign * 2 * AGES
        # Ages are those of the next 1 January.
        born = self.fixed.class_of_start[drawn] + year + 1
        place = self.choose(self.entry_keys, origin, self.departements)
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
        self.entry_keys = cumulated_keys(entry / entry.sum(axis=1, keepdims=True))
        installation = fixed.near_installation * pull
        installation /= installation.sum(axis=1, keepdims=True)
        self.chances = installation[:, tables.departement] * fixed.within
        self.installation_keys = cumulated_keys(self.chances)

    def choose(self, keys: np.ndarray, origin: np.ndarray, places: int) -> np.ndarray:
        return (np.searchsorted(keys, origin + self.rng.random(len(origin)), side="right") - origin * places).astype(
            np.int32
        )

    def install(self, origin: np.ndarray, year: np.ndarray) -> np.ndarray:
        """The territories where people of these départements install; a first installation, not a move."""
        territory = self.choose(self.installation_keys, origin, self.territories)
        self.record("installations", year, self.fixed.tables.departement[territory])
        return territory

    def move(self, present: np.ndarray) -> np.ndarray:
        """Another territory than the present one, seen from its département."""
        origin = self.fixed.tables.departement[present]
        at = origin * self.territories + present
        own = self.chances.ravel()[at]
        reached = self.rng.random(len(present)) * (1 - own)
        before = self.installation_keys[at] - origin - own
        reached += np.where(reached >= before, own, 0.0)
        place = np.searchsorted(self.installation_keys, origin + reached, side="right") - origin * self.territories
        return np.minimum(place, self.territories - 1).astype(np.int32)

    # Hazards.

    def make_clocks(self) -> list[Clock]:
        """By status: other exits, then the pension (the end of cumul), by class and year."""
        tables, value = self.fixed.tables, self.value
        age = self.fixed.age_index
        at = np.clip(age, 0, AGES - 1)
        later = tables.constants["later_retirement_years"] * value["exits.later-retirement"]
        recoding = tables.constants["recoding"] * value["exits.later-retirement"]
        clocks = []
        for status in range(4):
            other = value["exits.non-retirement"] * tables.other_exit[status]
            if status == SALARIED:
                other[:, : MID_CAREER - AGE_MIN] += recoding
            own = value["exits.cumul-length" if status == RETIRED_ACTIVE else "exits.retirement-age"]
            ages = np.clip(np.arange(AGES) - later - own, 0, AGES - 1)
            pension = np.array([np.interp(ages, np.arange(AGES), hazards) for hazards in tables.retirement[status]])
            hazards = [
                np.where(age < 0, 0.0, np.where(age >= AGES, 1.0, cause[:, at]))
                for cause in (np.minimum(other, 1), pension)
            ]
            clocks.append(Clock(*(cause.reshape(2 * self.births, self.years) for cause in hazards)))
        return clocks

    # Spells.

    def live_as_locum(self, spells: Spells, since: np.ndarray) -> tuple[Spells, Spells]:
        """Locums until they leave, install or take a salaried post: the latter two, in their new places."""
        tables, value, rng = self.fixed.tables, self.value, self.rng
        leaves = self.clocks[LOCUM].strikes(spells.born, spells.start, rng)
        last = len(tables.to_installed) - 1
        steps = np.minimum(np.arange(last + self.years + 1), last)
        installs = np.minimum(tables.to_installed[steps] * value["entry.to-installed"], 1)
        takes_post = np.minimum(tables.to_salaried[steps] * value["entry.to-salaried"], 1)
        stays = (1 - installs) * (1 - takes_post)
        cumulated = np.concatenate([[0.0], np.cumsum(-np.log(stays))])
        reached = rng.standard_exponential(len(spells)) + cumulated[since]
        step = np.searchsorted(cumulated[1:], reached, side="right")
        changes = np.minimum(spells.start + step - since, self.years).astype(np.int32)
        end = np.minimum(leaves, changes)
        self.stay(LOCUM, spells, end)
        self.leave_at_pension_or_before(
            LOCUM, spells, leaves, np.flatnonzero((leaves <= changes) & (leaves < self.years))
        )
        (changing,) = np.nonzero(changes < leaves)
        to_installed = rng.random(len(changing)) < (installs / (1 - stays))[step[changing]]
        year, changed = changes[changing], spells[changing]
        new = changed[to_installed].moved(
            self.install(changed.place[to_installed], year[to_installed]), year[to_installed] + 1
        )
        self.cross(changed.place[to_installed], tables.departement[new.place], year[to_installed])
        in_post = changed[~to_installed]
        return new, in_post.moved(in_post.place, year[~to_installed] + 1)

    def live_salaried(self, spells: Spells) -> Spells:
        """Salaried until they leave or, before the end of mid-career, install: the latter in their new places."""
        self.salaried = []
        rng, tables = self.rng, self.fixed.tables
        leaves = self.clocks[SALARIED].strikes(spells.born, spells.start, rng)
        with np.errstate(divide="ignore"):
            step = rng.standard_exponential(len(spells)) / -np.log1p(-self.value["entry.salaried-to-installed"])
        installs = (spells.start + np.minimum(step, self.years)).astype(np.int32)
        installs = np.where(self.age(spells.born, installs) < MID_CAREER, np.minimum(installs, self.years), self.years)
        self.stay(SALARIED, spells, np.minimum(leaves, installs))
        self.leave_at_pension_or_before(
            SALARIED, spells, leaves, np.flatnonzero((leaves <= installs) & (leaves < self.years))
        )
        (installing,) = np.nonzero(installs < leaves)
        year, changed = installs[installing], spells[installing]
        new = changed.moved(self.install(changed.place, year), year + 1)
        self.cross(changed.place, tables.departement[new.place], year)
        return new

    def live_installed(self, spells: Spells, since: np.ndarray) -> None:
        """Installed until the practice ends; those who move go on elsewhere with what remains."""
        rng, tables = self.rng, self.fixed.tables
        ends = self.clocks[INSTALLED].strikes(spells.born, spells.start, rng)
        early, late = (
            -np.log1p(-self.value[f"moves.{when}"] * self.value["moves.leaves-territory"]) for when in ("early", "late")
        )
        early_years = EARLY_YEARS - since
        reached = rng.standard_exponential(len(spells))
        over = reached - early_years * early
        step = np.where(over < 0, reached / early, early_years + over / late)
        moves = spells.start + np.minimum(step, self.years).astype(np.int32)
        (going,) = np.nonzero(moves < ends)
        place, since_year = spells.place.copy(), spells.start.copy()
        while len(going):
            year = moves[going]
            self.stay(INSTALLED, Spells(place[going], spells.born[going], since_year[going]), year)
            there = self.move(place[going])
            self.cross(tables.departement[place[going]], tables.departement[there], year)
            place[going], since_year[going] = there, year + 1
            step = rng.standard_exponential(len(going)) / late
            moves[going] = year + 1 + np.minimum(step, self.years).astype(np.int32)
            going = going[moves[going] < ends[going]]
        spells = Spells(place, spells.born, since_year)
        self.stay(INSTALLED, spells, ends)
        (ending,) = np.nonzero(ends < self.years)
        self.end_practice(spells[ending], ends[ending])

    def end_practice(self, spells: Spells, year: np.ndarray) -> None:
        """Out of own practice: to a salaried post, into cumul, or out of activity."""
        rng, value = self.rng, self.value
        where = self.fixed.tables.departement[spells.place]
        before = self.is_before_pension(INSTALLED, spells, year)
        luck = rng.random(len(spells))
        turns = before & (self.age(spells.born, year) < MID_CAREER) & (luck < value["exits.turns-salaried"])
        take_up = (
            np.array([self.fixed.tables.constants[f"cumul_take_up_{sex}"] for sex in "fm"])
            * value["exits.cumul-take-up"]
        )
        goes_on = ~before & (luck < take_up[spells.born // self.births])
        if turns.any():
            self.salaried.append(Spells(where[turns], spells.born[turns], year[turns] + 1))
        self.in_cumul.append(Spells(spells.place[goes_on], spells.born[goes_on], year[goes_on] + 1))
        self.record("cumul_entries", year[goes_on], where[goes_on])
        out = ~(turns | goes_on)
        self.record("exits", year[out], where[out])
        out &= ~before
        self.record("retirements", year[out], where[out])

    def live_in_cumul(self, spells: Spells) -> None:
        leaves = self.clocks[RETIRED_ACTIVE].strikes(spells.born, spells.start, self.rng)
        self.stay(RETIRED_ACTIVE, spells, leaves)
        (out,) = np.nonzero(leaves < self.years)
        self.record("exits", leaves[out], self.fixed.tables.departement[spells.place[out]])

    def leave_at_pension_or_before(self, status: int, spells: Spells, year: np.ndarray, out: np.ndarray) -> None:
        """Locums and salaried who leave activity."""
        leaving, year = spells[out], year[out]
        self.record("exits", year, leaving.place)
        pension = ~self.is_before_pension(status, leaving, year)
        self.record("retirements", year[pension], leaving.place[pension])

    def is_before_pension(self, status: int, spells: Spells, year: np.ndarray) -> np.ndarray:
        chance = self.clocks[status].is_first[spells.born * self.years + year]
        return self.rng.random(len(spells)) < chance

    # Accounts.

    def stay(self, status: int, spells: Spells, end: np.ndarray) -> None:
        """Counts people on each 1 January from the first year of the spell to that of its end."""
        years, births, band = self.years + 1, self.births, self.fixed.band.ravel()
        sex, birth = np.divmod(spells.born, births)
        cell = ((self.first_cell[status] + spells.place) * 2 + sex) * BANDS
        size = len(self.change)
        self.change += np.bincount((cell + band[birth * years + spells.start]) * years + spells.start, minlength=size)
        (leaving,) = np.nonzero(end < self.years)
        year = end[leaving]
        at = (cell[leaving] + band[birth[leaving] * years + year]) * years + year + 1
        self.change -= np.bincount(at, minlength=size)
        for index, edge in enumerate(EDGES):
            year = edge - AGE_MAX + birth
            (passing,) = np.nonzero((year > spells.start) & (year <= end))
            at = (cell[passing] + index) * years + year[passing]
            passed = np.bincount(at, minlength=size)
            self.change -= passed
            self.change[years:] += passed[:-years]

    def record(self, flow: str, year: np.ndarray, where: np.ndarray) -> None:
        counted = np.bincount(year * self.departements + where, minlength=self.years * self.departements)
        self.flows[flow] += counted.reshape(self.years, self.departements)

    def cross(self, origin: np.ndarray, there: np.ndarray, year: np.ndarray) -> None:
        """Arrivals and departures over the borders of each level, by départements."""
        region = self.fixed.tables.region
        for level, (one, other) in {"departement": (origin, there), "region": (region[origin], region[there])}.items():
            (crossing,) = np.nonzero(one != other)
            counted = self.crossings[level]
            places = counted.shape[2]
            for side, place in enumerate((other, one)):
                at = year[crossing] * places + place[crossing]
                counted[side] += np.bincount(at, minlength=self.years * places).reshape(self.years, places)


def cumulated_keys(chances: np.ndarray) -> np.ndarray:
    """Cumulated chances of all rows one after the other, row i from i to i + 1."""
    keys = np.cumsum(chances, axis=1)
    keys[:, -1] = 1.0
    return (keys + np.arange(len(keys))[:, None]).ravel()
