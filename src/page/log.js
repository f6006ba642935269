/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log.txt: a chain of entries, each with the digest of the one before, so that a digest given to
 * others binds all that was before it. Real attempts are the entries `commit`, rehearsals are the
 * entries `test-draw`; together they are numbered.
 */

const ENTRY = new RegExp("^(\\S+) (\\S+) ([a-z-]{1,32})" + " ([0-9a-f]{64})".repeat(3) + "$");
const QUICKNET_START = 1692803367n; /* Unix time of round 1; one every three seconds */

function payloadDigest(payload) {
    return hex(sha256(join(label("civiclot/payload/v1"), new Uint8Array(32), field(payload))));
}

function commitPayload(attempt, manifest) {
    return payloadDigest(`{"attempt":${attempt},"manifest":"${manifest}"}`);
}

/* Seconds of Unix time; null where there is no such time. */
function unixTime(text) {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return null;
    const time = new Date(text);
    if (Number.isNaN(time.getTime()) || time.toISOString().slice(0, 19) !== text.slice(0, 19)) {
        return null;
    }
    return time.getTime() < 0 ? null : BigInt(time.getTime() / 1000);
}

function readEntry(lines, number, previous) {
    const found = readLine(lines, ENTRY, "sequence time kind payload previous digest");
    const [, sequence, time, kind, payload, before, digest] = found;
    if (sequence !== String(number)) fail(`${lines.where}: it should be entry ${number}.`);
    if (unixTime(time) === null) fail(`${lines.where}: there is no time “${shorten(time)}”.`);
    if (before !== previous) fail(`${lines.where}: it does not follow from the entry before.`);
    const computed = hex(sha256(join(label("civiclot/log/v1"), u64(number), field(time),
        field(kind), unhex(payload), unhex(before))));
    if (digest !== computed) fail(`${lines.where}: its digest is not made of what stands there.`);
    return {sequence: number, time, kind, payload, previous: before, digest};
}

function readLog(v) {
    const lines = new Lines(v.files.get("log.txt"), 64 * MEBIBYTE);
    const log = [];
    let previous = "0".repeat(64);
    while (!lines.ended) {
        log.push(readEntry(lines, log.length + 1, previous));
        previous = log.at(-1).digest;
    }
    return log;
}

/*
 * Where in the log this attempt's own entry stands: the last commit, or of a rehearsal the
 * test-draw at the end. A rehearsal between a commit and its draw is none before it.
 */
function findAttempt(v) {
    const own = v.process.draw === "real" ? "commit" : "test-draw";
    const at = own === "commit" ? v.log.findLastIndex(({kind}) => kind === own) : v.log.length - 1;
    const before = v.number > 0 ? v.chain.at(-1).log.length : 0;
    if (at < before || v.log[at].kind !== own) {
        fail(`log.txt: the ${own} of this attempt is missing.`);
    }
    return at;
}

function expectEntry(v, at, payload) {
    if (v.log[at].payload !== payload) {
        fail(`log.txt, line ${at + 1}: this ${v.log[at].kind} is of something else than the folder.`);
    }
}

/* The place of the one entry of a kind behind `after`; null where there is none. */
function onlyEntry(v, kind, after) {
    const places = v.log.map((_, at) => at).filter((at) => at > after && v.log[at].kind === kind);
    if (places.length > 1) {
        fail(`log.txt, line ${places[1] + 1}: a second ${kind} of this attempt.`);
    }
    return places.length === 1 ? places[0] : null;
}

function revealsDigest(v) {
    const told = v.sources.filter((source) => source.kind === "contribution");
    return hex(sha256(join(label("civiclot/reveals/v1"),
        ...told.flatMap((source) => [field(source.name), field(source.value)]))));
}

/* Commit, reveal and draw of a real attempt. */
function checkOwnEntries(v) {
    const {attempt} = v.process;
    expectEntry(v, v.commit, commitPayload(attempt, v.M));
    const draw = onlyEntry(v, "draw", v.commit);
    v.reveal = onlyEntry(v, "reveal", v.commit);
    const contributed = v.sources.some((source) => source.kind === "contribution");
    if (v.reveal !== null && !contributed) {
        fail("log.txt: it reveals contributions, but there are none.");
    }
    if (v.drawn !== (draw !== null)) {
        fail(v.drawn ? "log.txt: the draw is missing."
            : "log.txt: it has a draw that the folder has not.");
    }
    const last = draw ?? v.reveal ?? v.commit;
    if (last !== v.log.length - 1) {
        fail(`log.txt, line ${last + 2}: something stands behind this folder's own last entry.`);
    }
    if (!v.drawn) return;
    v.drawAt = draw;
    if (contributed && (v.reveal === null || v.reveal > draw)) {
        fail("log.txt: the contributions were not revealed before the draw.");
    }
    if (contributed) {
        const reveals = revealsDigest(v);
        expectEntry(v, v.reveal, payloadDigest(`{"attempt":${attempt},"reveals":"${reveals}"}`));
    }
    const reserves = v.terms ? `"reserves":"${v.digests.get("reserves.txt")}",` : "";
    expectEntry(v, draw, payloadDigest(`{"attempt":${attempt},"manifest":"${v.M}",${reserves}` +
        `"seed":"${v.seed}","ticket":${v.draw.ticket}}`));
}

