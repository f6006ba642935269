# SPDX-License-Identifier: GPL-3.0-or-later
"""Section 7 of docs/protocol.md: classes of a pool, and how a certificate is written."""

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


