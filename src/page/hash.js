/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hashes: SHA-256 (FIPS 180-4), SHA-512 and BLAKE2b-512 (RFC 7693), written out.
 *
 * The browser's own SHA-256 is asynchronous and slow for tens of thousands of short messages, and
 * is not there on every page; where it is, every file is hashed with both, and they must agree.
 * SHA-512 and BLAKE2b see short messages only, so they are written for the reader: with BigInt.
 */

/* The first bits of the fraction of a root of the first primes: what all constants here are. */
function rootsOfPrimes(count, root, bits) {
    const roots = [];
    for (let n = 2n; roots.length < count; n++) {
        let prime = true;
        for (let d = 2n; d * d <= n; d++) prime = prime && n % d !== 0n;
        if (prime) roots.push(BigInt.asUintN(bits, wholeRoot(n << BigInt(bits * root), root)));
    }
    return roots;
}

/* The largest whole number whose power `root` (2 or 3) is at most n. */
function wholeRoot(n, root) {
    let low = 0n;
    let high = 1n << BigInt(Math.ceil(n.toString(2).length / root));
    while (low < high) {
        const middle = (low + high + 1n) >> 1n;
        if (middle ** BigInt(root) <= n) low = middle;
        else high = middle - 1n;
    }
    return low;
}

const SHA256_K = Int32Array.from(rootsOfPrimes(64, 3, 32), Number);
const SHA256_START = Int32Array.from(rootsOfPrimes(8, 2, 32), Number);
const SHA512_K = rootsOfPrimes(80, 3, 64);
const SHA512_START = rootsOfPrimes(8, 2, 64);
const sha256Words = new Int32Array(64);

/* One block of 64 bytes. */
function sha256Block(state, bytes, at) {
    const w = sha256Words;
    for (let t = 0; t < 16; t++, at += 4) {
        w[t] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let t = 16; t < 64; t++) {
        const x = w[t - 15];
        const y = w[t - 2];
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
    }
    const k = SHA256_K;
    let a = state[0], b = state[1], c = state[2], d = state[3];
    let e = state[4], f = state[5], g = state[6], h = state[7];
    for (let t = 0; t < 64; t++) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const one = (h + s1 + ((e & f) ^ (~e & g)) + k[t] + w[t]) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g, g = f, f = e, e = (d + one) | 0;
        d = c, c = b, b = a, a = (one + two) | 0;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

/* The message's rest behind its whole blocks, a bit 1, zeros and its length in bits. */
function shaPadding(bytes, block) {
    const rest = bytes.length % block;
    const space = block / 8;
    const tail = new Uint8Array(rest + 1 + space > block ? 2 * block : block);
    tail.set(bytes.subarray(bytes.length - rest));
    tail[rest] = 0x80;
    new DataView(tail.buffer).setBigUint64(tail.length - 8, 8n * BigInt(bytes.length));
    return tail;
}

function sha256(bytes) {
    const state = SHA256_START.slice();
    const tail = shaPadding(bytes, 64);
    for (let at = 0; at + 64 <= bytes.length; at += 64) sha256Block(state, bytes, at);
    for (let at = 0; at < tail.length; at += 64) sha256Block(state, tail, at);
    const digest = new Uint8Array(32);
    const view = new DataView(digest.buffer);
    state.forEach((word, index) => view.setInt32(4 * index, word));
    return digest;
}

/* The same of a file, held against the browser's where it has one. */
async function sha256OfFile(bytes) {
    const digest = sha256(bytes);
    if (globalThis.crypto && crypto.subtle) {
        const other = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        if (!equalBytes(digest, other)) throw new Error("Two programs for SHA-256 disagree.");
    }
    return digest;
}

function turnRight(word, bits) {
    return BigInt.asUintN(64, (word >> bits) | (word << (64n - bits)));
}

function sha512Block(state, view, at) {
    const w = [];
    for (let t = 0; t < 16; t++) w.push(view.getBigUint64(at + 8 * t));
    for (let t = 16; t < 80; t++) {
        const s0 = turnRight(w[t - 15], 1n) ^ turnRight(w[t - 15], 8n) ^ (w[t - 15] >> 7n);
        const s1 = turnRight(w[t - 2], 19n) ^ turnRight(w[t - 2], 61n) ^ (w[t - 2] >> 6n);
        w.push(BigInt.asUintN(64, w[t - 16] + s0 + w[t - 7] + s1));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 80; t++) {
        const s1 = turnRight(e, 14n) ^ turnRight(e, 18n) ^ turnRight(e, 41n);
        const one = h + s1 + ((e & f) ^ (BigInt.asUintN(64, ~e) & g)) + SHA512_K[t] + w[t];
        const s0 = turnRight(a, 28n) ^ turnRight(a, 34n) ^ turnRight(a, 39n);
        const two = s0 + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f, e, d, c, b, a] =
            [g, f, e, BigInt.asUintN(64, d + one), c, b, a, BigInt.asUintN(64, one + two)];
    }
    return [a, b, c, d, e, f, g, h].map((word, i) => BigInt.asUintN(64, word + state[i]));
}

