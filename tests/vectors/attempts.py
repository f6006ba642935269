# SPDX-License-Identifier: GPL-3.0-or-later
"""Which folders there are, and with what they are given to a verifier."""

from ed25519 import Key
from example import (ALONE, BIG_PANELS, BOUND, BOUND_CHANCES, BOUND_PANELS, EXAMPLE,
                     LIGHT_CHANCES, LOW_CHANCES, bound_certificate, goldilocks_certificate,
                     leximin_certificate, light_certificate, low_certificate, odd_certificate)
from folders import Folder
from protocol import commit_payload, commitment_of, draw_payload, stream

SIGNER = Key(stream("signing key"), stream("signing key id")[:8])
STRANGER = Key(stream("another signing key"), stream("another signing key id")[:8])
LEXIMIN = leximin_certificate()
TEXT = ("text:Lottozahlen", "3 7 21 — 9", None)
# Round 1000 of drand's quicknet, 2023-08-23T15:59:24Z; its value is in drand's own documentation.
BEACON = ("beacon:drand-quicknet:1000",
          "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd", None)


def sealed(kind, name, value, told=True):
    nonce = stream(f"nonce of {kind} {name}")
    commitment = commitment_of(EXAMPLE.process, name or "operator", nonce, value).hex()
    return (f"{kind}:{name}:{commitment}" if name else f"{kind}:{commitment}",
            value if told else "ABSENT", nonce if told else None)


def contribution_file(name, value, nonce):
    return f"civiclot-contribution: 1\nprocess: {EXAMPLE.process}\nname: {name}\nvalue: {value}\n" \
           f"nonce: {nonce.hex()}\n"


def dice(count):
    rolls = [str(1 + byte % 6) for byte in stream("dice", count) + stream("more dice", count)]
    return f"dice:{count}", "".join(rolls[:count]), None


OPERATOR = sealed("operator", "", stream("operator value").hex())
SEALED = {"ann": ("Ann Öz", "Größe — ノ"), "beacon": ("The Beacon, weekly", "never told"),
          "cenek": ("Čeněk", "7")}
THREE = [sealed("contribution", *SEALED[file], told=file != "beacon") for file in SEALED]
EARLIER = stream("earlier manifest")
UNDRAWN = [("2023-08-10T09:00:00Z", "commit", commit_payload(1, EARLIER))]
DRAWN = UNDRAWN + [("2023-08-11T09:00:00Z", "draw",
                    draw_payload(1, EARLIER, stream("earlier seed"), 4))]
REHEARSED = [("2023-08-09T09:00:00Z", "test-draw", "{}")]


def make(sources, **more):
    return Folder(sources, **{"proof": LEXIMIN, **more})


def publication():
    """The example beside the vectors: signed by nobody, with everything to see."""
    return Folder([OPERATOR, TEXT], level="full", proof=goldilocks_certificate(),
                  objective="goldilocks gamma=0.5", history=UNDRAWN, previous=EARLIER, attempt=2)


