/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The verifier of the page: the order of the checks at a glance.
 *
 * It is written from docs/protocol.md and the head of include/civiclot/proof.h alone and shares
 * nothing with the program in C, so that the two can be held against each other.
 *
 * The files of this folder are plain scripts of one scope; they are put one behind the other, in
 * any order: at the top of a file stand functions, classes and constants that need no other file.
 *
 *   verifyFolder(files, options) -> result, never throws for what is in the files
 *
 *   files    [{name, bytes: Uint8Array, directory: boolean}]: everything that is in the folder;
 *            what is in a folder inside has the name FOLDER/NAME
 *   options  {known: [hex], publicKey: string or null, receipt: Uint8Array or null,
 *             progress: function(id) or null}, each may be left out; it is told the
 *             statement whose turn it is
 *   result   {verified: boolean,              nothing failed (and there was something to check)
 *             nothingToCheck: boolean,        it is no folder of this version: the C verifier's 3
 *             folders: [{number, calls, statements, facts}], which were begun: the first draw's, 0,
 *                                             and replace/1 ..., in the order of section 11; calls:
 *                                             whether it is a call-up
 *             statements: [{id, verdict: "PROVEN" | "NOT PROVEN" | "NOT CHECKED", text, number}],
 *                                             of all folders, each in the order of section 10;
 *                                             after a failure: those that were made before it
 *             failure: null or {statement, text, number}}
 *   facts    what was read and computed, each from the moment on at which its check held; null
 *            before, so a page asks. Whole numbers above 2^53 are BigInt, marked with n.
 *     process    {process, attempt, draw, order, title, seats, perHousehold, objective, tickets,
 *                 pool, poolRoot, civiclot, solver, architecture, sources: [name], certificate,
 *                 previous, publicKey, replaces}: as in process.txt, numbers as numbers
 *     M          hex
 *     features   [name];  quotas [{feature, value, min, max}]
 *     pool       [pid]
 *     standing   {kept: [pid], left: [{pid, reason, seated}]}: of a replacement, who stays and who
 *                withdrew since the panel before, and whether they were on it
 *     standingOf(pid) {place: KEPT, WITHDRAWN or OPEN, reason}, of a replacement
 *     rows       how many rows lottery.csv has
 *     rowAt(row) {first, last, pids: [pid]}, of the rows from 0
 *     ticketsOf(pid)  {count, ranges: [{first, last}]}: neighbouring ranges are one
 *     chanceOf(pid)   {numerator n, denominator n} that the certificate gives, or null
 *     valuesOf(pid)   [value] in the order of features, at level full, or null
 *     householdOf(pid)  tag, "" who is alone, at level full, or null
 *     gap        {units n: of 2^-60, limit: text, proven: boolean} of the certificate, or null
 *     off        how far tickets are from chances: thousandths of a ticket, rounded up, n, or null
 *     log        [{sequence, time, kind, payload, previous, digest}]
 *     attempts   {drawn, undrawn, rehearsals} before this one
 *     drawn      boolean: seed.txt and draw.txt are there
 *     sources    [{name, kind, value, nonce: hex or null}]
 *     seed       hex
 *     bound      n: 2^64 - (2^64 mod T): values below are accepted
 *     hashes     [{i, h: hex, u: n, accepted: boolean}]: every step of the draw; [] if by hand
 *     ticket     number;  row {row, first, last};  panel [pid]
 *     receipt    {id, pid, count, ranges, drawn: boolean or null before the draw}
 *     reserves   [pid] in their order, of a draw with reserves; process.reserves: {count, samples,
 *                rate}, or null
 *     call       of a call-up, which has neither process, M nor draw: {called: [pid], atHand: [pid]
 *                those who are left, vacant: seats that stay so, deviation n, panel: [pid],
 *                of: number of the folder whose reserves are called, proven: boolean}
 */