function sha512(bytes) {
    const whole = join(bytes.subarray(0, bytes.length - bytes.length % 128),
                       shaPadding(bytes, 128));
    const view = new DataView(whole.buffer);
    let state = SHA512_START;
    for (let at = 0; at < whole.length; at += 128) state = sha512Block(state, view, at);
    return join(...state.map(u64));
}

const BLAKE2B_SIGMA = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const BLAKE2B_COLUMNS = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15],
                         [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];

function blake2bMix(v, [a, b, c, d], x, y) {
    v[a] = BigInt.asUintN(64, v[a] + v[b] + x);
    v[d] = turnRight(v[d] ^ v[a], 32n);
    v[c] = BigInt.asUintN(64, v[c] + v[d]);
    v[b] = turnRight(v[b] ^ v[c], 24n);
    v[a] = BigInt.asUintN(64, v[a] + v[b] + y);
    v[d] = turnRight(v[d] ^ v[a], 16n);
    v[c] = BigInt.asUintN(64, v[c] + v[d]);
    v[b] = turnRight(v[b] ^ v[c], 63n);
}

/* seen: bytes up to the end of this block. */
function blake2bBlock(state, view, at, seen, last) {
    const v = [...state, ...SHA512_START];
    v[12] ^= BigInt(seen);
    if (last) v[14] = BigInt.asUintN(64, ~v[14]);
    for (let round = 0; round < 12; round++) {
        const sigma = BLAKE2B_SIGMA[round % 10];
        BLAKE2B_COLUMNS.forEach((column, i) => {
            blake2bMix(v, column, view.getBigUint64(at + 8 * sigma[2 * i], true),
                       view.getBigUint64(at + 8 * sigma[2 * i + 1], true));
        });
    }
    return state.map((word, i) => word ^ v[i] ^ v[i + 8]);
}

/* BLAKE2b without a key, of 64 bytes. */
function blake2b(bytes) {
    const blocks = Math.max(1, Math.ceil(bytes.length / 128));
    const whole = new Uint8Array(128 * blocks);
    whole.set(bytes);
    const view = new DataView(whole.buffer);
    let state = SHA512_START.slice();
    state[0] ^= 0x01010040n;
    for (let i = 0; i < blocks; i++) {
        const last = i === blocks - 1;
        state = blake2bBlock(state, view, 128 * i, last ? bytes.length : 128 * (i + 1), last);
    }
    const digest = new Uint8Array(64);
    const out = new DataView(digest.buffer);
    state.forEach((word, i) => out.setBigUint64(8 * i, word, true));
    return digest;
}

/* The Merkle tree hash of RFC 6962, section 2.1, over leaves that are hashed already. */
function merkleRoot(leaves) {
    if (leaves.length === 0) return sha256(new Uint8Array(0));
    const trees = []; /* whole trees from left to right, each smaller than the one before */
    leaves.forEach((leaf, index) => {
        let root = leaf;
        for (let left = index; left & 1; left >>>= 1) root = merkleNode(trees.pop(), root);
        trees.push(root);
    });
    return trees.reduceRight((right, left) => merkleNode(left, right));
}

function merkleNode(left, right) {
    return sha256(join(Uint8Array.of(1), left, right));
}

/*
 * The root that an audit path of RFC 6962, section 2.1.1, leads to from the leaf at `index` of
 * `count`; null where the path is not as long as it has to be.
 */
function merkleRootOfPath(leaf, index, count, path) {
    let root = leaf;
    let used = 0;
    for (let last = count - 1; last > 0; last >>>= 1, index >>>= 1) {
        const onLeft = index & 1;
        if (!onLeft && index === last) continue; /* it stands alone and goes up as it is */
        if (used === path.length) return null;
        root = onLeft ? merkleNode(path[used], root) : merkleNode(root, path[used]);
        used++;
    }
    return used === path.length ? root : null;
}
