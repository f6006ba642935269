/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One person: their tickets, their chance, and whether they were drawn.
 *
 * Asked for by pseudonym, which a receipt tells. Nothing of it is kept.
 */

function pageChanceWords(facts, pid) {
    const chance = facts.chanceOf(pid);
    if (!chance)
        return null;
    return pagePercent(chance.numerator, chance.denominator) + " (" + pageNumber(chance.numerator) +
        " / " + pageNumber(chance.denominator) + "), by the published proof";
}

function pageRangeWords(ranges) {
    return ranges.map((range) => range.first === range.last ? pageNumber(range.first)
        : pageNumber(range.first) + " to " + pageNumber(range.last)).join(", ");
}

function pageDrawnWords(facts, pid) {
    if (!facts.drawn)
        return "There is no draw yet.";
    const test = facts.process.draw === "test" ? " (A test draw: it selects nobody.)" : "";
    return (facts.panel.includes(pid) ? "Yes: ticket " + pageNumber(facts.ticket) + " is one of these."
        : "No: ticket " + pageNumber(facts.ticket) + " is none of these.") + test;
}

function pagePerson(folders, pid) {
    const {facts} = folders[0];
    const replaced = folders.slice(1);
    const first = replaced.length > 0 ? " at first" : "";
    if (!/^[a-z2-7]{16}$/.test(pid))
        return pageCallout("", null, ["A pseudonym has 16 characters, a to z and 2 to 7. It stands in " +
            "the receipt, behind 'pid:'."]);
    if (!facts.pool.includes(pid))
        return pageCallout("", null, ["Nobody in this pool has this pseudonym."]);
    const tickets = facts.ticketsOf(pid);
    const whole = facts.process.tickets;
    const fair = pageChanceWords(facts, pid);
    const values = facts.valuesOf(pid);
    const rows = [["Pseudonym", pageMake("code", {}, pid)],
        replaced.length > 0 ? ["On the panel now", pageNowWords(folders, pid)] : null,
        ["Tickets" + first, pageNumber(tickets.count) + " of " + pageNumber(whole)],
        ["Chance" + first, pagePercent(tickets.count, whole) + " (" + pageNumber(tickets.count) + " / " +
            pageNumber(whole) + ")"],
        fair ? ["Fairest chance" + first, fair] : null,
        tickets.count > 0 ? ["Their numbers", pageRangeWords(tickets.ranges)] : null,
        ["Drawn" + first, pageDrawnWords(facts, pid)],
        facts.reserves ? ["In reserve" + first, pageReserveOf(facts, pid)] : null,
        ...replaced.map((folder) => [pageFolderName(folder), folder.calls
            ? pageCalledWords(folders, folder, pid)
            : pageReplacedWords(folder.facts, pid, folder === folders.at(-1))]),
        values ? ["Answers", facts.features.map((feature, i) => feature + ": " + values[i]).join("; ")]
            : null];
    return pageMake("dl", {class: "facts", id: "person"}, rows.filter((row) => row !== null)
        .map((row) => [pageMake("dt", {}, row[0]), pageMake("dd", {}, row[1])]));
}

function pageFind(folders) {
    const {facts} = folders[0];
    const input = pageMake("input", {type: "text", id: "pid", spellcheck: "false", autocomplete: "off",
        maxlength: "40"}, null);
    const answer = pageMake("div", {id: "person-answer", "aria-live": "polite"}, null);
    const show = () => answer.replaceChildren(pagePerson(folders, input.value.trim().toLowerCase()));
    const button = pageMake("button", {type: "button"}, "Find");
    button.addEventListener("click", show);
    input.addEventListener("keydown", (event) => {
        if (event.key === "Enter")
            show();
    });
    if (facts.receipt) {
        input.value = facts.receipt.pid;
        show();
    }
    return [pageMake("h2", {}, "Find my ticket numbers"),
        pageText("Which of the " + pageNumber(facts.process.tickets) + " tickets draw one person? Give " +
            "their pseudonym; it stands in the receipt. Whoever is on a panel holds its tickets."),
        pageMake("div", {class: "find"}, [pageMake("div", {}, [
            pageMake("label", {for: "pid"}, "Pseudonym"), input]), button]), answer];
}
