# SPDX-License-Identifier: GPL-3.0-or-later
"""The pool of eight that pseudonym.txt and all folders are made of, and what is proven of it.

Household 3 has three of the eight and may send one of them, so nobody can give all of them more
than 1/3; the others share the seats that are left: 2/5 each. Both are reached by mixing lotteries.
"""

from certificates import certificate, classes_of
from protocol import (audit_path, household_tag, idsalt_of, leaf_of, merkle_root, opening_of,
                      pid_of, process_of, stream)

SEATS = 3
PER_HOUSEHOLD = 1
KEY = stream("key")
PROCESS = process_of(KEY)
QUOTAS = [  # feature, value, min, max
    ("gender", "female", 1, 2),
    ("gender", "male", 1, 3),
    ("ward", "North, inner", 0, 2),
    ("ward", 'Süd "alt"', 1, 3),
    ("ward", "other", 0, 3),
]
FEATURES = ("gender", "ward")
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

PIDS = [pid_of(KEY, ident) for ident, _, _ in PEOPLE]
TAGS = [household_tag(KEY, [PIDS[q] for q in range(len(PEOPLE)) if PEOPLE[q][1] == home])
        for _, home, _ in PEOPLE]
LEAVES = [leaf_of(KEY, ident, tag, [QUOTAS[q][1] for q in rows])
          for (ident, _, rows), tag in zip(PEOPLE, TAGS)]
SORTED_LEAVES = [leaf for _, leaf in sorted(zip(PIDS, LEAVES))]
ROOT = merkle_root(SORTED_LEAVES)
CLASSES = classes_of([(home, rows) for _, home, rows in PEOPLE], PIDS, PER_HOUSEHOLD)


def check_panels(panels):
    for members, _ in panels:
        assert len(members) == SEATS
        assert len({PEOPLE[m][1] for m in members}) == SEATS
        for row, (_, _, low, high) in enumerate(QUOTAS):
            assert low <= sum(row in PEOPLE[m][2] for m in members) <= high


check_panels(PANELS)
check_panels(BIG_PANELS)


def crowded():
    """The classes of household 3; the people of the others are 5."""
    home = {PIDS[p] for p in range(len(PEOPLE)) if PEOPLE[p][1] == 3}
    return [number for number, (_, pids) in enumerate(CLASSES) if home & set(pids)]


def chances(first, second):
    """first: the round of household 3; second: of the others."""
    return [(first, "1/3") if number in crowded() else (second, "2/5")
            for number in range(len(CLASSES))]


HOUSEHOLD_BOUND = (1, {number: 1 for number in crowded()}, (1, 0, {}))


def leximin_certificate():
    """First household 3, by its limit alone; then the others, by the seats."""
    seats = (SEATS, {number: 1 for number in range(len(CLASSES))}, (1, 1, {}))
    return certificate("leximin", SEATS, PER_HOUSEHOLD, len(QUOTAS), CLASSES, chances(0, 1), {},
                       [("least", 1, HOUSEHOLD_BOUND), ("least", 1, seats)])


def goldilocks_certificate():
    """Gamma 1/2. With A = 3 * 135, B = 5 * 128 and U = 135 - 2 * 128, as of the weights below:
    2 sqrt(A / 2 B) - 8/3 U/B = 9/8 + 121/240, and 8/3 * 2/5 + 1/2 * 3/8 * 3 is the same."""
    weights = {number: 135 if number in crowded() else -128 for number in range(len(CLASSES))}
    return certificate("goldilocks gamma=0.5", SEATS, PER_HOUSEHOLD, len(QUOTAS), CLASSES,
                       chances(1, 0), {},
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
    return certificate("goldilocks gamma=0.5", SEATS, PER_HOUSEHOLD, len(QUOTAS), CLASSES, given,
                       absent, rounds)


def tickets_off(panels):
    """How far anybody's tickets are from the chance, in thousandths of a ticket, rounded up."""
    total = sum(tickets for _, tickets in panels)
    most = 0
    for person, (above, below) in enumerate(CHANCES):
        held = sum(tickets for members, tickets in panels if person in members)
        most = max(most, -(-abs(held * below - total * above) * 1000 // below))
    return most


def receipt(person):
    """Section 9, of one of PEOPLE."""
    ident, _, rows = PEOPLE[person]
    salt, _ = opening_of(KEY, ident)
    index = sorted(PIDS).index(PIDS[person])
    lines = ["civiclot-receipt: 1", f"process: {PROCESS}", f"pool: {len(PEOPLE)}",
             f"pool-root: {ROOT.hex()}", f"id: {ident}", f"pid: {PIDS[person]}",
             f"salt: {salt.hex()}", f"idsalt: {idsalt_of(KEY, ident).hex()}",
             f"household: {TAGS[person] or 'none'}"]
    for row in rows:
        lines += [f"feature: {QUOTAS[row][0]}", f"value: {QUOTAS[row][1]}"]
    lines.append(f"index: {index}")
    lines += [f"proof: {node.hex()}" for node in audit_path(SORTED_LEAVES, index)]
    return "".join(line + "\n" for line in lines)
