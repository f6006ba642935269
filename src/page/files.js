/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folder: which files are in it, and final.txt, which has the digest of each.
 *
 * The files of replacements are those whose names begin with replace/N/.
 */

/* In the order of final.txt, which has itself and its signature not. */
const FILES_OF_FINAL = ["process.txt", "quotas.csv", "dropouts.csv", "pool.csv", "standing.csv",
    "lottery.csv", "manifest.txt", "manifest.txt.minisig", "openings.csv", "certificate.txt",
    "seed.txt", "draw.txt", "reserves.txt", "log.txt"];
const FILES_OF_DRAW = [...FILES_OF_FINAL, "final.txt", "final.txt.minisig"];
const FILES_ALWAYS = ["process.txt", "quotas.csv", "pool.csv", "lottery.csv", "manifest.txt",
    "log.txt", "final.txt"];
const FILES_OF_CALL = ["callup.txt", "standing.csv", "log.txt", "final.txt"]; /* of a call-up */
const FILES_ALL = ["callup.txt", ...FILES_OF_DRAW];

function hasFile(files, name) {
    return files.some((file) => file.name === name && !file.directory);
}

/* None of this version, a part of another and that of an invitation are not checked at all. */
function isFolder(files) {
    const has = (name) => hasFile(files, name);
    const process = files.find((file) => file.name === "process.txt" && !file.directory);
    if (!process)
        return has("final.txt") && !has("callup.txt") && !has("invitation.txt");
    const end = process.bytes.indexOf(10);
    const line = String.fromCharCode(...process.bytes.subarray(0, end < 0 ? 0 : Math.min(end, 60)));
    const version = /^civiclot-process: (0|[1-9][0-9]*)$/.exec(line);
    return !version || ["2", "4"].includes(version[1]) || BigInt(version[1]) >= 1n << 64n;
}

/* {own: what is in the folder itself, numbers: of the replacements, parts: number -> its files} */
function splitFolder(files) {
    const own = [];
    const parts = new Map();
    for (const file of files) {
        const found = /^replace\/([1-9][0-9]{0,8})(?:\/([^]+))?$/.exec(file.name);
        if (!found || (found[2] === undefined && !file.directory)) {
            own.push(file);
            continue;
        }
        const number = Number(found[1]);
        if (!parts.has(number)) parts.set(number, []);
        if (found[2] !== undefined) parts.get(number).push({...file, name: found[2]});
    }
    return {own, parts, numbers: [...parts.keys()].sort((one, other) => one - other)};
}

/* The folder `replace`: in a first draw only, and there without a hole. */
function checkNumbers(numbers) {
    numbers.forEach((number, index) => {
        if (number !== index + 1) fail(`replace/${index + 1}: it is missing, as a later one is there.`);
    });
}

function together(found, one, other) {
    if (found.has(one) && !found.has(other)) fail(`${other}: it is missing, as ${one} is there.`);
}

/* Of a folder in `replace`: a call-up is one in which callup.txt is. */
function isCall(v) {
    return v.number > 0 && hasFile(v.given, "callup.txt");
}

function checkNeeded(v, found) {
    const always = v.calls ? FILES_OF_CALL : v.number === 0 ? FILES_ALWAYS
        : [...FILES_ALWAYS, "standing.csv"];
    for (const name of always) {
        if (!found.has(name)) fail(`${name}: it is missing.`);
    }
    together(found, "seed.txt", "draw.txt");
    together(found, "draw.txt", "seed.txt");
    together(found, "certificate.txt", "openings.csv");
}

function checkNames(v) {
    const found = new Map();
    const may = v.calls ? [...FILES_OF_CALL, "final.txt.minisig"] : FILES_OF_DRAW;
    for (const file of v.given) {
        if (file.name === "replace" && file.directory && v.numbers.length > 0) continue;
        if (!may.includes(file.name) || file.directory || found.has(file.name)) {
            fail(`${shorten(file.name)}: this does not belong into the folder.`);
        }
        found.set(file.name, file);
    }
    checkNumbers(v.numbers);
    if (v.number === 0 && found.has("standing.csv")) fail("standing.csv: only replacements have it.");
    checkNeeded(v, found);
    if (v.numbers.length > 0 && !found.has("draw.txt")) {
        fail("replace: nothing is drawn yet that could be mended.");
    }
    return found;
}

/* A line of manifest.txt or final.txt; the files' digests are kept, they are asked for again. */
async function checkDigestLine(v, lines, name) {
    const text = lines.next();
    if (text.slice(64) !== `  ${name}`) {
        fail(`${lines.where}: the digest of ${name} should stand here.`);
    }
    readDigest(text.slice(0, 64), lines.where);
    if (!v.digests.has(name)) v.digests.set(name, hex(await sha256OfFile(v.files.get(name).bytes)));
    if (v.digests.get(name) !== text.slice(0, 64)) {
        fail(`${name}: it was changed: ${lines.where} has another digest.`);
    }
}

async function checkFiles(v) {
    v.files = checkNames(v);
    v.drawn = v.files.has("seed.txt");
    const lines = new Lines(v.files.get("final.txt"));
    lines.exactly("civiclot-final", 1);
    v.final = {process: lines.value("process"), attempt: lines.value("attempt"),
        draw: lines.value("draw"), log: readDigest(lines.value("log"), lines.where)};
    for (const name of v.calls ? FILES_OF_CALL.slice(0, -1) : FILES_OF_FINAL) {
        if (v.files.has(name)) await checkDigestLine(v, lines, name);
    }
    lines.end();
    v.facts.drawn = v.drawn;
    return proven(`All ${v.files.size} files are there and as final.txt lists them.`);
}

async function checkManifest(v) {
    const lines = new Lines(v.files.get("manifest.txt"));
    const bound = FILES_OF_FINAL.slice(0, FILES_OF_FINAL.indexOf("manifest.txt"));
    for (const name of bound.filter((name) => v.files.has(name))) await checkDigestLine(v, lines, name);
    lines.end();
    for (const key of ["process", "attempt", "draw"]) {
        if (v.final[key] !== String(v.process[key])) {
            fail(`final.txt: its ${key} is not that of process.txt.`);
        }
    }
    v.M = hex(sha256(v.files.get("manifest.txt").bytes));
    readQuotas(v);
    readDropouts(v);
    Object.assign(v.facts, {M: v.M, quotas: v.quotas, features: v.features});
    return proven(`Manifest ${v.M} fixes rules, quotas, ${v.terms ? "drop-outs, " : ""}pool${
        v.number > 0 ? ", who is kept and who withdrew," : ""} and lottery.`);
}
