/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.txt: what was announced. It is read from its first line to its last, in one order. */

const IF_A_SOURCE_FAILS =
    "the attempt ends without a draw; a new attempt is announced and numbered";

const SOURCES_MOST = 1000;
const TICKETS_MOST = 1000000000;
const GAMMA_MOST = 1000000000n; /* in millionths */
const RESERVES_MOST = 1000;
const SAMPLES_MOST = 100000;
const RATE_ONE = 1000000;
const CALL_UP_RULE = "least deviation, most seats, first in order";

function readText(lines, key) {
    const text = lines.value(key);
    if (text === "") fail(`${lines.where}: ${key} is empty.`);
    return text;
}

/* The value of a line, which is one of these words. */
function readWord(lines, key, words) {
    const word = lines.value(key);
    if (!words.includes(word)) fail(`${lines.where}: ${key} is none of “${words.join("”, “")}”.`);
    return word;
}

/* One line of a draw without reserves; or {count, samples, rate} of one with them. */
function readReserveTerms(lines, version) {
    if (version <= 3) {
        lines.exactly("reserves", "none");
        return null;
    }
    const terms = {count: readPositive(lines, "reserves", RESERVES_MOST),
        samples: readPositive(lines, "dropout-samples", SAMPLES_MOST),
        rate: readNumber(lines.value("dropout-rate"), lines.where, RATE_ONE - 1)};
    lines.exactly("call-up", CALL_UP_RULE);
    return terms;
}

function readPositive(lines, key, most = NUMBER_MOST) {
    const number = readNumber(lines.value(key), lines.where, most);
    if (number === 0) fail(`${lines.where}: ${key} is 0.`);
    return number;
}

/* G has at most six digits behind the point, and none is a last 0. */
function readObjective(lines) {
    const text = lines.value("objective");
    if (["leximin", "maximin", "nash", "minimax", "legacy"].includes(text)) {
        return {text, name: text, gamma: 0n};
    }
    const found = /^goldilocks gamma=(0|[1-9][0-9]{0,8})(?:\.([0-9]{0,5}[1-9]))?$/.exec(text);
    if (!found) fail(`${lines.where}: there is no objective “${shorten(text)}”.`);
    const gamma = BigInt(found[1]) * 1000000n + BigInt((found[2] || "").padEnd(6, "0"));
    if (gamma === 0n || gamma > GAMMA_MOST) fail(`${lines.where}: gamma is 0 or above 1000.`);
    return {text, name: "goldilocks", gamma}; /* gamma in millionths */
}

function digestOrNone(lines, key) {
    const text = lines.value(key);
    return text === "none" ? null : readDigest(text, lines.where);
}

/* 2 bytes `Ed`, 8 of the key's id, 32 of the key. */
function readKeyLine(lines) {
    const text = lines.value("public-key");
    if (text === "none") return null;
    const bytes = text.length === 56 ? unbase64(text) : null;
    if (!bytes || bytes.length !== 42 || bytes[0] !== 0x45 || bytes[1] !== 0x64) {
        fail(`${lines.where}: this is no public key.`);
    }
    return text;
}

function readSourceLines(lines) {
    const sources = [];
    do sources.push(readSource(lines.value("source"), lines.where, sources));
    while (lines.begins("source: ") && sources.length < SOURCES_MOST);
    return sources;
}

function readProcess(v) {
    const lines = new Lines(v.files.get("process.txt"), MEBIBYTE);
    const version = Number(readWord(lines, "civiclot-process", v.number > 0 ? ["3", "5"] : ["2", "4"]));
    const process = {process: readPid(lines.value("process"), lines.where)};
    process.attempt = readPositive(lines, "attempt");
    process.draw = readWord(lines, "draw", v.number > 0 ? ["real"] : ["real", "test"]);
    process.order = readWord(lines, "order", ["commit first", "one run"]);
    process.title = readText(lines, "title");
    process.seats = readPositive(lines, "seats");
    process.perHousehold = readPositive(lines, "per-household");
    v.objective = readObjective(lines);
    process.objective = v.objective.text;
    process.tickets = readPositive(lines, "tickets", TICKETS_MOST);
    process.pool = readPositive(lines, "pool", NUMBER_MOST - 1);
    process.poolRoot = readDigest(lines.value("pool-root"), lines.where);
    if (v.number > 0) process.replaces = readDigest(lines.value("replaces"), lines.where);
    process.civiclot = readText(lines, "civiclot");
    process.solver = readText(lines, "solver");
    process.architecture = readWord(lines, "architecture", ["x86_64", "aarch64", "other"]);
    v.sources = readSourceLines(lines);
    process.sources = v.sources.map((source) => source.name);
    lines.exactly("if-a-source-fails", IF_A_SOURCE_FAILS);
    v.terms = process.reserves = readReserveTerms(lines, version);
    process.certificate = digestOrNone(lines, "certificate");
    if (process.certificate && v.objective.name === "legacy") {
        fail(`${lines.where}: of legacy nothing can be proven.`);
    }
    process.previous = digestOrNone(lines, "previous");
    process.publicKey = v.publicKey = readKeyLine(lines);
    lines.end();
    v.process = v.facts.process = process;
}
