# SPDX-License-Identifier: GPL-3.0-or-later
"""Reserves and call-ups as who holds the key could forge them: each breaks one thing of section 12."""

from attempts import EXPECTED_HEAD, SIGNER, TEXT, cases, make
from callups import CallUp
from example import EXAMPLE
from protocol import callup_payload, sha256, stream
from replaced import mend
from replacements import KEPT, WITHDRAWN, Replaced, Replacement
from reserved import FLAT, call, fresh, gone, small, town
from reserves import Terms


def lines(change):
    """Of a text: what is made of its lines."""
    return lambda text: "".join(change(text.splitlines(True)))


def swap(old, new):
    def change(text):
        assert old in text
        return text.replace(old, new)
    return change


def nothing(_):
    return None


UNREAD = {"fails": "manifest", "at": "signature"}


def of_process():
    def process(old, new):
        return small(rewrite={"process.txt": swap(old, new)}, **UNREAD)

    def dropouts(change):
        return small(rewrite={"dropouts.csv": change}, fails="manifest")

    return {
        "reserves-zero": process("reserves: 3", "reserves: 0"),
        "reserves-many": process("reserves: 3", "reserves: 1001"),
        "reserves-none": process("reserves: 3\n", "reserves: none\n"),
        "samples-zero": process("samples: 40", "samples: 0"),
        "samples-many": process("samples: 40", "samples: 100001"),
        "rate": process("dropout-rate: 200000", "dropout-rate: 1000000"),
        "way": process("least deviation, most", "most"),
        "older": process("civiclot-process: 4", "civiclot-process: 2"),
        "plain": make([TEXT], rewrite={"process.txt": swap("process: 2", "process: 4")}, **UNREAD),
        "dropouts-header": dropouts(swap("feature,value,rate", "feature,value,odds")),
        "dropouts-short": dropouts(lines(lambda rows: rows[:-1])),
        "dropouts-long": dropouts(lines(lambda rows: [*rows, "ward,none,200000\n"])),
        "dropouts-order": dropouts(lines(lambda rows: [rows[0], rows[2], rows[1], *rows[3:]])),
        "dropouts-value": dropouts(swap("female", "women")),
        "dropouts-feature": dropouts(swap("gender", "sex")),
        "dropouts-rate": dropouts(swap("other,200000", "other,1000001")),
        "dropouts-percent": dropouts(swap("other,200000", "other,20%")),
        "dropouts-zeros": dropouts(swap("other,200000", "other,0200000")),
        "dropouts-quoted": dropouts(swap("ward,other,", 'ward,"other",')),
        "dropouts-unended": dropouts(lambda text: text[:-1]),
        "dropouts-missing": dropouts(nothing),
        "dropouts-needless": Needless([TEXT], fails="manifest", objective="legacy"),
        "dropouts-unbound": small(rewrite={"manifest.txt": lines(
            lambda rows: [row for row in rows if "dropouts" not in row])}, fails="manifest"),
    }


class Needless(type(make([TEXT]))):
    """dropouts.csv without reserves."""

    def put_dropouts(self):
        self.terms = FLAT
        super().put_dropouts()
        self.terms = None


