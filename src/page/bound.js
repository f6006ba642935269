/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bound of the certificate: sum of weight[t] c[t] <= upper for every panel's composition c, and
 * the tree that proves it. The mathematics stands at the head of include/civiclot/proof.h.
 *
 * Sums are made with whole numbers only: with doubles where every sum stays below 2^53 and so is
 * exact, else with BigInt, and what does not fit into a signed 128-bit integer is a failure. The
 * same lines do both, as the operators are the same.
 */

const WEIGHT_LEAST = -(1n << 63n);
const WEIGHT_MOST = (1n << 63n) - 1n;
const SCALE_MOST = (1n << 64n) - 1n;
const SUM_MOST = (1n << 127n) - 1n;
const EXACT_MOST = 2n ** 53n;
const LEAF_NUMBERS_MOST = 33554432; /* of all leaves of a certificate */

function readLine(lines, pattern, shape) {
    const found = pattern.exec(lines.next());
    if (!found) fail(`${lines.where}: “${shape}” should stand here.`);
    return found;
}

/* A number that fits into 128 bits with a sign. */
function within(number) {
    if (typeof number === "bigint" && (number > SUM_MOST || number < -SUM_MOST - 1n)) {
        fail("certificate.txt: a sum is larger than 128 bits.");
    }
    return number;
}

function absolute(number) {
    return number < 0n ? -number : number;
}

/* `count` lines of WORD INDEX I: indices ascend and are below `limit`, no I is 0. */
function readPairs(lines, word, count, limit) {
    const pattern = new RegExp(`^${word} (${DIGITS}) (-?[1-9][0-9]*)$`);
    const pairs = [];
    let before = -1;
    for (let i = 0; i < count; i++) {
        const found = readLine(lines, pattern, `${word} NUMBER NUMBER`);
        const index = readNumber(found[1], lines.where, limit - 1);
        if (index <= before) fail(`${lines.where}: the numbers behind “${word}” do not ascend.`);
        pairs.push({index, value: readBig(found[2], lines.where, WEIGHT_LEAST, WEIGHT_MOST)});
        before = index;
    }
    return pairs;
}

/* weights: of every class, 0n where none is written. */
function readBound(lines, model) {
    const found = readLine(lines, /^bound upper (\S+) weights (\S+)$/, "bound upper I weights N");
    const upper = readBig(found[1], lines.where, WEIGHT_LEAST, WEIGHT_MOST);
    const count = readNumber(found[2], lines.where, model.classes.length);
    const weights = model.classes.map(() => 0n);
    let largest = absolute(upper);
    for (const {index, value} of readPairs(lines, "weight", count, weights.length)) {
        weights[index] = value;
        if (absolute(value) > largest) largest = absolute(value);
    }
    return {upper, weights, largest, numbers: weights.map(Number), where: lines.where};
}

function readLeafLines(lines, model) {
    const found = readLine(lines, /^leaf scale (\S+) seats (\S+) quotas (\S+)$/,
        "leaf scale D seats I quotas N");
    const scale = readBig(found[1], lines.where, 1n, SCALE_MOST);
    const seats = readBig(found[2], lines.where, WEIGHT_LEAST, WEIGHT_MOST);
    const count = readNumber(found[3], lines.where, model.quotas.length);
    model.leafNumbers += 1 + model.quotas.length;
    if (model.leafNumbers > LEAF_NUMBERS_MOST) {
        fail(`${lines.where}: the certificate is too large.`);
    }
    return {scale, seats, pairs: readPairs(lines, "quota", count, model.quotas.length)};
}

/* Is no composition within the boxes? */
function boxesAreEmpty(model, low, high) {
    return low.some((least, t) => least > high[t]) || model.kinds.some((kind) =>
        kind.classes.reduce((sum, t) => sum + low[t], 0) > kind.limit);
}

/* Are all sums of a leaf so small that doubles are exact? A generous estimate. */
function sumsAreSmall(model, bound, leaf) {
    const features = BigInt(model.features + 1);
    const largest = leaf.pairs.reduce((most, {value}) => {
        return absolute(value) > most ? absolute(value) : most;
    }, absolute(leaf.seats));
    const rest = leaf.scale * (bound.largest + 1n) + features * largest;
    return rest * BigInt(model.most) < EXACT_MOST;
}

/* The most that sum r[t] c[t] can be over the classes of a kind: the best seats first. */
function bestOfKind(model, kind, rest, low, high, make) {
    let room = kind.limit;
    let sum = make(0);
    for (const t of kind.classes) {
        room -= low[t];
        sum = within(sum + within(rest[t] * make(low[t])));
    }
    const order = kind.classes.filter((t) => rest[t] > 0);
    if (order.length > 1) order.sort((a, b) => rest[a] < rest[b] ? 1 : rest[a] > rest[b] ? -1 : 0);
    for (const t of order) {
        const taken = Math.min(room, high[t] - low[t]);
        room -= taken;
        sum = within(sum + within(rest[t] * make(taken)));
    }
    return sum;
}

/* Is upper proven within the boxes by this leaf? make: Number or BigInt, what sums are made of. */
function leafProves(model, bound, leaf, low, high, make) {
    const scale = make(leaf.scale);
    const seats = make(leaf.seats);
    const weights = make === Number ? bound.numbers : bound.weights;
    const multipliers = new Array(model.quotas.length).fill(make(0));
    let sum = within(seats * make(model.seats));
    for (const {index, value} of leaf.pairs) {
        const b = make(value);
        const {min, max} = model.quotas[index];
        multipliers[index] = b;
        sum = within(sum + within(b * make(b < 0 ? min : max)));
    }
    const rest = model.classes.map(({values}, t) => {
        let r = within(within(scale * weights[t]) - seats);
        for (const quota of values) r = within(r - multipliers[quota]);
        return r;
    });
    for (const kind of model.kinds) {
        sum = within(sum + bestOfKind(model, kind, rest, low, high, make));
    }
    return sum <= within(scale * (make(bound.upper) + make(1))) - make(1);
}

function checkLeaf(lines, model, bound, low, high) {
    const leaf = readLeafLines(lines, model);
    if (boxesAreEmpty(model, low, high)) return;
    const make = sumsAreSmall(model, bound, leaf) ? Number : BigInt;
    if (!leafProves(model, bound, leaf, low, high, make)) {
        fail(`${lines.where}: the leaf that ends here does not prove the bound above it.`);
    }
}

/* Read the tree that follows and see that it proves the bound. Nothing recurses. */
function checkTree(lines, model, bound) {
    const low = model.classes.map(() => 0);
    const high = model.caps.slice();
    const open = []; /* the splits above, with the boxes before them */
    for (let splits = 0;; splits++) {
        while (lines.begins("split ")) {
            const found = readLine(lines, /^split class (\S+) at (\S+)$/, "split class T at K");
            const t = readNumber(found[1], lines.where, low.length - 1);
            const at = readNumber(found[2], lines.where);
            open.push({t, at, low: low[t], high: high[t], above: false});
            high[t] = Math.min(high[t], at);
        }
        checkLeaf(lines, model, bound, low, high);
        while (open.length > 0 && open.at(-1).above) {
            const {t, low: least, high: most} = open.pop();
            low[t] = least;
            high[t] = most;
        }
        if (open.length === 0) return splits;
        const split = open.at(-1);
        split.above = true;
        high[split.t] = split.high;
        low[split.t] = Math.max(low[split.t], split.at + 1);
    }
}

/* A bound that holds; splits: how many its tree needs. */
function readProvenBound(lines, model) {
    const bound = readBound(lines, model);
    bound.splits = checkTree(lines, model, bound);
    return bound;
}
