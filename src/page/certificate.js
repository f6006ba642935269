/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * certificate.txt: why no lottery is fairer than the chances it lists (docs/protocol.md,
 * section 7). Its people and classes must be those that follow from openings.csv; every bound is
 * proven as it is read.
 */

const FRACTION_MOST = 1n << 62n;

function readFraction(text, where) {
    const parts = text.split("/");
    if (parts.length !== 2) fail(`${where}: “${shorten(text)}” is no chance.`);
    const a = readBig(parts[0], where, 0n, FRACTION_MOST);
    const b = readBig(parts[1], where, 1n, FRACTION_MOST);
    if (greatestDivisor(a, b) !== 1n) fail(`${where}: ${text} is not in lowest terms.`);
    return {a, b};
}

/* The ten lines at the start; what is counted in them is known already, but for two. */
function readCertificateHead(v, lines, model) {
    lines.exactly("civiclot-certificate", 1);
    lines.exactly("objective", v.process.objective);
    lines.exactly("seats", v.process.seats);
    lines.exactly("per-household", v.process.perHousehold);
    lines.exactly("people", v.pool.pids.length);
    lines.exactly("quotas", model.quotas.length);
    lines.exactly("kinds", model.kinds.length);
    lines.exactly("classes", model.classes.length);
    const absent = readNumber(lines.value("absent"), lines.where, model.classes.length);
    return {absent, rounds: readNumber(lines.value("rounds"), lines.where)};
}

function readClass(v, lines, proof, t, rounds) {
    const {kind, people} = proof.model.classes[t];
    const found = readLine(lines, /^class (\S+) kind (\S+) round (\S+) chance (\S+) people (\S+)$/,
        "class T kind H round R chance A/B people N");
    if (found[1] !== String(t) || found[2] !== String(kind) || found[5] !== String(people.length)) {
        fail(`${lines.where}: it should be class ${t} of kind ${kind} with ${people.length} people.`);
    }
    const none = found[3] === "none";
    if (!none && rounds === 0) fail(`${lines.where}: there is no round ${shorten(found[3])}.`);
    proof.round.push(none ? null : readNumber(found[3], lines.where, rounds - 1));
    proof.chance.push(readFraction(found[4], lines.where));
    if (none && found[4] !== "0/1") fail(`${lines.where}: who is in no panel has the chance 0/1.`);
    for (const person of people) {
        if (lines.next() !== `pid ${v.pool.pids[person]}`) {
            fail(`${lines.where}: ${v.pool.pids[person]} should stand here.`);
        }
    }
}

/* A class is in no panel: its seats are bounded by 0. Those proven before count as such. */
function readAbsent(lines, proof) {
    const found = readLine(lines, /^absent (\S+)$/, "absent T");
    const t = readNumber(found[1], lines.where, proof.absent.length - 1);
    const where = lines.where;
    if (proof.absent[t] || proof.round[t] !== null) {
        fail(`${where}: class ${t} is not absent, or twice.`);
    }
    const bound = readProvenBound(lines, proof.model);
    if (bound.upper !== 0n || bound.weights.some((weight, i) => weight !== (i === t ? 1n : 0n))) {
        fail(`${where}: the bound does not say that class ${t} is in no panel.`);
    }
    proof.absent[t] = true;
    proof.model.caps[t] = 0;
}

function readRound(lines, proof, round) {
    const found = readLine(lines, /^round (\S+) ([a-z]+) times (\S+)$/, "round R KIND times N");
    const times = readBig(found[3], lines.where, 1n, SCALE_MOST);
    const kind = found[2];
    if (found[1] !== String(round) || (times !== 1n && kind !== "band")) {
        fail(`${lines.where}: it should be round ${round}, and times 1 but for band.`);
    }
    if (kind !== "band" && proof.kinds.at(-1) === "band") checkBands(proof, round - 1);
    /* The kinds are held against the objective before anything follows from them. */
    proof.kinds.push(kind);
    const bound = readProvenBound(lines, proof.model);
    if (bound.splits > 0) proof.branched++;
    checkRound(proof, round, kind, times, bound);
}

/* quotas.csv, and of a replacement the three of the standing behind its rows. */
function quotasOfProof(v) {
    if (!v.standing) return v.quotas;
    const open = v.process.seats - v.kept;
    return [...v.quotas, {min: v.kept, max: v.kept}, {min: 0, max: 0}, {min: open, max: open}];
}

