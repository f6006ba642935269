# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections 5, 6, 8 and 10 of docs/protocol.md: a whole published folder, and what is said of it.

A Folder is one attempt. Its bytes follow from what it is made with, and so does what a verifier
must say of it; that is written from section 10, not by reading the files.
"""

import datetime

from example import CHANCES, EXAMPLE, PANELS
from reserves import Drawing
from protocol import (PUBLIC_KINDS, commit_payload, draw, draw_payload, drand_quicknet_time,
                      number_tickets, opening_of, reveal_payload, reveals_of, seal, seed_of, sha256,
                      stream)

FILES = ("callup.txt", "process.txt", "quotas.csv", "dropouts.csv", "pool.csv", "standing.csv",
         "lottery.csv", "manifest.txt", "manifest.txt.minisig", "openings.csv", "certificate.txt",
         "seed.txt", "draw.txt", "reserves.txt", "log.txt", "final.txt", "final.txt.minisig")
BEGUN = [("2023-08-01T10:00:00Z", "new", '{"title":"Bürgerrat"}'),
         ("2023-08-01T10:00:00Z", "import", ""),
         ("2023-08-02T10:07:09Z", "quotas", "{}"),
         ("2023-08-02T10:08:00Z", "solve", "{}"),
         ("2023-08-02T10:08:01Z", "close", "{}")]
COMMIT_TIME, REVEAL_TIME, DRAW_TIME = \
    "2023-08-23T15:59:23Z", "2023-08-23T15:59:23Z", "2023-08-31T23:59:59Z"


def csv_cell(cell):
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\r\n') else cell


def csv(*rows):
    return "".join(",".join(csv_cell(str(cell)) for cell in row) + "\n" for row in rows)


def seconds(time):
    return int(datetime.datetime.strptime(time + "+0000", "%Y-%m-%dT%H:%M:%SZ%z").timestamp())


def kind_of(source):
    return source[0].split(":")[0]


class Folder:
    """sources: (name, value, nonce or None). history: (time, kind, payload) of earlier attempts;
    between: of what else was done between the commit and the draw; behind: after all of it.
    fairness: what a proof at level full proves; `failed` where it proves nothing.

    terms: of reserves.py, where there are reserves. reserves: what a forger makes of those drawn;
    rewrite: {file: what is made of its true text}, None of what is left out.
    fails: the statement that fails, and `at` which one is not said any more.
    level: `public` or `full`. proof: the certificate, or None. key: of ed25519, or None.
    state: `committed`, `revealed` or `drawn`. draw: `real` or `test`.
    """

    head = {"title": 'Bürgerrat "Bäume", 2024', "civiclot": "0.1.0", "solver": "GLPK 5.0",
            "architecture": "x86_64"}
    version = 2

    def __init__(self, sources, *, state="drawn", draw="real", order="commit first",
                 level="public", proof=None, objective="leximin", panels=PANELS, key=None,
                 history=(), between=(), behind=(), previous=None, attempt=1,
                 commit_time=COMMIT_TIME, reveal_time=REVEAL_TIME, pool=EXAMPLE, chances=CHANCES,
                 fairness="PROVEN", terms=None, reserves=None, rewrite=None, fails=None, at=None):
        self.sources, self.state, self.draw, self.order = sources, state, draw, order
        self.level, self.proof, self.objective, self.panels = level, proof, objective, panels
        self.key, self.history, self.previous, self.attempt = key, history, previous, attempt
        self.between, self.behind = between, behind
        self.commit_time, self.reveal_time = commit_time, reveal_time
        self.pool, self.chances, self.fairness = pool, chances, fairness
        self.terms, self.forge, self.rewritten = terms, reserves, rewrite or {}
        self.fails, self.at = fails, at or fails
        self.rows = number_tickets([([pool.pids[m] for m in members], n) for members, n in panels])
        self.tickets = self.rows[-1][1] + 1
        self.files = {}
        self.put_manifest()
        if level == "full":
            self.put_openings()
        if state == "drawn":
            self.put_draw()
        self.put_log()
        self.put_final()

    def put(self, name, text):
        change = self.rewritten.get(name)
        text = change(text) if change else text
        if text is not None:
            self.files[name] = text.encode("utf-8")

    def certificate(self):
        return sha256(self.proof.encode()).hex() if self.proof else "none"

    def put_manifest(self):
        self.put("process.txt", f"""civiclot-process: {self.version + 2 * bool(self.terms)}
