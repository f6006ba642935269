# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures of section 8 that hold, and every way known to us to make one that must not."""

import base64
import hashlib

from attempts import SIGNER, STRANGER
from ed25519 import (BASE, COMMENT, IDENTITY, Key, L, P, add, base64_of, blake2b, check,
                     check_file, decode, encode, public_of, scalar_of, sha512, sign, small_order,
                     times)
from protocol import hexed, stream

MESSAGE = "A file.\nOf two lines: ä\n".encode()
MANIFEST = "civiclot manifest"
RFC_8032 = [  # secret key, public key, message, signature: section 7.1
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
     "b46bd25bf5f0595bbe24655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
     "1d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
     "c6594a7c15e9716ed28dc027beceea1ec40a"),
    ("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     hashlib.sha512(b"abc").hexdigest(),
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431"
     "e0303dca179c138ac17ad9bef1177331a704"),
]


def torsion():
    """The eight points of small order, from one of order eight."""
    y = 2
    while True:
        point = decode(y.to_bytes(32, "little"))
        y += 1
        if point is not None:
            point = times(L, point)
            if times(4, point) != IDENTITY:
                return [times(k, point) for k in range(8)]


TORSION = torsion()


def scalar_bytes(number):
    return number.to_bytes(32, "little")


def forged(seed, message, point, r=0, public=None):
    """R = r B + point, and s so that s B = r B + h A."""
    public = public or public_of(seed)
    start = encode(add(times(r, BASE), point))
    h = sha512(start, public, message) % L
    return start + scalar_bytes((r + h * scalar_of(seed)[0]) % L)


def not_reduced(signature):
    return signature[:32] + scalar_bytes(int.from_bytes(signature[32:], "little") + L)


def plain_cases():
    """(public key, message, signature, does it hold)"""
    seed, public = SIGNER.seed, SIGNER.public
    good = sign(seed, MESSAGE)
    yield public, MESSAGE, good, True
    yield public, MESSAGE, forged(seed, MESSAGE, IDENTITY, 12345), True
    yield STRANGER.public, MESSAGE, good, False
    yield public, MESSAGE + b"\n", good, False
    yield public, MESSAGE, good[:-1] + bytes([good[-1] ^ 1]), False
    yield public, MESSAGE, not_reduced(good), False
    for point in TORSION:
        assert small_order(point)
        yield public, MESSAGE, forged(seed, MESSAGE, point), False
        # a key of small order: h A is often nothing, so nearly any R = s B holds
        start = encode(times(77, BASE))
        yield encode(point), MESSAGE, start + scalar_bytes(77), False
        # R beside the subgroup: only an equation of eight times both sides holds
        yield public, MESSAGE, forged(seed, MESSAGE, point, 99), point == IDENTITY
        # the key beside the subgroup: 8 h A is as of a sound key
        mixed = encode(add(decode(public), point))
        yield mixed, MESSAGE, forged(seed, MESSAGE, IDENTITY, 5, mixed), None
    for y in (P, P + 1, 2**255 - 1):  # not the shortest way to write y
        for sign_bit in (0, 1 << 255):
            yield scalar_bytes(y | sign_bit), MESSAGE, good, False
            yield public, MESSAGE, scalar_bytes(y | sign_bit) + good[32:], False


def file_of(key, message=MESSAGE, trusted=MANIFEST, *, comment=COMMENT, algorithm=b"ED",
            number=None, signature=None, second=None, told=None):
    signature = signature or sign(key.seed, blake2b(message))
    return comment + base64_of(algorithm + (number or key.number) + signature) + "\n" \
        f"trusted comment: {told or trusted}\n" \
        + base64_of(second or sign(key.seed, signature + trusted.encode())) + "\n"


