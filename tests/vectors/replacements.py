# SPDX-License-Identifier: GPL-3.0-or-later
"""Section 11 of docs/protocol.md: draws in the places of those who withdrew, and what is said.

A Replacement is one of them, a Replaced the first draw with all that mend it. As in folders.py,
what a verifier must say follows from what they are made with, not from the files.
"""

import copy
import itertools

from certificates import certificate, classes_of
from folders import Folder, csv

KEPT, WITHDRAWN, OPEN = range(3)  # as the rows of the three quotas follow each other
PANELS_MOST = 40


class Mending(Folder):
    """What replacements and call-ups have in common: the folders before, and who is settled.

    before: the first draw's first. mended: the draw before; after_panel: the folder that left the
    panel before. withdrawn: {person: reason}, all of them; all others of that panel are kept.
    """

    def mend(self, before, withdrawn, places, entries):
        self.before, self.after = list(before), before[-1]
        self.mended = [folder for folder in before if folder.state == "drawn"][-1]
        self.after_panel = [folder for folder in before if folder.state in ("drawn", "called")][-1]
        self.withdrawn, self.log_before = withdrawn, entries or self.after.entries
        self.places = places or self.settled()

    def settled(self):
        seated = set(self.after_panel.panel)
        return {**{person: (KEPT, "") for person in seated - set(self.withdrawn)},
                **{person: (WITHDRAWN, reason) for person, reason in self.withdrawn.items()}}

    def put_standing(self):
        self.put("standing.csv", csv(("pid", "standing", "reason"), *sorted(
            (self.pool.pids[person], ("kept", "withdrawn")[place], reason)
            for person, (place, reason) in self.places.items())))

    def entries_before(self):
        return [*self.log_before, *self.history]

    def standing_figures(self):
        was = getattr(self.after_panel, "withdrawn", {})
        new = len(set(self.withdrawn) - set(was))
        kept = len(set(self.after_panel.panel) - set(self.withdrawn))
        return f"{kept} kept, {len(self.withdrawn)} withdrawn, {new} new"

    def is_in_vain(self, real):
        """Each folder before is a real attempt or a call-up; others are not known, or not drawn."""
        drawn = [folder for folder in self.before if folder.state != "called"]
        calls = len(self.before) - len(drawn) + (self.state == "called")
        return real != len(drawn) or any(folder.state != "drawn" for folder in drawn) or \
            calls != sum(kind == "call-up" for _, kind, _ in self.entries)


class Replacement(Mending):
    """between folders, `history` has (time, kind, payload) of what was done. quotas: where they are
    not those of before; seats: of how many open ones a verifier has a proof to check (`proof_of`).
    What forgers do: pool, panels, replaces and places are what they say they are, entries the log of
    before; standing is made of the true text.
    """

    version = 3

    def __init__(self, before, sources, withdrawn, *, history=(), quotas=None, pool=None, panels=None,
                 replaces=None, places=None, entries=None, standing=None, previous=None,
                 proven=False, rewrite=None, **more):
        self.mend(before, withdrawn, places, entries)
        self.replaces = replaces or self.mended.manifest
        pool = copy.copy(pool or self.mended.pool)
        self.others = sum(was != now for old, new in zip(pool.quotas, quotas or pool.quotas)
                          for was, now in zip(old[2:], new[2:]))
        pool.quotas = quotas or pool.quotas
        self.panels_there = [(members, 1) for members in good_panels(pool, self.places)]
        assert self.panels_there
        counted = [kind for _, kind, _ in [*self.log_before, *history]
                   if kind in ("commit", "test-draw")]
        if proven:
            more.update(proof=one_seat_certificate(pool, self.places, self.panels_there),
                        chances=one_seat_chances(pool, self.places, self.panels_there))
        attempt = [folder for folder in before if folder.state != "called"][-1]
        if previous is None and attempt.draw == "real":
            previous = attempt.manifest
        super().__init__(sources, pool=pool, history=history,
                         panels=panels or self.panels_there[:PANELS_MOST], previous=previous,
                         attempt=1 + len(counted),
                         rewrite={"standing.csv": standing, **(rewrite or {})}, **more)

    def replaces_line(self):
        return f"replaces: {self.replaces.hex()}\n"

    def standing_lines(self):
        changed = self.others or self.objective != self.mended.objective
        return [f"standing {'NOT ' if changed else ''}PROVEN # {self.others} numbers,"
                f" {self.standing_figures()}"]


