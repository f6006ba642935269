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

function checkPanel(v, row, seated, homes) {
    const where = place("lottery.csv", row + 2);
    const sent = new Int32Array(v.households.size);
    seated.fill(0);
    for (const person of membersAt(v.lottery, row)) {
        for (const quota of v.openings[person].quotas) seated[quota]++;
        const home = homes[person];
        if (home >= 0 && ++sent[home] > v.process.perHousehold) {
            fail(`${where}: more than ${v.process.perHousehold} of a household.`);
        }
    }
    v.quotas.forEach(({feature, value, min, max}, quota) => {
        if (seated[quota] < min || seated[quota] > max) {
            fail(`${where}: ${seated[quota]} seats for ${shorten(feature)}: ${shorten(value)}, ` +
                `not ${min} to ${max}.`);
        }
    });
}

function checkPanels(v) {
    if (!v.files.has("openings.csv")) {
        return notChecked("Whether the panels meet the quotas: nobody's values are published.");
    }
    readOpenings(v);
    v.facts.valuesOf = (pid) => v.openings[personOf(v, pid)]?.values ?? null;
    v.facts.householdOf = (pid) => v.openings[personOf(v, pid)]?.tag ?? null;
    const seated = new Int32Array(v.quotas.length);
    const homes = numberHouseholds(v);
    for (let row = 0; row < v.lottery.rows; row++) checkPanel(v, row, seated, homes);
    return proven("Every panel meets every quota, with at most " +
        `${v.process.perHousehold} of a household.`);
}