process: {self.pool.process}
attempt: {self.attempt}
draw: {self.draw}
order: {self.order}
title: {self.head["title"]}
seats: {self.pool.seats}
per-household: {self.pool.per_household}
objective: {self.objective}
tickets: {self.tickets}
pool: {len(self.pool.people)}
pool-root: {self.pool.root.hex()}
{self.replaces_line()}civiclot: {self.head["civiclot"]}
solver: {self.head["solver"]}
architecture: {self.head["architecture"]}
""" + "".join(f"source: {name}\n" for name, _, _ in self.sources) + f"""if-a-source-fails: \
the attempt ends without a draw; a new attempt is announced and numbered
{self.reserves_lines()}
certificate: {self.certificate()}
previous: {self.previous.hex() if self.previous else 'none'}
public-key: {self.key.text if self.key else 'none'}
""")
        self.put("quotas.csv", csv(("feature", "value", "min", "max"), *self.pool.quotas))
        self.put_dropouts()
        self.put("pool.csv", csv(("pid", "leaf"), *sorted(
            (pid, leaf.hex()) for pid, leaf in zip(self.pool.pids, self.pool.leaves))))
        self.put_standing()
        self.put("lottery.csv", csv(
            ("first", "last", *(f"member_{seat}" for seat in range(1, self.pool.seats + 1))),
            *((first, last, *members) for first, last, members in self.rows)))
        self.put("manifest.txt", "".join(
            f"{sha256(data).hex()}  {name}\n" for name, data in self.files.items()))
        self.manifest = sha256(self.files["manifest.txt"])
        self.sign("manifest")

    def replaces_line(self):
        return ""

    def reserves_lines(self):
        return f"""reserves: {self.terms.reserves}
