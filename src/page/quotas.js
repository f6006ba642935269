/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * quotas.csv: how many seats each value of a feature may hold.
 *   Q1  0 <= min <= max <= seats of every value;
 *   Q2  of a feature the min sum to seats at most, the max to seats at least;
 *   Q3  the rows of a feature stand together, and no value stands twice in it.
 */

const QUOTAS_MOST = 65535;

/* A feature or a value: not empty, no space at its ends, no control character. */
function checkQuotaName(text, where) {
    if (text === "" || /^ | $|[\x00-\x1f\x7f]/.test(text)) {
        fail(`${where}: “${shorten(text)}” is no name of a feature or a value.`);
    }
}

function readQuota(csv, seats) {
    const [feature, value, low, high] = csv.next(4);
    checkQuotaName(feature, csv.where);
    checkQuotaName(value, csv.where);
    const min = readNumber(low, csv.where);
    const max = readNumber(high, csv.where);
    if (min > max || max > seats) fail(`${csv.where}: min is above max, or max above the seats.`);
    return {feature, value, min, max};
}

/* Can the seats be shared out among the values of a feature? rows: their numbers. */
function checkSums(quotas, feature, rows, seats) {
    const min = rows.reduce((sum, row) => sum + quotas[row].min, 0);
    const max = rows.reduce((sum, row) => sum + quotas[row].max, 0);
    if (min > seats || max < seats) {
        fail(`quotas.csv: ${shorten(feature)} takes ${min} to ${max} seats, but there are ${seats}.`);
    }
}

function readQuotas(v) {
    const {seats} = v.process;
    const csv = new Csv(v.files.get("quotas.csv"), 16 * MEBIBYTE);
    if (csv.next(4).join() !== "feature,value,min,max") {
        fail(`${csv.where}: it should be feature,value,min,max.`);
    }
    const quotas = [];
    const features = new Map(); /* name: value -> row of quotas.csv */
    while (!csv.ended && quotas.length < QUOTAS_MOST) {
        const quota = readQuota(csv, seats);
        const {feature, value} = quota;
        if (quotas.length === 0 || quotas.at(-1).feature !== feature) {
            if (features.has(feature)) fail(`${csv.where}: the rows of a feature stand apart.`);
            features.set(feature, new Map());
        }
        if (features.get(feature).has(value)) fail(`${csv.where}: the value stands there twice.`);
        features.get(feature).set(value, quotas.length);
        quotas.push(quota);
    }
    if (!csv.ended) fail(`quotas.csv: it has more than ${QUOTAS_MOST} rows.`);
    for (const [feature, values] of features) {
        checkSums(quotas, feature, [...values.values()], seats);
    }
    v.quotas = quotas;
    v.features = [...features.keys()];
    v.rowsOfValues = [...features.values()];
}
