#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The protocol a second time: writes the test vectors beside this file.

Run by hand when docs/protocol.md changes: python3 tests/vectors/make_vectors.py
With --check nothing is written; it ends 1 where a file differs from what it would write.
Nothing of civiclot is used; only the definitions in docs/protocol.md, hashlib and hmac. They are
in protocol.py, ed25519.py, certificates.py, folders.py, replacements.py, reserves.py, callups.py
and invitations.py; what is made of them is in example.py, town.py, attempts.py, replaced.py,
forged.py, reserved.py and forged_reserves.py.
"""

import pathlib
import sys

import attempts
import forged
import forged_reserves
import invitations
import replaced
import reserved
import signatures
from example import ALONE, BOUND, EXAMPLE, KEY, PANELS, PEOPLE, QUOTAS, odd_certificate
from protocol import (accept, audit_path, commitment_of, derive, draw, hexed, merkle_root,
                      number_tickets, pid_of, process_of, reveals_of, seed_of, sha256, stream)
from town import TOWN

HERE = pathlib.Path(__file__).resolve().parent
MADE = {}  # path -> bytes
HEAD = "# Made by make_vectors.py. Words are separated by one space; <...> words are hexadecimal\n" \
       "# digits of bytes, and - is no bytes at all.\n"


def write(name, text):
    MADE[name] = text.encode("utf-8")


def write_pseudonyms():
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
    for (ident, home, rows), pid, tag, leaf in zip(PEOPLE, EXAMPLE.pids, EXAMPLE.tags,
                                                EXAMPLE.leaves):
        out += f"person {hexed(ident)} {home} {','.join(map(str, rows))} {pid} {hexed(tag)} " \
               f"{leaf.hex()}\n"
    write("pseudonym.txt", out + f"root {EXAMPLE.root.hex()}\n")


def climb(node, index, count, path):
    """RFC 9162, section 2.1.3.2: the root that a leaf and its audit path give."""
    last = count - 1
    for beside in path:
        if index & 1 or index == last:
            node = sha256(b"\x01", beside, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = sha256(b"\x01", node, beside)
        index, last = index >> 1, last >> 1
    assert last == 0
    return node


LEAVES_OF_TESTS = [sha256(b"\x00", bytes.fromhex(data)) for data in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f", "ff")]


def write_merkle():
    leaves = LEAVES_OF_TESTS
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


def write_paths():
    out = HEAD + """#
# leaf <leaf hash>               those of merkle.txt
# path count index <node> ...    the audit path of leaf `index`, from 0, among the first `count`
"""
    leaves = LEAVES_OF_TESTS
    out += "".join(f"leaf {leaf.hex()}\n" for leaf in leaves)
    for count in range(1, len(leaves) + 1):
        for index in range(count):
            path = audit_path(leaves[:count], index)
            assert climb(leaves[index], index, count, path).hex() == merkle_root(
                leaves[:count]).hex()
            out += " ".join(["path", str(count), str(index), *(n.hex() for n in path)]) + "\n"
    write("paths.txt", out)


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
    for tickets in (1, 2, 3, 7, 10, 1000, 1024, 2**30, 10**9, 2**31 - 1, 2**31, 2**31 + 1, 2**32, 2**63,
                    2**63 + 1, 2**64 - 1):
        edge = 2**64 - 2**64 % tickets
        for u in (0, tickets - 1, tickets, edge - 1, edge, 2**64 - 1):
            if u < 2**64:
                out += f"accept {u} {tickets} {'yes' if accept(u, tickets) else 'no'}\n"
    write("draw.txt", out)


def write_contributions():
    out = HEAD + """#
# contribution FILE process-id <name> <value> <nonce> <commitment>    what contributions/FILE holds
# reveals count [<name> <value>]... <digest>
"""
    process = process_of(KEY)
    for file, (name, value) in attempts.SEALED.items():
        source, _, nonce = attempts.sealed("contribution", name, value)
        write(f"contributions/{file}.txt", attempts.contribution_file(name, value, nonce))
        out += f"contribution {file}.txt {process} {hexed(name)} {hexed(value)} {nonce.hex()} " \
               f"{source.split(':')[-1]}\n"
    told = [(name, value) for name, value, _ in attempts.THREE]
    for pairs in (told[:1], told, told[::-1], [(name, "ABSENT") for name, _ in told]):
        words = "".join(f" {hexed(name)} {hexed(value)}" for name, value in pairs)
        out += f"reveals {len(pairs)}{words} {reveals_of(pairs).hex()}\n"
    write("contributions.txt", out)


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


def write_certificate():
    write("certificate.txt", odd_certificate())


def write_log(name, of, folder):
    out = HEAD + f"""#
