/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page at work: what is given is read, checked and shown.
 *
 *   P1  what was given last is what is shown: an older check that ends later is thrown away;
 *   P2  nothing is checked while a field holds what cannot be meant.
 */

const pageState = {files: null, run: 0};

function pageElement(id) {
    return document.getElementById(id);
}

/* The fields, or null with words beside those that are wrong. */
function pageGiven() {
    const given = pageReadGiven(pageElement("known").value, pageElement("public-key").value,
        pageElement("receipt").value);
    for (const field of ["known", "key", "receipt"])
        pageElement(field + "-wrong").textContent = given.wrong[field] || "";
    if (Object.keys(given.wrong).length === 0)
        return given;
    pageElement({known: "known", key: "public-key", receipt: "receipt"}[Object.keys(given.wrong)[0]])
        .focus();
    return null;
}

function pageSay(words) {
    pageElement("progress").textContent = words;
}

/* So that what was said is painted before the next long sum. */
function pageBreathe() {
    return new Promise((done) => setTimeout(done, 0));
}

function pageClear() {
    pageElement("result").hidden = true;
    pageElement("story").hidden = true;
    pageTestMark(false);
}

/* A fault of this page, or a file that cannot be read: never taken for a verdict on the folder. */
function pageBroke(error) {
    pageClear();
    pageSay("");
    pageElement("result").hidden = false;
    pageElement("result").classList.remove("failed");
    pageElement("headline").textContent = "Nothing was checked.";
    pageElement("result-body").replaceChildren(pageCallout("", null, ["This page could not read the " +
        "folder, or met a fault of its own: " + error.message, "Try the button 'Choose the folder' " +
        "instead of dragging, or another browser, or the program civiclot-verify."]));
}

/* Check files and show the result, which is returned; null where P1 or P2 came between. */
async function pageCheck(files, run) {
    const given = pageGiven();
    pageState.files = files;
    pageElement("again").hidden = false;
    if (given === null) {
        pageSay("Mend the field below first, then check again.");
        return null;
    }
    pageSay("Checking ...");
    await pageBreathe();
    const result = await verifyFolder(files, {known: given.known, publicKey: given.publicKey,
        receipt: given.receipt, progress: (id) => {
            if (run === pageState.run)
                pageSay("Checking: " + pageQuestion(id)[0]);
        }});
    if (run !== pageState.run)
        return null;
    pageSay("");
    pageShow(result, files);
    return result;
}

/* reading: a promise of files. Every way to give a folder ends here. */
async function pageTake(reading) {
    const run = ++pageState.run;
    pageClear();
    pageSay("Reading ...");
    try {
        const files = await reading;
        return run === pageState.run ? await pageCheck(files, run) : null;
    } catch (error) {
        if (run === pageState.run)
            pageBroke(error);
        return null;
    }
}

/* One dropped or chosen receipt goes where receipts go. */
async function pageTakeReceipt(file) {
    if (file.size > 1000000)
        return false;
    const text = await file.text();
    if (!text.startsWith("civiclot-receipt:"))
        return false;
    pageElement("receipt").value = text;
    pageElement("receipt-wrong").textContent = "";
    return true;
}

async function pageDrop(event) {
    event.preventDefault();
    pageElement("drop").classList.remove("over");
    const single = event.dataTransfer.files.length === 1 ? event.dataTransfer.files[0] : null;
    const reading = pageDropped(event.dataTransfer);
    /* a folder cannot be read as a file: then it is no receipt */
    if (single && await pageTakeReceipt(single).catch(() => false)) {
        pageSay("That is a receipt: it was put into the field below.");
        return pageState.files ? pageTake(pageState.files) : null;
    }
    return pageTake(reading);
}

async function pageReceiptChosen(event) {
    const file = event.target.files[0];
    if (file && !await pageTakeReceipt(file).catch(() => false))
        pageElement("receipt-wrong").textContent = "This file is no receipt: a receipt begins with " +
            "the line 'civiclot-receipt: 1'.";
    event.target.value = "";
}

function pageStart() {
    /* it stands there where no script runs, or a browser too old for these */
    pageElement("unready").hidden = true;
    const over = (on) => (event) => {
        event.preventDefault();
        pageElement("drop").classList.toggle("over", on);
    };
    /* the whole window takes a drop: a folder beside the frame would otherwise replace the page */
    window.addEventListener("dragover", over(true));
    window.addEventListener("dragleave", over(false));
    window.addEventListener("drop", pageDrop);
    for (const id of ["pick-folder", "pick-files"]) {
        pageElement(id).addEventListener("change", (event) => {
            const chosen = pageChosen([...event.target.files]);
            event.target.value = "";
            return pageTake(chosen);
        });
    }
    pageElement("pick-receipt").addEventListener("change", pageReceiptChosen);
    pageElement("again").addEventListener("click", () => pageTake(pageState.files));
}

pageStart();
