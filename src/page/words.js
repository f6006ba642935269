/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words: the verdicts, and what each statement is about, for people. */

const PROVEN = "PROVEN";
const NOT_PROVEN = "NOT PROVEN";
const NOT_CHECKED = "NOT CHECKED";

function proven(text) {
    return {verdict: PROVEN, text};
}

function notProven(text) {
    return {verdict: NOT_PROVEN, text};
}

function notChecked(text) {
    return {verdict: NOT_CHECKED, text};
}

/* By statement: a heading that a passer-by understands. */
const STATEMENT_TITLES = {
    files: "The folder is whole and unchanged",
    signature: "It is signed by the organiser",
    manifest: "Rules, quotas, pool and lottery are fixed",
    rehearsal: "This is a rehearsal",
    pool: "The pool is the one that was announced",
    registrations: "Everybody who registered is in the pool",
    lottery: "Every ticket draws a panel of this pool",
    panels: "Every panel meets the quotas",
    fairness: "No fairer lottery exists",
    tickets: "Tickets are as many as chances ask for",
    log: "The log is whole",
    known: "It belongs to what you know from elsewhere",
    announced: "All was fixed before the public value",
    attempts: "There was no draw before",
    undrawn: "The draw is still to come",
    source: "A value that the draw was made of",
    reveals: "Contributions were told in time",
    outcomes: "There were too many outcomes to try",
    seed: "The seed is made of these values",
    ticket: "The ticket follows from the seed",
    panel: "The people drawn are those of the ticket",
    receipt: "You are in the pool",
};
