#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The protocol a second time: writes the test vectors beside this file.

Run by hand when docs/protocol.md changes: python3 tests/vectors/make_vectors.py
Nothing of civiclot is used; only the definitions in docs/protocol.md, hashlib and hmac.
"""

import base64
import hashlib
import hmac
import pathlib
import shutil

HERE = pathlib.Path(__file__).resolve().parent
HEAD = "# Made by make_vectors.py. Words are separated by one space; <...> words are hexadecimal\n" \
       "# digits of bytes, and - is no bytes at all.\n"


# Encodings

def u32(number):
    return number.to_bytes(4, "big")


def u64(number):
    return number.to_bytes(8, "big")


def field(value):
    if isinstance(value, str):
        value = value.encode("utf-8")
    return u32(len(value)) + value


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def mac(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def base32(digest):
    return base64.b32encode(digest[:10]).decode().lower()


def hexed(value):
    if isinstance(value, str):
        value = value.encode("utf-8")
    return value.hex() or "-"


def stream(name, number=0):
    """32 bytes that look random, for keys and digests."""
    return sha256(b"civiclot test vectors\0", name.encode(), u64(number))


# Definitions

def pid_of(key, ident):
    return base32(mac(key, b"civiclot/pid/v1\0", field(ident)))


def process_of(key):
    return base32(mac(key, b"civiclot/process/v1\0"))


def derive(key, label, number):
    return mac(key, label.encode(), b"\0", u64(number))


def household_tag(key, pids):
    if len(pids) < 2:
        return ""
    return base32(mac(key, b"civiclot/household/v1\0", "".join(sorted(pids)).encode()))


def opening_of(key, ident):
    idsalt = mac(key, b"civiclot/idsalt/v1\0", field(ident))
    return (mac(key, b"civiclot/salt/v1\0", field(ident)),
            sha256(b"civiclot/id/v1\0", idsalt, field(ident)))


def leaf_of(key, ident, tag, values):
    salt, idc = opening_of(key, ident)
    return sha256(b"\x00", b"civiclot/leaf/v1\0", pid_of(key, ident).encode(), salt, idc,
                  field(tag), *[field(value) for value in values])


def merkle_root(leaves):
    """From the leaves upwards: pair neighbours, an odd one out goes up as it is."""
    if not leaves:
        return sha256()
    level = list(leaves)
    while len(level) > 1:
        paired = [sha256(b"\x01", level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def commitment_of(process, name, nonce, value):
    return sha256(b"civiclot/contribution/v1\0", process.encode(), field(name), nonce, field(value))


def seed_of(manifest, sources):
    return sha256(b"civiclot/seed/v1\0", manifest,
                  *[field(name) + field(value) for name, value in sources])


def accept(u, tickets):
    return u < 2**64 - (2**64 % tickets)


def draw(purpose, manifest, seed, tickets):
    i = 0
    while True:
        h = sha256(b"civiclot/draw/v1\0", field(purpose), manifest, seed, u64(i))
        u = int.from_bytes(h[:8], "big")
        if accept(u, tickets):
            return i, u % tickets
        i += 1


def number_tickets(panels):
    """panels: list of (set of pids, tickets). Gives rows of (first, last, pids)."""
    merged = {}
    for pids, tickets in panels:
        merged[tuple(sorted(pids))] = merged.get(tuple(sorted(pids)), 0) + tickets
    size = -(-sum(merged.values()) // 10000)
    pieces = []
    for pids, tickets in merged.items():
        for copy, start in enumerate(range(0, tickets, size)):
            key = sha256(b"civiclot/order/v1\0", "".join(pids).encode(), u64(copy))
            pieces.append((key, pids, min(size, tickets - start)))
    rows, first = [], 0
    for _, pids, tickets in sorted(pieces):
        rows.append((first, first + tickets - 1, pids))
        first += tickets
    return rows


def seal(sequence, time, kind, payload, salt, previous):
    payload_digest = sha256(b"civiclot/payload/v1\0", salt, field(payload))
    digest = sha256(b"civiclot/log/v1\0", u64(sequence), field(time), field(kind), payload_digest,
                    previous)
    return payload_digest, digest


# The example pool, of which pseudonym.txt and publication/ are made

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
PANELS = [  # people, tickets; the third equals the first
    ((0, 1, 3), 5),
    ((1, 2, 7), 3),
    ((0, 1, 3), 2),
    ((4, 5, 6), 2),
]


def example_pool():
    pids = [pid_of(KEY, ident) for ident, _, _ in PEOPLE]
    tags = [household_tag(KEY, [pids[q] for q in range(len(PEOPLE)) if PEOPLE[q][1] == home])
            for _, home, _ in PEOPLE]
    leaves = [leaf_of(KEY, ident, tag, [QUOTAS[q][1] for q in rows])
              for (ident, _, rows), tag in zip(PEOPLE, tags)]
    root = merkle_root([leaf for _, leaf in sorted(zip(pids, leaves))])
    return pids, tags, leaves, root


# Classes and certificates

def classes_of(people, pids, per_household):
    """people: (household, values). Classes in order, each (kind, pids ascending)."""
    homes = {}
    for number, (home, _) in enumerate(people):
        homes.setdefault(home, []).append(number)
    groups = {}  # (size, values of the household, own values) -> people; size 0: alone
    for number, (home, values) in enumerate(people):
        alone = len(homes[home]) <= per_household
        key = (0, (values,), values) if alone else (
            len(homes[home]), tuple(sorted(people[n][1] for n in homes[home])), values)
        groups.setdefault(key, []).append(pids[number])
    kinds = sorted({key[:2] for key in groups})
    return [(kinds.index(key[:2]), sorted(groups[key])) for key in sorted(groups)]


def tree_lines(tree):
    """(scale, seats, {quota: number}) is a leaf, (class, at, below, above) a split."""
    if len(tree) == 3:
        scale, seats, quotas = tree
        return [f"leaf scale {scale} seats {seats} quotas {len(quotas)}"] + \
            [f"quota {quota} {quotas[quota]}" for quota in sorted(quotas)]
    number, at, below, above = tree
    return [f"split class {number} at {at}"] + tree_lines(below) + tree_lines(above)


def bound_lines(upper, weights, tree):
    return [f"bound upper {upper} weights {len(weights)}"] + \
        [f"weight {number} {weights[number]}" for number in sorted(weights)] + tree_lines(tree)


def certificate(objective, seats, per_household, quotas, classes, chances, absent, rounds):
    """chances: (round, chance) a class; absent: {class: bound}; rounds: (kind, times, bound)."""
    lines = ["civiclot-certificate: 1", f"objective: {objective}", f"seats: {seats}",
             f"per-household: {per_household}", f"people: {sum(len(p) for _, p in classes)}",
             f"quotas: {quotas}", f"kinds: {1 + max(kind for kind, _ in classes)}",
             f"classes: {len(classes)}", f"absent: {len(absent)}", f"rounds: {len(rounds)}"]
    for number, ((kind, pids), (of, chance)) in enumerate(zip(classes, chances)):
        lines.append(f"class {number} kind {kind} round {of} chance {chance} people {len(pids)}")
        lines += [f"pid {pid}" for pid in pids]
    for number, bound in absent.items():
        lines += [f"absent {number}"] + bound_lines(*bound)
    for number, (kind, times, bound) in enumerate(rounds):
        lines += [f"round {number} {kind} times {times}"] + bound_lines(*bound)
    return "".join(line + "\n" for line in lines)


def example_certificate():
    """Well written; it proves nothing."""
    pids, _, _, _ = example_pool()
    classes = classes_of([(home, rows) for _, home, rows in PEOPLE], pids, 1)
    chances = [(0, "1/2"), (1, "3/7"), ("none", "0/1"), (0, "1/2"), (1, "3/7"),
               (0, "4611686018427387903/4611686018427387904"), ("none", "0/1")]
    absent = {6: (0, {6: 1}, (1, 0, {})),
              2: (0, {2: 1}, (2, 0, (7, 0, {0: 1, 4: -2}), (1, -1, {3: 5})))}
    rounds = [("band", 3, (-5, {0: 10, 1: -9223372036854775808, 4: 9223372036854775807},
                           (18446744073709551615, -3, {0: 1, 1: -1, 2: 2, 3: -2, 4: 3}))),
              ("least", 1, (1, {4: 2}, (0, 1, (1, 0, {}),
                                        (3, 0, (4, 2, {1: 1}), (5, 0, {2: -7})))))]
    return certificate("goldilocks gamma=0.5", 3, 1, len(QUOTAS), classes, chances, absent, rounds)


# Files

def write(name, text):
    (HERE / name).write_bytes(text.encode("utf-8"))


def write_pseudonyms():
    pids, tags, leaves, root = example_pool()
    out = HEAD + """#
