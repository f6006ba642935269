/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The draw, step by step, with the numbers themselves; then the panel and its quotas.
 *
 * Only of a folder that was verified: all of its facts are there.
 */

function pageStep(title, parts) {
    return pageMake("li", {}, [pageMake("h3", {}, title), ...parts]);
}

function pageLine(text) {
    return pageMake("p", {class: "number"}, text);
}

function pageText(text) {
    return pageMake("p", {}, text);
}

function pageSourceWords(source) {
    const rest = source.name.slice(source.kind.length + 1);
    const words = {
        "dice": "Dice, thrown " + rest + " times",
        "beacon": "A public beacon: " + rest.replace(/:([0-9]+)$/, ", round $1"),
        "text": "A public value: " + rest,
        "contribution": "A contribution of " + rest.replace(/:[0-9a-f]{64}$/, ""),
        "operator": "A random number of the organisers' own",
        "by-hand": "A ticket, drawn by hand before witnesses",
    };
    return words[source.kind] || source.name;
}

function pageSourceSteps(sources) {
    return sources.map((source) => pageStep(pageSourceWords(source), [pageLine(source.value),
        source.nonce ? pageMake("p", {class: "note"}, "It was committed to beforehand. Its nonce: " +
            source.nonce) : null]));
}

/* How one hash became a ticket, or why it was passed over. */
function pageHashStep(hash, facts) {
    const tickets = BigInt(facts.process.tickets);
    const parts = [pageText("SHA-256 of M, the seed and the counter " + hash.i + " is"),
        pageLine(hash.h), pageText("Its first 16 digits, as a number, are"), pageLine(pageNumber(hash.u))];
    if (!hash.accepted) {
        parts.push(pageText("That is too large: numbers from " + pageNumber(facts.bound) + " on are " +
            "passed over, as they would favour some tickets. So the counter goes up by one."));
        return pageStep("A hash that is passed over", parts);
    }
    parts.push(pageText("Divided by the number of tickets, it leaves a remainder: the ticket."),
        pageLine(pageNumber(hash.u) + " = " + pageNumber(hash.u / tickets) + " × " +
            pageNumber(tickets) + " + " + pageNumber(hash.u % tickets)));
    return pageStep("The hash, and the remainder", parts);
}

/* Ids of a replacement's parts end with its number. */
function pageId(id, number) {
    return number > 0 ? id + "-" + number : id;
}

function pagePids(pids, number) {
    return pageMake("ul", {class: "pids", id: pageId("drawn-panel", number)},
        pids.map((pid) => pageMake("li", {}, pid)));
}

function pagePanelStep(facts, number) {
    const row = facts.row;
    return pageStep("The panel that it draws", [
        pageText((row.first === row.last ? "Ticket " + pageNumber(row.first) + " draws" : "Tickets " +
            pageNumber(row.first) + " to " + pageNumber(row.last) + " draw") + " these people (row " +
            pageNumber(row.row + 1) + " of " + pageNumber(facts.rows) + " in lottery.csv). They are named by their pseudonyms:"),
        pagePids(facts.panel, number)]);
}

function pageSteps(facts, number) {
    const byHand = facts.sources.length === 1 && facts.sources[0].kind === "by-hand";
    const steps = [pageStep("M: the lottery, fixed", [
        pageText("Pool, quotas and every panel with its tickets, all in one number:"), pageLine(facts.M)])];
    steps.push(...pageSourceSteps(facts.sources));
    if (!byHand) {
        steps.push(pageStep("The seed", [pageText("SHA-256 of M and " + (facts.sources.length > 1 ?
            "these values, in this order, is" : "this value is")), pageLine(facts.seed)]));
        steps.push(...facts.hashes.map((hash) => pageHashStep(hash, facts)));
    }
    steps.push(pageStep("The ticket", [pageMake("p", {class: "big"}, pageNumber(facts.ticket)),
        pageMake("p", {class: "note"}, "out of " + pageNumber(facts.process.tickets) +
            ", numbered from 0")]));
    steps.push(pagePanelStep(facts, number));
    if (facts.reserves)
        steps.push(pageReserveStep(facts));
    return pageMake("ol", {class: "steps", id: pageId("steps", number)}, steps);
}

/* Seats of a panel by feature and value; null where no answers were published. */
function pageTally(facts, panel, valuesOf) {
    const tally = facts.features.map(() => new Map());
    for (const pid of panel) {
        const values = valuesOf(pid);
        if (!values)
            return null;
        values.forEach((value, i) => tally[i].set(value, (tally[i].get(value) || 0) + 1));
    }
    return tally;
}

/* facts: whose quotas; others of a call-up: its panel, and whose openings tell its values. */
function pageQuotaTable(facts, number, panel = facts.panel, valuesOf = facts.valuesOf) {
    const tally = pageTally(facts, panel, valuesOf);
    if (!tally)
        return null;
    const rows = [];
    facts.features.forEach((feature, i) => {
        rows.push(pageMake("tr", {}, pageMake("th", {class: "feature", colspan: "4", scope: "colgroup"},
            feature)));
        for (const quota of facts.quotas.filter((quota) => quota.feature === feature))
            rows.push(pageMake("tr", {}, [pageMake("th", {scope: "row"}, quota.value),
                pageMake("td", {class: "drawn"}, String(tally[i].get(quota.value) || 0)),
                pageMake("td", {}, String(quota.min)), pageMake("td", {}, String(quota.max))]));
    });
    const called = panel !== facts.panel;
    const head = ["Answer", called ? "Seats held" : "Seats drawn", "At least", "At most"].map((words) =>
        pageMake("th", {scope: "col"}, words));
    return pageMake("table", {id: pageId("quotas", number)}, [
        pageMake("caption", {}, "How many of the " + (called ? "" : "drawn ") + "panel gave each answer, " +
            "and what the quotas ask"),
        pageMake("thead", {}, pageMake("tr", {}, head)), pageMake("tbody", {}, rows)]);
}

/* Everything below the checks. */
function pageStory(folders) {
    const {facts} = folders[0];
    const parts = [];
    const test = facts.process.draw === "test";
    if (facts.drawn) {
        parts.push(pageMake("h2", {}, test ? "The test draw, step by step" : "The draw, step by step"),
            pageSteps(facts, 0));
        const table = pageQuotaTable(facts, 0);
        if (table)
            parts.push(pageMake("h2", {}, "The panel and the quotas"), table);
    } else {
        parts.push(pageMake("h2", {}, "Before the draw"), pageText("The lottery is fixed, and nobody is " +
            "drawn yet. Write M down, or keep a copy of this folder: after the draw, give M to this " +
            "page together with the folder, and nobody can have changed anything in between."),
            pageLine(facts.M));
    }
    for (const folder of folders.slice(1))
        parts.push(...(folder.calls ? pageCallStory(folders, folder)
            : pageReplacedStory(folder, folder === folders.at(-1))));
    parts.push(...pageFind(folders));
    return parts;
}