def folders():
    """name -> Folder."""
    last = sum(tickets for _, tickets in BIG_PANELS) - 1
    assert last == 10000
    return {
        "public-unsigned": make([TEXT]),
        "public-signed": make([TEXT], key=SIGNER),
        "full-signed": make([TEXT], key=SIGNER, level="full"),
        "undrawn": make([TEXT], state="committed"),
        "undrawn-signed": make([TEXT], state="committed", key=SIGNER),
        "one-run": make([TEXT], order="one run"),
        "rehearsal": make([TEXT], draw="test"),
        "rehearsal-beacon": make([BEACON], draw="test"),
        "dice": make([dice(31)]),
        "dice-weak": make([dice(5)]),
        "dice-twice": make([dice(30), OPERATOR, ("dice:1", "6", None)]),
        "beacon": make([BEACON]),
        "beacon-late": make([BEACON], commit_time="2023-08-23T15:59:24Z"),
        "beacon-nist": make([("beacon:nist-v2:220394", stream("nist").hex() * 2, None)]),
        "contributions-beacon": make(THREE + [BEACON], reveal_time="2023-08-23T15:59:23Z"),
        "contributions-beacon-late": make(THREE + [BEACON], reveal_time="2023-08-23T15:59:24Z"),
        "contributions": make(THREE + [dice(31)]),
        "contributions-only": make(THREE),
        "contributions-undrawn": make(THREE + [TEXT], state="committed"),
        "contributions-undrawn-revealed": make(THREE + [TEXT], state="revealed"),
        "by-hand": make([("by-hand", "0", None)]),
        "by-hand-last": make([("by-hand", "9", None)]),
        "operator": make([OPERATOR]),
        "second-attempt": make([TEXT], history=DRAWN, previous=EARLIER, attempt=2),
        "second-attempt-undrawn": make([TEXT], history=UNDRAWN, previous=EARLIER, attempt=2),
        "after-rehearsal": make([TEXT], history=REHEARSED, attempt=2),
        "rehearsed-between": make([TEXT], between=[("2023-08-24T09:00:00Z", "test-draw", "{}"),
                                                  ("2023-08-25T09:00:00Z", "report", "")]),
        "goes-on": make([TEXT], behind=[("2023-09-01T09:00:00Z", "report", "")]),
        "goes-on-undrawn": make([TEXT], state="committed",
                                behind=[("2023-08-25T09:00:00Z", "report", "")]),
        "third-attempt": make([TEXT], history=UNDRAWN + REHEARSED, previous=EARLIER, attempt=3),
        "certificate-none": make([TEXT], proof=None, objective="legacy"),
        "certificate-none-full": make([TEXT], proof=None, objective="legacy", level="full"),
        "certificate-gap": make([TEXT], proof=low_certificate(), chances=LOW_CHANCES,
                                level="full", fairness="NOT PROVEN"),
        "certificate-light": make([TEXT], proof=light_certificate(), chances=LIGHT_CHANCES,
                                  level="full", fairness="NOT PROVEN"),
        "certificate-odd": make([TEXT], proof=odd_certificate(), level="full", fairness="failed",
                                objective="goldilocks gamma=0.5"),
        "bound": make([TEXT], pool=BOUND, panels=BOUND_PANELS, chances=BOUND_CHANCES,
                      proof=bound_certificate(), level="full"),
        "one-person": make([TEXT], pool=ALONE, panels=[((0,), 1)], proof=None,
                           objective="legacy", level="full"),
        "big-pieces": make([TEXT], panels=BIG_PANELS, level="full"),
    }


RECEIPTS = {  # of a pool: one that holds, one that does not
    EXAMPLE.process: ("person-2", "bad-value"),
    BOUND.process: ("bound-12", "person-2"),
    ALONE.process: ("one-person", "bound-12"),
}


def questions(folder):
    """What else the verifier is given: (words, keywords of Folder.expected)."""
    first = folder.log[0][-1]
    asked = [((), {}), known(folder.manifest), known(first), known(folder.log[-2][-1]),
             known(folder.log[-1][-1]), known(stream("nowhere")),
             known(first, folder.manifest), known(folder.manifest, stream("nowhere"))]
    if folder.contributions() and folder.state == "drawn":
        asked += [known(folder.entry("commit")), known(folder.entry("reveal"))]
    for key in (SIGNER, STRANGER):
        asked.append(((f"public-key={key.text}",), {"key": key.text}))
    receipt, other = RECEIPTS[folder.pool.process]
    asked.append(((f"receipt=tests/vectors/receipts/{receipt}.txt",), {"receipt": True}))
    asked.append(((f"receipt=tests/vectors/receipts/{other}.txt",), {"receipt_fails": True}))
    return asked


def known(*digests):
    return tuple(f"known={digest.hex()}" for digest in digests), {"known": digests}


EXPECTED_HEAD = """\
# Made by make_vectors.py. What a verifier says of the folder of this name, as section 10 has it.
# given WORD...       begins a case: known=HEX, public-key=KEY, receipt=FILE; none: the folder alone
# ID VERDICT          a statement that is printed, in order; behind # a figure that it tells
# folder replace/N    begins what is said of that folder
# failed ID           the statement that does not hold
# exit CODE           ends the case
"""


def cases(folder, asked):
    return "".join("\n" + " ".join(("given",) + words) + "\n"
                   + "".join(line + "\n" for line in folder.expected(**given))
                   for words, given in asked)


def expectation(folder):
    return EXPECTED_HEAD + cases(folder, questions(folder))
