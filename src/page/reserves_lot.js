/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lot that makes reserves of people: docs/protocol.md, section 12, and docs/reserves.md, "By
 * lot". Its numbers follow from the seed; first samples take theirs, then people are drawn.
 *
 * A type is a text of the values' rows, one character each, so that types compare as rows of values.
 */

/* The numbers of section 4 with the purpose `reserve`. */
class ReserveNumbers {
    constructor(v) {
        this.message = join(label("civiclot/draw/v1"), field("reserve"), unhex(v.M), unhex(v.seed),
            new Uint8Array(8));
        this.view = new DataView(this.message.buffer);
        this.taken = 0;
        this.bounds = new Map();
    }

    next() {
        this.view.setBigUint64(this.message.length - 8, BigInt(this.taken++));
        const h = sha256(this.message);
        return new DataView(h.buffer, h.byteOffset).getBigUint64(0);
    }

    below(limit) {
        const wide = BigInt(limit);
        if (!this.bounds.has(limit)) this.bounds.set(limit, (1n << 64n) - (1n << 64n) % wide);
        let u = this.next();
        while (u >= this.bounds.get(limit)) u = this.next();
        return Number(u % wide);
    }

    /* k of them by lot: they are in front then. */
    lot(things, k) {
        const row = [...things];
        for (let i = 0; i < k; i++) {
            const j = i + this.below(row.length - i);
            [row[i], row[j]] = [row[j], row[i]];
        }
        return row;
    }
}

function valuesText(v, person) {
    return String.fromCharCode(...v.openings[person].quotas);
}

/* How many of a million leave who have these values, each division rounded down. */
function rateOf(v, rows) {
    const all = v.terms.rate;
    const rates = rows.map((row) => v.rates[row]);
    if (all === 0 || rates.every((rate) => rate === all)) return all;
    if (rates.includes(0)) return 0;
    if (rates.includes(RATE_ONE)) return RATE_ONE;
    const [one, R] = [BigInt(RATE_ONE), BigInt(all)];
    const unit = one * one;
    let odds = unit * R / (one - R);
    for (const r of rates.filter((rate) => rate !== all).map(BigInt)) {
        odds = odds * (r * (one - R)) / ((one - r) * R);
        if (odds > unit * one) odds = unit * one;
    }
    return Number(one * odds / (odds + unit));
}

/* What samples leave of the panel, [{held: [quota], seated, times}]: equal ones are one. */
function drawSamples(v, numbers) {
    const members = v.draw.pids.map((pid) => personOf(v, pid));
    members.sort((one, other) => compareText(valuesText(v, one), valuesText(v, other)));
    const rows = members.map((person) => v.openings[person].quotas);
    const rates = rows.map((values) => rateOf(v, values));
    const cases = new Map();
    for (let sample = 0; sample < v.terms.samples; sample++) {
        const held = new Int32Array(v.quotas.length);
        let seated = 0;
        rates.forEach((rate, member) => {
            if (numbers.below(RATE_ONE) < rate) return;
            seated++;
            for (const row of rows[member]) held[row]++;
        });
        const key = `${seated},${held.join()}`;
        if (!cases.has(key)) cases.set(key, {held, seated, times: 0});
        cases.get(key).times++;
    }
    return [...cases.values()];
}

/* Everybody but the panel, who withdrew, and households that the panel leaves no place for. */
function findCandidates(v) {
    const seated = new Set(v.draw.pids.map((pid) => personOf(v, pid)));
    const closed = new Set([...seated].map((person) => v.openings[person].tag).filter((tag) =>
        tag !== "" && v.households.get(tag).length > v.process.perHousehold));
    return v.openings.map((_, person) => person).filter((person) => !seated.has(person) &&
        !closed.has(v.openings[person].tag) &&
        !(v.standing && v.standing[person].place === WITHDRAWN));
}

/* tag -> candidates of that household. */
function candidateHomes(v, candidates) {
    const homes = new Map();
    for (const person of candidates) {
        const {tag} = v.openings[person];
        if (tag === "") continue;
        if (!homes.has(tag)) homes.set(tag, []);
        homes.get(tag).push(person);
    }
    return homes;
}

/* Classes of the candidates alone, as if nobody else lived with them. */
function candidateClasses(v, candidates, homes) {
    const described = [];
    for (const person of candidates) {
        const values = valuesText(v, person);
        described[person] = {members: 0, all: values, values};
    }
    for (const people of homes.values()) {
        if (people.length <= v.process.perHousehold) continue;
        const all = people.map((person) => valuesText(v, person)).sort(compareText).join("");
        for (const person of people) {
            Object.assign(described[person], {members: people.length, all});
        }
    }
    return groupClasses(candidates, described, v.process.perHousehold,
        (person) => valuesText(v, person));
}

