"""The GPs of one trajectory, year by year: everybody draws one number a year, those it reaches change.

The phases of a year keep their order in the intervals of that number: another exit, then the pension (or the end of cumul),
then a change of status, then a move. People stand in arrays by status; those who leave keep their place there in a class that
nothing happens to, until the next clearing.
"""

from itertools import pairwise

import numpy as np
from tables import AGE_MAX, INSTALLED, LOCUM, RETIRED_ACTIVE, SALARIED
from trajectory import EARLY_YEARS, EDGES, MID_CAREER, Spells, Trajectory

# Duration given to those who have moved: moves are then as rare as later in the career.
LONG_AGO = -EARLY_YEARS
# Share of those who have left above which the arrays of a status are cleared of them.
CROWDED = 0.3


class People:
    """The people of one status: place, class, year from which durations are counted."""

    def __init__(self, nobody: int) -> None:
        self.nobody = nobody
        self.size = self.gone = 0
        self.columns = np.empty((3, 0), dtype=np.int32)

    @property
    def place(self) -> np.ndarray:
        return self.columns[0, : self.size]

    @property
    def born(self) -> np.ndarray:
        return self.columns[1, : self.size]

    @property
    def since(self) -> np.ndarray:
        return self.columns[2, : self.size]

    def add(self, place: np.ndarray, born: np.ndarray, since: np.ndarray | int) -> None:
        if self.gone > CROWDED * self.size:
            self.clear()
        end = self.size + len(place)
        if end > self.columns.shape[1]:
            columns = np.empty((3, end + end // 4), dtype=np.int32)
            columns[:, : self.size] = self.columns[:, : self.size]
            self.columns = columns
        for column, values in zip(self.columns, (place, born, since), strict=True):
            column[self.size : end] = values
        self.size = end

    def remove(self, those: np.ndarray) -> None:
        self.born[those] = self.nobody
        self.gone += len(those)

    def clear(self) -> None:
        (here,) = np.nonzero(self.born != self.nobody)
        self.columns[:, : len(here)] = self.columns[:, here]
        self.size, self.gone = len(here), 0


class ByYears(Trajectory):
    """A trajectory whose years follow one another."""

    def run(self) -> None:
        self.classes = 2 * self.births
        self.cells = self.first_cell[-1]
        self.people = [People(self.classes) for _ in range(4)]
        self.heads = np.zeros(self.classes * self.cells, dtype=np.int32)
        self.comings: list[np.ndarray] = []
        self.goings: list[np.ndarray] = []
        start, entry = self.starting_stock(), self.entrants()
        since = {INSTALLED: -self.time_installed(start[INSTALLED])}
        since[LOCUM] = -self.time_as_locum(start[LOCUM], entry[LOCUM][:0])
        for status, spells in start.items():
            self.come(status, spells.place, spells.born, since.get(status, 0))
        self.arriving = {status: self.by_year(spells) for status, spells in entry.items()}
        self.prepare()
        stock = []
        for year in range(self.years):
            stock.append(self.count(year))
            self.live(year)
        stock.append(self.count(self.years))
        self.stock = np.ascontiguousarray(np.stack(stock, axis=-1).transpose(2, 0, 1, 3))

    def by_year(self, spells: Spells) -> list[Spells]:
        """Those who enter in each year: registrations come in the order of years."""
        ends = np.searchsorted(spells.start - 1, np.arange(self.years + 1))
        return [spells[slice(*between)] for between in pairwise(ends)]

    def prepare(self) -> None:
        """Chances that do not change with the year, and those of each class with one more for nobody."""
        self.exit_chances = [[np.vstack([of, np.zeros((1, self.years))]) for of in causes] for causes in self.hazards]
        self.installs, self.takes_post = self.chances_of_locums()
        self.stays_locum = (1 - self.installs) * (1 - self.takes_post)
        self.take_up_by_sex = self.take_up()

    # The year.

    def live(self, year: int) -> None:
        self.joining: dict[int, list[tuple[np.ndarray, np.ndarray]]] = {status: [] for status in range(4)}
        self.live_installed(year)
        self.live_as_locum(year)
        self.live_salaried(year)
        self.live_in_cumul(year)
        for status, spells in self.arriving.items():
            self.joining[status].append((spells[year].place, spells[year].born))
        for status, joining in self.joining.items():
            if joining:
                self.come(status, *(np.concatenate(column) for column in zip(*joining, strict=True)), year + 1)

    def leaving(self, status: int, year: int) -> tuple[np.ndarray, np.ndarray]:
        """By class: chances of another exit, and of any."""
        other, pension = (of[:, year] for of in self.exit_chances[status])
        return other, 1 - (1 - other) * (1 - pension)

    def live_installed(self, year: int) -> None:
        people = self.people[INSTALLED]
        other, leaves = self.leaving(INSTALLED, year)
        moving = np.array(self.moving())
        chance = (1 - (1 - leaves[:, None]) * (1 - moving)).ravel()
        # Nobody moves in the last row.
        chance[-2:] = 0
        is_late = year - people.since >= EARLY_YEARS
        luck = self.rng.random(people.size)
        (those,) = np.nonzero(luck < chance[2 * people.born + is_late])
        luck, born, place = luck[those], people.born[those], people.place[those]
        moves = luck >= leaves[born]
        self.move_on(those[moves], born[moves], place[moves], year)
        ends = ~moves
        self.end_practice(those[ends], born[ends], place[ends], luck[ends] < other[born[ends]], year)

    def move_on(self, those: np.ndarray, born: np.ndarray, place: np.ndarray, year: int) -> None:
        people, departement = self.people[INSTALLED], self.fixed.tables.departement
        there = self.move(place)
        self.cross(departement[place], departement[there], year)
        people.place[those] = there
        people.since[those] = LONG_AGO
        self.goings.append(self.cell(INSTALLED, place, born))
        self.comings.append(self.cell(INSTALLED, there, born))

    def end_practice(
        self, those: np.ndarray, born: np.ndarray, place: np.ndarray, before_pension: np.ndarray, year: int
    ) -> None:
        """Out of own practice: to a salaried post, into cumul, or out of activity."""
        where = self.fixed.tables.departement[place]
        luck = self.rng.random(len(those))
        in_mid_career = AGE_MAX + year - born % self.births < MID_CAREER
        turns = before_pension & in_mid_career & (luck < self.value["exits.turns-salaried"])
        goes_on = ~before_pension & (luck < self.take_up_by_sex[born // self.births])
        self.joining[SALARIED].append((where[turns], born[turns]))
        self.joining[RETIRED_ACTIVE].append((place[goes_on], born[goes_on]))
        self.record("cumul_entries", year, where[goes_on])
        out = ~(turns | goes_on)
        self.record("exits", year, where[out])
        self.record("retirements", year, where[out & ~before_pension])
        self.go(INSTALLED, those, born, place)

    def live_as_locum(self, year: int) -> None:
        people = self.people[LOCUM]
        other, leaves = self.leaving(LOCUM, year)
        duration = year - people.since
        luck = self.rng.random(people.size)
        stays = (1 - leaves)[people.born] * self.stays_locum[duration]
        (those,) = np.nonzero((luck >= stays) & (people.born != self.classes))
        # From the other end: what a person stays for is what luck falls short of.
        luck, born, place, duration = 1 - luck[those], people.born[those], people.place[those], duration[those]
        leaving = luck < leaves[born]
        self.leave(LOCUM, luck[leaving], born[leaving], place[leaving], other, year)
        changing = ~leaving
        to_installed = changing & (luck < 1 - (1 - leaves[born]) * (1 - self.installs[duration]))
        self.join_installed(born[to_installed], place[to_installed], year)
        in_post = changing & ~to_installed
        self.joining[SALARIED].append((place[in_post], born[in_post]))
        self.go(LOCUM, those, born, place)

    def live_salaried(self, year: int) -> None:
        people = self.people[SALARIED]
        other, leaves = self.leaving(SALARIED, year)
        age = AGE_MAX + year - np.arange(self.classes + 1) % self.births
        installs = np.where(age < MID_CAREER, self.value["entry.salaried-to-installed"], 0.0)
        chance = 1 - (1 - leaves) * (1 - installs)
        chance[-1] = 0
        luck = self.rng.random(people.size)
        (those,) = np.nonzero(luck < chance[people.born])
        luck, born, place = luck[those], people.born[those], people.place[those]
        leaving = luck < leaves[born]
        self.leave(SALARIED, luck[leaving], born[leaving], place[leaving], other, year)
        self.join_installed(born[~leaving], place[~leaving], year)
        self.go(SALARIED, those, born, place)

    def live_in_cumul(self, year: int) -> None:
        people = self.people[RETIRED_ACTIVE]
        _, leaves = self.leaving(RETIRED_ACTIVE, year)
        (those,) = np.nonzero(self.rng.random(people.size) < leaves[people.born])
        born, place = people.born[those], people.place[those]
        self.record("exits", year, self.fixed.tables.departement[place])
        self.go(RETIRED_ACTIVE, those, born, place)

    def leave(
        self, status: int, luck: np.ndarray, born: np.ndarray, place: np.ndarray, other: np.ndarray, year: int
    ) -> None:
        """Locums and salaried who leave activity."""
        self.record("exits", year, place)
        self.record("retirements", year, place[luck >= other[born]])

    def join_installed(self, born: np.ndarray, place: np.ndarray, year: int) -> None:
        there = self.install(place, year)
        self.cross(place, self.fixed.tables.departement[there], year)
        self.joining[INSTALLED].append((there, born))

    # The stock.

    def cell(self, status: int, place: np.ndarray, born: np.ndarray) -> np.ndarray:
        return born.astype(np.int64) * self.cells + (self.first_cell[status] + place)

    def come(self, status: int, place: np.ndarray, born: np.ndarray, since: np.ndarray | int) -> None:
        self.people[status].add(place, born, since)
        self.comings.append(self.cell(status, place, born))

    def go(self, status: int, those: np.ndarray, born: np.ndarray, place: np.ndarray) -> None:
        self.people[status].remove(those)
        self.goings.append(self.cell(status, place, born))

    def count(self, year: int) -> np.ndarray:
        """Heads of 1 January by sex, band of age and cell."""
        for cells, sign in ((self.comings, 1), (self.goings, -1)):
            if cells:
                np.add.at(self.heads, np.concatenate(cells), np.int32(sign))
                cells.clear()
        firsts = [0, *(AGE_MAX + 1 + year - edge for edge in reversed(EDGES))]
        by_class = self.heads.reshape(2, self.births, self.cells)
        return np.add.reduceat(by_class, firsts, axis=1)[:, ::-1]
