/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words: the verdicts. */

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
