/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lottery.csv: which tickets draw which panel.
 *   L1  the rows hold the tickets 0 .. T - 1 without a hole;
 *   L2  the people of a row are in the pool and ascend;
 *   L3  the tickets of a panel are cut into pieces of g, the last maybe smaller, and the pieces
 *       stand in the order of their digests (section 3): nobody chose which ticket draws whom.
 *
 * The file has millions of cells, so it is read as bytes.
 */

function readLotteryHeader(file, seats) {
    const end = file.bytes.indexOf(10);
    let header = "first,last";
    /* A member takes at least nine bytes: no more of them are written than fit in. */
    for (let i = 1; i <= seats && header.length <= end; i++) header += `,member_${i}`;
    if (end !== header.length || !equalBytes(file.bytes.subarray(0, end), ascii(header))) {
        fail("lottery.csv, line 1: it should be first,last,member_1,... of every seat.");
    }
    return end + 1;
}

/* The number at `at` and what is behind its comma; nothing but digits and no leading zero. */
function readTicket(bytes, at, where) {
    let number = 0;
    let end = at;
    while (bytes[end] >= 48 && bytes[end] <= 57) number = 10 * number + bytes[end++] - 48;
    const digits = end - at;
    if (digits < 1 || digits > 10 || (digits > 1 && bytes[at] === 48) || bytes[end] !== 44) {
        fail(`${where}: a ticket's number should stand here.`);
    }
    return {number, end: end + 1};
}

function readMembers(v, bytes, at, members, row, seats) {
    const base = row * seats;
    const where = place("lottery.csv", row + 2);
    for (let seat = 0; seat < seats; seat++, at += 17) {
        const person = findPid(v.pool, bytes, at);
        if (person < 0) fail(`${where}: member ${seat + 1} is not in the pool.`);
        if (seat > 0 && person <= members[base + seat - 1]) fail(`${where}: pids do not ascend.`);
        if (bytes[at + 16] !== (seat === seats - 1 ? 10 : 44)) {
            fail(`${where}: the row has another length.`);
        }
        members[base + seat] = person;
    }
    return at;
}

/*
 * starts: where the first pid of each row stands in the file.
 * look(members, row): is shown each row that is well written, before the next one is read.
 */
function readLottery(v, look) {
    const file = v.files.get("lottery.csv");
    const {seats, tickets} = v.process;
    const bytes = file.bytes;
    let at = readLotteryHeader(file, seats);
    const most = Math.ceil((bytes.length - at) / (4 + 17 * seats));
    const members = new Uint32Array(most * seats);
    const lottery = {rows: 0, seats, first: [], last: [], starts: [], members};
    while (at < bytes.length) {
        const where = place(file.name, lottery.rows + 2);
        const first = readTicket(bytes, at, where);
        const last = readTicket(bytes, first.end, where);
        if (first.number !== (lottery.rows === 0 ? 0 : lottery.last.at(-1) + 1)) {
            fail(`${where}: it does not begin with the ticket after the row before.`);
        }
        if (last.number < first.number) fail(`${where}: it ends before it begins.`);
        lottery.first.push(first.number);
        lottery.last.push(last.number);
        lottery.starts.push(last.end);
        at = readMembers(v, bytes, last.end, members, lottery.rows++, seats);
        if (look) look(membersAt(lottery, lottery.rows - 1), lottery.rows - 1);
    }
    if (lottery.rows === 0 || lottery.last.at(-1) !== tickets - 1) {
        fail(`lottery.csv: its tickets do not end with ${tickets - 1}.`);
    }
    return lottery;
}

/* What orders the pieces of a panel: one message, into which panel and piece are written. */
function pieceMessage(seats) {
    const start = label("civiclot/order/v1");
    const bytes = new Uint8Array(start.length + 16 * seats + 8);
    bytes.set(start);
    return {bytes, start: start.length, view: new DataView(bytes.buffer)};
}

function pieceDigest(message, file, lottery, row, piece) {
    let from = lottery.starts[row];
    let to = message.start;
    for (let seat = 0; seat < lottery.seats; seat++, from += 17, to += 16) {
        for (let i = 0; i < 16; i++) message.bytes[to + i] = file.bytes[from + i];
    }
    message.view.setBigUint64(message.bytes.length - 8, BigInt(piece));
    return sha256(message.bytes);
}

