# SPDX-License-Identifier: GPL-3.0-or-later
"""Replacements as who holds the key could forge them.

Each breaks one thing that section 11 asks for, and all else follows from it as in a good folder:
digests, log, signature and draw.
"""

import copy

from attempts import EXPECTED_HEAD, TEXT, cases, make
from example import EXAMPLE, QUOTAS, Pool
from protocol import stream
from replaced import LATER, TIMES, leaving, members, mend, twice
from replacements import KEPT, WITHDRAWN, Replaced, Replacement, good_panels

FAILS = {"fails": "standing"}


def other_pool(people=EXAMPLE.people, quotas=QUOTAS, seats=EXAMPLE.seats,
               per_household=EXAMPLE.per_household, process=EXAMPLE.process):
    pool = Pool(EXAMPLE.key, people, quotas, seats, per_household)
    pool.process = process
    return pool


def other_pid(person):
    """pool.csv has another pid for somebody's leaf, at the same place: count and root stay."""
    pool = copy.copy(EXAMPLE)
    pool.pids = list(EXAMPLE.pids)
    pool.pids[person] = EXAMPLE.pids[person][:-1] + "a"
    assert pool.pids[person] != EXAMPLE.pids[person]
    return pool


def of_terms(first):
    """It is not the panel of the draw before that is mended, or not by the same terms."""
    gone = leaving(first)
    outsider = next(person for person in range(8) if person not in members(first[0])
                    and EXAMPLE.pids[person][-1] != "a")

    def other(pool):
        return mend(first, withdrawn=gone, pool=pool, **FAILS)

    two = twice(make([TEXT]))
    undrawn = mend(first, state="committed")
    renamed = [(feature, "Nord" if value == "North, inner" else value, low, high)
               for feature, value, low, high in QUOTAS]
    turned = other_pool([(ident, home, (1 - gender, ward))
                         for ident, home, (gender, ward) in EXAMPLE.people],
                        [QUOTAS[1], QUOTAS[0], *QUOTAS[2:]])
    assert turned.root == EXAMPLE.root
    return {
        "test": mend([make([TEXT], draw="test")], **FAILS),
        "process-id": other(other_pool(process="abcdefghijklmnop")),
        "seats": other(other_pool(seats=4)),
        "per-household": other(other_pool(per_household=2)),
        "pool-count": other(other_pool([*EXAMPLE.people, ("1005", 7, (1, 3))])),
        "pool-root": other(other_pool([*EXAMPLE.people[:-1], ("1005", 4, (1, 4))])),
        "pool-pid": other(other_pid(outsider)),
        "replaces-nothing": mend(first, replaces=stream("no manifest"), **FAILS),
        "replaces-first": mend(two[:2], replaces=two[0].manifest, **FAILS),
        "replaces-undrawn": mend(undrawn, replaces=undrawn[1].manifest, **FAILS),
        "feature": mend(first, quotas=[("sex" if feature == "gender" else feature, *rest)
                                       for feature, *rest in QUOTAS], **FAILS),
        "value": mend(first, quotas=renamed, **FAILS),
        "values-turned": mend(first, withdrawn=gone, pool=turned, **FAILS),
        "value-more": mend(first, quotas=[*QUOTAS, ("ward", "none", 0, 1)], **FAILS),
        "feature-more": mend(first, quotas=[*QUOTAS, ("age", "any", 0, 3)], **FAILS),
    }


def of_standing(first):
    """standing.csv is not well written."""
    gone = leaving(first)
    reason = next(iter(gone.values()))
    free = sorted(pid for person, pid in enumerate(EXAMPLE.pids)
                  if person not in {*members(first[0]), *gone})[0]

    def lines(change):
        return lambda text: "".join(change(text.splitlines(True)))

    def put(text, row):
        head, *rows = text.splitlines(True)
        return head + "".join(sorted([*rows, row]))

    ways = {
        "order": lines(lambda rows: [rows[0], *rows[:0:-1]]),
        "twice": lines(lambda rows: [
            row for row in rows for _ in range(1 + ("withdrawn" in row))]),
        "header": lambda text: text.replace("pid,standing,reason", "pid,standing,why"),
        "unended": lambda text: text[:-1],
        "quoted": lambda text: text.replace(",kept,", ',"kept",', 1),
        "columns": lambda text: text.replace(",kept,\n", ",kept\n", 1),
        "kept-reason": lambda text: text.replace(",kept,", ",kept,reliable", 1),
        "no-reason": lambda text: text.replace("withdrawn," + reason, "withdrawn,"),
        "long-reason": lambda text: text.replace("withdrawn," + reason, "withdrawn," + "a" * 33),
        "reason": lambda text: text.replace("withdrawn," + reason, "withdrawn,Moved away"),
        "open": lambda text: put(text, free + ",open,\n"),
        "stranger": lambda text: put(text, "aaaaaaaaaaaaaaab,withdrawn,illness\n"),
    }
    return {"standing-" + name: mend(first, withdrawn=gone, standing=way, **FAILS)
            for name, way in ways.items()}


