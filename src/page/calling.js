/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calling: which reserves take vacant seats (docs/reserves.md, "Call-up"). Of all ways to call at
 * most as many as there are vacant seats, those of the least deviation; of these, those that fill
 * most seats; of these the one that has the first reserve, or else the second, and so on.
 *
 * All ways are gone through in that last order, first with a reserve, then without, so that the first
 * of the best is the right one. Ways are left out only where
 *   W1  a reserve is passed over and one behind with the same values is called: the first of equals
 *       being called comes before;
 *   W2  nothing that follows can be better than what is known (`outlook`).
 */

/* So many steps, then nobody knows: a few seconds in a browser; far more than 15 reserves need. */
const CALLING_STEPS = 400000;

/* Deviation of what is held, [quota], by so many people. */
function deviationOf(quotas, seats, held, seated) {
    return quotas.reduce((sum, {min, max}, row) =>
        sum + Math.max(0, min - held[row], held[row] - max), seats - seated);
}

/* Quotas by feature, as [[row]]. */
function featureRows(quotas) {
    const rows = [];
    quotas.forEach(({feature}, row) => {
        if (row === 0 || quotas[row - 1].feature !== feature) rows.push([]);
        rows.at(-1).push(row);
    });
    return rows;
}

/* Of each reserve: the one before with the same values, or -1; and who is to come from there on. */
function indexReserves(c) {
    c.twin = c.reserves.map((rows, place) =>
        c.reserves.slice(0, place).findLastIndex((other) => other.join() === rows.join()));
    c.toCome = [new Int32Array(c.quotas.length)];
    for (const rows of [...c.reserves].reverse()) {
        const here = Int32Array.from(c.toCome[0]);
        for (const row of rows) here[row]++;
        c.toCome.unshift(here);
    }
}

/*
 * The least that can follow with reserves from `at` on: of each number of calls more, what is above
 * its maximum stays so; what is below its minimum gains no more than a seat from each reserve to come
 * who has the value, and a feature no more than one from each call; and a feature in which all who
 * are welcome are called goes above a maximum with each call more. {deviation, vacant}
 */
function outlook(c, at, seated) {
    const toCome = c.toCome[at];
    let above = 0;
    const features = c.features.map((rows) => {
        const one = {missing: 0, hopeless: 0, welcome: 0};
        for (const row of rows) {
            const {min, max} = c.quotas[row];
            const held = c.held[row];
            if (held > max) above += held - max;
            else one.welcome += Math.min(max - held, toCome[row]);
            if (held >= min) continue;
            one.missing += min - held;
            one.hopeless += Math.max(0, min - held - toCome[row]);
        }
        return one;
    });
    const most = Math.min(c.seats - seated, c.reserves.length - at);
    let best = null;
    for (let calls = 0; calls <= most; calls++) {
        const vacant = c.seats - seated - calls;
        const deviation = features.reduce((sum, {missing, hopeless, welcome}) => sum +
            Math.max(hopeless, missing - calls) + Math.max(0, calls - welcome), above + vacant);
        if (best === null || isBetter({deviation, vacant}, best)) best = {deviation, vacant};
    }
    return best;
}

/* Less deviation, or as much with fewer seats vacant. */
function isBetter(one, other) {
    return one.deviation < other.deviation ||
        (one.deviation === other.deviation && one.vacant < other.vacant);
}

function seatReserve(c, place, count) {
    for (const row of c.reserves[place]) c.held[row] += count;
    c.now[place] = count > 0;
}

function now(c, seated) {
    return {deviation: deviationOf(c.quotas, c.seats, c.held, seated), vacant: c.seats - seated};
}

/* All ways with what is called before `at`; c.best is the first of the best so far. */
function callFrom(c, at, seated) {
    if (--c.steps < 0) return;
    if (at === c.reserves.length || seated === c.seats) {
        const found = now(c, seated);
        if (isBetter(found, c.best)) c.best = {...found, called: [...c.now]};
        return;
    }
    if (!isBetter(outlook(c, at, seated), c.best)) return;
    if (c.twin[at] < 0 || c.now[c.twin[at]]) {
        seatReserve(c, at, 1);
        callFrom(c, at + 1, seated + 1);
        seatReserve(c, at, -1);
    }
    callFrom(c, at + 1, seated);
}

/* How good it gets by calling, or sending back, one after the other as long as that helps. */
function callGreedily(c, seated) {
    let here = now(c, seated);
    let helps = true;
    while (helps) {
        helps = false;
        for (let place = 0; place < c.reserves.length; place++) {
            const change = c.now[place] ? -1 : 1;
            if (change > 0 && seated === c.seats) continue;
            seatReserve(c, place, change);
            const there = now(c, seated + change);
            if (isBetter(there, here)) [here, seated, helps] = [there, seated + change, true];
            else seatReserve(c, place, -change);
        }
    }
    c.now.forEach((called, place) => called && seatReserve(c, place, -1));
    return here;
}

/*
 * kept: seats that those who stay give to each quota; seated: how many they are; reserves: [[row]]
 * in their order. {deviation, vacant, called: [boolean]}, or null where it takes too many steps.
 */
function callUp(quotas, seats, kept, seated, reserves, steps = CALLING_STEPS) {
    const c = {quotas, seats, reserves, steps, features: featureRows(quotas),
        held: Int32Array.from(kept), now: reserves.map(() => false)};
    indexReserves(c);
    /* of what is as good as this, too, the first is sought: one seat more would be vacant */
    const good = callGreedily(c, seated);
    c.best = {deviation: good.deviation, vacant: good.vacant + 1};
    callFrom(c, 0, seated);
    return c.steps < 0 ? null : c.best;
}