# key <key>
# process process-id
# derive label number <digest>
# quota <feature> <value> min max         the quotas, in order
# person <id> household row,row pid <household tag> <leaf>
# root <root>                             over the leaves above, in pid order
"""
    out += f"key {KEY.hex()}\nprocess {process_of(KEY)}\n"
    for label, number in (("civiclot/operator/v1", 1), ("civiclot/operator/v1", 2**64 - 1),
                          ("civiclot/log-salt/v1", 1)):
        out += f"derive {label} {number} {derive(KEY, label, number).hex()}\n"
    for feature, value, low, high in QUOTAS:
        out += f"quota {hexed(feature)} {hexed(value)} {low} {high}\n"
    for (ident, home, rows), pid, tag, leaf in zip(PEOPLE, pids, tags, leaves):
        out += f"person {hexed(ident)} {home} {','.join(map(str, rows))} {pid} {hexed(tag)} " \
               f"{leaf.hex()}\n"
    write("pseudonym.txt", out + f"root {root.hex()}\n")


def write_merkle():
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
              "606162636465666768696a6b6c6d6e6f", "ff"]
    leaves = [sha256(b"\x00", bytes.fromhex(data)) for data in inputs]
    known = {0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
             1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
             5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
             8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"}
    out = HEAD + """#
