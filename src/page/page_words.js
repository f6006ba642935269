/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words of the page: each statement as a question that anyone may have, and what its answer is worth.
 *
 * A question takes no side: the verdict beside it answers.
 */

/* By statement: [question, meaning]. */
const pageQuestions = {
    "files": ["Is the folder whole and unchanged?",
        "final.txt lists every file with its SHA-256. Whoever changed one byte would have had to make that list anew as well."],
    "signature": ["Is it signed by the council's key?",
        "Only who holds the secret key can sign. That it is the council's key, the council must have told you itself."],
    "manifest": ["Is M the digest of these very files?",
        "M stands for quotas, pool and lottery together. Who knows M knows whether any of them was changed."],
    "rehearsal": ["Was this the real draw?",
        "Organisers rehearse. A rehearsal selects nobody."],
    "pool": ["Is the list of volunteers the one that was fixed?",
        "Everybody is in it under a pseudonym, and one number, the root, stands for the whole list."],
    "standing": ["Is it the panel before that is mended, by the same rules?",
        "Everyone of it stays or withdrew, with a reason; nobody comes on it but by this draw, and nobody who withdrew comes back."],
    "registrations": ["Is everybody who volunteered in the pool, once, and nobody else?",
        "From outside nobody can know. Each volunteer can check it for themselves, with their receipt."],
    "lottery": ["Does every ticket draw exactly one panel?",
        "The tickets are numbered without a gap, in an order that a hash decides and nobody can choose."],
    "panels": ["Does every panel meet the quotas?",
        "Not only the one that was drawn: every panel that could have been drawn."],
    "fairness": ["Were the chances as fair as any lottery could make them?",
        "Where the organisers publish the proof, this page does its sums again."],
    "tickets": ["Does everybody hold as many tickets as their fair chance?",
        "Chances are fractions and tickets are whole, so a small difference must remain."],
    "log": ["Does the organisers' log hang together?",
        "Each entry holds the digest of the one before, so that none can be taken out or changed later."],
    "known": ["Is what you knew beforehand in this log?",
        "This is what nobody could have made up afterwards."],
    "announced": ["Was the lottery fixed before the public value was known?",
        "Otherwise the organisers could have tried lotteries until they liked what came out."],
    "attempts": ["Was this the first attempt?",
        "Each attempt leaves a trace in the log, given up or not. A draw could have been repeated until it was liked."],
    "undrawn": ["Has the draw taken place?",
        "Keep M: with it you can check later that nothing was changed before the draw."],
    "source": ["Is the public value right?",
        "The draw follows from it. Compare it with what was made public."],
    "reveals": ["Were the secret contributions told before the public value?",
        "Otherwise the last one to tell could have kept silent, seeing what would come out."],
    "outcomes": ["Had the public value too many outcomes to try them all?",
        "With few possible values somebody could try them all and choose the lottery to suit."],
    "seed": ["Does the seed follow from M and the public value?",
        "One SHA-256 over both."],
    "ticket": ["Does the ticket follow from the seed?",
        "Another SHA-256, and the remainder of a division."],
    "panel": ["Is the panel the one that the ticket draws?",
        "The people named are those in the row of lottery.csv that holds the ticket."],
    "reserves": ["Are the reserves those that the seed draws?",
        "They are chosen so that the panel stays near its quotas, whoever leaves; among people who give the same answers, and for their order, the lot decides."],
    "receipt": ["Is my receipt in the pool?",
        "It opens exactly one entry of the pool, and shows with which answers."],
};

/* Where a replacement asks something else than a first draw. */
const pageQuestionsReplaced = {
    "attempts": ["Was no attempt before this one held in vain?",
        "Each attempt leaves a trace in the log. All is well where each was drawn, and the next one mends its panel."],
};

/* Of a call-up. */
const pageQuestionsCalled = {
    "standing": ["Is it the panel before that is filled up, by reserves of its draw?",
        "Everyone of it stays or withdrew, with a reason; whoever withdrew does not come back, and is not called."],
    "attempts": ["Was nothing held in vain before this call-up?",
        "Draws and call-ups leave a trace in the log. All is well where each of them is one of these folders."],
    "called": ["Are the right reserves called?",
        "Nobody picks: of all ways to call them, the one that leaves the panel nearest to its quotas; then the one that fills most seats; then whoever is first in the order."],
};

/* folder: as of a result; or nothing, of a first draw. */
function pageQuestion(id, folder = {number: 0, calls: false}) {
    const special = folder.calls ? pageQuestionsCalled : folder.number > 0 ? pageQuestionsReplaced : {};
    return special[id] || pageQuestions[id] || pageQuestionsCalled[id] || [id, ""];
}

function pageVerdictClass(verdict) {
    return verdict.toLowerCase().replace(" ", "-");
}

function pageCounts(statements) {
    const counts = {"PROVEN": 0, "NOT PROVEN": 0, "NOT CHECKED": 0};
    for (const statement of statements)
        counts[statement.verdict]++;
    return counts;
}

/* Never just "OK": what is not proven is part of the headline. */
function pageHeadline(result) {
    const counts = pageCounts(result.statements);
    const sums = counts["PROVEN"] + " proven, " + counts["NOT PROVEN"] + " not proven, " +
        counts["NOT CHECKED"] + " not checked.";
    if (result.failure)
        return "This does not check out: something that must agree does not.";
    if (!result.verified)
        return "There is nothing here that can be checked.";
    const test = result.statements.some((statement) => statement.id === "rehearsal");
    const read = counts["NOT PROVEN"] > 0 ? " Read what is not proven."
        : counts["NOT CHECKED"] > 0 ? " Read what is not checked." : "";
    return (test ? "A test draw. " : "") + "Nothing contradicts itself: " + sums + read;
}
