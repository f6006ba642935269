# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections 1 to 5 and 9 of docs/protocol.md: what enters which hash. Only hashlib and hmac."""

import base64
import hashlib
import hmac

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


def idsalt_of(key, ident):
    return mac(key, b"civiclot/idsalt/v1\0", field(ident))


def opening_of(key, ident):
    return (mac(key, b"civiclot/salt/v1\0", field(ident)),
            sha256(b"civiclot/id/v1\0", idsalt_of(key, ident), field(ident)))


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




PUBLIC_KINDS = ("commit", "reveal", "draw", "call-up")


def reveals_of(contributions):
    """contributions: (the source's whole name, value)."""
    return sha256(b"civiclot/reveals/v1\0",
                  *[field(name) + field(value) for name, value in contributions])


def commit_payload(attempt, manifest):
    return f'{{"attempt":{attempt},"manifest":"{manifest.hex()}"}}'


def reveal_payload(attempt, reveals):
    return f'{{"attempt":{attempt},"reveals":"{reveals.hex()}"}}'


def draw_payload(attempt, manifest, seed, ticket, reserves=None):
    """reserves: SHA-256 of reserves.txt, where there is one."""
    more = f'"reserves":"{reserves.hex()}",' if reserves else ""
    return f'{{"attempt":{attempt},"manifest":"{manifest.hex()}",{more}"seed":"{seed.hex()}",' \
           f'"ticket":{ticket}}}'


def callup_payload(digest):
    return f'{{"callup":"{digest.hex()}"}}'


def audit_path(leaves, index):
    """RFC 6962, section 2.1.1, by its own recursion: the leaf's neighbour first."""
    if len(leaves) == 1:
        return []
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    if index < k:
        return audit_path(leaves[:k], index) + [merkle_root(leaves[k:])]
    return audit_path(leaves[k:], index - k) + [merkle_root(leaves[:k])]


def drand_quicknet_time(round_number):
    return 1692803367 + 3 * (round_number - 1)