def of_people(first):
    """Somebody's standing is not what it must be after the panel before."""
    panel = members(first[0])
    one, *others = leaving(first)
    kept = [person for person in panel if person != one]
    assert not others
    free = [person for person in range(8) if person not in panel]

    def places(stay, leave):
        return {**{person: (KEPT, "") for person in stay},
                **{person: (WITHDRAWN, "illness") for person in leave}}

    def settle(stay, leave):
        return mend(first, places=places(stay, leave), **FAILS)

    once = mend(first, others=1)
    was = once[1].withdrawn
    back = next(person for person in was if person not in panel)
    gone = leaving(once)
    swapped = next(places(kept[:1] + [person], [one, kept[1]]) for person in free
                   if good_panels(EXAMPLE, places(kept[:1] + [person], [one, kept[1]])))
    outsider = next(person for person in free if good_panels(EXAMPLE, places(kept, [person])))
    return {
        "missing": settle(kept, [outsider]),
        "kept-all": settle(panel, [outsider]),
        "none-withdrawn": settle(kept, []),
        "kept-outsider": mend(first, places=swapped, **FAILS),
        "back": mend(once, withdrawn={person: why for person, why in gone.items()
                                      if person != back}, **FAILS),
        "other-reason": mend(once, withdrawn={**gone, back: "quarrelsome"}, **FAILS),
    }


def of_lottery(first):
    """A panel that does not mend the panel before."""
    gone = leaving(first)
    kept = [person for person in members(first[0]) if person not in gone]
    right = [(panel, 1) for panel in good_panels(EXAMPLE, {
        **{person: (KEPT, "") for person in kept}, **{person: (WITHDRAWN, "") for person in gone}})]
    without = next(panel for panel in good_panels(EXAMPLE, {
        person: (WITHDRAWN, "") for person in gone}) if not set(kept) <= set(panel))

    def draw_from(panel, **fails):
        return mend(first, withdrawn=gone, panels=[*right, (panel, 1)], **{**FAILS, **fails})

    return {
        "seats-withdrawn": draw_from(tuple(members(first[0]))),
        "leaves-out": draw_from(without),
        "row": draw_from(right[0][0][:2], fails="lottery", at="standing"),
    }


class Unlogged(Replacement):
    """Nothing of it is in the log."""

    def own_entries(self):
        return []


class Unbound(Replacement):
    """Its manifest has no line for standing.csv."""

    def put(self, name, text):
        super().put(name, text if name != "manifest.txt" else "".join(
            line for line in text.splitlines(True) if "standing" not in line))


class Older(Replacement):
    version = 2


class Newer(Replacement):
    version = 4


class Unnamed(Replacement):
    """process.txt does not say which draw is mended."""

    def replaces_line(self):
        return ""


class Plain(Replacement):
    """Its certificate knows nothing of the standing: it is that of a first draw."""

    def certificate(self):
        self.proof = self.after.proof
        return super().certificate()


def of_files(first):
    """The log, process.txt, the manifest and the certificate."""
    full = [make([TEXT], level="full")]
    begun = first[0].entries

    def of(kind, fails, at=None, before=first, **more):
        return [*before, kind(before, [LATER], leaving(before), fails=fails, at=at, proof=None,
                              objective="legacy", **{**TIMES, **more})]

    unread = {"fails": "manifest", "at": "signature"}
    return {
        "log-changed": mend(first, entries=[(begun[0][0], "new", "{}"), *begun[1:]], **FAILS),
        "log-shorter": mend(first, entries=[*begun[:4], *begun[5:]], **FAILS),
        "unlogged": of(Unlogged, "log"),
        "older": of(Older, **unread),
        "newer": of(Newer, **unread),
        "unnamed": of(Unnamed, **unread),
        "rehearsed": of(Replacement, draw="test", **unread),
        "unbound": of(Unbound, "manifest"),
        "plain-certificate": [*full, Plain(full, [LATER], leaving(full), fails="fairness",
                                           proven=True, level="full", **TIMES)],
    }


def of_places(first):
    """Folders and files where none may be."""
    chain = mend(first)
    last = {f"replace/1/{name}": data for name, data in chain[1].files.items()}
    nested = {"replace/1/" + name: data for name, data in last.items()}
    hole = {name.replace("/1/", "/2/"): data for name, data in last.items()}
    missing, within = (copy.copy(chain[1]) for _ in range(2))
    missing.fails = missing.at = within.fails = within.at = "files"
    return {
        "no-standing": Replaced([*first, missing], without=["replace/1/standing.csv"]),
        "nested": Replaced([*first, within], extra=nested),
        "hole": Replaced(first, extra=hole, wrong=True),
        "zeros": Replaced(first, extra={name.replace("/1/", "/01/"): data
                                        for name, data in last.items()}, wrong=True),
        "stray": Replaced(chain, extra={"replace/notes.txt": b"mended\n"}, wrong=True),
        "undrawn-first": Replaced([make([TEXT], state="committed")], extra=last, wrong=True),
        "standing-first": Replaced(first, extra={"standing.csv": chain[1].files["standing.csv"]},
                                   wrong=True),
        "alone": Replaced([chain[1]], nothing=True),
    }


def folders():
    """name -> Replaced."""
    first = [make([TEXT])]
    chains = {}
    for forge in (of_terms, of_standing, of_people, of_lottery, of_files):
        chains.update({name: Replaced(chain) for name, chain in forge(first).items()})
    chains.update(of_places(first))
    return {"forged-" + name: replaced for name, replaced in chains.items()}


def expectation(replaced):
    return EXPECTED_HEAD + cases(replaced, [((), {})])
