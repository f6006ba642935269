# SPDX-License-Identifier: GPL-3.0-or-later
"""Which good folders with reserves and call-ups there are, and with what they are given."""

import itertools

from attempts import (EXPECTED_HEAD, LEXIMIN, OPERATOR, SIGNER, STRANGER, TEXT, THREE, UNDRAWN,
                      cases, dice, known, make)
from callups import CallUp
from protocol import commit_payload, draw_payload, sha256, stream
from replaced import LATER, REASONS, TIMES, leaving
from replacements import KEPT, Replaced, Replacement, WITHDRAWN
from reserves import ONE, Terms
from town import TOWN, TOWN_OF_TWO, TOWN_PANELS

FLAT = Terms(3, 40, 200000, [200000] * 5)
UNEVEN = Terms(4, 30, 150000, [150000, 100000, 300000, 150000, 50000])
CERTAIN = Terms(2, 7, 100000, [200000, 100000, 0, ONE, 900000])
NOBODY = Terms(2, 1, 0, [0, 5, 5, 5, ONE])
MANY = Terms(1000, 3, 300000, [300000, 300000, 300000, 300000, 999999])
LATE = {"commit_time": "2023-11-01T08:00:00Z", "reveal_time": "2023-11-02T08:00:00Z"}


def town(terms=UNEVEN, pool=TOWN, sources=(TEXT,), **more):
    return make(list(sources), **{"proof": None, "objective": "legacy", "level": "full", "pool": pool,
                           "panels": TOWN_PANELS, "terms": terms, **more})


def small(terms=FLAT, **more):
    return make([TEXT], terms=terms, **more)


def gone(before, count=1, reserves=0):
    """So many of the panel withdraw, and of the reserves at hand."""
    panel = [folder for folder in before if folder.state in ("drawn", "called")][-1]
    was = getattr(panel, "withdrawn", {})
    drawn = [folder for folder in before if folder.state == "drawn"][-1]
    at_hand = [p for p in drawn.reserves if p not in {*panel.panel, *was}]
    leave = sorted(panel.panel, key=panel.pool.pids.__getitem__)[:count] + at_hand[:reserves]
    return {**was, **{person: REASONS[(len(was) + number) % len(REASONS)]
                      for number, person in enumerate(leave)}}


def call(before, count=1, reserves=0, **more):
    return [*before, CallUp(before, gone(before, count, reserves), **more)]


def fresh(before, count=1, **more):
    """A draw anew, with reserves of its own where `terms` are given."""
    of_town = len(before[0].pool.people) == len(TOWN.people)
    proven = count == 1 and before[0].level == "full" and not of_town
    more = {"objective": before[0].objective, "level": before[0].level, **TIMES, **more}
    if not proven:
        more = {"proof": before[0].proof and LEXIMIN, **more} if more["level"] == "public" else \
            {**more, "objective": "legacy"}
    leave = gone(before, count) if of_town else leaving(before, count)
    return [*before, Replacement(before, [LATER], leave, proven=proven, **more)]


def first_draws():
    return {
        "small": small(level="full"),
        "public": small(),
        "signed": small(key=SIGNER, level="full"),
        "undrawn": small(state="committed"),
        "rehearsal": small(draw="test", level="full"),
        "by-hand": make([("by-hand", "3", None)], terms=FLAT, level="full"),
        "contributions": make(THREE + [dice(31), OPERATOR], terms=FLAT, level="full"),
        "second-attempt": small(history=UNDRAWN, previous=stream("earlier manifest"), attempt=2),
        "uneven": town(),
        "certain": town(CERTAIN),
        "nobody-leaves": town(NOBODY),
        "two-of-a-household": town(UNEVEN, TOWN_OF_TWO),
        "as-many-as-there-are": small(MANY, level="full"),
        "one": town(Terms(1, 300, 1, [1, 2, 500000, 1, 1])),
        "six": town(Terms(6, 4, 400000, [400000] * 5), TOWN_OF_TWO),
    }


