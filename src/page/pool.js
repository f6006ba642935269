/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pool.csv: everyone in the pool, by pid, and the digest of what is known of them.
 *   pids ascend by bytes. A person is known by the index in this order.
 *
 * A panel's file holds more than a million pids, so they are looked up as numbers: a pid's first
 * ten characters are 50 bits, its last six are 30; as numbers they ascend as its bytes do.
 */

const PID_DIGITS = new Int8Array(256).fill(-1);
[..."234567abcdefghijklmnopqrstuvwxyz"].forEach((character, digit) => {
    PID_DIGITS[character.charCodeAt(0)] = digit;
});

/* `count` characters from `at` on as a number; below 0 where one is no character of a pid. */
function pidPart(bytes, at, count) {
    let number = 0;
    for (let i = at; i < at + count; i++) {
        const digit = PID_DIGITS[bytes[i]];
        if (digit === undefined || digit < 0) return -1;
        number = 32 * number + digit;
    }
    return number;
}

/* The index of the person whose pid stands in bytes at `at`; -1 where there is none. */
function findPid(pool, bytes, at) {
    const high = pidPart(bytes, at, 10);
    const low = pidPart(bytes, at + 10, 6);
    let first = 0;
    let last = pool.pids.length - 1;
    while (first <= last) {
        const middle = (first + last) >> 1;
        const order = pool.high[middle] - high || pool.low[middle] - low;
        if (order === 0) return middle;
        if (order < 0) first = middle + 1;
        else last = middle - 1;
    }
    return -1;
}

function personOf(v, pid) {
    return PID.test(pid) ? findPid(v.pool, ascii(pid), 0) : -1;
}

function readPool(v, count) {
    const file = v.files.get("pool.csv");
    const lines = new Lines(file);
    if (lines.next() !== "pid,leaf") fail(`${lines.where}: it should be pid,leaf.`);
    const pool = {pids: [], leaves: [], high: [], low: []};
    while (!lines.ended) {
        const at = lines.at;
        const text = lines.next();
        const pid = readPid(text.slice(0, 16), lines.where);
        if (text[16] !== ",") fail(`${lines.where}: it should be a pid, a comma and a digest.`);
        if (pool.pids.length > 0 && pool.pids.at(-1) >= pid) {
            fail(`${lines.where}: pids do not ascend.`);
        }
        pool.pids.push(pid);
        pool.leaves.push(unhex(readDigest(text.slice(17), lines.where)));
        pool.high.push(pidPart(file.bytes, at, 10));
        pool.low.push(pidPart(file.bytes, at + 10, 6));
    }
    if (pool.pids.length !== count) fail(`pool.csv: ${pool.pids.length} people, not ${count}.`);
    return pool;
}

function checkPool(v) {
    const pool = readPool(v, v.process.pool);
    if (hex(merkleRoot(pool.leaves)) !== v.process.poolRoot) {
        fail("pool.csv: its root is not the pool-root of process.txt.");
    }
    v.pool = pool;
    v.facts.pool = pool.pids;
    return proven(`These ${pool.pids.length} people are the pool.`);
}