function checkLog(v) {
    v.log = readLog(v);
    if (v.drawn) readDrawFiles(v);
    if (v.files.has("reserves.txt") !== (v.drawn && v.terms !== null)) {
        fail(v.files.has("reserves.txt") ? "reserves.txt: this draw has no reserves, or is none yet."
            : "reserves.txt: it is missing, though process.txt announced reserves.");
    }
    v.own = findAttempt(v);
    v.reveal = null;
    v.drawAt = v.log.length;
    if (v.process.draw === "real") {
        v.commit = v.own;
        checkOwnEntries(v);
    } else if (!v.drawn) {
        fail("seed.txt: it is missing; a rehearsal is published when it was drawn.");
    }
    if (v.log.at(-1).digest !== v.final.log) {
        fail("final.txt: its log is not the last entry of log.txt.");
    }
    v.facts.log = v.log;
    return proven(`The ${v.log.length} entries of the log follow from one another.`);
}

/* A digest may be of any of the folders: only the last of them can tell that it is of none. */
function checkKnown(v) {
    const known = v.options.known;
    if (known.length === 0) return null;
    const there = new Set([v.M ?? v.digests.get("callup.txt"), ...v.log.map(({digest}) => digest)]);
    v.found = known.filter((digest) => there.has(digest));
    const lost = known.find((digest) => ![...v.chain, v].some(({found}) => found.includes(digest)));
    if (v.isLast && lost) {
        fail(`log.txt: ${shorten(lost)} was given as known, but is neither ${v.calls ? "callup.txt" : "M"} ` +
            "nor an entry.");
    }
    if (v.found.length === 0) return null;
    const all = v.found.length === known.length;
    return proven(`The folder belongs to ${!all ? `${v.found.length} of the ${known.length} digests`
        : known.length === 1 ? "the digest" : "all digests"} that you know from elsewhere.`);
}

/* Is a known digest an entry of this one or a later place, before the draw? */
function isKnownBetween(v, from) {
    const between = v.log.slice(from, v.drawAt);
    return between.some(({digest}) => v.options.known.includes(digest));
}

/* A beacon whose round was there already when the entry at this place was logged. */
function valueWasThere(v, place) {
    if (place === null) return false;
    const time = unixTime(v.log[place].time);
    return v.sources.some(({beacon, round}) =>
        beacon === "drand-quicknet" && time >= QUICKNET_START + 3n * (round - 1n));
}

function checkAnnounced(v) {
    if (v.process.order === "one run") {
        return notProven("The public value was known when the manifest was made.");
    }
    if (valueWasThere(v, v.commit)) {
        return notProven("The beacon's value was there already when the manifest was logged.");
    }
    const known = v.options.known.includes(v.M);
    if (known || (v.commit !== null && isKnownBetween(v, v.commit))) {
        return proven("The manifest existed before the public value: you know it from then.");
    }
    return notProven("That the manifest existed before the public value: no digest is known " +
        "from before.");
}

/* The attempts before this one. */
function countAttempts(v) {
    const before = {drawn: 0, undrawn: 0, rehearsals: 0, last: null};
    let number = 0;
    for (const entry of v.log.slice(0, v.own)) {
        if (entry.kind === "test-draw") {
            before.rehearsals++;
            number++;
        } else if (entry.kind === "commit") {
            before.undrawn++;
            before.last = {entry, number: ++number, drawn: false};
        } else if (entry.kind === "draw" && before.last && !before.last.drawn) {
            before.last.drawn = true;
            before.drawn++;
        }
    }
    before.undrawn -= before.drawn;
    before.number = number + 1;
    return before;
}

/*
 * Is each attempt before the draw of a folder, whose panel the next one mends, and each call-up that
 * of one? The log has the entries of all folders before, so that it has no others when it has as many.
 */
function isMendingAll(v, drawn, undrawn) {
    const attempts = v.chain.filter((folder) => !folder.calls);
    return v.number > 0 && attempts.every((folder) => folder.drawn) && drawn === attempts.length &&
        undrawn === 0 && hiddenCalls(v) === 0;
}

/* How many entries of call-ups are of no folder. */
function hiddenCalls(v) {
    return v.log.filter(({kind}) => kind === "call-up").length -
        [...v.chain, v].filter((folder) => folder.calls).length;
}

function checkAttemptsOfCall(v) {
    const {drawn, undrawn, rehearsals} = countAttempts(v);
    const hidden = hiddenCalls(v);
    v.facts.attempts = {drawn, undrawn, rehearsals};
    const text = `the log has attempts: ${drawn} drawn, ${undrawn} not drawn, and ${rehearsals} ` +
        "rehearsals.";
    return isMendingAll(v, drawn, undrawn)
        ? proven(`Every draw and call-up of the log is one of these folders: ${text}`)
        : notProven("That no draw or call-up was disliked, and hidden behind this one: " +
            `${text}${hidden > 0 ? ` ${hidden} of its call-ups are in no folder.` : ""}`);
}

function checkAttempts(v) {
    const {drawn, undrawn, rehearsals, last, number} = countAttempts(v);
    const {previous, attempt} = v.process;
    if (attempt !== number) {
        fail(`process.txt: it is attempt ${number} of the log, not ${attempt}.`);
    }
    if ((previous === null) !== (last === null)) {
        fail("process.txt: previous is not the last real attempt of the log.");
    }
    if (last && last.entry.payload !== commitPayload(last.number, previous)) {
        fail("process.txt: previous is not the manifest of the last real attempt of the log.");
    }
    v.facts.attempts = {drawn, undrawn, rehearsals};
    const text = `this is attempt ${attempt}; before it ${drawn} drawn, ${undrawn} not drawn and ` +
        `${rehearsals} rehearsals.`;
    if (isMendingAll(v, drawn, undrawn)) {
        return proven(`None before was held in vain, as each was mended by the next: ${text}`);
    }
    const hidden = hiddenCalls(v);
    return last || hidden > 0 ? notProven(`That no draw before was disliked: ${text}` +
        (hidden > 0 ? ` ${hidden} call-ups of the log are in none of these folders.` : ""))
        : proven(`It is the first real one: ${text}`);
}