class Replaced:
    """Folders before[0], and replace/1 ... in it. extra: files more; without: files that are gone.

    wrong: whether the first folder's `files` fails; nothing: whether there is nothing to check.
    """

    def __init__(self, folders, *, extra=(), without=(), wrong=False, nothing=False):
        self.folders, self.wrong, self.nothing = folders, wrong, nothing
        self.files = {name: data for number, folder in enumerate(folders)
                      for name, data in ((place(number) + name, data)
                                         for name, data in folder.files.items())
                      if name not in without}
        self.files.update(extra)

    def expected(self, *, known=(), **given):
        if self.nothing or self.wrong:
            return ["exit 3"] if self.nothing else ["failed files", "exit 5"]
        out, elsewhere = [], set()
        for number, folder in enumerate(self.folders):
            lines = folder.expected(known=known, elsewhere=elsewhere,
                                    last=folder is self.folders[-1], **given)
            out += [f"folder replace/{number}"] * (number > 0) + lines
            if lines[-1] != "exit 0":
                return out
            out.pop()
            elsewhere |= folder.found(known)
        return out + ["exit 0"]


def place(number):
    return f"replace/{number}/" if number else ""


def good_panels(pool, places):
    """Every panel that meets the quotas, with all who are kept and nobody who withdrew."""
    kept = [person for person, (standing, _) in places.items() if standing == KEPT]
    free = [person for person in range(len(pool.people)) if person not in places]
    out = []
    for more in itertools.combinations(free, pool.seats - len(kept)):
        members = tuple(sorted(kept + list(more)))
        try:
            pool.check_panels([(members, 1)])
            out.append(members)
        except AssertionError:
            pass
    return out


def standing_of(places, person):
    return places.get(person, (OPEN, ""))[0]


def one_seat_chances(pool, places, panels):
    """Everyone who can take the one seat that is open takes it on one panel."""
    return [((1, 1), (0, 1), (1, len(panels)) if any(person in members for members, _ in panels)
             else (0, 1))[standing_of(places, person)] for person in range(len(pool.people))]


def absent_leaf(pool, places, person):
    """Why a person who is not on any panel is on none: a leaf of the tree of its bound.

    They withdrew; or with who is kept a quota is full, or one would stay below its minimum; or who
    is kept is all that their household may send.
    """
    rows = len(pool.quotas)
    kept = [other for other in places if places[other][0] == KEPT]
    if standing_of(places, person) == WITHDRAWN:
        return 1, 0, {rows + WITHDRAWN: 1}
    for row, (_, _, low, high) in enumerate(pool.quotas):
        held = sum(row in pool.people[other][2] for other in kept)
        if row in pool.people[person][2] and held == high:
            return 1, 0, {row: 1, rows + KEPT: -1}
        if row not in pool.people[person][2] and held + 1 == low:
            return 1, 1, {row: -1, rows + KEPT: -1}
    assert sum(pool.people[other][1] == pool.people[person][1] for other in kept) \
        == pool.per_household
    return 1, 0, {rows + KEPT: -1}


def one_seat_certificate(pool, places, panels):
    """Leximin where one seat is open: its chance is the same for all who can have it, as nobody
    takes more than one; then those who are kept, who have a seat each."""
    rows, count = len(pool.quotas), len(pool.people)
    classes = classes_of([(home, values + (rows + standing_of(places, person),))
                          for person, (_, home, values) in enumerate(pool.people)],
                         pool.pids, pool.per_household)
    chances = one_seat_chances(pool, places, panels)
    people = [pool.pids.index(pids[0]) for _, pids in classes]
    assert sum(above / below for above, below in chances) - pool.seats < 1e-9
    assert sum(len(pids) for _, pids in classes) == count
    by = {standing: [number for number, person in enumerate(people)
                     if standing_of(places, person) == standing and chances[person][0]]
          for standing in (KEPT, OPEN)}
    listed = [("none", "0/1") if not chances[person][0] else
              (0 if number in by[OPEN] else 1, "{}/{}".format(*chances[person]))
              for number, person in enumerate(people)]
    absent = {number: (0, {number: 1}, absent_leaf(pool, places, person))
              for number, person in enumerate(people) if not chances[person][0]}
    kept = sum(standing == KEPT for standing, _ in places.values())
    rounds = [("least", 1, (1, {number: 1 for number in by[OPEN]}, (1, 0, {rows + OPEN: 1}))),
              ("least", 1, (kept, {number: 1 for number in by[KEPT]},
                            (1, 0, {rows + KEPT: 1})))]
    return certificate("leximin", pool.seats, pool.per_household, rows + 3, classes, listed, absent,
                       rounds)
