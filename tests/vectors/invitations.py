# SPDX-License-Identifier: GPL-3.0-or-later
"""Section 13, docs/protocol-invitations.md: folders of invitations, and the files they are made of.

The addresses are simple ones: what it takes to compare others is not written a second time here.
"""

import fractions
import unicodedata

from ed25519 import Key
from protocol import accept, draw, field, mac, process_of, seed_of, sha256, stream, u64

KEY = stream("invitations")
SIGNER = Key(stream("invitations signer"), b"INVITING")
TIME, EPOCH = "2024-02-03T10:00:00Z", 1706954400
DICE = ("dice:31", "1234561234561234561234561234561")
FILES = ("invitation.txt", "strata.csv", "manifest.txt", "manifest.txt.minisig", "seed.txt",
         "draw.txt", "drawn.csv", "proof.txt", "final.txt", "final.txt.minisig")


def cell(text):
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def part_of(text, postcode=False):
    words = unicodedata.normalize("NFC", text.casefold()).split()
    return ("" if postcode else " ").join(words) + "\n"


def make_rows():
    """(house, street, postcode, ward): 60 rows, two of which have the address of another."""
    wards = ["North", "Süd, am Wald", "West", "Isle"]
    rows = []
    for n in range(58):
        ward = wards[3 if n in (7, 21) else n // 3 % 3]
        rows.append((str(n % 9 + 1), ["Long Lane", "Bürgerstraße", "Church Hill"][n % 3],
                     f"E{n // 9 + 1} {n % 10}AB", ward))
    return rows + [(rows[4][0], rows[4][1].upper(), rows[4][2].lower(), rows[4][3]),
                   (f" {rows[30][0]} ", rows[30][1], rows[30][2].replace(" ", ""), rows[30][3])]


ROWS = make_rows()
EARLIER = [ROWS[0], ROWS[17], ("99", "Elsewhere", "X1 1XX", "North")]


def csv_of(rows):
    return "house,street,postcode,ward\n" + "".join(
        ",".join(map(cell, row)) + "\n" for row in rows)


def address_of(row):
    return part_of(row[0]) + part_of(row[1]) + part_of(row[2], True)


def node(leaves, drawn, level, index, proof):
    """13.5: the node's digest; what it takes is added to proof."""
    first, last = index << level, min(len(leaves), (index + 1) << level)
    if level == 0:
        made = leaves[first]
    elif (2 * index + 1) << (level - 1) >= len(leaves):
        made = node(leaves, drawn, level - 1, 2 * index, [])
    else:
        made = sha256(b"\x01", node(leaves, drawn, level - 1, 2 * index, []),
                      node(leaves, drawn, level - 1, 2 * index + 1, []))
    if not any(first <= place < last for place in drawn):
        proof.append(made)
    elif level > 0:
        node(leaves, drawn, level - 1, 2 * index, proof)
        if (2 * index + 1) << (level - 1) < len(leaves):
            node(leaves, drawn, level - 1, 2 * index + 1, proof)
    return made


def places_of(manifest, seed, number, count, letters):
    wanted = letters if 2 * letters <= count else count - letters
    marked, i = set(), 0
    while len(marked) < wanted:
        h = sha256(b"civiclot/draw/v1\0", field(f"letters:{number}"), manifest, seed, u64(i))
        u, i = int.from_bytes(h[:8], "big"), i + 1
        if accept(u, count):
            marked.add(u % count)
    return sorted(marked if wanted == letters else set(range(count)) - marked)


def largest_remainders(letters, weights):
    total = sum(weights)
    exact = [fractions.Fraction(letters * weight, total) for weight in weights]
    shares = [int(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda h: (shares[h] - exact[h], h))
    for h in order[:letters - sum(shares)]:
        shares[h] += 1
    return shares


class Stratum:
    def __init__(self, name, measure=None, extra=False, letters=None):
        self.name, self.measure, self.extra, self.letters = name, measure, extra, letters
        self.codes = []

    def seal(self):
        self.codes.sort()
        self.leaves = [sha256(b"\x00", b"civiclot/invitation/v1\0", code, field(self.name))
                       for code in self.codes]
        self.height = max(0, (len(self.leaves) - 1).bit_length())
        self.root = node(self.leaves, range(len(self.leaves)), self.height, 0, []) \
            if self.leaves else sha256()


class Invitation:
    """strata: in their order. options: what civiclot invite is given beside the files."""

    def __init__(self, rule, strata, letters, *, extra=0, portions=0, order="commit first",
                 sources=(DICE,), drawn=True, key=None, earlier=(), by_ward=True, options=""):
        self.rule, self.strata, self.letters, self.extra = rule, strata, letters, extra
        self.portions, self.order, self.sources, self.drawn = portions, order, sources, drawn
        self.key, self.by_ward, self.options = key, by_ward, options
        self.files = {}
        self.list_rows({address_of(row) for row in earlier})
        self.share()
        self.put_manifest()
        if drawn:
            self.put_draw()
        self.put_final()

    def code_of(self, address):
        salt = mac(KEY, b"civiclot/address-salt/v1\0", field(address))
        return sha256(b"civiclot/address/v1\0", salt, field(address))

    def list_rows(self, earlier):
        seen, self.same, self.earlier = set(), 0, 0
        for row in ROWS:
            address = address_of(row)
            if address in earlier:
                self.earlier += 1
            elif address in seen:
                self.same += 1
            else:
                seen.add(address)
                ward = row[3] if self.by_ward else "all addresses"
                next(s for s in self.strata if s.name == ward).codes.append(self.code_of(address))
        for stratum in self.strata:
            stratum.seal()
        self.addresses = sum(len(s.codes) for s in self.strata)

    def weight(self, stratum):
        if self.rule == "response":
            return len(stratum.codes) * 10**9 // stratum.measure
        return stratum.measure if self.rule == "size" else len(stratum.codes)

    def share(self):
        if self.rule in ("given", "two-stage"):
            return
        weights = [self.weight(s) for s in self.strata]
        first = largest_remainders(self.letters - self.extra, weights)
        more = [0] * len(weights)
        if self.extra:
            more = largest_remainders(self.extra, [w if s.extra else 0 for w, s in
                                                   zip(weights, self.strata)])
        for stratum, a, b in zip(self.strata, first, more):
            stratum.letters = a + b

    def put(self, name, text):
        self.files[name] = text.encode("utf-8")

    def sums(self, names):
        return "".join(f"{sha256(self.files[name]).hex()}  {name}\n" for name in names)

    def put_manifest(self):
        self.put("invitation.txt", "".join(f"{key}: {value}\n" for key, value in [
            ("civiclot-invitation", 1), ("process", process_of(KEY)), ("time", TIME),
            ("order", self.order), ("title", "Erste Losung"), ("rule", self.rule),
            ("letters", self.letters), ("extra", self.extra), ("portions", self.portions),
            ("rows", len(ROWS)), ("same-address", self.same), ("earlier", self.earlier),
            ("left-out", 0), ("addresses", self.addresses), ("strata", len(self.strata)),
            ("civiclot", "0.1.0"), *[("source", name) for name, _ in self.sources],
            ("if-a-source-fails", "nothing is drawn; a new invitation is announced"),
            ("public-key", self.key.text if self.key else "none")]))
        out = "stratum,addresses,measure,extra,letters,chance,root\n"
        for s in self.strata:
            staged = self.rule == "two-stage"
            chance = fractions.Fraction(0)
            if s.codes:
                chance = fractions.Fraction(self.letters, self.addresses) if staged else \
                    fractions.Fraction(s.letters, len(s.codes))
            out += f"{cell(s.name)},{len(s.codes)}," \
                   f"{s.measure if self.rule in ('response', 'size') else ''}," \
                   f"{'yes' if s.extra else ''},{'' if staged else s.letters}," \
                   f"{chance.numerator}/{chance.denominator},{s.root.hex()}\n"
        self.put("strata.csv", out)
        self.put("manifest.txt", self.sums(["invitation.txt", "strata.csv"]))
        self.manifest = sha256(self.files["manifest.txt"])
        if self.key:
            self.put("manifest.txt.minisig", self.key.signature_file(self.files["manifest.txt"],
                                                                     "civiclot manifest"))

    def deal(self):
        """13.3, hit by hit."""
        rejected, start = draw("portions", self.manifest, self.seed, self.addresses)
        owners = [s for s in self.strata for _ in s.codes]
        hits = [owners[(start + j * self.addresses) // self.portions]
                for j in range(self.portions)]
        text = f"rejected: {rejected}\nstart: {start}\n"
        for number, stratum in enumerate(self.strata, 1):
            stratum.letters = hits.count(stratum) * (self.letters // self.portions)
            if stratum in hits:
                text += f"portions: {number} {hits.count(stratum)}\n"
        return text

    def put_draw(self):
        self.seed = seed_of(self.manifest, self.sources)
        self.put("seed.txt", "civiclot-seed: 1\n" + "".join(
            f"source: {name}\nvalue: {value}\n" for name, value in self.sources) +
            f"seed: {self.seed.hex()}\n")
        text = f"civiclot-invitation-draw: 1\nletters: {self.letters}\n"
        if self.rule == "two-stage":
            text += self.deal()
        self.put("draw.txt", text)
        drawn, proof = "stratum,place,leaf\n", []
        for number, s in enumerate(self.strata, 1):
            places = places_of(self.manifest, self.seed, number, len(s.codes), s.letters) \
                if s.letters else []
            for place in places:
                drawn += f"{number},{place},{s.leaves[place].hex()}\n"
            if places:
                node(s.leaves, places, s.height, 0, proof)
        self.put("drawn.csv", drawn)
        self.put("proof.txt", "".join(digest.hex() + "\n" for digest in proof))

    def put_final(self):
        named = [name for name in FILES[:8] if name in self.files]
        self.put("final.txt", f"civiclot-final: 1\nprocess: {process_of(KEY)}\n" + self.sums(named))
        if self.key:
            self.put("final.txt.minisig", self.key.signature_file(self.files["final.txt"],
                                                                  "civiclot final"))

    def expected(self, known=True):
        """What a verifier says that was given M, or was not: 13.7."""
        said = [("files", "PROVEN"), ("signature", "NOT CHECKED" if self.key else "NOT PROVEN"),
                ("manifest", "PROVEN"), ("list", "NOT CHECKED"), ("letters", "PROVEN"),
                ("chances", "PROVEN")]
        said += [("known", "PROVEN")] if known else []
        said += [("announced", "PROVEN" if known and self.order != "one run" else "NOT PROVEN")]
        if not self.drawn:
            return said + [("undrawn", "NOT CHECKED")]
        said += [("source", "NOT CHECKED") for _ in self.sources]
        if all(name.startswith("dice") for name, _ in self.sources):
            said += [("outcomes", "PROVEN")]
        said += [("seed", "PROVEN")]
        said += [("portions", "PROVEN")] if self.rule == "two-stage" else []
        return said + [("drawn", "PROVEN"), ("places", "PROVEN")]


def four(*more):
    names = ["Isle", "North", "Süd, am Wald", "West"]
    return [Stratum(name, **extra) for name, extra in zip(names, more or [{}] * 4)]


def make_cases():
    """name -> (invitation, its file of strata or None)"""
    text = ("text:Lottery numbers of 4 February", "3 9 17 22 40 41")
    return {
        "by-addresses": (Invitation("addresses", four(), 11, options="--stratum ward"), None),
        "one-stratum": (Invitation("addresses", [Stratum("all addresses")], 40, by_ward=False,
                                   order="one run", sources=[("text:seed", "Hallo, Glück")],
                                   earlier=EARLIER, key=SIGNER,
                                   options="--exclude earlier.csv"), None),
        "by-response": (
            Invitation("response",
                       four({"measure": 125000}, {"measure": 42000, "extra": True},
                            {"measure": 10001}, {"measure": 1000000, "extra": True}),
                       12, extra=5, key=SIGNER, options="--stratum ward --extra 5"),
            'stratum,response,extra\nIsle,12.5%,\nNorth,0.042,yes\n"Süd, am Wald",1.0001 %,no\n'
            'West,1,yes\n'),
        "by-size": (
            Invitation("size", four({"measure": 0}, {"measure": 9}, {"measure": 10},
                                    {"measure": 1}), 7, drawn=False, key=SIGNER,
                       options="--stratum ward"),
            'population,stratum\n0,Isle\n9,North\n10,"Süd, am Wald"\n1,West\n'),
        "given": (
            Invitation("given", four({"letters": 2}, {"letters": 0}, {"letters": 13},
                                     {"letters": 1}), 16, sources=[DICE, text],
                       options="--stratum ward"),
            'stratum,letters\nIsle,2\nNorth,0\n"Süd, am Wald",13\nWest,1\n'),
        "two-stage": (
            Invitation("two-stage", [Stratum("West"), Stratum("North"), Stratum("Isle"),
                                     Stratum("Süd, am Wald"), Stratum("Nowhere")], 14, portions=7,
                       options="--stratum ward --two-stage 7"),
            'stratum\nWest\nNorth\nIsle\n"Süd, am Wald"\nNowhere\n'),
    }


def vectors(head):
    """name -> text, for all that stands in tests/vectors/invitations."""
    made = {"addresses.csv": csv_of(ROWS), "earlier.csv": csv_of(EARLIER),
            "signer.key": SIGNER.secret_file()}
    cases = head + "#\n# key <key>\n# case NAME LETTERS EPOCH strata|- drawn|undrawn key|- " \
        "seed|source ... : then options of civiclot invite\n"
    cases += f"key {KEY.hex()}\n"
    for name, (it, strata) in make_cases().items():
        for file, data in it.files.items():
            made[f"{name}/{file}"] = data.decode()
        if strata is not None:
            made[f"{name}.strata.csv"] = strata
        made[f"{name}.expected"] = "".join(f"{ident} {verdict}\n"
                                           for ident, verdict in it.expected())
        cases += f"case {name} {it.letters} {EPOCH} {'strata' if strata is not None else '-'} " \
                 f"{'drawn' if it.drawn else 'undrawn'} {'key' if it.key else '-'} " \
                 f"{'seed' if it.order == 'one run' else 'source'} {it.options}\n"
    made["cases.txt"] = cases
    return made
