/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A receipt: what one volunteer holds. It opens that person's leaf of pool.csv, so that they see
 * that they are in the pool, with these values, and which tickets draw them.
 */

function readReceiptValues(v, lines) {
    return v.features.map((feature, index) => {
        lines.exactly("feature", feature);
        const value = lines.value("value");
        if (!v.rowsOfValues[index].has(value)) {
            fail(`${lines.where}: the value is not in quotas.csv.`);
        }
        return value;
    });
}

function readReceipt(v) {
    const lines = new Lines({name: "receipt", bytes: v.options.receipt}, MEBIBYTE);
    lines.exactly("civiclot-receipt", 1);
    lines.exactly("process", v.process.process);
    lines.exactly("pool", v.process.pool);
    lines.exactly("pool-root", v.process.poolRoot);
    const receipt = {id: readText(lines, "id"), pid: readPid(lines.value("pid"), lines.where)};
    receipt.salt = unhex(readDigest(lines.value("salt"), lines.where));
    receipt.idsalt = unhex(readDigest(lines.value("idsalt"), lines.where));
    const tag = lines.value("household");
    receipt.tag = tag === "none" ? "" : readPid(tag, lines.where);
    receipt.values = readReceiptValues(v, lines);
    receipt.index = readNumber(lines.value("index"), lines.where, v.process.pool - 1);
    receipt.path = [];
    while (!lines.ended) receipt.path.push(unhex(readDigest(lines.value("proof"), lines.where)));
    return receipt;
}

/* What it opens of the pool of v, which is one with a process.txt. */
function openReceipt(v) {
    const {id, pid, salt, idsalt, tag, values, index, path} = readReceipt(v);
    const idc = sha256(join(label("civiclot/id/v1"), idsalt, field(id)));
    const leaf = readLeaf(pid, salt, idc, tag, values);
    if (v.pool.pids[index] !== pid) fail(`receipt: person ${index} of pool.csv is not ${pid}.`);
    if (!equalBytes(leaf, v.pool.leaves[index])) {
        fail("receipt: what it says of the person is not what the leaf of pool.csv was made of.");
    }
    const root = merkleRootOfPath(leaf, index, v.process.pool, path);
    if (!root || hex(root) !== v.process.poolRoot) {
        fail("receipt: its proof does not lead to the pool-root.");
    }
    return {id, pid, values, index};
}

/* Which reserve somebody is, counted from 1; 0: none. */
function reserveNumber(v, pid) {
    return (v.reserves || []).indexOf(pid) + 1;
}

function checkReceipt(v) {
    if (!v.options.receipt) return null;
    const {id, pid, values, index} = openReceipt(v);
    const drawn = v.drawn ? v.draw.pids.includes(pid) : null;
    const {count, ranges} = ticketsOfPerson(v, index);
    const reserve = reserveNumber(v, pid);
    v.facts.receipt = {id, pid, values, count, ranges, drawn};
    const settled = v.standing ? v.standing[index].place : OPEN;
    const end = settled === KEPT ? "and is kept, whatever is drawn" : settled === WITHDRAWN ? "and withdrew"
        : drawn === null ? "there is no draw yet" : `and was ${drawn ? "" : "not "}drawn` +
            (reserve > 0 ? `; but is reserve number ${reserve}` : "");
    return proven(`This person is in the pool as ${pid}, has ${count} of ${v.process.tickets} ` +
        `tickets, ${end}.`);
}