def of_reserves():
    fails = {"fails": "reserves"}
    free = [person for person in range(len(EXAMPLE.people)) if person not in small().panel]

    def drawn(make_them, first=town, **more):
        return first(reserves=make_them, **{**fails, **more})

    def text(change, first=small):
        return first(rewrite={"reserves.txt": change}, **fails)

    def twin(drawing):
        """Of the same class as somebody drawn: nothing else tells them apart."""
        people = list(drawing.people)
        for _, those, *_ in drawing.classes:
            out = [person for person in those if person not in people]
            inside = [person for person in those if person in people]
            if out and inside:
                people[people.index(inside[0])] = out[0]
                return people
        raise AssertionError("nobody has a twin")

    def type_else(drawing):
        """Others of the types, as the lot would draw them."""
        drawing.stream.taken = drawing.terms.samples * len(drawing.panel)
        types = sorted({drawing.rows(person) for person in drawing.candidates})
        drawing.types = next((values,) * 2 + drawing.types[2:] for values in types
                             if drawing.fits((values,) * 2 + drawing.types[2:])
                             and (values,) * 2 != drawing.types[:2])
        drawing.types = tuple(sorted(drawing.types))
        return drawing.by_lot()

    def housemate(drawing):
        return [next(p for p in range(len(drawing.pool.people)) if p not in drawing.candidates
                     and p not in drawing.panel)] + drawing.people[1:]

    def turned(drawing):
        return drawing.people[::-1]

    def shifted(number):
        def way(drawing):
            drawing.stream.taken = drawing.terms.samples * len(drawing.panel) + number
            return drawing.by_lot()
        return way

    return {
        "twin": drawn(twin),
        "order": drawn(turned),
        "order-two": drawn(turned, small, level="full"),
        "left-out": drawn(lambda drawing: drawing.people[:-1]),
        "one-more": drawn(lambda drawing: drawing.people + [next(
            p for p in drawing.candidates if p not in drawing.people)]),
        "types": drawn(type_else),
        "housemate": drawn(housemate),
        "later-numbers": drawn(shifted(1)),
        "too-many": drawn(lambda drawing: free[:4], small),
        "panel": drawn(lambda drawing: [drawing.panel[0]] + drawing.people[1:], small),
        "twice": drawn(lambda drawing: [drawing.people[0]] * 2, small),
        "stranger": text(lambda t: t[:t.index("pid: ")] + "pid: aaaaaaaaaaaaaaab\n"),
        "no-pid": text(lambda t: t[:t.index("pid: ")] + "pid: nobody\n"),
        "attempt": text(swap("attempt: 1", "attempt: 2")),
        "head": text(swap("civiclot-reserves: 1", "civiclot-reserves: 2")),
        "unended": text(lambda t: t[:-1]),
        "blank": text(lambda t: t + "\n"),
        "none": text(lines(lambda rows: rows[:2]), lambda **more: small(level="full", **more)),
        "missing": small(rewrite={"reserves.txt": nothing}, fails="log"),
        "needless": Later([TEXT], objective="legacy", fails="log"),
        "undrawn": Later([TEXT], objective="legacy", terms=FLAT, state="committed", fails="log"),
        "unlogged": Unlogged([TEXT], terms=FLAT, objective="legacy", fails="log"),
    }


class Later(type(make([TEXT]))):
    """reserves.txt without reserves, or before the draw."""

    def put_log(self):
        super().put_log()
        self.put("reserves.txt", "civiclot-reserves: 1\nattempt: 1\n")


class Unlogged(type(make([TEXT]))):
    """The log's entry is that of a draw without reserves."""

    def own_entries(self):
        entries, text = [], self.files.pop("reserves.txt")
        entries = super().own_entries()
        self.files["reserves.txt"] = text
        return entries


def of_call_up():
    """callup.txt and final.txt are not what they must be."""
    unread = {"fails": "standing", "at": "signature"}
    first = [small(key=SIGNER)]

    def callup(change):
        return call(first, rewrite={"callup.txt": change}, **unread)

    def more(**lines):
        return call(first, more={key.replace("_", "-"): value for key, value in lines.items()},
                    fails="standing")

    def final(**lines):
        return call(first, final=lines, fails="standing")

    return {
        "head": callup(swap("civiclot-callup: 1", "civiclot-callup: 2")),
        "order": callup(lines(lambda rows: [rows[0], rows[2], rows[1], *rows[3:]])),
        "deviation-words": callup(swap("deviation: ", "deviation: about ")),
        "deviation-zeros": callup(swap("deviation: ", "deviation: 00")),
        "deviation-below": callup(swap("deviation: ", "deviation: -")),
        "deviation-huge": callup(swap("deviation: ", "deviation: 1000000000000001")),
        "proven": callup(swap("proven: yes", "proven: maybe")),
        "key": callup(swap("public-key: none", "public-key: RW")),
        "pid": callup(lambda text: text[:-2] + "\n"),
        "unended": callup(lambda text: text[:-1]),
        "blank": callup(lambda text: text + "\n"),
        "process": more(process="abcdefghijklmnop"),
        "attempt": more(attempt=2),
        "replaces": more(replaces=stream("nothing").hex()),
        "standing-digest": more(standing=stream("nothing").hex()),
        "final-process": final(process="abcdefghijklmnop"),
        "final-attempt": final(attempt=2),
        "final-draw": final(draw="test"),
        "final-log": call(first, final={"log": stream("nothing").hex()}, fails="log"),
    }