class ReserveLot {
    constructor(v) {
        this.v = v;
        this.numbers = new ReserveNumbers(v);
        this.cases = drawSamples(v, this.numbers);
        this.candidates = findCandidates(v);
        this.homes = candidateHomes(v, this.candidates);
        Object.assign(this, candidateClasses(v, this.candidates, this.homes));
        this.classesOf = new Map(); /* type -> its classes, in order */
        this.classes.forEach(({values}, t) => {
            if (!this.classesOf.has(values)) this.classesOf.set(values, []);
            this.classesOf.get(values).push(t);
        });
        const most = this.kinds.reduce((sum, {limit}) => sum + limit, 0);
        this.count = Math.min(v.terms.count, most);
    }

    /* Can there be classes for all these types, next to those that are taken: [class]? */
    fits(types, taken = this.classes.map(() => 0)) {
        const used = this.kinds.map(({classes}) => classes.reduce((sum, t) => sum + taken[t], 0));
        const placing = {taken: [...taken], moved: this.classes.map(() => 0), used};
        return types.every((type) => this.place(placing, type, new Set()));
    }

    /* One more of a type. A kind that is full gives way where one of its seats can go elsewhere. */
    place(placing, type, seen) {
        for (const t of this.classesOf.get(type) || []) {
            const {kind, cap} = this.classes[t];
            if (placing.taken[t] >= cap || seen.has(kind)) continue;
            seen.add(kind);
            const full = placing.used[kind] >= this.kinds[kind].limit;
            if (full && !this.makeRoom(placing, kind, t, seen)) continue;
            placing.taken[t]++;
            placing.moved[t]++;
            placing.used[kind]++;
            return true;
        }
        return false;
    }

    makeRoom(placing, kind, except, seen) {
        const away = this.kinds[kind].classes.find((t) => t !== except && placing.moved[t] > 0 &&
            this.place(placing, this.classes[t].values, seen));
        if (away === undefined) return false;
        placing.taken[away]--;
        placing.moved[away]--;
        placing.used[kind]--;
        return true;
    }

    /* How many people of a class can still be taken. */
    free(t, taken) {
        const {kind, cap, people} = this.classes[t];
        const {members, copies, limit, classes} = this.kinds[kind];
        const left = limit - classes.reduce((sum, other) => sum + taken[other], 0);
        if (taken[t] >= cap || left <= 0) return 0;
        const each = members === 0 ? 1 : people.length / copies;
        return Math.min(people.length - taken[t], each * left);
    }

    /* How many of each class are taken for these types, which ascend. */
    share(types) {
        const taken = this.classes.map(() => 0);
        types.forEach((type, place) => {
            const rest = types.slice(place + 1);
            let open = this.classesOf.get(type);
            for (;;) {
                const free = open.map((t) => this.free(t, taken));
                let person = this.numbers.below(free.reduce((sum, count) => sum + count, 0));
                const at = free.findIndex((count) => (person -= count) < 0);
                taken[open[at]]++;
                if (this.fits(rest, taken)) return;
                taken[open[at]]--;
                open = open.filter((_, index) => index !== at);
            }
        });
        return taken;
    }

    /* Of households of a kind: first which of them, then who. */
    drawHomes(kind, taken) {
        const total = kind.classes.reduce((sum, t) => sum + taken[t], 0);
        const those = new Set(kind.classes.flatMap((t) => this.classes[t].people));
        const all = [...this.homes.values()].filter(([person]) => those.has(person));
        const homes = this.numbers.lot(all, Math.min(all.length, total));
        let next = 0;
        const dealt = kind.classes.map((t) => {
            const counts = homes.map(() => 0);
            for (let i = 0; i < taken[t]; i++, next = (next + 1) % homes.length) counts[next]++;
            return counts;
        });
        return kind.classes.flatMap((t, one) => homes.flatMap((people, home) => {
            const own = people.filter((person) => this.classes[t].people.includes(person));
            return this.numbers.lot(own, dealt[one][home]).slice(0, dealt[one][home]);
        }));
    }

    /* People of these types, in their order. The numbers of the samples were taken before. */
    draw(types) {
        const taken = this.share(types);
        const people = this.kinds.flatMap((kind) => {
            if (kind.members > 0) return this.drawHomes(kind, taken);
            const [t] = kind.classes;
            return this.numbers.lot(this.classes[t].people, taken[t]).slice(0, taken[t]);
        });
        people.sort((one, other) => one - other);
        return this.numbers.lot(people, people.length);
    }
}
