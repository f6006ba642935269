/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading: what reaches the verifier of a drop or a choice, and what is said of the wrong things.
 * Prints a line `result BASE64` for each sentence: "SENTENCE: yes", or what it was instead.
 */

const readingResults = [];

function readingEncode(text) {
    return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function readingSay(sentence, is, wanted) {
    const words = JSON.stringify(is) === JSON.stringify(wanted) ? "yes" : JSON.stringify(is);
    readingResults.push("result " + readingEncode(sentence + ": " + words));
}

function readingFile(name, text, path) {
    const file = new File([text || ""], name);
    if (path)
        Object.defineProperty(file, "webkitRelativePath", {value: path});
    return file;
}

/* A folder as a drop gives it, its entries in batches of two. */
function readingFolder(name, entries) {
    return {isDirectory: true, name, createReader: () => {
        let next = 0;
        return {readEntries: (done) => done(entries.slice(next, next += 2))};
    }};
}

function readingEntry(name, text) {
    return {isDirectory: false, name, file: (done) => done(readingFile(name, text))};
}

/* A folder as Chromium gives it where the page is a file. */
function readingHandle(name, children) {
    return {kind: "directory", name, entries: async function* () {
        for (const child of children)
            yield [child.name, child];
    }};
}

function readingFileHandle(name, text) {
    return {kind: "file", name, getFile: async () => readingFile(name, text)};
}

function readingNames(files) {
    return files.map((file) => file.name + (file.directory ? "/" : ":" + file.bytes.length)).sort();
}

async function readingOfFolders() {
    const inner = readingFolder("inner", [readingEntry("deep.txt", "x")]);
    const entries = [readingEntry("process.txt", "abc"), readingEntry("odd.xyz", "12345"), inner,
        readingEntry(".hidden", ""), readingEntry("final.txt", "")];
    readingSay("every entry of a dropped folder is read, in all its batches",
        readingNames(await pageReadDropped([pageOfEntry(readingFolder("publish", entries))])),
        [".hidden:0", "final.txt:0", "inner/", "odd.xyz:0", "process.txt:3"]);
    const handle = readingHandle("publish", [readingFileHandle("process.txt", "ab"),
        readingHandle("inner", []), readingFileHandle("odd", "1")]);
    const refusing = {isDirectory: true, createReader: () => { throw new Error("a file's page"); }};
    readingSay("a folder is read by its handle where its entry cannot be",
        readingNames(await pageReadDropped([await pageOfItem(Promise.resolve(handle), refusing, null)])),
        ["inner/", "odd:0", "process.txt:2"]);
    const many = [];
    for (let i = 0; i < 10000; i++)
        many.push(readingEntry("f" + i, ""));
    readingSay("a folder without end is not listed to its end",
        (await pageReadDropped([pageOfEntry(readingFolder("endless", many))])).length < 3000, true);
    readingSay("several files that are dropped together are a folder",
        readingNames(await pageReadDropped([...entries.slice(0, 3).map(pageOfEntry),
            pageOfFile(readingFile("log.txt", "1"))])),
        ["inner/", "log.txt:1", "odd.xyz:0", "process.txt:3"]);
    readingSay("a chosen folder's own name is no part of the names",
        readingNames(await pageChosen([readingFile("process.txt", "ab", "publish/process.txt"),
            readingFile("x", "", "publish/inner/1/x"), readingFile("y", "", "publish/inner/y")])),
        ["inner/", "process.txt:2"]);
    readingSay("chosen files are taken by their names",
        readingNames(await pageChosen([readingFile("draw.txt", "1")])), ["draw.txt:1"]);
}

/* Of replacements, and of what looks like them. */
async function readingOfReplacements() {
    const inside = readingFolder("replace", [readingEntry("pool.csv", "1"), readingFolder("01", [
        readingEntry("pool.csv", "1")])]);
    const first = readingFolder("1", [readingEntry("pool.csv", "12"), readingEntry("odd", "1"), inside]);
    const replace = readingFolder("replace", [first, readingFolder("x", [readingEntry("pool.csv", "1")]),
        readingEntry("pool.csv", "123")]);
    const names = ["log.txt:1", "replace/", "replace/1/", "replace/1/odd:0", "replace/1/pool.csv:2",
        "replace/1/replace/", "replace/pool.csv:0", "replace/x/"];
    readingSay("the folders of replacements are read, and no others",
        readingNames(await pageReadDropped([pageOfEntry(readingFolder("publish", [replace,
            readingEntry("log.txt", "1")]))])), names);
    const chosen = [["log.txt", "1"], ["replace/1/odd", "1"], ["replace/1/pool.csv", "12"],
        ["replace/1/replace/01/pool.csv", "1"], ["replace/pool.csv", "123"], ["replace/x/pool.csv", "1"]];
    readingSay("so are they of a chosen folder, which has no entries of its folders",
        readingNames(await pageChosen(chosen.map(([path, text]) =>
            readingFile(path.split("/").at(-1), text, "publish/" + path)))),
        names.filter((name) => !/^replace\/(1\/)?$/.test(name)));
    const many = [];
    for (let i = 1; i < 5000; i++)
        many.push(readingFolder(String(i), []));
    const endless = readingFolder("publish", [readingFolder("replace", many)]);
    readingSay("replacements without end are not cut short, but refused", await pageReadDropped(
        [pageOfEntry(endless)]).then(() => "read", (error) => error.message),
        "replace/ holds more than 2000 entries.");
}

/* A real event of the browser, through the page's own listener. */
async function readingOfDrops() {
    const transfer = new DataTransfer();
    transfer.items.add(readingFile("holiday.zip", "PK"));
    window.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, cancelable: true}));
    for (let i = 0; i < 200 && document.getElementById("result").hidden; i++)
        await new Promise((done) => setTimeout(done, 10));
    readingSay("a drop on the window is taken",
        document.getElementById("result-body").textContent.includes("Unpack it first"), true);
    const receipt = new DataTransfer();
    receipt.items.add(readingFile("mine.txt", "civiclot-receipt: 1\nprocess: x\n"));
    window.dispatchEvent(new DragEvent("drop", {dataTransfer: receipt, cancelable: true}));
    const field = document.getElementById("receipt");
    for (let i = 0; i < 200 && field.value === ""; i++)
        await new Promise((done) => setTimeout(done, 10));
    readingSay("a dropped receipt goes where receipts go", field.value.startsWith("civiclot-receipt"),
        true);
    field.value = "";
}

