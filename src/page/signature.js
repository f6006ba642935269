/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signatures: those of minisign, over manifest.txt and final.txt, with one fixed comment each. */

function readBase64Line(lines, count) {
    const bytes = unbase64(lines.next());
    if (!bytes || bytes.length !== count) {
        fail(`${lines.where}: this is no base64 of ${count} bytes.`);
    }
    return bytes;
}

function checkSignatureFile(v, name, key) {
    const lines = new Lines(v.files.get(`${name}.minisig`));
    if (lines.next() !== "untrusted comment: civiclot: check with minisign -V") {
        fail(`${lines.where}: this is another comment than civiclot's.`);
    }
    const first = readBase64Line(lines, 74);
    if (!equalBytes(first.subarray(0, 2), ascii("ED"))) {
        fail(`${lines.where}: this is no signature.`);
    }
    if (!equalBytes(first.subarray(2, 10), key.subarray(2, 10))) {
        fail(`${lines.where}: it was signed with another key than process.txt names.`);
    }
    const comment = `civiclot ${name.slice(0, -".txt".length)}`;
    if (lines.next() !== `trusted comment: ${comment}`) {
        fail(`${lines.where}: the comment should be “${comment}”.`);
    }
    const second = readBase64Line(lines, 64);
    lines.end();
    const signature = first.subarray(10);
    if (!ed25519Holds(key.subarray(10), signature, blake2b(v.files.get(name).bytes))) {
        fail(`${name}: the signature does not hold.`);
    }
    if (!ed25519Holds(key.subarray(10), second, join(signature, ascii(comment)))) {
        fail(`${name}.minisig: the signature of its comment does not hold.`);
    }
}

/* Of a replacement: whether it is signed as the folder before. */
function otherKey(v) {
    const before = v.number > 0 ? v.chain.at(-1).publicKey : v.publicKey;
    const now = v.publicKey;
    if (now === before) return "";
    return !before ? " The folder before is not signed." : !now ? " The folder before is."
        : " It is another key than in the folder before.";
}

/* file: which names the key; signed: files that are signed with it; what: these, in words. */
function checkSignatures(v, file, signed, what) {
    const given = v.options.publicKey;
    const named = v.publicKey;
    if (given && given !== named) {
        fail(`${file}: it names another public key than was given, or none.`);
    }
    for (const name of signed.map((name) => `${name}.minisig`)) {
        if (v.files.has(name) === (named !== null)) continue;
        fail(named ? `${name}: it is missing, as ${file} names a key.`
                   : `${name}: ${file} names no key that it could be of.`);
    }
    if (!named) return notProven(`The folder is not signed.${otherKey(v)}`);
    const key = unbase64(named);
    for (const name of signed) checkSignatureFile(v, name, key);
    if (given) return proven(`${what} signed with the key that was given.`);
    return notChecked(`${what} signed with the key ${named}: compare it with the organiser's.` +
        otherKey(v));
}

function checkSignature(v) {
    v.statement = "manifest"; /* of which a fault of process.txt is one */
    readProcess(v);
    v.statement = "signature";
    return checkSignatures(v, "process.txt", ["manifest.txt", "final.txt"],
        "Manifest and folder are");
}

function checkSignatureOfCall(v) {
    v.statement = "standing"; /* the same of callup.txt */
    readCall(v);
    v.statement = "signature";
    return checkSignatures(v, "callup.txt", ["final.txt"], "The folder is");
}
