"""The GPs of one trajectory, spell by spell: a form that owes its speed to lives that do not depend on one another.

Nothing in the reference scenario makes one GP's life depend on another's, so lives are drawn by spells and not by years: all
spells as a locum, then all installed and salaried ones in rounds until nobody changes, then all in cumul. Within a year the
phases keep their order: another exit comes before the pension, the pension before a change of status, that before a move.
A quota on installations could not be written so.
"""

import numpy as np
from tables import AGE_MAX, INSTALLED, LOCUM, RETIRED_ACTIVE, SALARIED
from trajectory import BANDS, EARLY_YEARS, EDGES, MID_CAREER, Laws, Spells, Trajectory, together


class Clock:
    """First year of an event whose hazard goes by a row and the calendar year, and which of two causes it is."""

    def __init__(self, first: np.ndarray, second: np.ndarray) -> None:
        stays = (1 - first) * (1 - second)
        struck = 1 - np.cumprod(stays, axis=1)
        self.years = first.shape[1]
        self.laws = Laws(struck)
        self.last = struck[:, -1].copy()
        self.before = np.hstack([np.zeros((len(struck), 1)), struck]).ravel()
        self.is_first = (first / np.maximum(1 - stays, np.finfo(float).tiny)).ravel()

    def strikes(self, row: np.ndarray, start: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """The year, or the number of years of the run for nothing within it; nothing has happened before the start."""
        before = self.before[row * (self.years + 1) + start]
        chance = before + rng.random(len(row)) * (1 - before)
        year = np.full(len(row), self.years, dtype=np.int32)
        (some,) = np.nonzero(chance < self.last[row])
        year[some] = self.laws.invert(row[some], chance[some])
        return year


class BySpells(Trajectory):
    """A trajectory of lives drawn spell by spell."""

    def run(self) -> None:
        self.clocks = [Clock(*hazards) for hazards in self.hazards]
        self.comings: list[np.ndarray] = []
        self.goings: list[np.ndarray] = []
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
        size = self.first_cell[-1] * self.fixed.cells_of_place
        come, gone = (np.bincount(np.concatenate(cells), minlength=size) for cells in (self.comings, self.goings))
        by_year = (come - gone).reshape(self.first_cell[-1], 2, BANDS, self.years + 1)
        self.stock = np.cumsum(by_year, axis=3)

    def live_as_locum(self, spells: Spells, since: np.ndarray) -> tuple[Spells, Spells]:
        """Locums until they leave, install or take a salaried post: the latter two, in their new places."""
        tables, rng = self.fixed.tables, self.rng
        leaves = self.clocks[LOCUM].strikes(spells.born, spells.start, rng)
        by_duration = self.changes_of_locums()
        durations = by_duration.strikes(np.zeros(len(spells), dtype=np.int32), since, rng)
        changes = np.minimum(spells.start + durations - since, self.years)
        end = np.minimum(leaves, changes)
        self.stay(LOCUM, spells, end)
        self.leave_at_pension_or_before(
            LOCUM, spells, leaves, np.flatnonzero((leaves <= changes) & (leaves < self.years))
        )
        (changing,) = np.nonzero(changes < leaves)
        to_installed = rng.random(len(changing)) < by_duration.is_first[durations[changing]]
        year, changed = changes[changing], spells[changing]
        new = changed[to_installed].moved(
            self.install(changed.place[to_installed], year[to_installed]), year[to_installed] + 1
        )
        self.cross(changed.place[to_installed], tables.departement[new.place], year[to_installed])
        in_post = changed[~to_installed]
        return new, in_post.moved(in_post.place, year[~to_installed] + 1)

    def changes_of_locums(self) -> Clock:
        """To own practice, then to a salaried post, by years already spent as a locum."""
        installs, takes_post = self.chances_of_locums()
        return Clock(installs[None], takes_post[None])

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
        early, late = (-np.log1p(-chance) for chance in self.moving())
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
        goes_on = ~before & (luck < self.take_up()[spells.born // self.births])
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

    def stay(self, status: int, spells: Spells, end: np.ndarray) -> None:
        """Counts people on each 1 January from the first year of the spell to that of its end."""
        years, bands = self.years + 1, self.fixed.band
        cell = (spells.place + self.first_cell[status]) * self.fixed.cells_of_place
        first, last = spells.born * years + spells.start, spells.born * years + end
        at = self.fixed.cell
        self.comings.append(cell + at[first])
        (leaving,) = np.nonzero(end < self.years)
        self.goings.append(cell[leaving] + at[last[leaving]] + 1)
        before, after = bands[first], bands[last]
        (older,) = np.nonzero(before < after)
        if len(older):
            self.grow_older(cell[older], spells.born[older], before[older], after[older])

    def grow_older(self, cell: np.ndarray, born: np.ndarray, before: np.ndarray, after: np.ndarray) -> None:
        """From band to band, in the year in which each begins."""
        for band, edge in enumerate(EDGES, start=1):
            (passing,) = np.nonzero((before < band) & (band <= after))
            own = born[passing]
            at = cell[passing] + self.fixed.cell[own * (self.years + 1) + edge - AGE_MAX + own % self.births]
            self.comings.append(at)
            self.goings.append(at - (self.years + 1))
