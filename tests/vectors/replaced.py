# SPDX-License-Identifier: GPL-3.0-or-later
"""Which good folders with replacements there are, and with what they are given to a verifier."""

import copy
import itertools

from attempts import (BEACON, EARLIER, EXPECTED_HEAD, LEXIMIN, SIGNER, STRANGER, TEXT, THREE,
                      UNDRAWN, cases, dice, known, make)
from example import EXAMPLE, QUOTAS
from protocol import draw_payload, stream
from replacements import KEPT, WITHDRAWN, Replaced, Replacement, good_panels

LATER = ("text:Lottozahlen vom 10. Oktober", "1 2 3 — 4", None)
REASONS = ("moved-away", "illness", "no-answer-2", "a" * 32, "0")
CHANGED = [(feature, value, low, 3 if (feature, value) == ("gender", "female") else high)
           for feature, value, low, high in QUOTAS]  # one number
CHANGED_MORE = [(feature, value, 0, 3) for feature, value, _, _ in QUOTAS]
TIMES = {"commit_time": "2023-10-01T08:00:00Z", "reveal_time": "2023-10-02T08:00:00Z"}


def members(folder):
    return sorted(folder.panel)


def mended(before):
    """The folder that left the panel before."""
    return [folder for folder in before if folder.state in ("drawn", "called")][-1]


def leaving(before, count=1, others=0, quotas=None, last=False):
    """{person: reason}: so many of the panel and others, that panels are left to draw from; where
    that can be, two."""
    panel, pool, only = members(mended(before)), copy.copy(mended(before).pool), None
    pool.quotas = quotas or pool.quotas
    was = getattr(mended(before), "withdrawn", {})
    free = [person for person in range(len(pool.people)) if person not in {*panel, *was}]
    for leave in itertools.combinations(panel[::-1] if last else panel, count):
        for more in itertools.combinations(free, others):
            gone = {**was, **{person: REASONS[(len(was) + number) % len(REASONS)]
                              for number, person in enumerate(leave + more)}}
            places = {**{person: (KEPT, "") for person in panel if person not in gone},
                      **{person: (WITHDRAWN, reason) for person, reason in gone.items()}}
            panels = good_panels(pool, places)
            if len(panels) > 1:
                return gone
            only = only or panels and gone
    assert only
    return only


def mend(before, count=1, others=0, sources=(LATER,), withdrawn=None, **more):
    """before and one Replacement more. Of one open seat at level full there is a proof."""
    gone = withdrawn or leaving(before, count, others, more.get("quotas"))
    proven = count == 1 and more.get("level") == "full"
    if not proven:
        more = {"objective": "legacy", **more} if more.get("level") == "full" else \
            {"proof": LEXIMIN, **more}
    return [*before, Replacement(before, list(sources), gone, proven=proven, **{**TIMES, **more})]


def twice(first, second=None, **more):
    """A first draw, its panel mended, and mended again."""
    return mend(mend([first], **more), **{**more, **(second or {})})


def good():
    full = {"level": "full"}
    signed = {"key": SIGNER}
    later = {"commit_time": "2023-11-01T08:00:00Z"}
    first = [make([TEXT])]
    abandoned = mend(first, state="committed")
    told = mend(first, sources=THREE + [LATER], state="revealed")
    return {
        "one": mend(first),
        "one-full": mend([make([TEXT], **full)], **full),
        "one-others": mend([make([TEXT], **full)], others=1, **full),
        "two": twice(make([TEXT]), later),
        "two-full-signed": twice(make([TEXT], key=SIGNER, **full), later, **full, **signed),
        "many-leave": mend([make([TEXT], **full)], count=2, others=1, **full),
        "quotas": mend([make([TEXT], **full)], quotas=CHANGED, **full),
        "quotas-more": mend(mend(first, quotas=CHANGED_MORE), **later),
        "signed-later": twice(make([TEXT]), {**signed, **later}),
        "signed-first": mend([make([TEXT], key=SIGNER)]),
        "signed-other": mend([make([TEXT], key=SIGNER)], key=STRANGER),
        "objective": mend([make([TEXT], objective="goldilocks gamma=0.5")],
                          objective="goldilocks gamma=0.6"),
        "undrawn": abandoned,
        "abandoned": mend(abandoned, **later),
        "abandoned-drawn": mend(mend(abandoned, **later), **later),
        "abandoned-others": mend(told, withdrawn=leaving(told, last=True), **later),
        "abandoned-hidden": mend(abandoned, history=[("2023-10-03T08:00:00Z", "draw", draw_payload(
            2, abandoned[1].manifest, stream("hidden seed"), 0))], **later),
        "contributions": mend(first, sources=THREE + [dice(31)]),
        "beacon-late": mend(first, sources=[BEACON]),
        "one-run": mend(first, order="one run"),
        "by-hand": mend(first, sources=[("by-hand", "1", None)]),
        "after-undrawn": mend([make([TEXT], history=UNDRAWN, attempt=2,
                                    previous=EARLIER)]),
        "rehearsed": mend(first, history=[("2023-09-09T09:00:00Z", "test-draw", "{}"),
                                          ("2023-09-09T09:01:00Z", "report", "")]),
        "unpublished": unpublished(first),
    }


def unpublished(first):
    """An attempt that was announced and drawn, and whose folder is gone."""
    lost = mend(first)[-1]
    return mend(first, history=lost.entries[len(first[-1].entries):], previous=lost.manifest)


def folders():
    """name -> Replaced."""
    return {"replace-" + name: Replaced(chain) for name, chain in good().items()}


def questions(replaced):
    """What else the verifier is given, of each folder something."""
    chain = replaced.folders
    asked = [((), {})] + [known(folder.manifest) for folder in chain]
    asked += [known(folder.entry("commit")) for folder in chain]
    asked += [known(chain[0].log[0][-1]), known(chain[-1].log[-1][-1]), known(stream("nowhere")),
              known(chain[0].manifest, stream("nowhere")),
              known(*(folder.manifest for folder in chain))]
    for key in (SIGNER, STRANGER):
        asked.append(((f"public-key={key.text}",), {"key": key.text}))
    kept, gone = (next(person for person, (standing, _) in chain[-1].places.items()
                       if standing == wanted) for wanted in (KEPT, WITHDRAWN))
    for person in (kept, gone, members(mended(chain))[0]):
        asked.append(((f"receipt=tests/vectors/receipts/person-{person}.txt",), {"receipt": True}))
    asked.append((("receipt=tests/vectors/receipts/bad-value.txt",), {"receipt_fails": True}))
    return asked


def expectation(replaced):
    return EXPECTED_HEAD + cases(replaced, questions(replaced))
