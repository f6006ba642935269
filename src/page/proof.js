/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The proof: what the bounds of a certificate say together, as stands at the head of
 * include/civiclot/proof.h, in fractions {a, b} of BigInt, b above 0.
 *
 *   proof  {objective, model, absent: [boolean], chance: [fraction], round: [number or null],
 *           kinds: [of each round so far], floor, ceiling: fractions or null, bands,
 *           gap: in units of 2^-60, rounded up}
 */

const GAP_UNIT = 1n << 60n;
const MEAN_MOST = 1n << 64n;

function greatestDivisor(a, b) {
    while (b !== 0n) [a, b] = [b, a % b];
    return a;
}

function minus(one, other) {
    return {a: one.a * other.b - other.a * one.b, b: one.b * other.b};
}

function compareFractions(one, other) {
    const left = one.a * other.b;
    const right = other.a * one.b;
    return left < right ? -1 : left > right ? 1 : 0;
}

/* sum + times a / b; the denominator stays as small as it can. */
function addFraction(sum, times, {a, b}) {
    const common = greatestDivisor(b, sum.b % b);
    const wider = b / common;
    return {a: sum.a * wider + times * a * (sum.b / common), b: sum.b * wider};
}

/* b: not 0. */
function fraction(a, b) {
    return b < 0n ? {a: -a, b: -b} : {a, b};
}

/* a / b rounded up; b above 0. */
function ceilDivide(a, b) {
    return a > 0n ? (a + b - 1n) / b : -(-a / b);
}

/* What is claimed and what is proven are so far from each other, either way; below `most` units. */
function addDistance(proof, where, distance, most) {
    const units = ceilDivide(absolute(distance.a) * GAP_UNIT, distance.b);
    if (units >= most) {
        fail(`${where}: what it proves is so far from what is claimed that it is nothing.`);
    }
    if (units > proof.gap) proof.gap = units;
}

/* The same of a chance that somebody could have besides: none is above 1. */
function addOpen(proof, distance) {
    const units = ceilDivide(absolute(distance.a) * GAP_UNIT, distance.b);
    const open = units < GAP_UNIT ? units : GAP_UNIT;
    if (open > proof.gap) proof.gap = open;
}

/* The chances are those of a lottery that fills all seats, but for the last digits. */
function checkSum(proof) {
    let sum = {a: 0n, b: 1n};
    let people = 0n;
    proof.chance.forEach(({a, b}, t) => {
        if (a > b) fail(`certificate.txt: the chance of class ${t} is above 1.`);
        sum = addFraction(sum, countOf(proof, t), {a, b});
        people += countOf(proof, t);
    });
    const off = absolute(sum.a - BigInt(proof.model.seats) * sum.b);
    if (off << 50n > people * sum.b) fail("certificate.txt: the chances do not sum to the seats.");
}

/* n[t] */
function countOf(proof, t) {
    return BigInt(proof.model.classes[t].people.length);
}

/* Are the kinds of rounds those of the objective? */
const ROUNDS_OF = {
    leximin: /^(least )+$/,
    maximin: /^floor (greatest )*$/,
    minimax: /^ceiling (least )*$/,
    goldilocks: /^band (band )?(least )*$/,
    nash: /^mean $/,
};

/* The classes that a round fixes, all with one chance. */
function fixedBy(proof, round) {
    const fixed = proof.chance.map((_, t) => t).filter((t) => proof.round[t] === round);
    if (fixed.length === 0) fail(`certificate.txt: round ${round} fixes no class.`);
    if (fixed.some((t) => compareFractions(proof.chance[t], proof.chance[fixed[0]]) !== 0)) {
        fail(`certificate.txt: the classes of round ${round} have different chances.`);
    }
    return {fixed, chance: proof.chance[fixed[0]]};
}

/* Was the class fixed by an earlier round, of those that fix chances? */
function isFixedBefore(proof, t, round) {
    return proof.round[t] !== null && proof.round[t] < round &&
        ["least", "greatest"].includes(proof.kinds[proof.round[t]]);
}