def of_standing():
    first = [small()]
    panel = first[0].panel
    free = [person for person in range(len(EXAMPLE.people))
            if person not in panel and person not in first[0].reserves]

    def settle(stay, leave, before=first):
        return [*before, CallUp(before, gone(before), fails="standing", places={
            **{person: (KEPT, "") for person in stay},
            **{person: (WITHDRAWN, "illness") for person in leave}})]

    def text(change):
        return call(first, rewrite={"standing.csv": change}, fails="standing")

    once = call(first)
    was = once[-1].withdrawn
    new = next(person for person in once[-1].panel if person not in once[-1].called)
    plain = [make([TEXT])]
    renewed = fresh(once)
    return {
        "missing": settle(panel[1:], free[:1]),
        "kept-outsider": settle([panel[1], free[0]], [panel[0], panel[2]]),
        "kept-all": settle(panel, free[:1]),
        "none-withdrawn": settle(panel[1:], []),
        "back": [*once, CallUp(once, {new: "illness"}, fails="standing")],
        "other-reason": [*once, CallUp(once, {**dict.fromkeys(was, "quarrelsome"),
                                              new: "illness"}, fails="standing")],
        "settled-by-draw": [*once, CallUp(
            once, {**was, new: "illness"}, fails="standing",
            places={**{p: (KEPT, "") for p in panel if p not in {*was, new}},
                    **{p: (WITHDRAWN, why) for p, why in {**was, new: "illness"}.items()}})],
        "header": text(swap("pid,standing,reason", "pid,standing,why")),
        "reason": text(swap("withdrawn," + next(iter(gone(first).values())), "withdrawn,Ill")),
        "unended": text(lambda t: t[:-1]),
        "nobody-at-hand": call(first, 1, 2, fails="standing"),
        "no-reserves": [*plain, CallUp(plain, gone(plain), fails="standing")],
        "old-reserves": [*renewed, CallUp(renewed, gone(renewed), fails="standing",
                                          called=lambda one: first[0].reserves[1:2])],
        "of-test": call([small(draw="test")], fails="standing"),
        "replaced-called": back_on(once),
        "replaced-as-drawn": fresh(once, fails="standing", at="standing", places={
            person: (KEPT, "") if person not in was else (WITHDRAWN, was[person])
            for person in panel}),
    }


def back_on(once):
    """A draw anew without somebody who was called and did not withdraw."""
    stay = [person for person in once[-1].panel if person not in once[-1].called]
    return fresh(once, fails="standing", places={
        **{person: (KEPT, "") for person in stay},
        **{person: (WITHDRAWN, why) for person, why in once[-1].withdrawn.items()}})


def of_called():
    full, public = [town()], [small()]
    fails = {"fails": "called"}

    def of(before, called, count=1, **more):
        return call(before, count, called=called, **{**fails, **more})

    def other(one):
        return [next(person for person in one.at_hand if person not in one.right)]

    def others(one):
        return [person for person in range(len(one.pool.people))
                if person not in one.at_hand and person not in one.places]

    return {
        "another": of(full, other),
        "one-fewer": of(full, lambda one: one.right[:-1], 2),
        "turned": of(full, lambda one: one.right[::-1], 2),
        "deviation": call(full, more={"deviation": 1}, **fails),
        "given-up": call(full, more={"proven": "no"}, **fails),
        "given-up-public": call(public, more={"proven": "no"}, **fails),
        "one-more": of(public, lambda one: one.at_hand[:2]),
        "outsider": of(public, lambda one: others(one)[:1]),
        "kept": of(public, lambda one: [min(p for p, (place, _) in one.places.items()
                                            if place == KEPT)]),
        "withdrawn": of(public, lambda one: [min(p for p, (place, _) in one.places.items()
                                                 if place == WITHDRAWN)]),
        "called-again": call(call(public), called=lambda one: one.mended.reserves[:1], **fails),
        "turned-public": of(public, lambda one: one.at_hand[1::-1], 2),
        "twice": of(public, lambda one: one.at_hand[:1] * 2, 2),
        "stranger": call(public, rewrite={"callup.txt": lambda text: text[:text.index("pid: ")]
                                          + "pid: aaaaaaaaaaaaaaab\n"}, **fails),
    }


class Unfit(CallUp):
    """Its entry of the log is not what it must be."""

    ours = ()

    def own_entries(self):
        return list(self.ours)


class Edited(CallUp):
    """callup.txt was edited when its entry was made, and final.txt with it."""

    def own_entries(self):
        time, kind, _ = super().own_entries()[0]
        return [(time, kind, callup_payload(sha256(b"another")))]


