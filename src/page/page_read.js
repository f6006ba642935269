/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading what was dropped or chosen: every entry of the folder, and hints where it is another thing.
 *
 *   R1  every entry reaches the verifier, by its name, those that do not belong there too;
 *   R2  so does what is in replace/N, by the name replace/N/NAME; what is in any other folder inside
 *       does not: that it is there is enough to fail;
 *   R3  bytes are read of files that belong there only, so that no stray video fills the memory.
 */

/* More entries than this are no published folder, and are not listed to their end. */
const pageEntriesMost = 2000;

/* Is it a folder of which the files belong to the whole? path: from the published folder on. */
function pageBelongs(path) {
    return /^replace(\/[1-9][0-9]{0,8})?$/.test(path);
}

/* name: a path from the published folder on. */
async function pageReadFile(name, file) {
    const path = name.split("/");
    const within = path.length === 1 || (path.length === 3 && pageBelongs(path.slice(0, 2).join("/")));
    const wanted = within && FILES_ALL.includes(path.at(-1));
    const bytes = wanted ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array(0);
    return {name, bytes, directory: false};
}

/*
 * What lies in a drop, of whichever kind the browser has it: {name, directory, list(), file()}.
 * Chromium cannot read an entry where the page itself is a file, as it is for most who use it; a
 * handle it can. Other browsers have entries only.
 */

function pageOfFile(file) {
    return {name: file.name, directory: false, file: async () => file};
}

function pageOfHandle(handle) {
    return {name: handle.name, directory: handle.kind === "directory", file: () => handle.getFile(),
        list: async () => {
            const things = [];
            for await (const [, child] of handle.entries()) {
                if (things.push(pageOfHandle(child)) > pageEntriesMost)
                    break;
            }
            return things;
        }};
}

/* A directory's reader hands its entries out in batches; an empty one is the end. */
async function pageListEntries(directory) {
    const reader = directory.createReader();
    const things = [];
    while (things.length <= pageEntriesMost) {
        const batch = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (batch.length === 0)
            break;
        things.push(...batch.map(pageOfEntry));
    }
    return things;
}

function pageOfEntry(entry) {
    return {name: entry.name, directory: entry.isDirectory, list: () => pageListEntries(entry),
        file: () => new Promise((done, failed) => entry.file(done, failed))};
}

/* before: the path of the folder in which they lie, with its slash, or nothing. */
async function pageReadThings(things, before = "") {
    const files = [];
    if (before && things.length > pageEntriesMost)
        throw new Error(before + " holds more than " + pageEntriesMost + " entries.");
    for (const thing of things) {
        const name = before + thing.name;
        if (!thing.directory) {
            files.push(await pageReadFile(name, await thing.file()));
            continue;
        }
        files.push({name, bytes: new Uint8Array(0), directory: true});
        if (pageBelongs(name))
            files.push(...await pageReadThings(await thing.list(), name + "/"));
    }
    return files;
}

/* One folder alone is opened; several things together are taken as they lie. */
async function pageReadDropped(things) {
    const alone = things.length === 1 && things[0].directory;
    return pageReadThings(alone ? await things[0].list() : things);
}

/* A file is best read as such: an entry of it fails where the page is a file. */
async function pageOfItem(asked, entry, file) {
    const handle = await asked;
    if (handle && handle.kind === "directory")
        return pageOfHandle(handle);
    if (entry && entry.isDirectory)
        return pageOfEntry(entry);
    return file ? pageOfFile(file) : null;
}

/* What a drop holds. Items must be asked before anything is awaited: afterwards they are gone. */
async function pageDropped(transfer) {
    const asked = [...transfer.items].filter((item) => item.kind === "file").map((item) => pageOfItem(
        item.getAsFileSystemHandle ? item.getAsFileSystemHandle().catch(() => null) : null,
        item.webkitGetAsEntry ? item.webkitGetAsEntry() : null, item.getAsFile()));
    return pageReadDropped((await Promise.all(asked)).filter((thing) => thing !== null));
}

/* Of a file in a folder inside: the path of the first of its folders that is not read, or null. */
function pageStray(names) {
    for (let depth = 1; depth < names.length; depth++) {
        if (!pageBelongs(names.slice(0, depth).join("/")))
            return names.slice(0, depth).join("/");
    }
    return null;
}

/* Of an <input>: a chosen folder's own name stands before every path; a longer one is a folder inside. */
async function pageChosen(list) {
    const files = [], inside = new Set();
    for (const file of list) {
        const path = (file.webkitRelativePath || file.name).split("/");
        const names = path.length > 1 ? path.slice(1) : path;
        const stray = pageStray(names);
        if (stray === null)
            files.push(await pageReadFile(names.join("/"), file));
        else
            inside.add(stray);
    }
    for (const name of inside)
        files.push({name, bytes: new Uint8Array(0), directory: true});
    return files;
}

