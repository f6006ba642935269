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
 *   files    [{name, bytes: Uint8Array, directory: boolean}]: everything that is in the folder
 *   options  {known: [hex], publicKey: string or null, receipt: Uint8Array or null,
 *             progress: function(text) or null}, each may be left out
 *   result   {verified: boolean,              nothing failed (and there was something to check)
 *             nothingToCheck: boolean,        it is no folder of this version: the C verifier's 3
 *             statements: [{id, verdict: "PROVEN" | "NOT PROVEN" | "NOT CHECKED", text}],
 *                                             in the order of section 10; after a failure: those
 *                                             that were made before it
 *             failure: null or {statement, text},
 *             facts}
 *   facts    what was read and computed, each from the moment on at which its check held; null
 *            before, so a page asks. Whole numbers above 2^53 are BigInt, marked with n.
 *     process    {process, attempt, draw, order, title, seats, perHousehold, objective, tickets,
 *                 pool, poolRoot, civiclot, solver, architecture, sources: [name], certificate,
 *                 previous, publicKey}: as in process.txt, numbers as numbers
 *     M          hex
 *     features   [name];  quotas [{feature, value, min, max}]
 *     pool       [pid]
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
 */

async function verifyFolder(files, options) {
    return {verified: false, nothingToCheck: true, statements: [], failure: null, facts: {}};
}
