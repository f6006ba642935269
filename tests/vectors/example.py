# SPDX-License-Identifier: GPL-3.0-or-later
"""The pool of eight that pseudonym.txt and all folders are made of, and what is proven of it.

Household 3 has three of the eight and may send one of them, so nobody can give all of them more
than 1/3; the others share the seats that are left: 2/5 each. Both are reached by mixing lotteries.
"""

from certificates import certificate, classes_of
from protocol import (audit_path, household_tag, idsalt_of, leaf_of, merkle_root, opening_of,
                      pid_of, process_of, stream)


class Pool:
    """People as (id, household, quota rows), under one key; and what the key makes of them."""

    def __init__(self, key, people, quotas, seats, per_household):
        self.key, self.people, self.quotas = key, people, quotas
        self.seats, self.per_household = seats, per_household
        self.process = process_of(key)
        self.features = list(dict.fromkeys(feature for feature, _, _, _ in quotas))
        self.pids = [pid_of(key, ident) for ident, _, _ in people]
        homes = {}
        for pid, (_, home, _) in zip(self.pids, people):
            homes.setdefault(home, []).append(pid)
        self.tags = [household_tag(key, homes[home]) for _, home, _ in people]
        self.leaves = [leaf_of(key, ident, tag, [quotas[row][1] for row in rows])
                       for (ident, _, rows), tag in zip(people, self.tags)]
        self.sorted_leaves = [leaf for _, leaf in sorted(zip(self.pids, self.leaves))]
        self.root = merkle_root(self.sorted_leaves)
        self.classes = classes_of([(home, rows) for _, home, rows in people], self.pids,
                                  per_household)

    def check_panels(self, panels):
        for members, _ in panels:
            assert len(set(members)) == self.seats
            homes = [self.people[m][1] for m in members]
            assert all(homes.count(home) <= self.per_household for home in homes)
            for row, (_, _, low, high) in enumerate(self.quotas):
                assert low <= sum(row in self.people[m][2] for m in members) <= high

    def tickets_off(self, panels, chances):
        """How far anybody's tickets are from their chance, in thousandths, rounded up."""
        total = sum(tickets for _, tickets in panels)
        most = 0
        for person, (above, below) in enumerate(chances):
            held = sum(tickets for members, tickets in panels if person in members)
            most = max(most, -(-abs(held * below - total * above) * 1000 // below))
        return most

    def certificate(self, objective, chances, absent, rounds):
        return certificate(objective, self.seats, self.per_household, len(self.quotas),
                           self.classes, chances, absent, rounds)

    def receipt(self, person):
        """Section 9, of one of the people."""
        ident, _, rows = self.people[person]
        salt, _ = opening_of(self.key, ident)
        index = sorted(self.pids).index(self.pids[person])
        lines = ["civiclot-receipt: 1", f"process: {self.process}", f"pool: {len(self.people)}",
                 f"pool-root: {self.root.hex()}", f"id: {ident}", f"pid: {self.pids[person]}",
                 f"salt: {salt.hex()}", f"idsalt: {idsalt_of(self.key, ident).hex()}",
                 f"household: {self.tags[person] or 'none'}"]
        for row in rows:
            lines += [f"feature: {self.quotas[row][0]}", f"value: {self.quotas[row][1]}"]
        lines.append(f"index: {index}")
        lines += [f"proof: {node.hex()}" for node in audit_path(self.sorted_leaves, index)]
        return "".join(line + "\n" for line in lines)


SEATS = 3
KEY = stream("key")
QUOTAS = [  # feature, value, min, max
    ("gender", "female", 1, 2),
    ("gender", "male", 1, 3),
    ("ward", "North, inner", 0, 2),
    ("ward", 'Süd "alt"', 1, 3),
    ("ward", "other", 0, 3),
]
PEOPLE = [  # id, household, quota rows
    ("1001", 0, (0, 2)),
    ("1002", 1, (1, 3)),
    ("Zoë-Łucja", 1, (0, 3)),
    ("山田,7", 2, (1, 4)),
    ("x", 3, (0, 4)),
    ("1003", 3, (1, 2)),
    ("1004", 3, (0, 3)),
    ("a longer id, which fills more than one block of SHA-256 so that nothing is cut off 0123456789",
     4, (1, 4)),
]
PANELS = [  # people, tickets; the second equals the fifth
    ((0, 1, 5), 1),
    ((0, 1, 4), 1),
    ((2, 3, 5), 2),
    ((2, 6, 7), 2),
    ((4, 0, 1), 2),
    ((3, 6, 7), 2),
]
BIG_PANELS = [  # pieces of 2, one of them shorter in three panels
    ((0, 1, 4), 3334),
    ((0, 1, 5), 667),
    ((2, 3, 5), 2000),
    ((2, 5, 7), 667),
    ((2, 6, 7), 1333),
    ((3, 6, 7), 2000),
]
CHANCES = [(2, 5)] * 4 + [(1, 3)] * 3 + [(2, 5)]  # of PEOPLE

EXAMPLE = Pool(KEY, PEOPLE, QUOTAS, SEATS, 1)
EXAMPLE.check_panels(PANELS)
EXAMPLE.check_panels(BIG_PANELS)


def crowded():
    """The classes of household 3; the people of the others are 5."""
    people = {pid for pid, (_, home, _) in zip(EXAMPLE.pids, PEOPLE) if home == 3}
    return [number for number, (_, pids) in enumerate(EXAMPLE.classes) if people & set(pids)]


def chances(first, second):
    """first: the round of household 3; second: of the others."""
    return [(first, "1/3") if number in crowded() else (second, "2/5")
            for number in range(len(EXAMPLE.classes))]


HOUSEHOLD_BOUND = (1, {number: 1 for number in crowded()}, (1, 0, {}))


def leximin_certificate():
    """First household 3, by its limit alone; then the others, by the seats."""
    return leximin_of(chances(0, 1))


LOW_CHANCES = [(201, 500)] * 4 + [(33, 100)] * 3 + [(201, 500)]


def low_certificate():
    """Household 3 has 33/100 here, and all of it 1 seat: the gap is 1/100, as one of it could have."""
    return leximin_of([(0, "33/100") if chance == "1/3" else (1, "201/500")
                       for _, chance in chances(0, 1)])


LIGHT_CHANCES = [(1, 3)] + [(5, 12)] * 3 + [(1, 3)] * 3 + [(5, 12)]


def light_certificate():
    """The first of PEOPLE has 1/3 as household 3 has, by a weight that is next to nothing: nothing
    is in the way of 2/5, and of everything else. The gap is the slack over that weight: 2/3."""
    first = next(number for number, (_, pids) in enumerate(EXAMPLE.classes)
                 if EXAMPLE.pids[0] in pids)
    weights = {number: 2**55 for number in crowded()}
    listed = [(0, "1/3") if number == first or chance == "1/3" else (1, "5/12")
              for number, (_, chance) in enumerate(chances(0, 1))]
    return leximin_of(listed, (2**55 + 1, {**weights, first: 1}, (1, 0, {})))


def leximin_of(listed, bound=HOUSEHOLD_BOUND):
    seats = (SEATS, {number: 1 for number in range(len(EXAMPLE.classes))}, (1, 1, {}))
    return EXAMPLE.certificate("leximin", listed, {},
                               [("least", 1, bound), ("least", 1, seats)])


def goldilocks_certificate():
    """Gamma 1/2. With A = 3 * 135, B = 5 * 128 and U = 135 - 2 * 128, as of the weights below:
    2 sqrt(A / 2 B) - 8/3 U/B = 9/8 + 121/240, and 8/3 * 2/5 + 1/2 * 3/8 * 3 is the same."""
    weights = {number: 135 if number in crowded() else -128
               for number in range(len(EXAMPLE.classes))}
    return EXAMPLE.certificate("goldilocks gamma=0.5", chances(1, 0), {},
                               [("band", 1, (-121, weights, (1, -128, {}))),
                                ("least", 1, HOUSEHOLD_BOUND)])


def odd_certificate():
    """Well written, with everything that the format knows; it proves nothing."""
    given = [(0, "1/2"), (1, "3/7"), ("none", "0/1"), (0, "1/2"), (1, "3/7"),
             (0, "4611686018427387903/4611686018427387904"), ("none", "0/1")]
    absent = {6: (0, {6: 1}, (1, 0, {})),
              2: (0, {2: 1}, (2, 0, (7, 0, {0: 1, 4: -2}), (1, -1, {3: 5})))}
    rounds = [("band", 3, (-5, {0: 10, 1: -9223372036854775808, 4: 9223372036854775807},
                           (18446744073709551615, -3, {0: 1, 1: -1, 2: 2, 3: -2, 4: 3}))),
              ("least", 1, (1, {4: 2}, (0, 1, (1, 0, {}),
                                        (3, 0, (4, 2, {1: 1}), (5, 0, {2: -7})))))]
    return EXAMPLE.certificate("goldilocks gamma=0.5", given, absent, rounds)


# Three kinds of people of whom any two are one too many, which is proven by a split. Nobody who is
# closed can be on a panel. The six who bind have 1/6 each, the six who do not share two seats.

BOUND_QUOTAS = [("a", "yes", 0, 1), ("a", "no", 0, 3), ("b", "yes", 0, 1), ("b", "no", 0, 3),
                ("c", "yes", 0, 1), ("c", "no", 0, 3), ("open", "yes", 0, 3), ("open", "no", 0, 0)]
BOUND_ROWS = [(0, 3, 4, 6)] * 2 + [(0, 2, 5, 6)] * 2 + [(1, 2, 4, 6)] * 2 + [(1, 3, 5, 6)] * 6 \
    + [(1, 3, 5, 7)]
BOUND = Pool(stream("key of the bound"), [(f"b{number}", number, rows)
                                          for number, rows in enumerate(BOUND_ROWS)],
             BOUND_QUOTAS, 3, 1)
BOUND_PANELS = [((one, 6 + one, 6 + (one + 1) % 6), 1) for one in range(6)]
BOUND_CHANCES = [(1, 6)] * 6 + [(1, 3)] * 6 + [(0, 1)]
BOUND.check_panels(BOUND_PANELS)


def bound_certificate():
    """Classes, as their rows compare: who has a and b, a and c, b and c, nothing, and is closed."""
    assert [len(pids) for _, pids in BOUND.classes] == [2, 2, 2, 6, 1]
    # without class 0 the others share c; with it a and b are taken, and so is everybody
    pairs = (1, {0: 1, 1: 1, 2: 1}, (0, 0, (1, 0, {4: 1}), (1, 0, {0: 1, 2: 1})))
    seats = (3, {0: 1, 1: 1, 2: 1, 3: 1}, (1, 1, {7: -1}))
    return BOUND.certificate("leximin", [(0, "1/6")] * 3 + [(1, "1/3"), ("none", "0/1")],
                             {4: (0, {4: 1}, (1, 0, {7: 1}))},
                             [("least", 1, pairs), ("least", 1, seats)])


ALONE = Pool(stream("key of one"), [("only", 0, (0,))], [("any", "one", 0, 1)], 1, 1)