# The log of {of}/: of commit, reveal and draw the salt is 32 zero bytes.
# entry sequence time kind <payload> <salt> <payload digest> <previous> <digest>
"""
    for sequence, time, kind, payload, *digests in folder.log:
        out += f"entry {sequence} {time} {kind} {hexed(payload)} " \
               f"{' '.join(d.hex() for d in digests)}\n"
    write(name, out)


def write_folder(path, folder, expectation):
    for name in folder.files:
        MADE[f"{path}/{name}"] = folder.files[name]
    write(path + ".expected", expectation)


def write_publication():
    folder = attempts.publication()
    write_folder("publication", folder, attempts.expectation(folder))
    write_log("log.txt", "publication", folder)
    sources = [(name, value, nonce.hex() if nonce else "") for name, value, nonce in folder.sources]
    write("publication.txt", HEAD + "#\n# What publication/ rests on beside pseudonym.txt and log.txt"
          ".\n# panel tickets member ...\n# source <name> <value> <nonce as in seed.txt>\n"
          "# previous <digest>\n# M <digest>\n# seed <digest>\n# draw rejected ticket\n"
          + "".join(f"panel {n} {' '.join(map(str, members))}\n" for members, n in PANELS)
          + "".join(f"source {' '.join(map(hexed, source))}\n" for source in sources)
          + f"previous {folder.previous.hex()}\nM {folder.manifest.hex()}\n"
          f"seed {folder.seed.hex()}\ndraw {folder.rejected} {folder.ticket}\n")


def write_folders():
    for name, folder in attempts.folders().items():
        write_folder("folders/" + name, folder, attempts.expectation(folder))
        if name == "contributions":
            write_log("log_reveal.txt", "folders/contributions", folder)


def write_replaced():
    for kind in (replaced, forged, reserved, forged_reserves):
        for name, folder in kind.folders().items():
            write_folder("folders/" + name, folder, kind.expectation(folder))


def write_receipts():
    for person in range(len(PEOPLE)):
        write(f"receipts/person-{person}.txt", EXAMPLE.receipt(person))
    for person in range(len(BOUND.people)):
        write(f"receipts/bound-{person}.txt", BOUND.receipt(person))
    for person in range(len(TOWN.people)):
        write(f"receipts/town-{person}.txt", TOWN.receipt(person))
    write("receipts/one-person.txt", ALONE.receipt(0))
    good = EXAMPLE.receipt(2)
    lines = good.split("\n")
    for name, bad in (("value", good.replace("female", "male")),
                      ("index", good.replace("index: 2", "index: 3")),
                      ("index-behind", good.replace("index: 2", "index: 10")),
                      ("process", good.replace("process: w", "process: x")),
                      ("id", good.replace("Zoë", "Zoe")),
                      ("household", good.replace(EXAMPLE.tags[2], "none")),
                      ("pool", good.replace("pool: 8", "pool: 7")),
                      ("path-short", "\n".join(lines[:-2]) + "\n"),
                      ("path-long", good + lines[-2] + "\n")):
        assert bad != good
        write(f"receipts/bad-{name}.txt", bad)


def write_signatures():
    for name, text in signatures.signatures(HEAD).items():
        write(name, text)


def write_invitations():
    for name, text in invitations.vectors(HEAD).items():
        write(f"invitations/{name}", text)


OURS = ("*.txt", "*.expected", "publication/*", "folders/*", "folders/*/*", "folders/*/replace/**/*",
        "receipts/*",
        "signatures/*", "contributions/*", "invitations/*", "invitations/*/*")


def there():
    return {path.relative_to(HERE).as_posix() for pattern in OURS for path in HERE.glob(pattern)
            if path.is_file()}


def check():
    """How many files differ from what is made here, each told."""
    wrong = sorted(there() ^ set(MADE)) + sorted(
        name for name in there() & set(MADE) if (HERE / name).read_bytes() != MADE[name])
    for name in wrong:
        print(f"tests/vectors/{name} is not what make_vectors.py makes")
    return len(wrong)


def put_all():
    for name in there() - set(MADE):
        (HERE / name).unlink()
        for folder in (HERE / name).parents:
            if any(folder.iterdir()):
                break
            folder.rmdir()
    for name, data in MADE.items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_bytes(data)


def main(arguments):
    write_pseudonyms()
    write_merkle()
    write_paths()
    write_draws()
    write_contributions()
    write_order()
    write_certificate()
    write_publication()
    write_folders()
    write_replaced()
    write_receipts()
    write_signatures()
    write_invitations()
    if arguments == ["--check"]:
        return 1 if check() else 0
    put_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