dropout-samples: {self.terms.samples}
dropout-rate: {self.terms.overall}
call-up: least deviation, most seats, first in order""" if self.terms else "reserves: none"

    def put_dropouts(self):
        if self.terms:
            self.put("dropouts.csv", csv(("feature", "value", "rate"), *(
                (feature, value, rate) for (feature, value, _, _), rate in
                zip(self.pool.quotas, self.terms.rates))))

    def put_standing(self):
        """Replacements have one."""

    def sign(self, what):
        if self.key:
            name = what + ".txt"
            self.put(name + ".minisig",
                     self.key.signature_file(self.files[name], "civiclot " + what))

    def put_openings(self):
        self.put("openings.csv", csv(("pid", "salt", "idc", "household", *self.pool.features), *sorted(
            (pid, *(part.hex() for part in opening_of(self.pool.key, ident)), tag,
             *(self.pool.quotas[row][1] for row in rows))
            for (ident, _, rows), pid, tag in zip(self.pool.people, self.pool.pids, self.pool.tags))))
        if self.proof:
            self.put("certificate.txt", self.proof)

    def put_draw(self):
        self.seed = seed_of(self.manifest, [(name, value) for name, value, _ in self.sources])
        self.rejected, self.ticket = draw("panel", self.manifest, self.seed, self.tickets)
        if self.sources[0][0] == "by-hand":
            self.rejected, self.ticket = 0, int(self.sources[0][1])
        self.put("seed.txt", "civiclot-seed: 1\n" + "".join(
            f"source: {name}\nvalue: {value}\n" + (f"nonce: {nonce.hex()}\n" if nonce else "")
            for name, value, nonce in self.sources) + f"seed: {self.seed.hex()}\n")
        first, last, members = next(
            row for row in self.rows if row[0] <= self.ticket <= row[1])
        self.put("draw.txt", f"civiclot-draw: 1\nattempt: {self.attempt}\ndraw: {self.draw}\n"
                 f"purpose: panel\nrejected: {self.rejected}\nticket: {self.ticket}\n"
                 f"panel: {first}-{last}\n" + "".join(f"pid: {pid}\n" for pid in members))
        self.panel = [self.pool.pids.index(pid) for pid in members]
        self.reserves = []
        if self.terms:
            drawing = Drawing(self.pool, self.panel, getattr(self, "withdrawn", ()), self.terms,
                              self.manifest, self.seed)
            self.reserves = self.forge(drawing) if self.forge else drawing.people
            self.put("reserves.txt", f"civiclot-reserves: 1\nattempt: {self.attempt}\n" + "".join(
                f"pid: {self.pool.pids[person]}\n" for person in self.reserves))

    def contributions(self):
        return [(source[0], source[1]) for source in self.sources
                if kind_of(source) == "contribution"]

    def own_entries(self):
        if self.draw == "test":
            return [(DRAW_TIME, "test-draw", "{}")]
        entries = [(self.commit_time, "commit", commit_payload(self.attempt, self.manifest))]
        entries += self.between
        if self.contributions() and self.state != "committed":
            entries.append((self.reveal_time, "reveal", reveal_payload(
                self.attempt, reveals_of(self.contributions()))))
        if self.state == "drawn":
            reserves = self.files.get("reserves.txt")
            entries.append((DRAW_TIME, "draw", draw_payload(
                self.attempt, self.manifest, self.seed, self.ticket,
                sha256(reserves) if reserves else None)))
        return entries + list(self.behind)

    def entries_before(self):
        return [*BEGUN, *self.history]

    def put_log(self):
        self.log, previous = [], bytes(32)
        self.entries = self.entries_before() + self.own_entries()
        for sequence, (time, kind, payload) in enumerate(self.entries, 1):
            salt = bytes(32) if kind in PUBLIC_KINDS else stream("log salt", sequence)
            sealed, digest = seal(sequence, time, kind, payload, salt, previous)
            self.log.append((sequence, time, kind, payload, salt, sealed, previous, digest))
            previous = digest
        self.put("log.txt", "".join(
            f"{sequence} {time} {kind} {sealed.hex()} {before.hex()} {digest.hex()}\n"
            for sequence, time, kind, _, _, sealed, before, digest in self.log))

    def put_final(self):
        digests = "".join(f"{sha256(self.files[name]).hex()}  {name}\n"
                          for name in FILES if name in self.files)
        self.put("final.txt", f"civiclot-final: 1\nprocess: {self.pool.process}\nattempt: {self.attempt}\n"
                 f"draw: {self.draw}\nlog: {self.log[-1][-1].hex()}\n" + digests)
        self.sign("final")

    def entry(self, kind):
        """The digest of this attempt's entry of that kind: the last one there is."""
        return [line[-1] for line in self.log if line[2] == kind][-1]

    # What is said of it

    def expected(self, **given):
        """Cut where it fails. What fails before, as the wrong key does, fails."""
        lines = self.said(**given)
        said = [line.split(" ")[0] for line in lines]
        if self.fails is None or self.at not in said:
            return lines
        return lines[:said.index(self.at)] + [f"failed {self.fails}", "exit 5"]

    def said(self, *, known=(), elsewhere=(), last=True, key=None, receipt=None,
                 receipt_fails=False):
        """Of true text: lines `ID VERDICT # figures`; then `failed ID` or nothing, and `exit CODE`.

        elsewhere: which of `known` are of folders before; last: no folder comes behind.
        """
        digests = {line[-1]: number for number, line in enumerate(self.log)}
        if key is not None and (self.key is None or key != self.key.text):
            return ["files PROVEN", "failed signature", "exit 5"]
        out = ["files PROVEN", "signature " + (
            "NOT PROVEN" if self.key is None else "NOT CHECKED" if key is None else "PROVEN"),
            "manifest PROVEN"]
        if self.draw == "test":
            out.append("rehearsal NOT PROVEN")
        out += ["pool PROVEN", *self.standing_lines(), "registrations NOT CHECKED", "lottery PROVEN",
                "panels PROVEN" if self.level == "full" else "panels NOT CHECKED"]
        checked = self.proof is not None and self.level == "full"
        if checked and self.fairness == "failed":
            return out + ["failed fairness", "exit 5"]
        out.append("fairness " + ("NOT PROVEN" if self.proof is None else
                                  self.fairness if checked else "NOT CHECKED"))
        if checked:
            off = self.pool.tickets_off(self.panels, self.chances)
            out.append(f"tickets PROVEN # {off} thousandths")
        if self.behind:
            return out + ["failed log", "exit 5"]
        out.append("log PROVEN")
        found = self.found(known)
        if last and set(known) - found - set(elsewhere):
            return out + ["failed known", "exit 5"]
        if found:
            out.append("known PROVEN")
        out.append(self.announced(known, digests))
        out.append(self.attempts())
        out += self.draw_lines(known, digests) if self.state == "drawn" else \
            ["undrawn NOT CHECKED"]
        if receipt_fails:
            return out + ["failed receipt", "exit 5"]
        return out + (["receipt PROVEN"] if receipt else []) + ["exit 0"]

    def found(self, known):
        return set(known) & {self.manifest, *(line[-1] for line in self.log)}

    def standing_lines(self):
        return []

    def is_between(self, known, digests, kind):
        """Is one of `known` an entry from this attempt's `kind` on and before the draw?"""
        first = [n for n, line in enumerate(self.log) if line[2] == kind]
        end = len(self.log) - (self.state == "drawn")
        return bool(first) and any(first[-1] <= digests[k] < end for k in known if k in digests)

    def is_late(self, time):
        """Was a round of drand's public at that time?"""
        return any(name.startswith("beacon:drand-quicknet:") and seconds(time)
                   >= drand_quicknet_time(int(name.split(":")[2]))
                   for name, _, _ in self.sources)

    def announced(self, known, digests):
        proven = self.order == "commit first" and not self.is_late(self.commit_time) and (
            self.manifest in known or self.draw == "real" and
            self.is_between(known, digests, "commit"))
        return "announced " + ("PROVEN" if proven else "NOT PROVEN")

    def is_in_vain(self, real):
        """May one of so many real attempts before, or a call-up, have been disliked?"""
        return real > 0 or any(kind == "call-up" for _, kind, _ in self.entries)

    def attempts(self):
        """Earlier ones: a commit is drawn if a draw follows before the next commit."""
        drawn = undrawn = rehearsals = 0
        for _, kind, _ in self.entries_before():
            rehearsals += kind == "test-draw"
            undrawn += kind == "commit"
            if kind == "draw":
                drawn, undrawn = drawn + 1, undrawn - 1
        return f"attempts {'NOT ' if self.is_in_vain(drawn + undrawn) else ''}PROVEN" \
               f" # {drawn} drawn, {undrawn} not drawn, {rehearsals} rehearsals"

    def draw_lines(self, known, digests):
        out = []
        for source in self.sources:
            out.append("source " + {
                "contribution": "NOT PROVEN" if source[1] == "ABSENT" else "PROVEN",
                "operator": "NOT PROVEN"}.get(kind_of(source), "NOT CHECKED"))
        if self.contributions():
            told = self.is_between(known, digests, "reveal") and not (
                self.draw == "real" and self.is_late(self.reveal_time))
            out.append("reveals " + ("PROVEN" if told else "NOT PROVEN"))
        kinds = {kind_of(source) for source in self.sources}
        dice = sum(int(source[0].split(":")[1]) for source in self.sources
                   if kind_of(source) == "dice")
        if not kinds & {"text", "beacon", "by-hand"}:
            out.append("outcomes PROVEN" if dice >= 31 else
                       f"outcomes NOT PROVEN # {6 ** dice if dice else 'none'}")
        out += ["seed PROVEN", "ticket PROVEN", "panel PROVEN"]
        if self.terms:
            out.append("reserves " + ("PROVEN" if self.level == "full" else "NOT CHECKED"))
        return out