/* The order of section 10. A check answers {verdict, text}, several of them, or null: left out. */
const CHECKS = [
    ["files", checkFiles],
    ["signature", checkSignature],
    ["manifest", checkManifest],
    ["rehearsal", (v) => v.process.draw === "test"
        ? notProven("This is a test draw; nobody is selected by it.") : null],
    ["pool", checkPool],
    ["standing", checkStanding],
    ["registrations", () => notChecked("Whether the pool holds everybody who registered, once, and " +
        "nobody else: who registered sees it from a receipt.")],
    ["lottery", checkLottery],
    ["panels", checkPanels],
    ["fairness", checkFairness],
    ["tickets", checkTickets],
    ["log", checkLog],
    ["known", checkKnown],
    ["announced", checkAnnounced],
    ["attempts", checkAttempts],
];
/* Of a call-up: section 12. */
const CHECKS_OF_CALL = [
    ["files", checkFiles],
    ["signature", checkSignatureOfCall],
    ["standing", checkStandingOfCall],
    ["log", checkLogOfCall],
    ["known", checkKnown],
    ["attempts", checkAttemptsOfCall],
    ["called", checkCalled],
    ["receipt", checkReceiptOfCall],
];
const CHECKS_UNDRAWN = [
    ["undrawn", () => notChecked("There is no draw yet.")],
    ["receipt", checkReceipt],
];
const CHECKS_DRAWN = [
    ["source", checkSources],
    ["reveals", checkReveals],
    ["outcomes", checkOutcomes],
    ["seed", checkSeed],
    ["ticket", checkTicket],
    ["panel", checkPanelOfDraw],
    ["reserves", checkReserves],
    ["receipt", checkReceipt],
];

/* number: of the replacement, or 0; chain: the verifications of the folders before. */
function newVerification(folder, number, chain, options) {
    const facts = {process: null, M: null, features: null, quotas: null, pool: null, rows: null,
        rowAt: () => null, ticketsOf: () => null, chanceOf: () => null, valuesOf: () => null,
        householdOf: () => null, gap: null, off: null, log: null, attempts: null, drawn: null,
        sources: null, seed: null, bound: null, hashes: null, ticket: null, row: null, panel: null,
        receipt: null, standing: null, standingOf: () => null, reserves: null, call: null};
    const known = (options.known || []).map((digest) => digest.trim().toLowerCase());
    const given = number === 0 ? folder.own : folder.parts.get(number);
    return {given, number, chain, facts, calls: isCall({number, given}),
        numbers: number === 0 ? folder.numbers : [], isLast: number === folder.numbers.length,
        digests: new Map(), commit: null, found: [], standing: null, reserves: null,
        options: {known, publicKey: options.publicKey || null, receipt: options.receipt || null,
            progress: options.progress || null}};
}

/* Milliseconds that a page may stand still: a pause costs some, so there is none after each check. */
const STILL_MOST = 50;
let pausedAt = 0;

/* Let a page show how far it is. */
async function tell(v, statement) {
    if (!v.options.progress) return;
    v.options.progress(statement);
    if (performance.now() - pausedAt < STILL_MOST) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    pausedAt = performance.now();
}

async function runChecks(v, checks, statements) {
    for (const [id, check] of checks) {
        v.statement = id;
        await tell(v, id);
        const answers = await check(v);
        for (const answer of [answers].flat()) {
            if (answer) statements.push({id, ...answer});
        }
    }
}

/* Which folder a message is of: replace/1/pool.csv, line 3: ... */
function placeMessage(number, text) {
    if (number === 0) return text;
    const named = FILES_ALL.some((name) => text.startsWith(`${name}:`) || text.startsWith(`${name},`));
    return `replace/${number}${named ? "/" : ": "}${text}`;
}

async function verifyFolder(files, options) {
    const folder = splitFolder(files);
    const result = {verified: false, nothingToCheck: false, folders: [], statements: [],
        failure: null};
    if (!isFolder(folder.own)) return {...result, nothingToCheck: true};
    const chain = [];
    let v = null;
    try {
        for (let number = 0; number <= folder.numbers.length; number++) {
            v = newVerification(folder, number, chain, options || {});
            const statements = [];
            result.folders.push({number, calls: v.calls, statements, facts: v.facts});
            await runChecks(v, v.calls ? CHECKS_OF_CALL : CHECKS, statements);
            if (!v.calls) await runChecks(v, v.drawn ? CHECKS_DRAWN : CHECKS_UNDRAWN, statements);
            chain.push(v);
        }
        result.verified = true;
    } catch (problem) {
        /* Anything else that goes wrong is no proof of anything either. */
        const text = problem instanceof Failure ? problem.message : `The check broke off: ${problem}`;
        result.failure = {statement: v.statement, text: placeMessage(v.number, text),
            number: v.number};
    }
    result.statements = result.folders.flatMap(({number, statements}) =>
        statements.map((statement) => ({...statement, number})));
    return result;
}