function newModel(v) {
    const quotas = quotasOfProof(v);
    const {kinds, classes} = deriveClasses(v);
    const caps = classes.map(({cap}) => cap);
    /* no sum over seats, quotas or caps has more terms than this */
    const most = v.process.seats + caps.reduce((sum, cap) => sum + cap, 0) +
        quotas.reduce((sum, {max}) => sum + max, 0);
    return {kinds, classes, caps, most, quotas, features: v.features.length + (v.standing ? 1 : 0),
        seats: v.process.seats, leafNumbers: 0};
}

/* Every line of the certificate. */
function readCertificate(v) {
    const model = newModel(v);
    const lines = new Lines(v.files.get("certificate.txt"));
    const counts = readCertificateHead(v, lines, model);
    const absent = model.classes.map(() => false);
    const proof = {objective: v.objective, model, absent, chance: [], round: [], kinds: [], floor: null, ceiling: null, gap: 0n, branched: 0,
        bands: {positive: 0n, negative: 0n, upper: 0n}};
    for (let t = 0; t < model.classes.length; t++) readClass(v, lines, proof, t, counts.rounds);
    for (let i = 0; i < counts.absent; i++) readAbsent(lines, proof);
    proof.round.forEach((round, t) => {
        if (round === null && !proof.absent[t]) fail(`certificate.txt: class ${t} has no round.`);
    });
    checkSum(proof);
    for (let round = 0; round < counts.rounds; round++) readRound(lines, proof, round);
    lines.end();
    if (proof.kinds.at(-1) === "band") checkBands(proof, counts.rounds - 1);
    if (!ROUNDS_OF[v.objective.name].test(proof.kinds.map((kind) => `${kind} `).join(""))) {
        fail(`certificate.txt: these are not the rounds of ${v.objective.name}.`);
    }
    return proof;
}

/* 0.000... of units of 2^-60, rounded up. */
function gapText(units) {
    const digits = ceilDivide(units * 10n ** 18n, GAP_UNIT).toString().padStart(19, "0");
    return `${digits.slice(0, -18)}.${digits.slice(-18)}`;
}

function checkFairness(v) {
    const named = v.process.certificate;
    const file = v.files.get("certificate.txt");
    if (file && v.digests.get("certificate.txt") !== named) {
        fail("certificate.txt: process.txt has another digest of it.");
    }
    if (!named) return notProven("That no fairer lottery exists: there is no certificate.");
    if (!file && v.openings) fail("certificate.txt: it is missing, as openings.csv is there.");
    if (!file) {
        return notChecked("Whether a fairer lottery exists: the certificate is not published.");
    }
    const proof = readCertificate(v);
    const limit = v.objective.name === "nash" ? 10n ** 6n : 10n ** 9n;
    const small = proof.gap * limit < GAP_UNIT;
    v.chances = chancesOfPeople(v, proof);
    v.facts.chanceOf = (pid) => v.chances[personOf(v, pid)] ?? null;
    v.facts.gap = {units: proof.gap, text: gapText(proof.gap), proven: small,
        limit: `10^-${String(limit).length - 1}`};
    const by = proof.gap === 0n ? "" : ` by more than ${gapText(proof.gap)}`;
    const text = `no lottery is fairer${by} (${v.objective.name}).`;
    return small ? proven(`The certificate proves that ${text}`)
        : notProven(`That the lottery is the fairest: only that ${text}`);
}

/* [person] {numerator, denominator} */
function chancesOfPeople(v, proof) {
    const chances = new Array(v.pool.pids.length);
    proof.model.classes.forEach(({people}, t) => {
        const {a, b} = proof.chance[t];
        for (const person of people) chances[person] = {numerator: a, denominator: b};
    });
    return chances;
}

/* |tickets - chance T| in thousandths, rounded up, of whoever is the furthest away. */
function checkTickets(v) {
    if (!v.chances) return null;
    const all = BigInt(v.process.tickets);
    let furthest = 0n;
    v.chances.forEach(({numerator, denominator}, person) => {
        const distance = absolute(BigInt(v.ticketsOf[person]) * denominator - numerator * all);
        const thousandths = ceilDivide(1000n * distance, denominator);
        if (thousandths > furthest) furthest = thousandths;
    });
    v.facts.off = furthest;
    const text = `${furthest / 1000n}.${String(furthest % 1000n).padStart(3, "0")}`;
    return proven(`Nobody's tickets are further than ${text} tickets from the chance that is proven.`);
}
