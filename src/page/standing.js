/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * standing.csv: of a replacement, who of the panel before stays and who withdrew; and that the
 * folder mends that panel, by the same terms (docs/protocol.md, section 11).
 *
 *   standing  [person] {place: KEPT | WITHDRAWN | OPEN, reason: text}, of everyone in the pool
 */

const KEPT = 0; /* in the order of the three quotas more that a certificate has */
const WITHDRAWN = 1;
const OPEN = 2;
const STANDING_LINE = /^([a-z2-7]{16}),(?:kept,|withdrawn,([a-z0-9-]{1,32}))$/;

/* The terms are those of the folder whose panel is mended. */
function compareTerms(v, before) {
    if (before.process.draw === "test") {
        fail("process.txt: the draw before was a test, which seats nobody to replace.");
    }
    for (const [key, name] of [["process", "process"], ["seats", "seats"], ["pool", "pool"],
        ["perHousehold", "per-household"], ["poolRoot", "pool-root"]]) {
        if (v.process[key] !== before.process[key]) {
            fail(`process.txt: its ${name} is not that of the draw whose panel is mended.`);
        }
    }
    if (v.process.replaces !== before.M) {
        fail("process.txt: replaces is not M of the newest draw before.");
    }
    if (!equalBytes(v.files.get("pool.csv").bytes, before.files.get("pool.csv").bytes)) {
        fail("pool.csv: it is not that of the draw whose panel is mended.");
    }
}

/* How many numbers are others than before; features and values must be the same. */
function compareQuotas(v, before) {
    let others = 0;
    const most = Math.max(v.quotas.length, before.quotas.length);
    for (let row = 0; row < most; row++) {
        const now = v.quotas[row];
        const then = before.quotas[row];
        if (!now || !then || now.feature !== then.feature || now.value !== then.value) {
            fail(`quotas.csv, row ${row + 2}: the draw whose panel is mended has other features or ` +
                "values.");
        }
        others += (now.min !== then.min) + (now.max !== then.max);
    }
    return others;
}

function readStanding(v) {
    const lines = new Lines(v.files.get("standing.csv"));
    if (lines.next() !== "pid,standing,reason") {
        fail(`${lines.where}: it should be pid,standing,reason.`);
    }
    const standing = v.pool.pids.map(() => ({place: OPEN, reason: ""}));
    const counts = [0, 0];
    let last = "";
    while (!lines.ended) {
        const [, pid, reason] = readLine(lines, STANDING_LINE, "a pid, and kept or withdrawn");
        const person = personOf(v, pid);
        if (person < 0) fail(`${lines.where}: this is nobody in the pool.`);
        if (pid <= last) fail(`${lines.where}: pids do not ascend.`);
        const place = reason === undefined ? KEPT : WITHDRAWN;
        standing[person] = {place, reason: reason || ""};
        counts[place]++;
        last = pid;
    }
    if (counts[WITHDRAWN] === 0) fail("standing.csv: nobody withdrew.");
    if (counts[KEPT] >= v.base.process.seats) fail("standing.csv: as many are kept as there are seats.");
    v.standing = standing;
    v.kept = counts[KEPT];
}

/* The newest folder with a draw, and the one that left the panel before: its own, or a call-up. */
function findBefore(v) {
    v.base = v.chain.findLast((folder) => folder.drawn);
    v.settled = v.chain.findLast((folder) => folder.drawn || folder.calls);
}

/* Everyone of the panel before is settled, and who withdrew once is not back. */
function comparePeople(v) {
    const before = v.settled;
    const seated = new Set(before.seated);
    v.standing.forEach(({place, reason}, person) => {
        const pid = v.pool.pids[person];
        const then = before.standing ? before.standing[person] : {place: OPEN};
        if (seated.has(pid) && place === OPEN) {
            fail(`standing.csv: ${pid} of the panel before is neither kept nor withdrawn.`);
        }
        if (!seated.has(pid) && place === KEPT) {
            fail(`standing.csv: ${pid} is kept, but was not on the panel before.`);
        }
        if (then.place === WITHDRAWN && (place !== WITHDRAWN || reason !== then.reason)) {
            fail(`standing.csv: ${pid} withdrew before, which must stand here in the same way.`);
        }
    });
}

/* Of one row, as it is read: what it breaks here is the standing, all else is the lottery. */
function checkSettledRow(v, members, row) {
    const where = place("lottery.csv", row + 2);
    let kept = 0;
    v.statement = "standing";
    for (const person of members) {
        const standing = v.standing[person].place;
        if (standing === WITHDRAWN) fail(`${where}: ${v.pool.pids[person]} withdrew.`);
        kept += standing === KEPT;
    }
    if (kept < v.kept) fail(`${where}: it seats ${kept} of the ${v.kept} who are kept.`);
    v.statement = "lottery";
}

function compareLogs(v) {
    const before = v.chain.at(-1).files.get("log.txt").bytes;
    const start = v.files.get("log.txt").bytes.subarray(0, before.length);
    if (!equalBytes(start, before)) {
        fail("log.txt: it does not begin with the lines of the folder before.");
    }
}

/* Who withdrew and had not in the folder of the panel before: [{pid, reason, seated}]. */
function newlyWithdrawn(v) {
    const before = v.settled;
    const seated = new Set(before.seated);
    return v.pool.pids.map((pid, person) => ({pid, reason: v.standing[person].reason, person,
        seated: seated.has(pid)})).filter(({person}) => v.standing[person].place === WITHDRAWN &&
        !(before.standing && before.standing[person].place === WITHDRAWN));
}

function countWithdrawn(v) {
    return v.standing.filter((standing) => standing.place === WITHDRAWN).length;
}

function withdrawnWords(left) {
    return `${left.length} of these are named here first: ` + left.map((person) =>
        `${person.pid} (${person.reason}${person.seated ? "" : "; not of the panel"})`).join(", ");
}

/* Let a page know; gives who is new among those who withdrew. */
function tellStanding(v) {
    const left = newlyWithdrawn(v);
    v.facts.standing = {kept: v.pool.pids.filter((_, person) => v.standing[person].place === KEPT),
        left: left.map(({pid, reason, seated}) => ({pid, reason, seated}))};
    v.facts.standingOf = (pid) => v.standing[personOf(v, pid)] ?? null;
    return left;
}

function checkStanding(v) {
    if (v.number === 0) return null;
    findBefore(v);
    const before = v.base;
    compareTerms(v, before);
    const others = compareQuotas(v, before);
    readStanding(v);
    comparePeople(v);
    v.statement = "lottery";
    v.lotteryRead = readLottery(v, (members, row) => checkSettledRow(v, members, row));
    v.statement = "standing";
    compareLogs(v);
    const left = tellStanding(v);
    const changed = [others === 1 ? "1 number of quotas.csv is another"
        : others > 0 ? `${others} numbers of quotas.csv are others` : "",
        v.process.objective !== before.process.objective
            ? `the objective was ${before.process.objective}` : ""].filter((part) => part !== "");
    const text = `every panel seats the ${v.kept} of ${v.process.seats} who are kept, and nobody ` +
        `of the ${countWithdrawn(v)} who withdrew. ${withdrawnWords(left)}`;
    return changed.length === 0 ? proven(`${text[0].toUpperCase()}${text.slice(1)}.`)
        : notProven("That quotas and objective are those of the panel before: " +
            `${changed.join(", and ")}. But ${text}.`);
}
