/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserves: dropouts.csv, how likely people leave; and reserves.txt, who was drawn in reserve, and in
 * which order (docs/protocol.md, section 12).
 */

/* More numbers, or steps, than this are not waited for in a browser. */
const NUMBERS_MOST = 2000000;

/* v.rates: [quota] how many of a million leave. */
function readDropouts(v) {
    if (v.files.has("dropouts.csv") !== (v.terms !== null)) {
        fail(v.terms ? "dropouts.csv: it is missing, though process.txt announces reserves."
            : "dropouts.csv: process.txt announces no reserves.");
    }
    if (!v.terms) return;
    const csv = new Csv(v.files.get("dropouts.csv"), 16 * MEBIBYTE);
    if (csv.next(3).join() !== "feature,value,rate") {
        fail(`${csv.where}: it should be feature,value,rate.`);
    }
    v.rates = v.quotas.map((quota) => {
        const [feature, value, rate] = csv.next(3);
        if (feature !== quota.feature || value !== quota.value) {
            fail(`${csv.where}: the rows are not those of quotas.csv.`);
        }
        return readNumber(rate, csv.where, RATE_ONE);
    });
    if (!csv.ended) fail("dropouts.csv: it has more rows than quotas.csv.");
}

/* Who they are, in their order: all different, of the pool, and free to be called. */
function readReservesFile(v) {
    const lines = new Lines(v.files.get("reserves.txt"));
    lines.exactly("civiclot-reserves", 1);
    lines.exactly("attempt", v.process.attempt);
    const pids = [];
    while (!lines.ended) {
        const pid = readPid(lines.value("pid"), lines.where);
        const person = personOf(v, pid);
        if (person < 0) fail(`${lines.where}: this is nobody in the pool.`);
        if (v.draw.pids.includes(pid)) fail(`${lines.where}: this person is on the panel.`);
        if (pids.includes(pid)) fail(`${lines.where}: this person stands there twice.`);
        if (v.standing && v.standing[person].place === WITHDRAWN) {
            fail(`${lines.where}: this person withdrew.`);
        }
        pids.push(pid);
        if (pids.length > v.terms.count) {
            fail(`${lines.where}: there are more than the ${v.terms.count} reserves announced.`);
        }
    }
    v.reserves = v.facts.reserves = pids;
}

/* The lot, and where all choices can be looked at the choice as well, give these people. */
function compareWithLot(v) {
    const people = v.reserves.map((pid) => personOf(v, pid));
    const lot = new ReserveLot(v);
    if (people.length !== lot.count) {
        fail(`reserves.txt: there should be ${lot.count} reserves, not ${people.length}.`);
    }
    const stranger = people.find((person) => !lot.candidates.includes(person));
    if (stranger !== undefined) {
        fail(`reserves.txt: ${v.pool.pids[stranger]} may be no reserve: the household sends a member ` +
            "already.");
    }
    const types = people.map((person) => valuesText(v, person)).sort(compareText);
    const best = chooseTypes(lot);
    if (best !== null && best.join() !== types.join()) {
        fail("reserves.txt: people with other values are the best reserves.");
    }
    if (!lot.fits(types)) fail("reserves.txt: a household sends too many.");
    const right = lot.draw(types);
    const wrong = right.findIndex((person, place) => person !== people[place]);
    if (wrong >= 0) {
        fail(`${place("reserves.txt", wrong + 3)}: ${v.pool.pids[right[wrong]]} should stand here, by ` +
            "the lot that follows from the seed.");
    }
    return best !== null;
}

function checkReserves(v) {
    if (!v.terms) return null;
    readReservesFile(v);
    const count = v.reserves.length;
    const who = count === 1 ? "1 person is in reserve" : `${count} people are in reserve, in their order`;
    if (!v.openings) {
        return notChecked(`Whether the seed draws these people: nobody's values are published. ${who}.`);
    }
    if (v.terms.samples * (v.process.seats + v.quotas.length) > NUMBERS_MOST) {
        return notChecked("Whether the seed draws these people: that takes too long in a browser; " +
            `civiclot-verify checks it. ${who}.`);
    }
    return compareWithLot(v)
        ? proven(`No others would leave the panel nearer to its quotas when members drop out, and the ` +
            `lot that follows from the seed draws these. ${who}.`)
        : notChecked("Whether people with other values would be better reserves: civiclot-verify " +
            `checks it. Among all with these values, the lot that follows from the seed draws these, ` +
            `in this order. ${who}.`);
}