/* The rows of each panel, and the digest of every row as if it were the piece of its number. */
function collectPanels(file, lottery) {
    const message = pieceMessage(lottery.seats);
    const panels = new Map(); /* by the digest of piece 0 */
    const pieces = [];
    lottery.panelOf = [];
    for (let row = 0; row < lottery.rows; row++) {
        let digest = pieceDigest(message, file, lottery, row, 0);
        const key = String.fromCharCode(...digest);
        if (!panels.has(key)) panels.set(key, {pieces: 0, tickets: 0});
        const panel = panels.get(key);
        if (panel.pieces > 0) digest = pieceDigest(message, file, lottery, row, panel.pieces);
        pieces.push({panel, number: panel.pieces++, digest});
        panel.tickets += lottery.last[row] - lottery.first[row] + 1;
        lottery.panelOf.push(panel);
    }
    lottery.panels = panels.size;
    return pieces;
}

function checkOrder(v, lottery) {
    const size = Math.ceil(v.process.tickets / 10000);
    const pieces = collectPanels(v.files.get("lottery.csv"), lottery);
    pieces.sort((one, other) => compareBytes(one.digest, other.digest));
    pieces.forEach(({panel, number}, row) => {
        const rest = panel.tickets - size * number;
        const tickets = number < panel.pieces - 1 ? size : rest;
        const where = place("lottery.csv", row + 2);
        if (rest < 1 || rest > size * (panel.pieces - number)) {
            fail(`${where}: the tickets of this panel are not cut into pieces of ${size}.`);
        }
        if (lottery.panelOf[row] !== panel) fail(`${where}: the rows are not in their order.`);
        if (lottery.last[row] - lottery.first[row] + 1 !== tickets) {
            fail(`${where}: the row should hold ${tickets} tickets.`);
        }
    });
}

/* Tickets of everyone. */
function countTickets(v, lottery) {
    const tickets = new Float64Array(v.pool.pids.length);
    for (let row = 0; row < lottery.rows; row++) {
        const size = lottery.last[row] - lottery.first[row] + 1;
        const end = (row + 1) * lottery.seats;
        for (let i = row * lottery.seats; i < end; i++) tickets[lottery.members[i]] += size;
    }
    return tickets;
}

function membersAt(lottery, row) {
    return lottery.members.subarray(row * lottery.seats, (row + 1) * lottery.seats);
}

function rowOfTicket(lottery, ticket) {
    let first = 0;
    let last = lottery.rows - 1;
    while (first < last) {
        const middle = (first + last) >> 1;
        if (lottery.last[middle] < ticket) first = middle + 1;
        else last = middle;
    }
    return first;
}

/* The tickets that draw a person, neighbouring ones as one range. */
function ticketsOfPerson(v, person) {
    const lottery = v.lottery;
    const ranges = [];
    for (let row = 0; person >= 0 && row < lottery.rows; row++) {
        if (!membersAt(lottery, row).includes(person)) continue;
        if (ranges.length > 0 && ranges.at(-1).last === lottery.first[row] - 1) {
            ranges.at(-1).last = lottery.last[row];
        } else {
            ranges.push({first: lottery.first[row], last: lottery.last[row]});
        }
    }
    return {count: ranges.reduce((sum, {first, last}) => sum + last - first + 1, 0), ranges};
}

function checkLottery(v) {
    const lottery = v.lotteryRead || readLottery(v);
    checkOrder(v, lottery);
    v.lottery = lottery;
    v.ticketsOf = countTickets(v, lottery);
    v.facts.rows = lottery.rows;
    v.facts.rowAt = (row) => ({first: lottery.first[row], last: lottery.last[row],
        pids: Array.from(membersAt(lottery, row), (person) => v.pool.pids[person])});
    v.facts.ticketsOf = (pid) => ticketsOfPerson(v, personOf(v, pid));
    return proven(`${v.process.tickets} tickets draw ${lottery.panels} panels of ` +
        `${lottery.seats}, in an order that nobody chose.`);
}