/*
 * LEAST, and GREATEST as its mirror image: side is 1n or -1n, and every weight, chance and limit
 * is looked at times `side`.
 */
function checkSideRound(proof, round, bound, side) {
    const {fixed, chance} = fixedBy(proof, round);
    const limit = side === 1n ? proof.ceiling : proof.floor;
    let inside = 0n; /* sum of |weight| n over S */
    let least = null; /* the least of them */
    let outside = {a: 0n, b: 1n};
    bound.weights.forEach((weight, t) => {
        const sided = side * weight;
        if (proof.round[t] === round) {
            if (sided <= 0n) {
                fail(`${bound.where}: class ${t} should have a weight of the other sign.`);
            }
            const own = sided * countOf(proof, t);
            inside += own;
            if (least === null || own < least) least = own;
        } else if (weight !== 0n) {
            const before = isFixedBefore(proof, t, round);
            if (proof.absent[t] || (!before && (sided > 0n || limit === null))) {
                fail(`${bound.where}: class ${t} should have no weight here.`);
            }
            const counted = before ? proof.chance[t] : limit;
            outside = addFraction(outside, weight * countOf(proof, t), counted);
        }
    });
    const rest = minus({a: bound.upper, b: 1n}, outside); /* of upper, for S */
    const proven = {a: side * rest.a, b: rest.b * inside};
    const all = minus(proven, chance);
    addDistance(proof, bound.where, all, GAP_UNIT);
    /* Of each of S: whoever weighs little could have more, though all together could not. */
    addOpen(proof, {a: all.a * inside, b: all.b * least});
    checkSequence(proof, round, side, chance);
}

/*
 * Nobody of a later round has less than LEAST's and FLOOR's chance, or more than GREATEST's and
 * CEILING's: else a round would tell the best for some at the cost of others who fare worse.
 */
function checkSequence(proof, round, side, chance) {
    proof.round.forEach((later, t) => {
        if (later === null || later <= round) return;
        const order = compareFractions(proof.chance[t], chance);
        if (order * Number(side) < 0) {
            fail(`certificate.txt: the chance of class ${t} is of an earlier round.`);
        }
    });
}

/* FLOOR (side 1n) and CEILING (-1n): the first round, about whoever has its chance at the end. */
function checkExtremeRound(proof, round, bound, side) {
    const {chance} = fixedBy(proof, round);
    let inside = 0n;
    bound.weights.forEach((weight, t) => {
        if (weight === 0n) return;
        const has = !proof.absent[t] && compareFractions(proof.chance[t], chance) === 0;
        if (!has || side * weight < 0n) {
            fail(`${bound.where}: class ${t} should have no weight here.`);
        }
        inside += side * weight * countOf(proof, t);
    });
    if (inside === 0n) fail(`${bound.where}: the bound is about nobody.`);
    addDistance(proof, bound.where, minus({a: side * bound.upper, b: inside}, chance), GAP_UNIT);
    checkSequence(proof, round, side, chance);
    if (side === 1n) proof.floor = chance;
    else proof.ceiling = chance;
}

/* MEAN: of nash. */
function checkMeanRound(proof, round, bound) {
    let people = 0n;
    let smallest = null;
    bound.weights.forEach((weight, t) => {
        if (proof.absent[t] && weight === 0n) return;
        if (proof.absent[t] || weight <= 0n) {
            fail(`${bound.where}: class ${t} should have another weight.`);
        }
        const weighed = {a: weight * proof.chance[t].a, b: proof.chance[t].b};
        if (smallest === null || compareFractions(weighed, smallest) < 0) smallest = weighed;
        people += countOf(proof, t);
    });
    if (smallest === null || smallest.a === 0n) {
        fail(`${bound.where}: the bound says nothing of somebody.`);
    }
    addDistance(proof, bound.where,
        minus({a: bound.upper * smallest.b, b: people * smallest.a}, {a: 1n, b: 1n}), MEAN_MOST);
}

