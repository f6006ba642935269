/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources: what the seed is made of. Each has a name, announced in process.txt, and a value, told
 * in seed.txt. A commitment in a name fixes its value beforehand.
 */

/* What is announced, by the word in front of the first colon; null where it is of no form. */
const SOURCE_FORMS = {
    "dice": (rest) => /^[1-9][0-9]{0,3}$/.test(rest) && Number(rest) <= 1000
        ? {count: Number(rest)} : null,
    "beacon": (rest) => {
        const found = /^([a-z0-9-]{1,64}):([1-9][0-9]{0,18})$/.exec(rest);
        const round = found ? BigInt(found[2]) : 0n;
        return found && round < 1n << 63n ? {beacon: found[1], round} : null;
    },
    "text": (rest) => rest === "" ? null : {},
    "contribution": (rest) => {
        const found = /^([^:]+):([0-9a-f]{64})$/.exec(rest);
        return found ? {contributor: found[1], commitment: found[2]} : null;
    },
    "operator": (rest) => DIGEST.test(rest) ? {contributor: "operator", commitment: rest} : null,
};

/* One line of process.txt; before: the sources above it. */
function readSource(name, where, before) {
    const kind = name.split(":")[0];
    const hand = name === "by-hand";
    const form = hand ? {} : Object.hasOwn(SOURCE_FORMS, kind) && name.includes(":")
        ? SOURCE_FORMS[kind](name.slice(kind.length + 1)) : null;
    if (!form) fail(`${where}: “${shorten(name)}” is no source.`);
    if (before.length > 0 && (hand || before[0].kind === "by-hand")) {
        fail(`${where}: by-hand can only be the only source.`);
    }
    for (const other of before) {
        if (other.name === name) fail(`${where}: the source is there twice.`);
        const contributes = kind === "contribution" && other.kind === kind;
        if (contributes && other.contributor === form.contributor) {
            fail(`${where}: ${shorten(form.contributor)} contributes twice.`);
        }
    }
    return {name, kind, ...form, value: null, nonce: null};
}

/* Is a value of the form that its source asks for? */
function valueFits(source, value, tickets) {
    switch (source.kind) {
    case "dice": return value.length === source.count && /^[1-6]+$/.test(value);
    case "beacon": return beaconFits(source.beacon, value);
    case "operator": return DIGEST.test(value);
    case "by-hand": return NUMBER.test(value) && value.length <= 16 && Number(value) < tickets;
    default: return value !== "";
    }
}

function beaconFits(beacon, value) {
    if (!/^(?:[0-9a-f]{2}){16,128}$/.test(value)) return false;
    if (beacon.startsWith("drand")) return value.length === 64;
    return !beacon.startsWith("nist") || value.length === 128;
}

/* Was it this value that was committed to? */
function commitmentOpens(v, source) {
    const digest = sha256(join(label("civiclot/contribution/v1"), ascii(v.process.process),
        field(source.contributor), unhex(source.nonce), field(source.value)));
    return hex(digest) === source.commitment;
}

function isAbsent(source) {
    return source.kind === "contribution" && source.value === "ABSENT";
}

function checkSource(v, source) {
    if (!valueFits(source, source.value, v.process.tickets)) {
        fail(`seed.txt: “${shorten(source.value)}” is no value of ${shorten(source.name)}.`);
    }
    if (source.nonce && !commitmentOpens(v, source)) {
        fail(`seed.txt: the value of ${shorten(source.name)} is not what was committed to.`);
    }
    switch (source.kind) {
    case "contribution":
        if (isAbsent(source)) {
            return notProven(`${source.contributor} did not tell the value in time.`);
        }
        return proven(`${source.contributor} told the value that was committed to.`);
    case "operator":
        return notProven("The operator's own value: who runs the draw could have chosen it.");
    case "by-hand":
        return notChecked(`The ticket ${source.value} was drawn by hand: ask who was there.`);
    default:
        return notChecked(`${source.name}: compare “${source.value}” with what was made public.`);
    }
}

/* Before the draw nothing is known of them. */
function checkSources(v) {
    return v.sources.map((source) => checkSource(v, source));
}

function checkReveals(v) {
    if (!v.sources.some((source) => source.kind === "contribution")) return null;
    if (valueWasThere(v, v.reveal)) {
        return notProven("That all contributions were told before the public value: when they were " +
            "logged, the beacon's value was there already.");
    }
    if (v.reveal !== null && isKnownBetween(v, v.reveal)) {
        return proven("All contributions were told before the public value.");
    }
    return notProven("That all contributions were told before the public value: no digest is " +
        "known from between.");
}

/* How many values the public sources could have had: too few can be tried one after the other. */
function checkOutcomes(v) {
    const kinds = v.sources.map((source) => source.kind);
    if (kinds.some((kind) => ["text", "beacon", "by-hand"].includes(kind))) return null;
    const dice = v.sources.reduce((sum, source) => sum + (source.count || 0), 0);
    if (dice === 0) {
        return notProven("There is no public source: those who contribute made the seed.");
    }
    if (dice >= 31) return proven(`${dice} dice: more outcomes than anybody can try.`);
    return notProven(`Only ${6n ** BigInt(dice)} outcomes of ${dice} dice: all of them could be tried.`);
}
