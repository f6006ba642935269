/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Showing a result: headline, counts, and the checks one after the other.
 *
 * Whatever comes from the folder enters the page as text, never as markup: pageMake is the only way
 * in, and the page's security policy refuses any other.
 */

/*
 * Text with its hidden characters written out: a title may not have the page's own words read in
 * another order, nor a line look empty.
 */
function pageClean(text) {
    return text.replace(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, (character) =>
        "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0"));
}

/* An element; content: a text, an element, or a list of these; nothing for null. */
function pageMake(tag, attributes, content) {
    const element = document.createElement(tag);
    for (const name in attributes)
        element.setAttribute(name, attributes[name]);
    for (const part of Array.isArray(content) ? content.flat() : [content]) {
        if (part !== null && part !== undefined)
            element.append(typeof part === "string" ? pageClean(part) : part);
    }
    return element;
}

function pageBadge(verdict) {
    return pageMake("span", {class: "verdict " + pageVerdictClass(verdict)}, verdict);
}

function pageCallout(kind, title, words) {
    return pageMake("div", {class: "callout " + kind},
        [title ? pageMake("h3", {}, title) : null, words.map((text) => pageMake("p", {}, text))]);
}

/* 12,345 for 12345; of a number or a BigInt. */
function pageNumber(value) {
    return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

function pageCount(count, one, several) {
    return pageNumber(count) + " " + (count.toString() === "1" ? one : several);
}

/* A share of whole, in per cent with two digits, rounded down. Whole numbers only. */
function pagePercent(part, whole) {
    const hundredths = BigInt(part) * 10000n / BigInt(whole);
    const digits = hundredths.toString().padStart(3, "0");
    return digits.slice(0, -2) + "." + digits.slice(-2) + " %";
}

function pageTiles(statements) {
    const counts = pageCounts(statements);
    return pageMake("dl", {class: "tiles", id: "tiles"}, Object.keys(counts).map((verdict) =>
        pageMake("div", {class: pageVerdictClass(verdict)},
            [pageMake("dt", {}, pageBadge(verdict)), pageMake("dd", {}, String(counts[verdict]))])));
}

function pageCheckRow({id, verdict, text}, folder, step) {
    const [question, meaning] = pageQuestion(id, folder);
    return pageMake("li", {"data-statement": id, "data-verdict": verdict, style: "--step: " + step},
        [pageMake("div", {}, pageBadge(verdict)), pageMake("p", {class: "question"}, question),
            pageMake("p", {class: "answer"}, text),
            meaning ? pageMake("p", {class: "meaning note"}, meaning) : null]);
}

/* The checks of each folder, under its name where there are several. */
function pageChecks(result) {
    const {failure, folders} = result;
    let step = 0;
    return folders.flatMap((folder) => {
        const {number, statements} = folder;
        const rows = statements.map((said) => pageCheckRow(said, folder, step++));
        if (failure && failure.number === number)
            rows.push(pageCheckRow({id: failure.statement, verdict: "FAILED", text: failure.text},
                folder, step++));
        return [folders.length > 1 ? pageMake("h3", {class: "folder"}, [pageFolderName(folder),
            number > 0 ? pageMake("span", {class: "note"}, " in replace/" + number) : null]) : null,
            pageMake("ol", {class: "checks", id: pageId("checks", number)}, rows)];
    });
}

/* What failed stands first, and what to do about it. */
function pageFailure(result, files) {
    const innocent = pageInnocent(files);
    const key = document.getElementById("public-key").value !== "";
    const mine = {known: "the number you typed", receipt: "the receipt you gave",
        signature: key ? "the key you typed" : null}[result.failure.statement];
    const words = [result.failure.text];
    if (innocent)
        words.push(innocent);
    else if (mine)
        words.push("First compare " + mine + " with what you were given: one wrong digit is enough. If " +
            "it is right, this folder is not the one it belongs to.");
    words.push("A broken download or a program that \"repaired\" a file does this too. Get the folder " +
        "again; if it fails again, ask the organisers and show them this page.");
    const {statement, number} = result.failure;
    const folder = result.folders[number];
    return pageCallout("failed", (number > 0 ? "FAILED in " + pageSinceWords(folder) : "FAILED") + ": " +
        pageQuestion(statement, folder)[0], words);
}

function pageTestMark(on) {
    document.body.classList.toggle("test", on);
    document.getElementById("test-bar").hidden = !on;
}

/* Put a result on the page. */
function pageShow(result, files) {
    const facts = result.folders.length > 0 ? result.folders[0].facts : {};
    const section = document.getElementById("result");
    const body = document.getElementById("result-body");
    const story = document.getElementById("story");
    section.hidden = false;
    section.classList.toggle("failed", result.failure !== null);
    document.getElementById("headline").textContent = pageHeadline(result);
    pageTestMark(Boolean(facts.process && facts.process.draw === "test"));
    body.replaceChildren();
    story.replaceChildren();
    if (result.failure)
        body.append(pageFailure(result, files));
    else if (!result.verified)
        body.append(pageCallout("", null, [pageHint(files) || pageOther(files)]));
    if (facts.process)
        body.append(pageAbout(result.folders));
    if (result.statements.length > 0 && !result.failure)
        body.append(pageTiles(result.statements));
    if (result.verified && result.folders.length > 1)
        body.append(pagePanelNow(result.folders));
    if (result.verified)
        body.append(...pageInReserve(result.folders));
    body.append(...pageChecks(result).filter((part) => part !== null));
    if (result.verified)
        story.append(...pageStory(result.folders));
    story.hidden = !result.verified;
    document.getElementById("headline").focus();
}

/* process.txt is there, but it is of another version or no such file at all. */
function pageOther(files) {
    const process = files.find((file) => file.name === "process.txt");
    const words = process ? new TextDecoder().decode(process.bytes.subarray(0, 40)) : "";
    const version = /^civiclot-process: (\d{1,9})\n/.exec(words);
    if ((version && ["3", "5"].includes(version[1])) || hasFile(files, "callup.txt"))
        return "This is the folder of a " + (version ? "replacement" : "call-up") + ". Give the folder of " +
            "the first draw: it is the one that holds process.txt and the folder replace, in which this " +
            "one lies.";
    if (version)
        return "This folder is written in version " + version[1] + " of the format; this page reads " +
            "versions 2 and 4. Get the page that belongs to the program that made the folder.";
    return "The file process.txt is not as civiclot writes it, so that there is nothing to check.";
}

function pageAbout(folders) {
    const {facts} = folders[0];
    const process = facts.process;
    const rows = [["Draw", process.title], ["Process", pageMake("code", {}, process.process)],
        ["Attempt", String(process.attempt)],
        ["Seats", pageNumber(process.seats) + ", out of a pool of " + pageNumber(process.pool)],
        process.reserves ? ["Reserves", pageCount(process.reserves.count, "person", "people") +
            " at most, called up when members withdraw"] : null,
        ...folders.map((folder) => folder.facts.M ? [folder.number > 0 ? "M of " +
            pageSinceWords(folder) : "M", pageMake("code", {}, folder.facts.M)] : null)];
    return pageMake("dl", {class: "facts"}, rows.filter((row) => row !== null).map((row) =>
        [pageMake("dt", {}, row[0]), pageMake("dd", {}, row[1])]));
}