/* BAND: what the rounds say together is seen when the last is there. */
function addBandRound(proof, bound, times) {
    const bands = proof.bands;
    bound.weights.forEach((weight, t) => {
        if (weight !== 0n && proof.absent[t]) {
            fail(`${bound.where}: class ${t} should have no weight here.`);
        }
        const weighed = within(times * weight * countOf(proof, t));
        if (weighed > 0n) bands.positive = within(bands.positive + weighed);
        else bands.negative = within(bands.negative - weighed);
    });
    bands.upper = within(bands.upper + within(times * bound.upper));
}

/* The chances that goldilocks weighs against each other. */
function extremesOf(proof) {
    let least = null;
    let greatest = null;
    let people = 0n;
    proof.chance.forEach((chance, t) => {
        if (proof.absent[t]) return;
        people += countOf(proof, t);
        if (least === null || compareFractions(chance, least) < 0) least = chance;
        if (greatest === null || compareFractions(chance, greatest) > 0) greatest = chance;
    });
    return {least, greatest, people};
}

function checkBands(proof, lastBand) {
    const {least, greatest, people} = extremesOf(proof);
    const {positive, negative, upper} = proof.bands;
    if (negative === 0n) fail("certificate.txt: the bands bound no chance from above.");
    if (least.a === 0n) fail("certificate.txt: somebody has no chance, but is not absent.");
    proof.chance.forEach((chance, t) => {
        const has = !proof.absent[t] && compareFractions(chance, greatest) === 0;
        const round = proof.round[t];
        if (has !== (round === lastBand) || (round !== null && round < lastBand)) {
            fail(`certificate.txt: class ${t} is of the wrong round.`);
        }
    });
    proof.ceiling = greatest;
    const seats = BigInt(proof.model.seats);
    const gamma = {a: proof.objective.gamma, b: 1000000n};
    /* value = n/seats greatest + gamma seats/n / least */
    const value = {
        a: people * greatest.a * gamma.b * people * least.a +
            gamma.a * seats * least.b * seats * greatest.b,
        b: seats * greatest.b * gamma.b * people * least.a,
    };
    addBandGap(proof, value, fraction(people * upper, seats * negative),
        {a: gamma.a * positive, b: gamma.b * negative});
}

/*
 * The gap is (value - (2 sqrt(square) - shift)) / value. In units of 2^-60 that is
 * whole - sqrt(under) with the fractions below; rounded up it is the smallest k with
 * sqrt(under) >= whole - k. An estimate of the root to within 1 leaves few k to try.
 */
function addBandGap(proof, value, shift, square) {
    const whole = {
        a: GAP_UNIT * (value.a * shift.b + shift.a * value.b),
        b: shift.b * value.a,
    };
    const under = {
        a: 4n * square.a * GAP_UNIT * GAP_UNIT * value.b * value.b,
        b: square.b * value.a * value.a,
    };
    const atLeastRoot = (k) => {
        const rest = whole.a - k * whole.b;
        return rest <= 0n || rest * rest * under.b <= under.a * whole.b * whole.b;
    };
    let k = ceilDivide(whole.a, whole.b) - wholeRoot(under.a / under.b, 2) - 3n;
    while (!atLeastRoot(k)) k++;
    if (k >= GAP_UNIT) fail("certificate.txt: the bands prove nothing above 0.");
    addDistance(proof, "certificate.txt", {a: k, b: GAP_UNIT}, GAP_UNIT);
}

/* One round whose bound is proven. */
function checkRound(proof, round, kind, times, bound) {
    proof.kinds[round] = kind;
    switch (kind) {
    case "least": return checkSideRound(proof, round, bound, 1n);
    case "greatest": return checkSideRound(proof, round, bound, -1n);
    case "floor": return checkExtremeRound(proof, round, bound, 1n);
    case "ceiling": return checkExtremeRound(proof, round, bound, -1n);
    case "mean": return checkMeanRound(proof, round, bound);
    default: return addBandRound(proof, bound, times);
    }
}
