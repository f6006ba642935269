/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The panel as it is now, after all replacements: who is on it, since which draw, and who withdrew.
 *
 * Only of a folder that was verified, and has replacements.
 */

function pageFolderName(number) {
    return number === 0 ? "The first draw" : "Replacement " + number;
}

function pageSinceWords(number) {
    return number === 0 ? "the first draw" : "replacement " + number;
}

/* The newest folder with a draw. */
function pageNewest(folders) {
    return folders.findLast(({facts}) => facts.drawn);
}

/* The folder that drew someone of the panel: they stayed in all that came behind. */
function pageSince(folders, pid) {
    return folders.find(({facts}) => facts.drawn && facts.panel.includes(pid)).number;
}

/*
 * Who withdrew, in the order of the folders: {pid, reason, seated, number}. An attempt that was given
 * up settles nothing: whoever withdrew stands in the next one again.
 */
function pageLeft(folders) {
    return folders.filter(({facts, number}) => facts.standing &&
        (facts.drawn || number === folders.length - 1)).flatMap(({facts, number}) =>
        facts.standing.left.map((person) => ({...person, number})));
}

function pageMember(folders, pid, left) {
    const gone = left.find((person) => person.pid === pid);
    const since = pageSince(folders, pid);
    return pageMake("li", gone ? {class: "gone"} : {}, [pageMake("span", {class: "pid"}, pid),
        pageMake("span", {class: "note"}, gone ? "withdrew; the place is open"
            : "since " + pageSinceWords(since))]);
}

function pageLeftTable(left) {
    const head = ["Withdrew", "Reason given", "Was on the panel", "Told in"].map((words) =>
        pageMake("th", {scope: "col"}, words));
    const rows = left.map(({pid, reason, seated, number}) => pageMake("tr", {}, [
        pageMake("th", {scope: "row", class: "pid"}, pid), pageMake("td", {class: "reason"}, reason),
        pageMake("td", {}, seated ? "yes" : "no"), pageMake("td", {}, pageSinceWords(number))]));
    return pageMake("table", {id: "left", class: "words"}, [
        pageMake("caption", {}, "Who withdrew. Whoever stands here against their will can object: " +
            "the reason is what the organisers wrote."),
        pageMake("thead", {}, pageMake("tr", {}, head)), pageMake("tbody", {}, rows)]);
}

function pagePanelNow(folders) {
    const newest = pageNewest(folders);
    const open = newest.number < folders.length - 1;
    const left = pageLeft(folders);
    const words = open ? "A replacement is announced and not drawn yet. Until it is, the panel is " +
        "that of " + pageSinceWords(newest.number) + ", without those who withdrew since:"
        : "These people are on the panel after all replacements, by their pseudonyms:";
    return pageMake("section", {id: "now", "aria-labelledby": "now-title"}, [
        pageMake("h3", {id: "now-title"}, "The panel now"), pageText(words),
        pageMake("ul", {class: "members"}, newest.facts.panel.map((pid) =>
            pageMember(folders, pid, left.filter(({number}) => number > newest.number)))),
        pageLeftTable(left)]);
}

/* Is somebody on the panel now? In words. */
function pageNowWords(folders, pid) {
    const gone = pageLeft(folders).find((person) => person.pid === pid);
    if (gone)
        return "No: withdrew, as " + pageSinceWords(gone.number) + " says, for the reason " + gone.reason +
            (gone.seated ? "." : ". They had not been on the panel.");
    return pageNewest(folders).facts.panel.includes(pid)
        ? "Yes, since " + pageSinceWords(pageSince(folders, pid)) + "." : "No: no draw drew them.";
}

/* What a replacement had for somebody; isLast: no folder comes behind. */
function pageReplacedWords(facts, pid, isLast) {
    const {place, reason} = facts.standingOf(pid);
    if (place === KEPT)
        return "Stayed on the panel: every ticket keeps them.";
    if (place === WITHDRAWN)
        return "Withdrew (" + reason + "): no ticket draws them.";
    const {count, ranges} = facts.ticketsOf(pid);
    const held = count === 0 ? "No ticket draws them." : pageNumber(count) + " of " +
        pageCount(facts.process.tickets, "ticket", "tickets") + " for them: " + pageRangeWords(ranges) + ".";
    if (!facts.drawn)
        return held + (isLast ? " There is no draw yet." : " It was given up, and never drawn.");
    return (facts.panel.includes(pid) ? "Drawn, by ticket " : "Not drawn: it was ticket ") +
        pageNumber(facts.ticket) + ". " + held;
}

/* Of one replacement, below the checks: its draw. */
function pageReplacedStory({number, facts}, isLast) {
    const name = pageFolderName(number);
    const kept = facts.standing.kept;
    const parts = [pageText(kept.length === 0 ? "Nobody of the panel before stays." : "Every panel of " +
        "this lottery seats the " + pageCount(kept.length, "person who stays.", "people who stay."))];
    if (!facts.drawn)
        return [pageMake("h2", {}, name + (isLast ? ", before its draw" : " was given up")), ...parts,
            pageText(isLast ? "Nobody is drawn yet. Write M down, or keep a copy of this folder." :
                "It was announced and never drawn. Ask the organisers why."), pageLine(facts.M)];
    const table = pageQuotaTable(facts, number);
    return [pageMake("h2", {}, name + ", step by step"), ...parts, pageSteps(facts, number),
        ...(table ? [pageMake("h3", {}, "Its panel and the quotas"), table] : [])];
}
