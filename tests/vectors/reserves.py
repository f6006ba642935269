# SPDX-License-Identifier: GPL-3.0-or-later
"""Section 12 of docs/protocol.md and docs/reserves.md: who the reserves are, and who is called up.

For small pools: all choices of reserves are looked at, and all ways to call them up.
"""

import collections
import functools
import itertools

from certificates import classes_of
from protocol import accept, field, sha256, u64

ONE = 10**6
CALL_UPS = 100000


class Stream:
    """Numbers of section 4 with the purpose `reserve`."""

    def __init__(self, manifest, seed):
        self.start = b"civiclot/draw/v1\0" + field("reserve") + manifest + seed
        self.taken = 0

    def below(self, limit):
        while True:
            u = int.from_bytes(sha256(self.start, u64(self.taken))[:8], "big")
            self.taken += 1
            if accept(u, limit):
                return u % limit

    def lot(self, things, k):
        """k of them by lot; all of them are given back, these in front."""
        things = list(things)
        for i in range(k):
            j = i + self.below(len(things) - i)
            things[i], things[j] = things[j], things[i]
        return things


class Terms:
    """reserves: N; samples: S; overall: R; rates: of each quota row."""

    def __init__(self, reserves, samples, overall, rates):
        self.reserves, self.samples, self.overall, self.rates = reserves, samples, overall, rates

    def rate(self, rows):
        of = [self.rates[row] for row in rows]
        if self.overall == 0 or all(r == self.overall for r in of):
            return self.overall
        if 0 in of:
            return 0
        if ONE in of:
            return ONE
        odds = 10**12 * self.overall // (ONE - self.overall)
        for r in of:
            if r != self.overall:
                odds = min(10**18, odds * (r * (ONE - self.overall)) // ((ONE - r) * self.overall))
        return ONE * odds // (odds + 10**12)


def deviation(quotas, seats, people):
    """people: the rows of each who sits."""
    held = collections.Counter(row for rows in people for row in rows)
    return sum(max(0, low - held[row], held[row] - high)
               for row, (_, _, low, high) in enumerate(quotas)) + seats - len(people)


def call_up(quotas, seats, kept, at_hand):
    """Which of those at hand are called, by brute force: (deviation, their places)."""
    best = None
    for count in range(min(seats - len(kept), len(at_hand)) + 1):
        for places in itertools.combinations(range(len(at_hand)), count):
            left = deviation(quotas, seats, kept + [at_hand[place] for place in places])
            calls = tuple(place not in places for place in range(len(at_hand)))
            if best is None or (left, -count, calls) < best[0]:
                best = (left, -count, calls), places
    return best[0][0], list(best[1])


class Drawing:
    """Reserves of a drawn panel. panel, withdrawn: people of the pool."""

    def __init__(self, pool, panel, withdrawn, terms, manifest, seed):
        self.pool, self.terms, self.stream = pool, terms, Stream(manifest, seed)
        self.panel = sorted(panel, key=lambda person: pool.people[person][2])
        self.candidates = self.find_candidates(set(panel), set(withdrawn))
        self.cases = self.draw_samples()
        self.classes = self.class_people()
        self.types = self.choose()
        self.people = self.by_lot()

    def rows(self, person):
        return self.pool.people[person][2]

    def home(self, person):
        return self.pool.people[person][1]

    def find_candidates(self, panel, withdrawn):
        """Ascending by pid."""
        everyone = range(len(self.pool.people))
        members = collections.Counter(map(self.home, everyone))
        closed = {self.home(person) for person in panel
                  if members[self.home(person)] > self.pool.per_household}
        return sorted((person for person in everyone if person not in panel | withdrawn
                       and self.home(person) not in closed), key=self.pool.pids.__getitem__)

    def draw_samples(self):
        """(rows of who stays, how often), those that leave the same seats as one."""
        rates = [self.terms.rate(self.rows(person)) for person in self.panel]
        samples = {}
        for _ in range(self.terms.samples):
            stay = [self.rows(person) for person, rate in zip(self.panel, rates)
                    if self.stream.below(ONE) >= rate]
            held = collections.Counter(row for rows in stay for row in rows)
            one = samples.setdefault((len(stay), tuple(sorted(held.items()))), [tuple(stay), 0])
            one[1] += 1
        return list(samples.values())

    def class_people(self):
        """Of section 7, of candidates alone: (kind, people, values, cap), and limits of kinds."""
        classes = classes_of([(self.home(person), self.rows(person)) for person in self.candidates],
                             self.candidates, self.pool.per_household)
        sizes = collections.Counter(self.home(person) for person in self.candidates)
        out, self.kinds = [], {}
        for kind, people in classes:
            people = sorted(people, key=self.pool.pids.__getitem__)
            alone = sizes[self.home(people[0])] <= self.pool.per_household
            homes = list(dict.fromkeys(map(self.home, people)))
            each = 1 if alone else len(people) // len(homes)
            limit = len(people) if alone else len(homes) * self.pool.per_household
            cap = len(people) if alone else len(homes) * min(self.pool.per_household, each)
            self.kinds[kind] = (alone, limit)
            out.append((kind, people, self.rows(people[0]), cap, each))
        return out

    def fits(self, types, taken=None):
        """Can the classes, of which so many are taken, have these types too? By trying all."""
        kinds = collections.Counter()
        for number, count in enumerate(taken or [0] * len(self.classes)):
            kinds[self.classes[number][0]] += count

        @functools.lru_cache(None)
        def place(at, taken, kinds):
            if at == len(types):
                return True
            for number, (kind, _, values, cap, _) in enumerate(self.classes):
                if values == types[at] and taken[number] < cap and kinds[kind] < self.kinds[kind][1] \
                        and place(at + 1, more(taken, number), more(kinds, kind)):
                    return True
            return False

        def more(counts, at):
            return counts[:at] + (counts[at] + 1,) + counts[at + 1:]

        types = tuple(types)
        return place(0, tuple(taken or [0] * len(self.classes)),
                     tuple(kinds[kind] for kind in range(len(self.kinds))))

    def count(self):
        """N, or how many people there are."""
        homes = collections.Counter(map(self.home, self.candidates))
        return min(self.terms.reserves,
                   sum(min(count, self.pool.per_household) for count in homes.values()))

    def choose(self):
        sizes = collections.Counter(map(self.rows, self.candidates))
        types, count = sorted(sizes), self.count()
        ways = list(itertools.combinations_with_replacement(types, count))
        assert len(ways) * len(self.cases) <= CALL_UPS and count <= 15
        best = None
        for way in ways:
            if self.fits(way):
                left = sum(times * self.left(stay, way) for stay, times in self.cases)
                key = left, -sum(sizes[values] for values in way), way
                best = min(best or key, key)
        return best[2]

    def left(self, stay, way):
        return call_up(self.pool.quotas, self.pool.seats, list(stay), list(way))[0]

    def by_lot(self):
        taken = self.share()
        people = []
        for kind, (alone, _) in sorted(self.kinds.items()):
            numbers = [n for n, one in enumerate(self.classes) if one[0] == kind]
            people += self.of_alone(numbers[0], taken) if alone else self.of_homes(numbers, taken)
        return self.stream.lot(sorted(people, key=self.pool.pids.__getitem__), len(people))

    def share(self):
        taken = [0] * len(self.classes)
        for at, values in enumerate(self.types):
            barred = set()
            while True:
                free = [0 if number in barred or one[2] != values else self.free(number, taken)
                        for number, one in enumerate(self.classes)]
                person, number = self.stream.below(sum(free)), 0
                while person >= free[number]:
                    person, number = person - free[number], number + 1
                taken[number] += 1
                if self.fits(self.types[at + 1:], taken):
                    break
                taken[number] -= 1
                barred.add(number)
        return taken

    def free(self, number, taken):
        """How many people of a class can still be taken."""
        kind, people, _, cap, each = self.classes[number]
        of_kind = sum(count for other, count in enumerate(taken) if self.classes[other][0] == kind)
        limit = self.kinds[kind][1]
        if taken[number] == cap or of_kind == limit:
            return 0
        return min(len(people) - taken[number], each * (limit - of_kind))

    def of_alone(self, number, taken):
        return self.stream.lot(self.classes[number][1], taken[number])[:taken[number]]

    def of_homes(self, numbers, taken):
        those = {person for number in numbers for person in self.classes[number][1]}
        homes = list(dict.fromkeys(self.home(p) for p in self.candidates if p in those))
        homes = self.stream.lot(homes, min(len(homes), sum(taken[number] for number in numbers)))
        dealt, at = {}, 0
        for number in numbers:
            for _ in range(taken[number]):
                dealt[number, homes[at]] = dealt.get((number, homes[at]), 0) + 1
                at = (at + 1) % len(homes)
        people = []
        for number in numbers:
            for home in homes:
                k = dealt.get((number, home), 0)
                people += self.stream.lot(
                    [p for p in self.classes[number][1] if self.home(p) == home], k)[:k]
        return people