# leaf <leaf hash>          of the inputs of Certificate Transparency's own tests, and one more
# root count <root>         over the first `count` leaves; 0, 1, 5 and 8 are published by
#                           Certificate Transparency
"""
    out += "".join(f"leaf {leaf.hex()}\n" for leaf in leaves)
    for count in range(len(leaves) + 1):
        root = merkle_root(leaves[:count]).hex()
        assert known.get(count, root) == root
        out += f"root {count} {root}\n"
    write("merkle.txt", out)


def write_draws():
    out = HEAD + """#
# commitment process-id <name> <nonce> <value> <commitment>
# seed <M> count [<name> <value>]... <seed>
# draw <purpose> <M> <seed> tickets rejected ticket
# accept u tickets yes|no
"""
    process = process_of(KEY)
    for name, value in (("operator", "42"), ("Ann Öz", ""), ("", "x" * 100)):
        nonce = stream("nonce " + name)
        out += f"commitment {process} {hexed(name)} {nonce.hex()} {hexed(value)} " \
               f"{commitment_of(process, name, nonce, value).hex()}\n"
    lists = [[], [("text:seed", "2024-02-03")], [("text:seed", "")],
             [("text:Zeitung, Seite 1", "Größe — ノ")],
             [("operator:" + stream("operator").hex(), stream("value").hex()), ("text:seed", "7")],
             [("text:ab", "c"), ("text:a", "bc"), ("text:", "")],
             [("text:a", "bc"), ("text:ab", "c"), ("text:", "")]]
    seeds = []
    for number, sources in enumerate(lists):
        manifest = stream("manifest", number)
        seeds.append((manifest, seed_of(manifest, sources)))
        words = "".join(f" {hexed(name)} {hexed(value)}" for name, value in sources)
        out += f"seed {manifest.hex()} {len(sources)}{words} {seeds[-1][1].hex()}\n"
    for manifest, seed in seeds:
        # 2^63 + 1 rejects nearly every second number
        for tickets in (1, 2, 10, 1000, 10**9, 2**63 + 1):
            for purpose in ("panel", "replace"):
                rejected, ticket = draw(purpose, manifest, seed, tickets)
                out += f"draw {hexed(purpose)} {manifest.hex()} {seed.hex()} {tickets} {rejected} " \
                       f"{ticket}\n"
    for tickets in (1, 2, 3, 10, 1000, 1024, 10**9, 2**63, 2**63 + 1, 2**64 - 1):
        edge = 2**64 - 2**64 % tickets
        for u in (0, tickets - 1, tickets, edge - 1, edge, 2**64 - 1):
            if u < 2**64:
                out += f"accept {u} {tickets} {'yes' if accept(u, tickets) else 'no'}\n"
    write("draw.txt", out)


def write_order():
    out = HEAD + """#
