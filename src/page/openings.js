/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * openings.csv: everyone's values and household, so that panels can be held against quotas.
 * With it every leaf of pool.csv is computed anew.
 */

function readLeaf(pid, salt, idc, tag, values) {
    return sha256(join(Uint8Array.of(0), label("civiclot/leaf/v1"), ascii(pid), salt, idc,
        field(tag), ...values.map(field)));
}

function readOpening(v, csv, person) {
    const [pid, salt, idc, tag, ...values] = csv.next(4 + v.features.length);
    if (pid !== v.pool.pids[person]) {
        fail(`${csv.where}: ${v.pool.pids[person]} should stand here.`);
    }
    readDigest(salt, csv.where);
    readDigest(idc, csv.where);
    if (tag !== "" && !PID.test(tag)) fail(`${csv.where}: this is no household's tag.`);
    const quotas = values.map((value, feature) => v.rowsOfValues[feature].get(value));
    if (quotas.includes(undefined)) fail(`${csv.where}: a value is not in quotas.csv.`);
    const leaf = readLeaf(pid, unhex(salt), unhex(idc), tag, values);
    if (!equalBytes(leaf, v.pool.leaves[person])) {
        fail(`${csv.where}: this is not what the leaf of pool.csv was made of.`);
    }
    return {tag, values, quotas};
}

function readOpenings(v) {
    const csv = new Csv(v.files.get("openings.csv"));
    const header = ["pid", "salt", "idc", "household", ...v.features];
    if (csv.next(header.length).some((cell, i) => cell !== header[i])) {
        fail(`${csv.where}: it should be pid, salt, idc, household and the features.`);
    }
    v.openings = v.pool.pids.map((pid, person) => readOpening(v, csv, person));
    if (!csv.ended) fail(`openings.csv: there are more than ${v.pool.pids.length} people.`);
    v.households = new Map(); /* tag -> people */
    v.openings.forEach(({tag}, person) => {
        if (tag === "") return;
        if (!v.households.has(tag)) v.households.set(tag, []);
        v.households.get(tag).push(person);
    });
    for (const [tag, people] of v.households) {
        if (people.length < 2) fail(`openings.csv: the household ${tag} stands in one row only.`);
    }
}

/* Everyone's household as a number; -1 who is alone. */
function numberHouseholds(v) {
    const numbers = new Int32Array(v.openings.length).fill(-1);
    [...v.households.values()].forEach((people, number) => {
        for (const person of people) numbers[person] = number;
    });
    return numbers;
}

/*
 * What is counted of a row; all zeros between rows, so that a row takes no longer than its people
 * do: a folder may have many rows and many quotas.
 */
function newTally(v) {
    return {seated: new Int32Array(v.quotas.length), sent: new Int32Array(v.households.size),
        homes: numberHouseholds(v),
        asking: v.quotas.map((_, quota) => quota).filter((quota) => v.quotas[quota].min > 0)};
}

/* The first quota that the people of a row miss; Infinity where there is none. */
function missedQuota(v, members, tally) {
    let missed = Infinity;
    const look = (quota) => {
        const {min, max} = v.quotas[quota];
        const seats = tally.seated[quota];
        if ((seats < min || seats > max) && quota < missed) missed = quota;
    };
    for (const person of members) v.openings[person].quotas.forEach(look);
    tally.asking.forEach(look);
    return missed;
}

function checkPanel(v, row, tally) {
    const where = place("lottery.csv", row + 2);
    const members = membersAt(v.lottery, row);
    for (const person of members) {
        for (const quota of v.openings[person].quotas) tally.seated[quota]++;
        const home = tally.homes[person];
        if (home >= 0 && ++tally.sent[home] > v.process.perHousehold) {
            fail(`${where}: more than ${v.process.perHousehold} of a household.`);
        }
    }
    const missed = missedQuota(v, members, tally);
    if (missed < Infinity) {
        const {feature, value, min, max} = v.quotas[missed];
        fail(`${where}: ${tally.seated[missed]} seats for ${shorten(feature)}: ${shorten(value)}, ` +
            `not ${min} to ${max}.`);
    }
    for (const person of members) {
        for (const quota of v.openings[person].quotas) tally.seated[quota] = 0;
        if (tally.homes[person] >= 0) tally.sent[tally.homes[person]] = 0;
    }
}

function checkPanels(v) {
    if (!v.files.has("openings.csv")) {
        return notChecked("Whether the panels meet the quotas: nobody's values are published.");
    }
    readOpenings(v);
    v.facts.valuesOf = (pid) => v.openings[personOf(v, pid)]?.values ?? null;
    v.facts.householdOf = (pid) => v.openings[personOf(v, pid)]?.tag ?? null;
    const tally = newTally(v);
    for (let row = 0; row < v.lottery.rows; row++) checkPanel(v, row, tally);
    return proven("Every panel meets every quota, with at most " +
        `${v.process.perHousehold} of a household.`);
}