/* What to do where this is not the published folder, or null. Each hint is of a thing that happens. */
function pageHint(files) {
    const has = (name) => files.some((file) => file.name === name);
    const ends = (end) => files.some((file) => file.name.toLowerCase().endsWith(end));
    if (has("invitation.txt") && !has("process.txt"))
        return "This is an invitation: it says which addresses get a letter. This page checks draws of " +
            "panels alone; the program civiclot-verify checks this folder.";
    if (has("process.txt") || has("final.txt") || has("callup.txt"))
        return null;
    if (has("list.bin") || has("letters.csv"))
        return "This is the organisers' own part of an invitation, with people's addresses. The " +
            "published folder is the one inside it, named publish. If you are not the organiser and " +
            "were given this, tell them. (Nothing of it has left your device.)";
    if (has("assembly.civiclot") || has("selected.csv") || has("chances.csv"))
        return "This is the organisers' whole result, with people's names and answers. The published " +
            "folder is the one inside it, named publish: give that one. If you are not the organiser " +
            "and were given this, tell them: it holds personal data. (Nothing of it has left your device.)";
    if (files.length === 0)
        return "Nothing was in it. Give the folder that holds process.txt and final.txt.";
    if (ends(".zip") || ends(".gz") || ends(".tar") || ends(".7z") || ends(".rar"))
        return "This is a packed folder. Unpack it first (on most computers: double click), then give " +
            "the folder that comes out.";
    const folders = files.filter((file) => file.directory);
    if (folders.length > 0 && folders.length === files.filter((file) => file.name[0] !== ".").length)
        return "There is only " + (folders.length === 1 ? "the folder " + shorten(folders[0].name)
            : folders.length + " folders") + " in this folder. Open it, and give the one that holds " +
            "process.txt.";
    if (has("openings.csv") || has("draw.txt") || has("lottery.csv") || has("manifest.txt"))
        return "These are only some of the published files. Give the whole folder, or choose all of " +
            "its files at once.";
    return "This is not a published folder: that one holds process.txt and final.txt. It may lie " +
        "beside or inside what you gave.";
}

/* Where a folder failed for a reason that has nothing to do with cheating; or null. */
function pageInnocent(files) {
    const names = files.map((file) => file.name.split("/").at(-1));
    const system = names.filter((name) => [".DS_Store", "Thumbs.db", "desktop.ini", ".directory"]
        .includes(name) || name.startsWith("._"));
    if (system.length > 0)
        return shorten(system[0]) + " is a file that your computer made on its own. Copy the " +
            "published files into a fresh folder without it, and give that one.";
    if (files.some((file) => file.name.endsWith(".html")))
        return "There is a page among the files. It does not belong to them: a page that came with the " +
            "folder cannot be trusted. Take it out, and check the files with a page from elsewhere.";
    if (files.some((file) => file.name.endsWith(".csv") && file.bytes.includes(13)))
        return "Some files have the line ends of Windows, which the published ones never have: a program " +
            "changed them on the way (an editor, a spreadsheet, git). Download the folder again.";
    return null;
}

/*
 * What was typed: {known, publicKey, receipt} for the verifier, and {wrong: {field: words}} where
 * it cannot be what is asked for.
 */
function pageReadGiven(knownText, keyText, receiptText) {
    const wrong = {};
    const known = knownText.toLowerCase().split(/[\s,;]+/).filter((word) => word !== "");
    const bad = known.find((word) => !/^[0-9a-f]{64}$/.test(word));
    if (bad !== undefined)
        wrong.known = "'" + shorten(bad) + "' has " + bad.length + " characters" +
            (bad.length === 64 ? ", not all of them 0 to 9 or a to f" : "; it must have 64 digits") +
            ". Compare it with what you were given.";
    /* minisign's own key files have a comment before the key */
    const key = keyText.split(/\n/).filter((line) => !line.startsWith("untrusted comment:"))
        .join("").trim();
    if (key !== "" && !/^RW[A-Za-z0-9+/]{54}$/.test(key))
        wrong.key = "A public key has 56 characters and begins with RW; this has " + key.length + ".";
    let receipt = null;
    if (receiptText.trim() !== "") {
        if (!receiptText.trimStart().startsWith("civiclot-receipt:"))
            wrong.receipt = "A receipt begins with the line 'civiclot-receipt: 1'. Paste all of it.";
        receipt = new TextEncoder().encode(receiptText.replace(/\r\n/g, "\n").trim() + "\n");
    }
    return {known, publicKey: key === "" ? null : key, receipt, wrong};
}
