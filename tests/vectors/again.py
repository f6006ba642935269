#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a folder that civiclot published a second time, from the key and the example's people.

    python3 again.py --people DIR        write people.csv, quotas.csv, key, sign.key into DIR, and
                                         of each contributor NAME.txt and NAME.source
    python3 again.py FOLDER              compare every byte; ends 1 where one differs

What the folder decides and this cannot know is taken from it: which panels there are, the
certificate's text, title and versions, the values of the sources, and of the log the times and
the payload digests that are not published, nor are reveals before the draw. Everything else is made anew.
"""

import pathlib
import sys

from attempts import SEALED, SIGNER, contribution_file, sealed
from example import EXAMPLE, KEY, PEOPLE, QUOTAS
from folders import Folder, csv
from protocol import commit_payload, field, seal, sha256, u64


def read_pairs(text):
    return [tuple(line.split(": ", 1)) for line in text.splitlines()]


class Again(Folder):
    """The folder at `path`."""

    def __init__(self, path):
        self.given = {file.name: file.read_bytes() for file in path.iterdir()}
        text = {name: data.decode() for name, data in self.given.items()}
        pairs = read_pairs(text["process.txt"])
        process = dict(pairs)
        self.head, self.digest = process, process["certificate"]
        self.lines = [line.split(" ") for line in text["log.txt"].splitlines()]
        tickets = {}
        for row in text["lottery.csv"].splitlines()[1:]:
            first, last, *pids = row.split(",")
            people = tuple(EXAMPLE.pids.index(pid) for pid in pids)
            tickets[people] = tickets.get(people, 0) + int(last) - int(first) + 1
        drawn = "seed.txt" in text
        super().__init__(
            self.told(text["seed.txt"]) if drawn else
            [(name, "", None) for key, name in pairs if key == "source"],
            state="drawn" if drawn else "revealed" if self.lines[-1][2] == "reveal" else
            "committed", draw=process["draw"], order=process["order"],
            level="full" if "openings.csv" in text else "public",
            proof=text.get("certificate.txt"), objective=process["objective"],
            panels=list(tickets.items()), attempt=int(process["attempt"]),
            key=None if process["public-key"] == "none" else SIGNER,
            previous=None if process["previous"] == "none" else bytes.fromhex(process["previous"]))

    @staticmethod
    def told(text):
        sources = []
        for key, value in read_pairs(text):
            if key == "source":
                sources.append((value, "", None))
            elif key == "value":
                sources[-1] = (sources[-1][0], value, None)
            elif key == "nonce":
                sources[-1] = (*sources[-1][:2], bytes.fromhex(value))
        return sources

    def certificate(self):
        return super().certificate() if self.proof else self.digest

    def put_log(self):
        """The attempt's own entries from what they must say, all others from what they are."""
        self.log, previous = [], bytes(32)
        own = {kind: payload for _, kind, payload in self.own_entries()
               if kind != "test-draw" and (kind != "reveal" or self.state == "drawn")}
        kind = "commit" if self.draw == "real" else "test-draw"
        ours = [number for number, line in enumerate(self.lines) if line[2] == kind][-1]
        for number, (_, time, kind, sealed, _, _) in enumerate(self.lines):
            if number >= ours and kind in own:
                sealed, digest = seal(number + 1, time, kind, own.pop(kind), bytes(32), previous)
            else:
                sealed = bytes.fromhex(sealed)
                digest = sha256(b"civiclot/log/v1\0", u64(number + 1), field(time), field(kind),
                                sealed, previous)
            self.log.append((number + 1, time, kind, None, None, sealed, previous, digest))
            previous = digest
        assert not own
        self.check_previous(ours)
        self.put("log.txt", "".join(
            f"{sequence} {time} {kind} {sealed.hex()} {before.hex()} {digest.hex()}\n"
            for sequence, time, kind, _, _, sealed, before, digest in self.log))

    def check_previous(self, ours):
        """The last commit before has M of `previous`; the attempt's number follows from the log."""
        counted = [line for line in self.log[:ours + 1] if line[2] in ("commit", "test-draw")]
        assert len(counted) == self.attempt
        for number, line in reversed(list(enumerate(counted[:-1], 1))):
            if line[2] == "commit":
                sealed, _ = seal(0, "", "", commit_payload(number, self.previous), bytes(32), b"")
                assert sealed == line[5]
                return
        assert self.previous is None


def put_people(folder):
    for file, (name, value) in SEALED.items():
        source, _, nonce = sealed("contribution", name, value)
        (folder / (file + ".source")).write_text(source)
        (folder / (file + ".txt")).write_text(contribution_file(name, value, nonce))
    (folder / "key").write_bytes(KEY)
    (folder / "sign.key").write_text(SIGNER.secret_file())
    (folder / "people.csv").write_text(csv(("id", "home", "gender", "ward"), *(
        (ident, home, QUOTAS[rows[0]][1], QUOTAS[rows[1]][1]) for ident, home, rows in PEOPLE)))
    (folder / "quotas.csv").write_text(csv(("feature", "value", "min", "max"), *QUOTAS))


def main(words):
    if words[0] == "--people":
        put_people(pathlib.Path(words[1]))
        return 0
    folder = Again(pathlib.Path(words[0]))
    wrong = sorted(name for name in set(folder.given) | set(folder.files)
                   if folder.given.get(name) != folder.files.get(name))
    for name in wrong:
        print(f"{words[0]}/{name} is not what the second implementation makes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
