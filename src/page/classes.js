/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classes: people whom a proof need not tell apart (docs/protocol.md, section 7).
 *
 * A person's values are written as one character for each feature, whose code is the value's row
 * of quotas.csv, so that texts compare as rows of values do.
 *
 * In a replacement the standing is one feature more: its character is KEPT, WITHDRAWN or OPEN.
 *
 *   kind   {household, copies, limit, classes: [index]}  a panel seats at most `limit` of it
 *   class  {kind, values: [row of quotas.csv], people: [person], cap}  and at most `cap` of this
 */

function compareText(one, other) {
    return one < other ? -1 : one > other ? 1 : 0;
}

/* For everyone: how many members their kind's households have (0: alone) and all their values. */
function describePeople(v) {
    const own = v.openings.map(({quotas}, person) =>
        String.fromCharCode(...quotas, ...(v.standing ? [v.standing[person].place] : [])));
    const described = own.map((values) => ({members: 0, all: values, values}));
    for (const people of v.households.values()) {
        if (people.length <= v.process.perHousehold) continue;
        const all = people.map((person) => own[person]).sort(compareText).join("");
        for (const person of people) Object.assign(described[person], {members: people.length, all});
    }
    return described;
}

function compareDescribed(one, other) {
    return one.members - other.members || compareText(one.all, other.all) ||
        compareText(one.values, other.values);
}

/* What binds the seats of a kind and its classes, once everyone is in. */
function limitKind(kind, classes, members, perHousehold) {
    const people = kind.classes.reduce((sum, t) => sum + classes[t].people.length, 0);
    kind.copies = members === 0 ? people : people / members;
    kind.limit = members === 0 ? people : kind.copies * perHousehold;
    for (const t of kind.classes) {
        const size = classes[t].people.length;
        classes[t].cap = members === 0 ? size : Math.min(size, kind.copies * perHousehold);
    }
}

/* Of a replacement with the standing as a feature more, whose three rows are the last. */
function rowsOfPerson(v, person) {
    const {quotas} = v.openings[person];
    return v.standing ? [...quotas, v.quotas.length + v.standing[person].place] : quotas;
}

/*
 * people: who is put into classes, ascending. described: [person] as compareDescribed() has it;
 * rowsOf(person): the values of their class.
 */
function groupClasses(people, described, perHousehold, rowsOf) {
    const order = [...people];
    order.sort((a, b) => compareDescribed(described[a], described[b]) || a - b);
    const kinds = [];
    const classes = [];
    let before = null;
    for (const person of order) {
        const now = described[person];
        if (!before || now.members !== before.members || now.all !== before.all) {
            kinds.push({members: now.members, classes: []});
        }
        if (!before || compareDescribed(now, before) !== 0) {
            kinds.at(-1).classes.push(classes.length);
            classes.push({kind: kinds.length - 1, values: rowsOf(person), people: []});
        }
        classes.at(-1).people.push(person);
        before = now;
    }
    for (const kind of kinds) limitKind(kind, classes, kind.members, perHousehold);
    return {kinds, classes};
}

function deriveClasses(v) {
    const described = describePeople(v);
    return groupClasses(described.keys(), described, v.process.perHousehold,
        (person) => rowsOfPerson(v, person));
}
