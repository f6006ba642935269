/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ed25519: whether a signature holds, as in RFC 8032, section 5.1.7, and more strictly:
 * s is below the group's order, neither the key nor R is of small order, both are written in the
 * one way there is, and s B = R + k A is asked for as it stands, not of its eightfold.
 *
 * Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, x y = T/Z. Nothing here is secret, so nothing
 * need take the same time always.
 */

const ED_P = (1n << 255n) - 19n;
const ED_ORDER = (1n << 252n) + 27742317777372353535851937790883648493n;
const ED_D = modP(-121665n * powerP(121666n, ED_P - 2n));
const ED_ROOT = powerP(2n, (ED_P - 1n) / 4n); /* of -1 */
const ED_BASE = edPoint(modP(4n * powerP(5n, ED_P - 2n)), 0n);
const ED_ZERO = [0n, 1n, 1n, 0n];

function modP(n) {
    const rest = n % ED_P;
    return rest < 0n ? rest + ED_P : rest;
}

function powerP(base, exponent) {
    let power = 1n;
    for (let square = base; exponent > 0n; exponent >>= 1n, square = modP(square * square)) {
        if (exponent & 1n) power = modP(power * square);
    }
    return power;
}

function littleEndian(bytes) {
    return BigInt("0x" + hex(bytes.slice().reverse()));
}

/* The point of this y whose x has this last bit; null where there is none. y: below ED_P. */
function edPoint(y, bit) {
    const u = modP(y * y - 1n);
    const v = modP(ED_D * y * y + 1n);
    const ratio = modP(u * powerP(v, ED_P - 2n));
    let x = powerP(ratio, (ED_P + 3n) / 8n);
    if (modP(x * x) !== ratio) x = modP(x * ED_ROOT);
    if (modP(x * x) !== ratio || (x === 0n && bit === 1n)) return null;
    if ((x & 1n) !== bit) x = ED_P - x;
    return [x, y, 1n, modP(x * y)];
}

/* Read a point; null where the bytes are none, or are not how it is written. */
function edRead(bytes) {
    const number = littleEndian(bytes);
    const y = BigInt.asUintN(255, number);
    return y < ED_P ? edPoint(y, number >> 255n) : null;
}

/* Source: RFC 8032, section 5.1.4; it holds for any two points. */
function edAdd([x1, y1, z1, t1], [x2, y2, z2, t2]) {
    const a = modP((y1 - x1) * (y2 - x2));
    const b = modP((y1 + x1) * (y2 + x2));
    const c = modP(2n * ED_D * t1 * t2);
    const d = modP(2n * z1 * z2);
    const [e, f, g, h] = [b - a, d - c, d + c, b + a];
    return [modP(e * f), modP(g * h), modP(f * g), modP(e * h)];
}

function edTimes(number, point) {
    let sum = ED_ZERO;
    for (let double = point; number > 0n; number >>= 1n, double = edAdd(double, double)) {
        if (number & 1n) sum = edAdd(sum, double);
    }
    return sum;
}

function edEqual([x1, y1, z1], [x2, y2, z2]) {
    return modP(x1 * z2 - x2 * z1) === 0n && modP(y1 * z2 - y2 * z1) === 0n;
}

function edSmall(point) {
    return edEqual(edTimes(8n, point), ED_ZERO);
}

/* key: 32 bytes, signature: 64 bytes. */
function ed25519Holds(key, signature, message) {
    const a = edRead(key);
    const r = edRead(signature.subarray(0, 32));
    const s = littleEndian(signature.subarray(32));
    if (!a || !r || edSmall(a) || edSmall(r) || s >= ED_ORDER) return false;
    const k = littleEndian(sha512(join(signature.subarray(0, 32), key, message))) % ED_ORDER;
    return edEqual(edTimes(s, ED_BASE), edAdd(r, edTimes(k, a)));
}
