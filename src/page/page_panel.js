/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The panel as it is now, after all replacements and call-ups: who is on it, since which, and who
 * withdrew.
 *
 * Only of a folder that was verified, and has replacements or call-ups.
 */

function pageFolderName({number, calls}) {
    return number === 0 ? "The first draw" : (calls ? "Call-up " : "Replacement ") + number;
}

function pageSinceWords({number, calls}) {
    return number === 0 ? "the first draw" : (calls ? "call-up " : "replacement ") + number;
}

/* The panel that a folder leaves, or null: it was not drawn. */
function pagePanelOf({facts}) {
    return facts.call ? facts.call.panel : facts.panel;
}

/* The newest folder that left a panel. */
function pageNewest(folders) {
    return folders.findLast((folder) => pagePanelOf(folder) !== null);
}

/* The folder by which someone came on the panel: they stayed in all that came behind. */
function pageSince(folders, pid) {
    return folders.find((folder) => pagePanelOf(folder) && pagePanelOf(folder).includes(pid));
}

/*
 * Who withdrew, in the order of the folders: {pid, reason, seated, folder}. An attempt that was given
 * up settles nothing: whoever withdrew stands in the next one again.
 */
function pageLeft(folders) {
    return folders.filter((folder) => folder.facts.standing &&
        (pagePanelOf(folder) || folder === folders.at(-1))).flatMap((folder) =>
        folder.facts.standing.left.map((person) => ({...person, folder})));
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
    const rows = left.map(({pid, reason, seated, folder}) => pageMake("tr", {}, [
        pageMake("th", {scope: "row", class: "pid"}, pid), pageMake("td", {class: "reason"}, reason),
        pageMake("td", {}, seated ? "yes" : "no"), pageMake("td", {}, pageSinceWords(folder))]));
    return pageMake("table", {id: "left", class: "words"}, [
        pageMake("caption", {}, "Who withdrew. Whoever stands here against their will can object: " +
            "the reason is what the organisers wrote."),
        pageMake("thead", {}, pageMake("tr", {}, head)), pageMake("tbody", {}, rows)]);
}

function pagePanelNow(folders) {
    const newest = pageNewest(folders);
    const open = newest.number < folders.length - 1;
    const left = pageLeft(folders);
    const vacant = newest.facts.call ? newest.facts.call.vacant : 0;
    const all = folders.slice(1);
    const what = all.every(({calls}) => calls) ? "call-ups" : all.some(({calls}) => calls)
        ? "replacements and call-ups" : "replacements";
    const words = open ? "A replacement is announced and not drawn yet. Until it is, the panel is " +
        "that of " + pageSinceWords(newest) + ", without those who withdrew since:"
        : "These people are on the panel after all " + what + ", by their pseudonyms" +
            (vacant > 0 ? "; " + pageCount(vacant, "seat is", "seats are") + " vacant:" : ":");
    return pageMake("section", {id: "now", "aria-labelledby": "now-title"}, [
        pageMake("h3", {id: "now-title"}, "The panel now"), pageText(words),
        pageMake("ul", {class: "members"}, [...pagePanelOf(newest)].sort().map((pid) =>
            pageMember(folders, pid, left.filter(({folder}) => folder.number > newest.number)))),
        pageLeftTable(left)]);
}

/* Is somebody on the panel now? In words. */
function pageNowWords(folders, pid) {
    const gone = pageLeft(folders).find((person) => person.pid === pid);
    if (gone)
        return "No: withdrew, as " + pageSinceWords(gone.folder) + " says, for the reason " + gone.reason +
            (gone.seated ? "." : ". They had not been on the panel.");
    if (pagePanelOf(pageNewest(folders)).includes(pid))
        return "Yes, since " + pageSinceWords(pageSince(folders, pid)) + ".";
    const reserve = pageReserveWords(folders, pid);
    return reserve ? "No, but in reserve: " + reserve + "." : "No: no draw drew them.";
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
    const reserve = facts.reserves ? facts.reserves.indexOf(pid) + 1 : 0;
    return (facts.panel.includes(pid) ? "Drawn, by ticket " : "Not drawn: it was ticket ") +
        pageNumber(facts.ticket) + ". " + held + (reserve > 0 ? " In reserve since: number " + reserve +
            " of " + facts.reserves.length + "." : "");
}

/* Of one replacement, below the checks: its draw. */
function pageReplacedStory(folder, isLast) {
    const {number, facts} = folder;
    const name = pageFolderName(folder);
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
