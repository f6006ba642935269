/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * quotas.csv: how many seats each value of a feature may hold.
 *   The rows of a feature stand together; no value stands twice in it; min is at most max.
 */

function readQuotas(v) {
    const csv = new Csv(v.files.get("quotas.csv"));
    if (csv.next(4).join() !== "feature,value,min,max") {
        fail(`${csv.where}: it should be feature,value,min,max.`);
    }
    const quotas = [];
    const features = new Map(); /* name: value -> row of quotas.csv */
    do {
        const [feature, value, min, max] = csv.next(4);
        const row = {feature, value, min: readNumber(min, csv.where), max: readNumber(max, csv.where)};
        const before = quotas.at(-1);
        if (!before || before.feature !== feature) {
            if (features.has(feature)) fail(`${csv.where}: the rows of a feature stand apart.`);
            features.set(feature, new Map());
        }
        if (features.get(feature).has(value)) fail(`${csv.where}: the value stands there twice.`);
        if (row.min > row.max) fail(`${csv.where}: min is above max.`);
        features.get(feature).set(value, quotas.length);
        quotas.push(row);
    } while (!csv.ended);
    v.quotas = quotas;
    v.features = [...features.keys()];
    v.rowsOfValues = [...features.values()];
}
