/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The choice of reserves, where it is small enough to look at all there is (docs/reserves.md,
 * "Choice"): the numbers of each type that leave the least deviation, summed over samples.
 */

const CHOICE_CALL_UPS = 100000; /* beyond these civiclot does not look at all of them either */
const CHOICE_RESERVES = 15; /* of so many each call-up ends */
const CHOICE_STEPS = 4000000; /* and more are not waited for in a browser */

/* All ascending rows of `count` of these types, in their order. */
function* ascendingRows(types, count, from = 0) {
    if (count === 0) {
        yield [];
        return;
    }
    for (let first = from; first < types.length; first++) {
        for (const rest of ascendingRows(types, count - 1, first)) yield [types[first], ...rest];
    }
}

function countRows(types, count) {
    let rows = 1;
    for (let i = 1; i <= count && rows <= CHOICE_CALL_UPS; i++) rows = rows * (types + i - 1) / i;
    return rows;
}

/* What these reserves leave, summed over samples; Infinity where it is above `most` for sure. */
function sumOf(lot, row, most, budget) {
    const {quotas, process} = lot.v;
    const reserves = row.map((type) => Array.from(type, (letter) => letter.charCodeAt(0)));
    let sum = 0;
    for (const {held, seated, times} of lot.cases) {
        budget.left -= 1 + 2 ** Math.min(reserves.length, process.seats - seated);
        sum += times * callUp(quotas, process.seats, held, seated, reserves).deviation;
        if (sum > most || budget.left < 0) return Infinity;
    }
    return sum;
}

/* The right types, ascending; null where there is too much to look at. */
function chooseTypes(lot) {
    const types = [...lot.classesOf.keys()].sort(compareText);
    if (lot.count > CHOICE_RESERVES ||
        countRows(types.length, lot.count) * lot.cases.length > CHOICE_CALL_UPS) return null;
    const people = new Map(types.map((type) => [type,
        lot.classesOf.get(type).reduce((sum, t) => sum + lot.classes[t].people.length, 0)]));
    const budget = {left: CHOICE_STEPS};
    let best = {sum: Infinity, people: 0, row: null};
    for (const row of ascendingRows(types, lot.count)) {
        if (!lot.fits(row)) continue;
        const sum = sumOf(lot, row, best.sum, budget);
        if (budget.left < 0) return null;
        const size = row.reduce((total, type) => total + people.get(type), 0);
        if (sum < best.sum || (sum === best.sum && size > best.people)) {
            best = {sum, people: size, row};
        }
    }
    return best.row;
}
