# SPDX-License-Identifier: GPL-3.0-or-later
"""A pool in which many are alike, so that of whom a reserve is made is left to a lot."""

import copy
import itertools

from example import Pool
from protocol import stream

QUOTAS = [("gender", "female", 2, 3), ("gender", "male", 2, 3),
          ("age", "young", 1, 2), ("age", "middle", 1, 3), ("age", "old", 1, 2)]
HOMES = [  # quota rows of the members of each household
    [(0, 2), (1, 3), (1, 3)],
    [(0, 2), (1, 3)],
    [(0, 2), (1, 3)],
    *[[rows] for rows in [(0, 2)] * 2 + [(0, 3)] * 2 + [(0, 4)] * 2 + [(1, 2)] + [(1, 4)] * 3],
]
PEOPLE = [(f"t{home}.{number}", home, rows) for home, members in enumerate(HOMES)
          for number, rows in enumerate(members)]
SEATS = 5


def panels_of(pool, count):
    """So many of the good panels, spread over all of them."""
    good = []
    for members in itertools.combinations(range(len(pool.people)), pool.seats):
        try:
            pool.check_panels([(members, 1)])
            good.append(members)
        except AssertionError:
            pass
    return [(members, 1) for members in good[7::len(good) // count]]


TOWN = Pool(stream("key of the town"), PEOPLE, QUOTAS, SEATS, 1)
TOWN_PANELS = panels_of(TOWN, 12)
TOWN_OF_TWO = copy.copy(TOWN)  # two of a household may sit
TOWN_OF_TWO.per_household = 2
