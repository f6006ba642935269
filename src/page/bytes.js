/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes: how text, digests and numbers are written in files and how they enter a hash.
 * Whatever is read here is read strictly: there is one way to write a thing, all others fail.
 */

/* What a check throws when something is not so; its message is for people. */
class Failure extends Error {}

function fail(text) {
    throw new Failure(text);
}

/* Which file, and which line of it, counted from 1. */
function place(file, line) {
    return line ? `${file}, line ${line}` : file;
}

const DIGITS = "(?:0|[1-9][0-9]*)";
const NUMBER = new RegExp(`^${DIGITS}$`);
const DIGEST = /^[0-9a-f]{64}$/;
const PID = /^[a-z2-7]{16}$/;
const MEBIBYTE = 1048576;
const NUMBER_MOST = 4294967295; /* of every number in a file that is not said to be larger */

function ascii(text) {
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function encodeText(text) {
    return new TextEncoder().encode(text);
}

/* Throws Failure where the bytes are no UTF-8. A byte order mark is kept: nothing may begin so. */
function decodeText(bytes, where) {
    try {
        return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(bytes);
    } catch {
        return fail(`${where}: this is not UTF-8.`);
    }
}

function join(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}

function equalBytes(a, b) {
    return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function compareBytes(a, b) {
    for (let i = 0; i < a.length && i < b.length; i++) {
        if (a[i] !== b[i]) return a[i] - b[i];
    }
    return a.length - b.length;
}

function hex(bytes) {
    let text = "";
    for (const byte of bytes) text += (byte < 16 ? "0" : "") + byte.toString(16);
    return text;
}

/* text: hexadecimal digits, an even number of them. */
function unhex(text) {
    const bytes = new Uint8Array(text.length / 2);
    for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.substr(2 * i, 2), 16);
    return bytes;
}

/* Base64 of RFC 4648 with padding; null where it is written in any other way than the only one. */
function unbase64(text) {
    try {
        const binary = atob(text);
        return btoa(binary) === text ? ascii(binary) : null;
    } catch {
        return null;
    }
}

/* A label and its zero byte. */
function label(text) {
    return ascii(text + "\0");
}

function u32(number) {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, number);
    return bytes;
}

/* number: of any kind, from 0 to 2^64 - 1. */
function u64(number) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
    return bytes;
}

/* The length of what is given, then itself; text as its UTF-8. */
function field(value) {
    const bytes = typeof value === "string" ? encodeText(value) : value;
    return join(u32(bytes.length), bytes);
}

/* A number from 0 to `most`; digits is text. */
function readNumber(text, where, most = NUMBER_MOST) {
    if (!NUMBER.test(text) || text.length > 16 || Number(text) > most) {
        fail(`${where}: “${shorten(text)}” is no whole number from 0 to ${most}.`);
    }
    return Number(text);
}

/* A whole number from least to most, all BigInt. */
function readBig(text, where, least, most) {
    if (text.length > 40 || !/^(?:0|-?[1-9][0-9]*)$/.test(text)) {
        fail(`${where}: “${shorten(text)}” is no whole number.`);
    }
    const number = BigInt(text);
    if (number < least || number > most) fail(`${where}: ${text} is too small or too large.`);
    return number;
}

function readDigest(text, where) {
    if (!DIGEST.test(text)) fail(`${where}: “${shorten(text)}” is no digest of 64 digits.`);
    return text;
}

function readPid(text, where) {
    if (!PID.test(text)) fail(`${where}: “${shorten(text)}” is no pid.`);
    return text;
}

/* So that no message is as long as a hostile file. */
function shorten(text) {
    return text.length > 80 ? text.slice(0, 77) + "..." : text;
}

/* Some files have no reason to be large, and civiclot refuses them where they are. */
function checkSize(file, most) {
    if (file.bytes.length > most) fail(`${file.name}: it is larger than ${most} bytes.`);
}

/* The lines of a file, one after the other. */
class Lines {
    constructor(file, most = Infinity) {
        checkSize(file, most);
        this.name = file.name;
        this.bytes = file.bytes;
        this.at = 0;
        this.number = 0;
    }

    get where() {
        return place(this.name, this.number);
    }

    get ended() {
        return this.at === this.bytes.length;
    }

    /* The next line without its LF. */
    next() {
        this.number++;
        if (this.ended) fail(`${this.where}: the file ends too early.`);
        const end = this.bytes.indexOf(10, this.at);
        if (end < 0) fail(`${this.where}: the line does not end with a line feed.`);
        const text = decodeText(this.bytes.subarray(this.at, end), this.where);
        this.at = end + 1;
        return text;
    }

    /* The value of a line `key: value`; no byte below 0x20 and no 0x7f is in it. */
    value(key) {
        const text = this.next();
        const start = key + ": ";
        if (!text.startsWith(start)) fail(`${this.where}: “${start}...” should stand here.`);
        if (/[\x00-\x1f\x7f]/.test(text)) fail(`${this.where}: there is a control character.`);
        return text.slice(start.length);
    }

    /* The same, where only one value can be. */
    exactly(key, value) {
        const found = this.value(key);
        if (found !== String(value)) {
            fail(`${this.where}: ${key} is “${shorten(found)}”, not “${shorten(String(value))}”.`);
        }
    }

    /* Does the next line begin so? */
    begins(text) {
        const start = this.bytes.subarray(this.at, this.at + text.length);
        return equalBytes(start, ascii(text));
    }

    end() {
        if (!this.ended) fail(`${place(this.name, this.number + 1)}: the file should end here.`);
    }
}
