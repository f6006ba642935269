# SPDX-License-Identifier: GPL-3.0-or-later
"""Section 12 of docs/protocol.md: a call-up's folder, and what is said of it."""

import copy

from folders import csv
from protocol import callup_payload, sha256
from replacements import KEPT, Mending
from reserves import call_up

CALLUP_TIME = "2023-09-20T10:00:00Z"


class CallUp(Mending):
    """history: (time, kind, payload) of what was done since the folder before.

    What forgers do: places and called are what they say they are; entries the log of before; more:
    lines of callup.txt and final.txt that are others than they must be.
    """

    state, draw, level, terms = "called", "real", None, None

    def __init__(self, before, withdrawn, *, key=None, history=(), behind=(), places=None,
                 called=None, entries=None, more=None, final=None, rewrite=None, fails=None,
                 at=None):
        self.mend(before, withdrawn, places, entries)
        self.pool, self.key = copy.copy(self.mended.pool), key
        self.history, self.behind, self.rewritten = history, behind, rewrite or {}
        self.fails, self.at = fails, at or fails
        self.files = {}
        self.find_called(called)
        self.put_standing()
        self.lines = {"process": self.pool.process, "attempt": self.mended.attempt,
                      "replaces": self.mended.manifest.hex(),
                      "standing": sha256(self.files["standing.csv"]).hex(),
                      "deviation": self.deviation, "proven": "yes",
                      "public-key": key.text if key else "none", **(more or {})}
        self.put_callup()
        self.put_log()
        self.head = {"process": self.pool.process, "attempt": self.mended.attempt, "draw": "real",
                     "log": self.log[-1][-1].hex(), **(final or {})}
        self.put_final()

    def find_called(self, called):
        people = self.pool.people
        kept = [person for person, (place, _) in sorted(self.places.items()) if place == KEPT]
        self.at_hand = [p for p in self.mended.reserves if p not in self.places]
        self.deviation, places = call_up(self.pool.quotas, self.pool.seats,
                                         [people[person][2] for person in kept],
                                         [people[person][2] for person in self.at_hand])
        self.right = [self.at_hand[place] for place in places]
        self.called = self.right if called is None else called(self)
        self.panel = kept + self.called

    def put_callup(self):
        self.put("callup.txt", "civiclot-callup: 1\n" + "".join(
            f"{key}: {value}\n" for key, value in self.lines.items())
            + "".join(f"pid: {self.pool.pids[person]}\n" for person in self.called))

    def own_entries(self):
        return [(CALLUP_TIME, "call-up", callup_payload(sha256(self.files["callup.txt"]))),
                *self.behind]

    def put_final(self):
        names = ("callup.txt", "standing.csv", "log.txt")
        self.put("final.txt", "civiclot-final: 1\n" + "".join(
            f"{key}: {value}\n" for key, value in self.head.items()) + "".join(
            f"{sha256(self.files[name]).hex()}  {name}\n" for name in names if name in self.files))
        self.sign("final")

    def found(self, known):
        return set(known) & {sha256(self.files["callup.txt"]), *(line[-1] for line in self.log)}

    def said(self, *, known=(), elsewhere=(), last=True, key=None, receipt=None,
             receipt_fails=False):
        if key is not None and (self.key is None or key != self.key.text):
            return ["files PROVEN", "failed signature", "exit 5"]
        out = ["files PROVEN", "signature " + (
            "NOT PROVEN" if self.key is None else "NOT CHECKED" if key is None else "PROVEN"),
            f"standing PROVEN # {self.standing_figures()}", "log PROVEN"]
        found = self.found(known)
        if last and set(known) - found - set(elsewhere):
            return out + ["failed known", "exit 5"]
        if found:
            out.append("known PROVEN")
        out.append(self.attempts())
        full = self.before[0].level == "full"
        out.append(f"called {'PROVEN' if full else 'NOT CHECKED'} # {len(self.called)} called")
        if receipt_fails:
            return out + ["failed receipt", "exit 5"]
        return out + (["receipt PROVEN"] if receipt else []) + ["exit 0"]