class Twice(CallUp):
    def own_entries(self):
        return super().own_entries() * 2


class AsCommit(CallUp):
    def own_entries(self):
        time, _, payload = super().own_entries()[0]
        return [(time, "commit", payload)]


def of_log():
    first = [small()]
    begun = first[0].entries
    fails = {"fails": "log"}

    def of(kind, **more):
        return [*first, kind(first, gone(first), **fails, **more)]

    return {
        "log-changed": call(first, entries=[(begun[0][0], "new", "{}"), *begun[1:]], **fails),
        "log-shorter": call(first, entries=[*begun[:4], *begun[5:]], **fails),
        "unlogged": of(Unfit),
        "edited": of(Edited),
        "as-commit": of(AsCommit),
        "goes-on": call(first, behind=[("2023-09-21T09:00:00Z", "report", "")], **fails),
        "log-unlike": mend(call(first), entries=begun, fails="standing"),
    }


def of_places():
    first, signed = [small()], [small(key=SIGNER)]
    one = call(first)[-1]
    last = {f"replace/1/{name}": data for name, data in one.files.items()}
    hole = {name.replace("/1/", "/2/"): data for name, data in last.items()}
    unsigned = call(signed, key=SIGNER, rewrite={"final.txt.minisig": nothing}, fails="signature")
    other = call(signed, key=SIGNER)[-1].files["final.txt.minisig"]

    def of(extra=None, without=(), **fails):
        chain = call(first, **{"fails": "files", **fails})
        return Replaced(chain, extra=extra or {}, without=[f"replace/1/{name}" for name in without])

    def more(name, data=b"more\n", **fails):
        return of({f"replace/1/{name}": data}, **fails)

    return {
        **{"with-" + name.split(".")[0]: more(name, first[0].files[name]) for name in (
            "process.txt", "pool.csv", "reserves.txt", "draw.txt", "dropouts.csv")},
        "with-notes": more("notes.txt"),
        **{"without-" + name.split(".")[0]: of(without=[name]) for name in (
            "standing.csv", "log.txt", "final.txt", "callup.txt")},
        "unsigned": Replaced(unsigned),
        "signed-needlessly": more("final.txt.minisig", other, fails="signature"),
        "signed-other": Replaced(call(signed, key=SIGNER, rewrite={"final.txt.minisig": lambda _:
                                      call(signed, 2, key=SIGNER)[-1].files[
                                          "final.txt.minisig"].decode()}, fails="signature")),
        "hole": Replaced(first, extra=hole, wrong=True),
        "undrawn-first": Replaced([small(state="committed")], extra=last, wrong=True),
        "in-first": Replaced(first, extra={"callup.txt": one.files["callup.txt"]}, wrong=True),
        "alone": Replaced([one], nothing=True),
        "part-alone": Replaced([fresh(first, terms=FLAT)[-1]], nothing=True),
        "in-replacement": Replaced(fresh(first, fails="files"),
                                   extra={"replace/1/callup.txt": one.files["callup.txt"]}),
    }


def of_renewed():
    """Draws anew with reserves."""
    before = call([town()])
    away = before[-1].withdrawn
    back = min(away)

    def renewed(make_them):
        return fresh(before, terms=Terms(4, 30, 200000, [200000] * 5), reserves=make_them,
                     fails="reserves")

    return {
        "withdrawn": renewed(lambda drawing: [back] + drawing.people[1:]),
        "older": mend([small()], rewrite={"process.txt": swap("process: 5", "process: 3")},
                      terms=FLAT, **UNREAD),
        "plain": mend([small()], rewrite={"process.txt": swap("process: 3", "process: 5")},
                      **UNREAD),
        "first": mend([small()], rewrite={"process.txt": swap("process: 5", "process: 4")},
                      terms=FLAT, **UNREAD),
    }


def folders():
    """name -> Folder or Replaced."""
    kinds = {"reserve-": {**of_process(), **of_reserves()},
             "callup-": {**of_call_up(), **of_called(), **of_log(), **of_places()},
             "callup-standing-": of_standing(), "renewed-": of_renewed()}
    return {"forged-" + kind + name: Replaced(made) if isinstance(made, list) else made
            for kind, all_made in kinds.items() for name, made in all_made.items()}


def expectation(folder):
    return EXPECTED_HEAD + cases(folder, [((), {})])