# case people seats            begins a case
# person pid                   the people, from 0
# panel tickets member ...     the panels; members are people
# row first last pid ...       all rows of the lottery, in small cases
# rows count <digest>          ends the case: SHA-256 of all rows as lines "first,last,pid,pid..."
"""
    pids = [pid_of(KEY, f"order {i}") for i in range(12)]
    small = [((0, 1, 2), 3), ((3, 4, 5), 1), ((0, 4, 5), 4), ((0, 1, 2), 2)]
    spread = [((i, (i + 5) % 12), 1 + 37 * i % 11) for i in range(12)]
    at_limit = [((0, 1), 9000), ((2, 3), 1000)]
    above = [((0, 1), 20001), ((2, 3), 1), ((4, 5), 5000), ((0, 2), 1)]  # pieces of 3
    greatest = [((0, 1), 10**9 - 12345), ((2, 3), 12345)]
    for panels in (small, spread, at_limit, above, greatest):
        rows = number_tickets([([pids[m] for m in members], n) for members, n in panels])
        out += f"case {len(pids)} {len(panels[0][0])}\n"
        out += "".join(f"person {pid}\n" for pid in pids)
        for members, tickets in panels:
            out += f"panel {tickets} {' '.join(map(str, sorted(members)))}\n"
        if len(rows) <= 10:
            out += "".join(f"row {a} {b} {' '.join(members)}\n" for a, b, members in rows)
        lines = "".join(f"{a},{b},{','.join(members)}\n" for a, b, members in rows)
        out += f"rows {len(rows)} {sha256(lines.encode()).hex()}\n"
    write("order.txt", out)


def example_log():
    entries = [("2024-02-03T10:00:00Z", "new", '{"title": "Bürgerrat"}'),
               ("2024-02-03T10:00:00Z", "import", ""),
               ("2024-02-03T10:07:09Z", "solve", "{}"),
               ("2024-12-31T23:59:59Z", "commit", '{"attempt": 1}'),
               ("2025-01-01T00:00:00Z", "draw", '{"ticket": 7}')]
    previous = bytes(32)
    for sequence, (time, kind, payload) in enumerate(entries, 1):
        salt = stream("log salt", sequence)
        payload_digest, digest = seal(sequence, time, kind, payload, salt, previous)
        yield sequence, time, kind, payload, salt, payload_digest, previous, digest
        previous = digest


def write_log():
    out = HEAD + "#\n# entry sequence time kind <payload> <salt> <payload digest> <previous> <digest>\n"
    for sequence, time, kind, payload, *digests in example_log():
        out += f"entry {sequence} {time} {kind} {hexed(payload)} " \
               f"{' '.join(d.hex() for d in digests)}\n"
    write("log.txt", out)


def csv_cell(cell):
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\r\n') else cell


def write_publication():
    """A published folder, all but its architecture line as on x86_64."""
    folder = HERE / "publication"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    pids, tags, leaves, root = example_pool()
    rows = number_tickets([([pids[m] for m in members], n) for members, n in PANELS])
    nonce, value = stream("operator nonce"), stream("operator value").hex()
    operator = "operator:" + commitment_of(process_of(KEY), "operator", nonce, value).hex()
    sources = [(operator, value, nonce.hex()), ("text:Lottozahlen", "3 7 21 — 9", None)]
    proof = example_certificate()
    files = {}
    files["process.txt"] = f"""civiclot-process: 1
