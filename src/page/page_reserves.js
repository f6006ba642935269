/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reserves in words: who they are, who of them was called when and why, and one person's place.
 *
 * Only of a folder that was verified.
 */

function pageReserveStep(facts) {
    const {samples} = facts.process.reserves;
    return pageStep("The reserves", [facts.reserves.length === 0
        ? pageText("Nobody is left who could be a reserve.")
        : pageText("More numbers from the same seed draw them, in this order. They are chosen by " +
            pageCount(samples, "made-up case", "made-up cases") + " of who may leave: so that the panel " +
            "stays near its quotas when some of them are called up."),
        pageMake("ol", {class: "reserves"}, facts.reserves.map((pid) =>
            pageMake("li", {}, pageMake("span", {class: "pid"}, pid))))]);
}

/* The newest draw with the reserves who can be called by now, and what came behind it; or null. */
function pageReserveDraw(folders) {
    const draw = folders.findLast(({facts}) => facts.drawn);
    return draw && draw.facts.reserves ? draw : null;
}

/* What became of a reserve of the newest draw; the call-ups since, the newest last. */
function pageReserveState(folders, pid) {
    const draw = pageReserveDraw(folders);
    const calls = folders.filter(({calls, number}) => calls && number > draw.number);
    const by = calls.find(({facts}) => facts.call.called.includes(pid));
    const left = pageLeft(folders).find((person) => person.pid === pid);
    if (left)
        return (by ? "called up by " + pageSinceWords(by) + ", and withdrew" : "withdrew") + " (" +
            left.reason + ")";
    return by ? "called up by " + pageSinceWords(by) : "at hand";
}

/* Of somebody who is not on the panel: "number 2 of 5, at hand"; or null. */
function pageReserveWords(folders, pid) {
    const draw = pageReserveDraw(folders);
    const place = draw ? draw.facts.reserves.indexOf(pid) : -1;
    return place < 0 ? null : "number " + (place + 1) + " of " + draw.facts.reserves.length + ", " +
        pageReserveState(folders, pid);
}

/* Of one draw alone. */
function pageReserveOf(facts, pid) {
    const place = facts.reserves.indexOf(pid);
    return place >= 0 ? "Yes: number " + (place + 1) + " of " + facts.reserves.length + "."
        : facts.panel.includes(pid) ? "No: on the panel." : "No.";
}

/* Who is in reserve by now, in their order. */
function pageInReserve(folders) {
    const draw = pageReserveDraw(folders);
    if (!draw)
        return [];
    const rows = draw.facts.reserves.map((pid) => {
        const state = pageReserveState(folders, pid);
        return pageMake("li", state === "at hand" ? {} : {class: "past"}, [
            pageMake("span", {class: "pid"}, pid), pageMake("span", {class: "note"}, state)]);
    });
    const test = draw.facts.process.draw === "test";
    return [pageMake("section", {id: "in-reserve", "aria-labelledby": "in-reserve-title"}, [
        pageMake("h3", {id: "in-reserve-title"}, "In reserve"),
        pageText(test ? "A test draw: nobody is in reserve by it. In a real one these people would be " +
            "called up when members withdraw." : "These people, drawn with " + pageSinceWords(draw) +
            ", are called up when members withdraw, before anybody else is drawn. Who of them it is, " +
            "nobody chooses: those who leave the panel nearest to its quotas; of these the first in " +
            "this order."), pageMake("ol", {class: "reserves"}, rows)])];
}

/* What a call-up had for somebody. */
function pageCalledWords(folders, folder, pid) {
    const {facts} = folder;
    const {place, reason} = facts.standingOf(pid);
    if (place === KEPT)
        return "Stayed on the panel.";
    if (place === WITHDRAWN)
        return "Withdrew (" + reason + ").";
    if (facts.call.called.includes(pid))
        return "Called up.";
    const number = folders[facts.call.of].facts.reserves.indexOf(pid) + 1;
    return number > 0 ? "Not called: still at hand, as reserve number " + number + "."
        : "Not called: not in reserve.";
}

/* People with a few words about each. */
function pageTold(people) {
    return pageMake("ul", {class: "members"}, people.map(([pid, words]) => pageMake("li", {},
        [pageMake("span", {class: "pid"}, pid), pageMake("span", {class: "note"}, words)])));
}

/* Nothing is said here that was not checked. */
function pageCallReason({facts: {call}, statements}) {
    const off = call.deviation === 0 ? "meets every quota, and no seat is vacant."
        : "is " + pageCount(call.deviation, "seat", "seats") + " off its quotas, vacant seats counted in (" +
            pageNumber(call.vacant) + ").";
    if (!statements.some(({id, verdict}) => id === "called" && verdict === PROVEN))
        return "The organisers say that the panel then " + off + " Whether others would leave it nearer, " +
            "is not checked here.";
    return call.called.length === 0 ? "Nobody is called: each reserve at hand would take the panel " +
        "further from its quotas than an empty seat does. It " + off : "The panel then " + off + " No " +
        "others at hand would leave it nearer; where several would do as well, most seats are filled, " +
        "and the first in order are called.";
}

/* Of one call-up, below the checks: who left, who was at hand, who is called. */
function pageCallStory(folders, folder) {
    const {facts, number} = folder;
    const {call, standing} = facts;
    const draw = folders[call.of].facts;
    const numbered = (pid) => [pid, "reserve number " + (draw.reserves.indexOf(pid) + 1)];
    const table = pageQuotaTable(draw, number, call.panel, folders[0].facts.valuesOf);
    const steps = [pageStep("Who withdrew", [pageText("Since the panel before, by pseudonym and reason:"),
        pageTold(standing.left.map(({pid, reason, seated}) => [pid, reason + (seated ? ""
            : draw.reserves.includes(pid) ? "; was in reserve" : "; was not on the panel")]))]),
    pageStep("Who was at hand", [pageText("Reserves of " + pageSinceWords(folders[call.of]) + ", in their " +
        "order, without those who were called before or withdrew:"), pageTold(draw.reserves.filter((pid) =>
        call.called.includes(pid) || call.atHand.includes(pid)).map(numbered))]),
    pageStep("Who is called", [pageTold(call.called.map(numbered)), pageText(pageCallReason(folder))])];
    return [pageMake("h2", {}, pageFolderName(folder) + ", step by step"),
        pageMake("ol", {class: "steps", id: pageId("steps", number)}, steps),
        ...(table ? [pageMake("h3", {}, "The panel and its quotas"), table] : [])];
}
