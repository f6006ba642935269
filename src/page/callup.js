/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A call-up: reserves of the draw before take the places of those who withdrew (docs/protocol.md,
 * section 12). It has neither rules nor lottery of its own; they are those of that draw.
 */

const DEVIATION_MOST = 1000000000000000;
const AT_HAND_SURE = 20; /* with so many the search of civiclot always ends */

/* callup.txt; of what it says nothing is held against anything yet. */
function readCall(v) {
    findBefore(v);
    const lines = new Lines(v.files.get("callup.txt"), MEBIBYTE);
    lines.exactly("civiclot-callup", 1);
    const call = {process: readPid(lines.value("process"), lines.where)};
    call.attempt = readPositive(lines, "attempt");
    call.replaces = readDigest(lines.value("replaces"), lines.where);
    call.standing = readDigest(lines.value("standing"), lines.where);
    call.deviation = readNumber(lines.value("deviation"), lines.where, DEVIATION_MOST);
    call.proven = readWord(lines, "proven", ["yes", "no"]) === "yes";
    v.publicKey = readKeyLine(lines);
    call.pids = [];
    while (!lines.ended && call.pids.length < RESERVES_MOST) {
        call.pids.push(readPid(lines.value("pid"), lines.where));
    }
    lines.end();
    v.call = call;
}

/* What it says of itself, and final.txt of it. */
function compareCall(v) {
    const {process, M} = v.base;
    if (process.draw === "test") {
        fail("callup.txt: the draw before was a test, which seats nobody to replace.");
    }
    for (const [key, value] of [["process", process.process], ["attempt", process.attempt],
        ["replaces", M], ["standing", v.digests.get("standing.csv")]]) {
        if (v.call[key] !== value) fail(`callup.txt: its ${key} is not ${value}.`);
    }
    for (const [key, value] of [["process", process.process], ["attempt", String(process.attempt)],
        ["draw", "real"]]) {
        if (v.final[key] !== value) fail(`final.txt: its ${key} is not ${value}.`);
    }
}

function checkStandingOfCall(v) {
    compareCall(v);
    v.pool = v.base.pool;
    readStanding(v);
    comparePeople(v);
    v.atHand = (v.base.reserves || []).filter((pid) => v.standing[personOf(v, pid)].place === OPEN);
    if (v.atHand.length === 0) fail("standing.csv: no reserve is at hand who could be called.");
    const left = tellStanding(v);
    return proven(`${v.kept} of ${v.base.process.seats} are kept, and ${countWithdrawn(v)} withdrew. ` +
        `${withdrawnWords(left)}. ${v.atHand.length} reserves are at hand.`);
}

function checkLogOfCall(v) {
    v.log = readLog(v);
    compareLogs(v);
    v.own = v.log.length - 1;
    v.drawAt = v.own;
    const last = v.log[v.own];
    if (v.log.length === v.chain.at(-1).log.length || last.kind !== "call-up") {
        fail("log.txt: its last entry is not this call-up.");
    }
    expectEntry(v, v.own, payloadDigest(`{"callup":"${v.digests.get("callup.txt")}"}`));
    if (last.digest !== v.final.log) fail("final.txt: its log is not the last entry of log.txt.");
    v.facts.log = v.log;
    return proven(`The ${v.log.length} entries of the log follow from one another, and the last is ` +
        "this call-up.");
}

/* Everyone called is at hand, in the order of the reserves; no more than there are seats. */
function checkPeopleCalled(v) {
    let last = -1;
    for (const pid of v.call.pids) {
        const place = v.atHand.indexOf(pid);
        if (place < 0) fail(`callup.txt: ${pid} is no reserve at hand.`);
        if (place <= last) fail(`callup.txt: ${pid} is not called in the order of the reserves.`);
        last = place;
    }
    const vacant = v.base.process.seats - v.kept - v.call.pids.length;
    if (vacant < 0) fail("callup.txt: more are called than there are seats vacant.");
    if (!v.call.proven && v.atHand.length <= AT_HAND_SURE) {
        fail(`callup.txt: with ${v.atHand.length} reserves at hand it is known who is right.`);
    }
    v.seated = [...v.facts.standing.kept, ...v.call.pids];
    v.facts.call = {called: v.call.pids, atHand: v.atHand.filter((pid) => !v.call.pids.includes(pid)),
        vacant, deviation: v.call.deviation, panel: v.seated, of: v.base.number,
        proven: v.call.proven};
}

/* Seats of each quota that these people hold, by the openings of the first folder. */
function seatsHeld(v, quotas, pids) {
    const held = new Int32Array(quotas.length);
    for (const pid of pids) {
        for (const row of v.openings[personOf(v, pid)].quotas) held[row]++;
    }
    return held;
}

function compareWithSearch(v, first) {
    const {quotas, process} = v.base;
    const reserves = v.atHand.map((pid) => first.openings[personOf(v, pid)].quotas);
    const best = callUp(quotas, process.seats, seatsHeld(first, quotas, v.facts.standing.kept),
        v.kept, reserves);
    if (best === null) return false;
    const right = v.atHand.filter((_, place) => best.called[place]);
    if (right.join() !== v.call.pids.join()) {
        fail(`callup.txt: the right ones to call are ${right.join(", ") || "nobody"}.`);
    }
    if (v.call.deviation !== best.deviation) {
        fail(`callup.txt: the deviation is ${best.deviation}, not ${v.call.deviation}.`);
    }
    return true;
}

function checkCalled(v) {
    checkPeopleCalled(v);
    const {vacant, called} = v.facts.call;
    const first = v.chain[0];
    const seats = `of ${v.atHand.length} reserves at hand ${called.length} called, in their order; ` +
        `vacant seats: ${vacant}`;
    if (!first.openings) {
        return notChecked("Whether they are the right ones: nobody's values are published. But " +
            `${seats}.`);
    }
    if (!v.call.proven) {
        return notChecked("Whether they are the right ones: the organisers' search was given up, and " +
            `civiclot-verify can do the same search. But ${seats}.`);
    }
    if (!compareWithSearch(v, first)) {
        return notChecked("Whether they are the right ones: that takes too long in a browser; " +
            `civiclot-verify checks it. But ${seats}.`);
    }
    const off = v.call.deviation === 0 ? "it meets them all" : `seats off them: ${v.call.deviation}`;
    return proven(`No other call would leave the panel nearer to its quotas: ${seats}; ${off}.`);
}

function checkReceiptOfCall(v) {
    if (!v.options.receipt) return null;
    const {id, pid, values, index} = openReceipt(v.chain[0]);
    const {place, reason} = v.standing[index];
    v.facts.receipt = {id, pid, values};
    const words = place === KEPT ? "is kept" : place === WITHDRAWN ? `withdrew (${reason})`
        : v.call.pids.includes(pid) ? "is called up" : v.atHand.includes(pid)
            ? `is reserve number ${reserveNumber(v.base, pid)}, and still at hand`
            : "is neither on the panel nor a reserve";
    return proven(`This person is in the pool as ${pid}, and ${words}.`);
}
