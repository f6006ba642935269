/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draw: seed.txt and draw.txt, and how ticket and panel follow from M and the values. */

function readSeedFile(v) {
    const lines = new Lines(v.files.get("seed.txt"), MEBIBYTE);
    lines.exactly("civiclot-seed", 1);
    for (const source of v.sources) {
        lines.exactly("source", source.name);
        source.value = lines.value("value");
        if (source.kind === "operator" || (source.kind === "contribution" && !isAbsent(source))) {
            source.nonce = readDigest(lines.value("nonce"), lines.where);
        }
    }
    v.seed = readDigest(lines.value("seed"), lines.where);
    lines.end();
}

function readDrawFile(v) {
    const lines = new Lines(v.files.get("draw.txt"));
    lines.exactly("civiclot-draw", 1);
    lines.exactly("attempt", v.process.attempt);
    lines.exactly("draw", v.process.draw);
    lines.exactly("purpose", "panel");
    const rejected = readNumber(lines.value("rejected"), lines.where);
    const ticket = readNumber(lines.value("ticket"), lines.where, v.process.tickets - 1);
    const panel = lines.value("panel");
    const most = v.process.tickets - 1;
    const range = panel.split("-").map((text) => readNumber(text, lines.where, most));
    if (range.length !== 2) fail(`${lines.where}: “${shorten(panel)}” is no range of tickets.`);
    v.draw = {rejected, ticket, panel, pids: readPeopleDrawn(v, lines)};
    v.seated = v.draw.pids;
    lines.end();
}

/* As many as there are seats, all in the pool, ascending. */
function readPeopleDrawn(v, lines) {
    const pids = [];
    while (pids.length < v.process.seats) {
        const pid = readPid(lines.value("pid"), lines.where);
        if (personOf(v, pid) < 0) fail(`${lines.where}: this is nobody in the pool.`);
        if (pids.length > 0 && pids.at(-1) >= pid) fail(`${lines.where}: pids do not ascend.`);
        pids.push(pid);
    }
    return pids;
}

/* They are read before the log, which has seed and ticket in an entry. */
function readDrawFiles(v) {
    readSeedFile(v);
    readDrawFile(v);
}

function checkSeed(v) {
    const seed = hex(sha256(join(label("civiclot/seed/v1"), unhex(v.M),
        ...v.sources.flatMap((source) => [field(source.name), field(source.value)]))));
    if (seed !== v.seed) {
        fail("seed.txt: the seed does not follow from the manifest and the values.");
    }
    v.facts.sources = v.sources.map(({name, kind, value, nonce}) => ({name, kind, value, nonce}));
    v.facts.seed = seed;
    return proven(`The seed ${seed} follows from the manifest and the values.`);
}

/* Every step until a number is accepted: those that would favour small tickets are not. */
function drawTicket(v) {
    const tickets = BigInt(v.process.tickets);
    const bound = (1n << 64n) - (1n << 64n) % tickets;
    const start = join(label("civiclot/draw/v1"), field("panel"), unhex(v.M), unhex(v.seed));
    const steps = [];
    do {
        const h = sha256(join(start, u64(steps.length)));
        const u = BigInt("0x" + hex(h.subarray(0, 8)));
        steps.push({i: steps.length, h: hex(h), u, accepted: u < bound});
    } while (!steps.at(-1).accepted);
    return {bound, steps, ticket: Number(steps.at(-1).u % tickets)};
}

function checkTicket(v) {
    const byHand = v.sources[0].kind === "by-hand";
    const {bound, steps, ticket} = byHand
        ? {bound: null, steps: [], ticket: Number(v.sources[0].value)} : drawTicket(v);
    const rejected = byHand ? 0 : steps.length - 1;
    if (ticket !== v.draw.ticket) fail(`draw.txt: the ticket is ${ticket}, not ${v.draw.ticket}.`);
    if (rejected !== v.draw.rejected) {
        fail(`draw.txt: ${rejected} numbers were rejected, not ${v.draw.rejected}.`);
    }
    Object.assign(v.facts, {bound, hashes: steps, ticket});
    return proven(byHand ? `Ticket ${ticket} is the one drawn by hand.`
        : `Ticket ${ticket} follows from the seed.`);
}

function checkPanelOfDraw(v) {
    const row = rowOfTicket(v.lottery, v.draw.ticket);
    const range = {first: v.lottery.first[row], last: v.lottery.last[row]};
    const people = Array.from(membersAt(v.lottery, row), (person) => v.pool.pids[person]);
    if (v.draw.panel !== `${range.first}-${range.last}`) {
        fail(`draw.txt: ticket ${v.draw.ticket} is of ${range.first}-${range.last}.`);
    }
    if (v.draw.pids.join() !== people.join()) {
        fail("draw.txt: these are not the people of the ticket's row.");
    }
    v.facts.row = {row, ...range};
    v.facts.panel = people;
    return proven(`The ${people.length} people drawn are those of ticket ${v.draw.ticket}.`);
}
