# SPDX-License-Identifier: GPL-3.0-or-later
"""Ed25519 written out from RFC 8032, section 5.1, and minisign's files around it: section 8.

Plain integers, no care for timing: for test vectors only.
"""

import base64
import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # of -1
IDENTITY = (0, 1)


def add(a, b):
    """Of points as (x, y): -x^2 + y^2 = 1 + D x^2 y^2."""
    x1, y1 = a
    x2, y2 = b
    t = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + t, P - 2, P) % P,
            (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P) % P)


def times(number, point):
    result = IDENTITY
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def encode(point):
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(text):
    """None where the bytes are no point, or not the shortest way to write one."""
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if x * x % P != square or (x == 0 and sign):
        return None
    return (P - x if x & 1 != sign else x, y)


BASE = decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def sha512(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def scalar_of(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    return scalar, digest[32:]


def public_of(seed):
    return encode(times(scalar_of(seed)[0], BASE))


def sign(seed, message):
    scalar, prefix = scalar_of(seed)
    r = sha512(prefix, message) % L
    point = encode(times(r, BASE))
    s = (r + sha512(point, public_of(seed), message) * scalar) % L
    return point + s.to_bytes(32, "little")


def small_order(point):
    return times(8, point) == IDENTITY


def check(public, message, signature):
    """As section 8 has it: s below L, neither key nor R of small order."""
    key, point = decode(public), decode(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or point is None or s >= L or small_order(key) or small_order(point):
        return False
    h = sha512(signature[:32], public, message) % L
    return times(s, BASE) == add(point, times(h, key))


# minisign's files

COMMENT = "untrusted comment: civiclot: check with minisign -V\n"


def base64_of(data):
    return base64.b64encode(data).decode()


def blake2b(data, size=64):
    return hashlib.blake2b(data, digest_size=size).digest()


class Key:
    """A seed of 32 bytes and a key id of 8."""

    def __init__(self, seed, number):
        self.seed, self.number, self.public = seed, number, public_of(seed)
        self.text = base64_of(b"Ed" + number + self.public)

    def public_file(self):
        return f"untrusted comment: minisign public key {self.number[::-1].hex().upper()}\n" \
               f"{self.text}\n"

    def secret_file(self):
        """Without a password, as of minisign -G -W."""
        secret = self.number + self.seed + self.public
        return "untrusted comment: minisign unencrypted secret key\n" + base64_of(
            b"Ed" + b"\0\0" + b"B2" + bytes(48) + secret + blake2b(b"Ed" + secret, 32)) + "\n"

    def signature_file(self, data, trusted):
        """trusted: `civiclot manifest` or `civiclot final`."""
        signature = sign(self.seed, blake2b(data))
        return COMMENT + base64_of(b"ED" + self.number + signature) + "\n" \
            f"trusted comment: {trusted}\n" \
            + base64_of(sign(self.seed, signature + trusted.encode())) + "\n"


def check_file(key_text, data, text, trusted):
    """Is `text` the signature of `data` that section 8 describes, by the key of 56 characters?"""
    lines = text.split("\n")
    key = base64.b64decode(key_text)
    if len(lines) != 5 or lines[0] + "\n" != COMMENT or lines[4]:
        return False
    if lines[2] != "trusted comment: " + trusted:
        return False
    try:
        first, second = base64.b64decode(lines[1], validate=True), \
            base64.b64decode(lines[3], validate=True)
    except ValueError:
        return False
    if base64_of(first) != lines[1] or base64_of(second) != lines[3]:
        return False
    if len(first) != 74 or len(second) != 64 or first[:10] != b"ED" + key[2:10]:
        return False
    return check(key[10:], blake2b(data), first[10:]) and \
        check(key[10:], first[10:] + trusted.encode(), second)