function readingHint(names) {
    return pageHint(names.map((name) => ({name: name.replace(/\/$/, ""), bytes: new Uint8Array(0),
        directory: name.endsWith("/")}))) || "none";
}

function readingOfHints() {
    readingSay("the warning of old browsers is gone", document.getElementById("unready").hidden, true);
    readingSay("the organisers' result is not taken for the published folder",
        readingHint(["assembly.civiclot", "selected.csv", "lottery.csv", "publish/"])
            .includes("personal data"), true);
    readingSay("a folder around the folder is told", readingHint(["publish/"]).includes("publish"), true);
    readingSay("some of the files are not taken for all", readingHint(["draw.txt"])
        .includes("only some of the published files"), true);
    readingSay("nothing at all is told", readingHint([]).startsWith("Nothing was in it"), true);
    readingSay("a folder that says who gets a letter is told, and is not called false",
        [readingHint(["invitation.txt", "final.txt"]).startsWith("This is an invitation"),
            isFolder([{name: "invitation.txt"}, {name: "final.txt"}])], [true, false]);
    readingSay("the organisers' letters are not taken for the published folder",
        readingHint(["keep.txt", "list.bin", "publish/"]).includes("people's addresses"), true);
    readingSay("a published folder needs no hint", readingHint(["process.txt", "selected.csv"]), "none");
}

async function readingOfFields() {
    const hex = "0123456789abcdef".repeat(4);
    readingSay("several digests are known, in any case and with any space between them",
        pageReadGiven(" " + hex.toUpperCase() + "\n" + hex + ",", "", "").known, [hex, hex]);
    readingSay("a digest that is cut short is no verdict on the folder",
        Object.keys(pageReadGiven(hex.slice(1), "", "").wrong), ["known"]);
    readingSay("a key that cannot be one is no verdict on the folder",
        Object.keys(pageReadGiven("", "RWabc", "").wrong), ["key"]);
    document.getElementById("known").value = "abc";
    const answer = await pageTake(Promise.resolve([{name: "process.txt", bytes: new Uint8Array(0),
        directory: false}]));
    readingSay("nothing is checked while a field is wrong",
        [answer, document.getElementById("known-wrong").textContent !== "",
            document.getElementById("result").hidden], [null, true, true]);
    document.getElementById("known").value = "";
}

async function readingOfOrder() {
    let finish = null;
    const slow = pageTake(new Promise((done) => { finish = done; }));
    const quick = await pageTake(Promise.resolve([]));
    finish([{name: "draw.txt", bytes: new Uint8Array(0), directory: false}]);
    readingSay("what was given last is shown, though something given before comes later",
        [quick !== null, await slow, document.getElementById("result-body").textContent
            .startsWith("Nothing was in it")], [true, null, true]);
    await pageTake(Promise.reject(new Error("the disk is gone")));
    readingSay("a folder that cannot be read is not called false",
        [document.getElementById("headline").textContent,
            document.getElementById("result").classList.contains("failed")], ["Nothing was checked.", false]);
}

function readingOfMarkup() {
    const element = pageMake("p", {}, "<b>bold</b>");
    let refused = false;
    try {
        element.innerHTML = "<b>bold</b>";
    } catch (error) {
        refused = true;
    }
    readingSay("text of a folder never becomes markup", [element.children.length, refused], [0, true]);
    readingSay("what has words read in another order is written out", pageMake("p", {},
        "a\u202eb\u2066c\u009b").textContent, "a\\u202eb\\u2066c\\u009b");
}

(async function () {
    const hold = document.body.appendChild(document.createElement("iframe"));
    hold.contentDocument.open();
    try {
        await readingOfFolders();
        await readingOfReplacements();
        await readingOfDrops();
        readingOfHints();
        await readingOfFields();
        await readingOfOrder();
        readingOfMarkup();
    } catch (error) {
        readingResults.push("result " + readingEncode("the script runs to its end: " + error.stack));
    }
    document.body.replaceChildren(document.createElement("pre"));
    document.body.firstChild.textContent = "\n" + readingResults.join("\n") + "\n";
    hold.remove();
})();