def loose_bits(line):
    """The same bytes with a bit set that belongs to none of them."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    end = len(line.rstrip("="))
    other = line[:end - 1] + alphabet[alphabet.index(line[end - 1]) + 1] + line[end:]
    assert base64.b64decode(other) == base64.b64decode(line)
    return other


def bad_files():
    """name -> text. Each is refused under SIGNER's key."""
    good = file_of(SIGNER)
    lines = good.split("\n")
    first = sign(SIGNER.seed, blake2b(MESSAGE))
    second = sign(SIGNER.seed, first + MANIFEST.encode())
    r_is_small = forged(SIGNER.seed, blake2b(MESSAGE), IDENTITY)

    def with_line(number, text):
        return "\n".join(lines[:number] + [text] + lines[number + 1:])
    return {
        "wrong-key": file_of(STRANGER),
        "wrong-key-same-id": file_of(STRANGER, number=SIGNER.number),
        "wrong-id": file_of(SIGNER, number=STRANGER.number),
        "other-message": file_of(SIGNER, MESSAGE + b"\n"),
        "not-hashed": file_of(SIGNER, algorithm=b"Ed", signature=sign(SIGNER.seed, MESSAGE)),
        "algorithm": file_of(SIGNER, algorithm=b"EE"),
        "s-not-reduced": file_of(SIGNER, signature=not_reduced(first)),
        "second-s-not-reduced": file_of(SIGNER, second=not_reduced(second)),
        "r-of-small-order": file_of(SIGNER, signature=r_is_small),
        "second-r-of-small-order": file_of(SIGNER, second=forged(
            SIGNER.seed, first + MANIFEST.encode(), IDENTITY)),
        "second-of-another": file_of(SIGNER, second=sign(STRANGER.seed,
                                                         first + MANIFEST.encode())),
        "comment-changed": file_of(SIGNER, told="civiclot manifesto"),
        "comment-of-final": file_of(SIGNER, trusted="civiclot final"),
        "comment-empty": file_of(SIGNER, trusted=""),
        "untrusted-comment": file_of(SIGNER, comment="untrusted comment: trust me\n"),
        "loose-bits": with_line(1, loose_bits(lines[1])),
        "second-loose-bits": with_line(3, loose_bits(lines[3])),
        "no-padding": with_line(1, lines[1].rstrip("=")),
        "more-padding": with_line(3, lines[3] + "=="),
        "space-behind": with_line(1, lines[1] + " "),
        "url-letters": with_line(1, lines[1].replace("+", "-").replace("/", "_")),
        "short": with_line(1, base64_of(b"ED" + SIGNER.number + first[:63])),
        "long": with_line(1, base64_of(b"ED" + SIGNER.number + first + b"\0")),
        "carriage-returns": good.replace("\n", "\r\n"),
        "no-last-line-end": good[:-1],
        "line-behind": good + "\n",
        "three-lines": "\n".join(lines[:3]) + "\n",
        "empty": "",
    }


HEAD = """#
# sign <seed> <public> <message> <signature>        RFC 8032, section 7.1
# check yes|no <public> <message> <signature>
# minisig yes|no KEY NAME    is signatures/NAME.minisig the signature that section 8 wants of
#                            signatures/message.txt, were it a manifest.txt? KEY: 56 characters
# key no <KEY>               what process.txt may not name, for it is not written as in section 8
"""


def small_key():
    """A key of order one, and a file that holds under it by the equation alone."""
    key = Key(SIGNER.seed, SIGNER.number)
    key.public = encode(IDENTITY)
    key.text = base64_of(b"Ed" + key.number + key.public)
    made = encode(times(77, BASE)) + scalar_bytes(77)
    return key, file_of(key, signature=made, second=made)


def bad_keys():
    text = SIGNER.text
    raw = base64.b64decode(text)
    return [text[:-1], text + "=", base64_of(raw[:-1]), base64_of(raw + b"\0"), " " + text[1:],
            base64_of(b"ED" + raw[2:]), base64_of(b"Xd" + raw[2:]), text[:-1] + "=", "none!" * 11]


def signatures(head):
    """path -> text of all files of this module."""
    out = head + HEAD
    for seed, public, message, signature in RFC_8032:
        seed, public, message, signature = map(bytes.fromhex, (seed, public, message, signature))
        assert public_of(seed) == public and sign(seed, message) == signature
        assert check(public, message, signature)
        out += f"sign {seed.hex()} {public.hex()} {message.hex() or '-'} {signature.hex()}\n"
    for public, message, signature, holds in plain_cases():
        answer = check(public, message, signature)
        assert holds in (None, answer)
        out += f"check {'yes' if answer else 'no'} {public.hex()} {message.hex()} " \
               f"{signature.hex()}\n"
    small, small_file = small_key()
    cases = [(True, SIGNER, "good", file_of(SIGNER)), (True, STRANGER, "wrong-key", None),
             (False, small, "key-of-small-order", small_file)]
    files = {"message.txt": MESSAGE.decode(), "key.pub": SIGNER.public_file(),
             "key.sec": SIGNER.secret_file(), "other.pub": STRANGER.public_file()}
    bad = bad_files()
    cases += [(False, SIGNER, name, text) for name, text in bad.items()]
    for holds, key, name, text in cases:
        assert check_file(key.text, MESSAGE, text or bad[name], MANIFEST) == holds, name
        files[name + ".minisig"] = text if text is not None else bad[name]
        out += f"minisig {'yes' if holds else 'no'} {key.text} {name}\n"
    out += "".join(f"key no {hexed(text)}\n" for text in bad_keys())
    return {"signatures.txt": out, **{"signatures/" + n: text for n, text in files.items()}}