def with_call_ups():
    full, public, wide = [town()], [small()], [town(UNEVEN, TOWN_OF_TWO)]
    once = call(full)
    abandoned = fresh(once, state="committed")
    renewed = fresh(call(once), terms=UNEVEN)
    hidden_draw = [("2023-09-10T08:00:00Z", "commit", commit_payload(2, stream("hidden"))),
                   ("2023-09-11T08:00:00Z", "draw", draw_payload(
                       2, stream("hidden"), stream("hidden seed"), 0))]
    hidden_call = [("2023-09-10T08:00:00Z", "call-up", "{}")]
    return {
        "one": once,
        "public": call(public),
        "two": call(call(full), 2, 1),
        "two-public": call(call(public)),
        "signed": call(call([small(key=SIGNER)], key=SIGNER), key=STRANGER),
        "signed-later": call(public, key=SIGNER),
        "too-many-leave": call(wide, 5, 2),
        "reserve-says-no": call(full, 1, 1),
        "few-at-hand": call(full, 3, 3),
        "none-called": none_called(),
        "all-others": call(call(full, 2, 0), 2, 0),
        "small-full": call([small(level="full")]),
        "renewed": call(renewed),
        "renewed-public": call(fresh(call(public), terms=FLAT, quotas=None)),
        "then-plain": fresh(once),
        "then-plain-small": fresh(call([small(level="full")])),
        "abandoned": call(abandoned),
        "abandoned-then-plain": fresh(call(abandoned), **LATE),
        "hidden-draw": call(full, history=hidden_draw),
        "hidden-call-up": call(full, history=hidden_call),
        "hidden-then-plain": fresh(full, history=hidden_call),
        "hidden-between": fresh(once, between=hidden_call),
        "before-first": call([small(history=hidden_call)]),
        "dropped": dropped(full),
        "after-plain": call(fresh(public, terms=FLAT)),
        "mixed-levels": call([small()], key=SIGNER),
        "public-first": call(fresh(call(public), terms=FLAT, level="full", proof=None,
                                   objective="legacy")),
        "full-first": call(fresh(call([small(level="full")]), terms=FLAT, level="public",
                                 proof=LEXIMIN)),
    }


def none_called():
    """Whoever is at hand would do more harm than an empty seat."""
    for value in range(100):
        first = town(sources=[("text:Lottozahlen", str(value), None)])
        for member, *others in itertools.product(first.panel, *[(True, False)] * 4):
            away = {member: REASONS[0],
                    **{p: REASONS[1] for p, no in zip(first.reserves, others) if no}}
            if not all(others):
                one = CallUp([first], away)
                if not one.called:
                    return [first, one]
    raise AssertionError("somebody is always called")


def dropped(first):
    """Who was called withdrew as well, and the folder that called them is gone."""
    once = call(first)
    away = {**once[-1].withdrawn, **{p: "illness" for p in once[-1].called}}
    lost = once[-1].entries[len(first[-1].entries):]
    return [*first, CallUp(first, away, history=lost)]


def folders():
    """name -> Folder or Replaced."""
    return {**{"reserve-" + name: folder for name, folder in first_draws().items()},
            **{"callup-" + name: Replaced(chain) for name, chain in with_call_ups().items()}}


RECEIPTS = {len(TOWN.people): "town-{}", 8: "person-{}"}


def questions(folder):
    """What else the verifier is given, of each folder something."""
    chain = getattr(folder, "folders", [folder])
    last, name = chain[-1], RECEIPTS[len(chain[0].pool.people)]
    asked = [((), {}), known(chain[0].manifest), known(last.log[-1][-1]), known(stream("nowhere")),
             known(chain[0].manifest, *(one.log[-1][-1] for one in chain))]
    asked += [known(sha256(one.files["callup.txt"])) for one in chain if one.state == "called"]
    for key in (SIGNER, STRANGER):
        asked.append(((f"public-key={key.text}",), {"key": key.text}))
    people = [next((p for p, (place, _) in getattr(last, "places", {}).items() if place == wanted),
                   None) for wanted in (KEPT, WITHDRAWN)]
    people += [*getattr(last, "called", [])[:1], *getattr(last, "at_hand", [])[-1:],
               *getattr(chain[0], "reserves", [])[:1]]
    if people[0] is None and last.pool is not TOWN_OF_TWO:
        people += [0]
    for person in dict.fromkeys(p for p in people if p is not None):
        asked.append(((f"receipt=tests/vectors/receipts/{name.format(person)}.txt",),
                      {"receipt": True}))
    asked.append((("receipt=tests/vectors/receipts/bad-value.txt",), {"receipt_fails": True}))
    return asked


def expectation(folder):
    return EXPECTED_HEAD + cases(folder, questions(folder))
