/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Driver: gives the page one folder after the other, by pageTake as a drop does, and prints what
 * came of each as lines `result BASE64`, of JSON:
 *
 *   {folder, verified, nothing, statements: [[id, verdict]], of all folders,
 *    folders: [[name, [[id, verdict]]]], failure: null or [statement, text],
 *    headline, rows: [[id, verdict]], test: boolean, text: of the whole result, error: null or text}
 *
 * where `rows` are read off the screen. The page's load is held open until the last answer, by a
 * frame whose document is not closed: that is when the browser prints it.
 */

function driverBytes(base64) {
    return Uint8Array.from(atob(base64 || ""), (letter) => letter.charCodeAt(0));
}

function driverText(base64) {
    return new TextDecoder().decode(driverBytes(base64));
}

function driverEncode(value) {
    let letters = "";
    for (const byte of new TextEncoder().encode(JSON.stringify(value)))
        letters += String.fromCharCode(byte);
    return btoa(letters);
}

function driverPairs(statements) {
    return statements.map((statement) => [statement.id, statement.verdict]);
}

/* Give one case to the page, and say what it answered and what it shows. */
async function driverRun(one) {
    document.getElementById("known").value = one.known.join("\n");
    document.getElementById("public-key").value = one.key;
    document.getElementById("receipt").value = one.receipt;
    const result = await pageTake(Promise.resolve(one.files));
    const shown = document.getElementById("result");
    const answer = {folder: one.folder, headline: document.getElementById("headline").textContent,
        rows: [...shown.querySelectorAll("[data-statement]")].map((row) =>
            [row.dataset.statement, row.querySelector(".verdict").textContent]),
        test: document.body.classList.contains("test") && !document.getElementById("test-bar").hidden,
        text: document.getElementById("result-body").textContent,
        story: document.getElementById("story").textContent, error: null};
    if (result === null)
        return Object.assign(answer, {error: answer.headline + " " + answer.text});
    return Object.assign(answer, {verified: result.verified, nothing: result.nothingToCheck,
        statements: driverPairs(result.statements),
        folders: result.folders.map(({number, statements}) =>
            [number > 0 ? "replace/" + number : "", driverPairs(statements)]),
        failure: result.failure ? [result.failure.statement, result.failure.text] : null});
}

/* Read the cases' lines; handle(one) is awaited for each. */
async function driverEach(lines, handle) {
    const blobs = new Map();
    let one = null;
    for (const line of lines) {
        const [word, first, second] = line.split(" ");
        if (word === "case")
            one = {folder: driverText(first), files: [], known: [], key: "", receipt: ""};
        else if (word === "again")
            one = Object.assign({}, one, {known: [], key: "", receipt: ""});
        else if (word === "blob")
            blobs.set(first, driverBytes(second));
        else if (word === "folder")
            one.files.push({name: driverText(first), bytes: new Uint8Array(0), directory: true});
        else if (word === "file")
            one.files.push({name: driverText(first), bytes: blobs.get(second), directory: false});
        else if (word === "known")
            one.known.push(first);
        else if (word === "key")
            one.key = first;
        else if (word === "receipt")
            one.receipt = new TextDecoder().decode(blobs.get(first));
        else if (word === "end")
            await handle(one);
    }
}

(async function () {
    const hold = document.body.appendChild(document.createElement("iframe"));
    hold.contentDocument.open();
    const cases = document.getElementById("cases");
    const lines = cases.textContent.split("\n");
    const results = [];
    cases.remove();
    try {
        await driverEach(lines, async (one) => results.push("result " + driverEncode(await driverRun(one))));
    } catch (error) {
        results.push("broken " + error.stack);
    }
    document.body.replaceChildren(document.createElement("pre"));
    document.body.firstChild.textContent = "\n" + results.join("\n") + "\n";
    document.head.replaceChildren();
    hold.remove();
})();