process: {process_of(KEY)}
attempt: 2
draw: real
order: commit first
title: Bürgerrat "Bäume", 2024
seats: 3
per-household: 1
objective: goldilocks gamma=0.5
tickets: 12
pool: 8
pool-root: {root.hex()}
civiclot: 0.1.0
solver: GLPK 5.0
architecture: x86_64
source: {sources[0][0]}
source: {sources[1][0]}
if-a-source-fails: the attempt ends without a draw; a new attempt is announced and numbered
reserves: none
certificate: {sha256(proof.encode()).hex()}
previous: {stream("previous").hex()}
public-key: none
"""
    files["quotas.csv"] = "feature,value,min,max\n" + "".join(
        f"{csv_cell(feature)},{csv_cell(value)},{low},{high}\n"
        for feature, value, low, high in QUOTAS)
    files["pool.csv"] = "pid,leaf\n" + "".join(
        f"{pid},{leaf.hex()}\n" for pid, leaf in sorted(zip(pids, leaves)))
    files["lottery.csv"] = "first,last,member_1,member_2,member_3\n" + "".join(
        f"{first},{last},{','.join(members)}\n" for first, last, members in rows)
    files["manifest.txt"] = "".join(
        f"{sha256(text.encode()).hex()}  {name}\n" for name, text in files.items())
    manifest = sha256(files["manifest.txt"].encode())
    seed = seed_of(manifest, [(name, value) for name, value, _ in sources])
    files["seed.txt"] = "civiclot-seed: 1\n" + "".join(
        f"source: {name}\nvalue: {value}\n" + (f"nonce: {nonce}\n" if nonce else "")
        for name, value, nonce in sources) + f"seed: {seed.hex()}\n"
    rejected, ticket = draw("panel", manifest, seed, 12)
    first, last, members = next(row for row in rows if row[0] <= ticket <= row[1])
    files["draw.txt"] = f"civiclot-draw: 1\nattempt: 2\ndraw: real\npurpose: panel\n" \
        f"rejected: {rejected}\nticket: {ticket}\npanel: {first}-{last}\n" + \
        "".join(f"pid: {pid}\n" for pid in members)
    files["log.txt"] = "".join(
        f"{sequence} {time} {kind} {payload_digest.hex()} {previous.hex()} {digest.hex()}\n"
        for sequence, time, kind, _, _, payload_digest, previous, digest in example_log())
    files["openings.csv"] = "pid,salt,idc,household,gender,ward\n" + "".join(sorted(
        ",".join([pid, *[part.hex() for part in opening_of(KEY, ident)], tag]
                 + [csv_cell(QUOTAS[q][1]) for q in rows]) + "\n"
        for (ident, _, rows), pid, tag in zip(PEOPLE, pids, tags)))
    files["certificate.txt"] = proof
    for name, text in files.items():
        write("publication/" + name, text)
    write("publication.txt", HEAD + "#\n# What publication/ rests on beside pseudonym.txt and log.txt"
          ".\n# panel tickets member ...\n# source <name> <value> <nonce as in seed.txt>\n"
          f"# previous <digest>\n# M <digest>\n# seed <digest>\n# draw rejected ticket\n"
          + "".join(f"panel {n} {' '.join(map(str, members))}\n" for members, n in PANELS)
          + "".join(f"source {hexed(a)} {hexed(b)} {hexed(c or '')}\n" for a, b, c in sources)
          + f"previous {stream('previous').hex()}\nM {manifest.hex()}\nseed {seed.hex()}\n"
          f"draw {rejected} {ticket}\n")


if __name__ == "__main__":
    write_pseudonyms()
    write_merkle()
    write_draws()
    write_order()
    write_log()
    write_publication()
