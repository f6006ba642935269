/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Checking: hashes, signatures and proofs of the page, each against what others say they are.
 * Prints a line `result BASE64` for each sentence: "SENTENCE: yes", or what it was instead.
 * The lines of tests/vectors/signatures.txt and paths.txt are in the element `cases`.
 */

const checkingResults = [];

function checkingSay(sentence, is, wanted) {
    const words = is === wanted ? "yes" : String(is);
    const bytes = new TextEncoder().encode(`${sentence}: ${words}`);
    checkingResults.push("result " + btoa(String.fromCharCode(...bytes)));
}

function checkingBytes(word) {
    return word === "-" ? new Uint8Array(0) : unhex(word);
}

async function checkingOfHashes() {
    const lengths = [0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 120, 127, 128, 129, 1000, 100000];
    const wrong = [];
    for (const length of lengths) {
        const bytes = Uint8Array.from({length}, (_, i) => i * 7 + (i >> 8));
        for (const [name, own] of [["SHA-256", sha256], ["SHA-512", sha512]]) {
            const browsers = new Uint8Array(await crypto.subtle.digest(name, bytes));
            if (!equalBytes(own(bytes), browsers)) wrong.push(`${name} of ${length}`);
        }
    }
    checkingSay("SHA-256 and SHA-512 are the browser's, at every length of a last block",
        wrong.join(), "");
    /* RFC 7693, appendix A; the others are of b2sum. */
    checkingSay("BLAKE2b is that of RFC 7693", hex(blake2b(ascii("abc"))),
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1" +
        "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
    checkingSay("BLAKE2b of nothing", hex(blake2b(ascii(""))),
        "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419" +
        "d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce");
    const letters = [
        [128, "fc6c71f688f43ea7d60817478808f3cac753e61571865c95adbc2d9122c943a7" +
            "6b92c2cb1047ef3fe7bf6e436ec1d0a99a9e5b216780bf7fed9d7ca91d3a8f3b"],
        [129, "55e6e0eb418149a8af92fd9ddc99254781b2f522a131b4f4d984404b71a00e11" +
            "67b8124d5dcddd4c6977b299392335d6edd303da6d344d74bbef2d38101b232b"],
        [300, "a2ff3040eda405b929c2fc2fd93e8add6ac3bb5369b679bae170ac6956863ca0" +
            "06285f132a868000fc3fae5bc696e5d17fe3fddfb4a342876c40451184742986"],
    ];
    for (const [length, wanted] of letters) {
        const digest = hex(blake2b(ascii("a".repeat(length))));
        checkingSay(`BLAKE2b of ${length} letters`, digest, wanted);
    }
}

function checkingOfVectors(lines) {
    const counts = {sign: 0, check: 0, path: 0};
    const wrong = [];
    const leaves = [];
    for (const line of lines) {
        const words = line.split(" ");
        let holds = true;
        if (words[0] === "sign") {
            holds = ed25519Holds(...[2, 4, 3].map((i) => checkingBytes(words[i])));
        } else if (words[0] === "check") {
            const [key, message, signature] = words.slice(2).map(checkingBytes);
            holds = ed25519Holds(key, signature, message) === (words[1] === "yes");
        } else if (words[0] === "leaf") {
            leaves.push(unhex(words[1]));
        } else if (words[0] === "path") {
            holds = checkingPath(leaves, Number(words[1]), Number(words[2]), words.slice(3).map(unhex));
        }
        if (words[0] in counts) counts[words[0]]++;
        if (!holds) wrong.push(line.slice(0, 60));
    }
    checkingSay("signatures and paths are those of the vectors", wrong.join(), "");
    const other = littleEndian(unhex("03".padEnd(64, "0"))) + ED_P; /* y = 3, written otherwise */
    const otherBytes = unhex(other.toString(16).padStart(64, "0")).reverse();
    checkingSay("a point is written in one way only",
        edRead(unhex("03".padEnd(64, "0"))) !== null && edRead(otherBytes) === null, true);
    checkingSay("there are vectors of each", counts.sign > 3 && counts.check > 20 && counts.path > 30, true);
}

/* The path leads to the root; one node more or less, or another leaf, does not. */
function checkingPath(leaves, count, index, path) {
    const root = hex(merkleRoot(leaves.slice(0, count)));
    const leads = (leaf, nodes) => {
        const found = merkleRootOfPath(leaf, index, count, nodes);
        return found !== null && hex(found) === root;
    };
    return leads(leaves[index], path) && !leads(leaves[index], [...path, leaves[0]]) &&
        (count === 1 || !leads(leaves[index], path.slice(1))) && !leads(sha256(leaves[index]), path);
}

/*
 * Four people for two seats, two of `a` and two of `b`, any of them; alone, or in homes of an `a`
 * and a `b` each. classes: [round, chance] of both.
 */
function checkingProof(objective, gamma, homes, classes, rounds) {
    const pids = ["a", "b", "c", "d"].map((letter) => letter.repeat(16));
    const openings = [0, 0, 1, 1].map((quota) => ({tag: "", values: [], quotas: [quota]}));
    const name = objective.split(" ")[0];
    const head = [["civiclot-certificate", 1], ["objective", objective], ["seats", 2],
        ["per-household", 1], ["people", 4], ["quotas", 2], ["kinds", homes ? 1 : 2], ["classes", 2],
        ["absent", 0], ["rounds", rounds.length]].map((line) => line.join(": "));
    const people = classes.flatMap(([round, chance], t) => [
        `class ${t} kind ${homes ? 0 : t} round ${round} chance ${chance} people 2`,
        `pid ${pids[2 * t]}`, `pid ${pids[2 * t + 1]}`]);
    const text = [...head, ...people, ...rounds.flat()].join("\n") + "\n";
    return readCertificate({
        process: {objective, seats: 2, perHousehold: 1}, objective: {name, gamma},
        quotas: [0, 1].map(() => ({min: 0, max: 2})), features: ["f"], pool: {pids}, openings,
        households: new Map(homes ? [["x", [0, 2]], ["y", [1, 3]]] : []),
        files: new Map([["certificate.txt", {name: "certificate.txt", bytes: ascii(text)}]]),
    });
}

/* What is said of a proof: its gap in units of 2^-60, or that and why it fails. */
function checkingGap(...proof) {
    try {
        return String(checkingProof(...proof).gap);
    } catch (problem) {
        return problem instanceof Failure ? "fails: " + problem.message : "breaks: " + problem.stack;
    }
}

function checkingFails(sentence, words, ...proof) {
    const said = checkingGap(...proof);
    checkingSay(sentence, said.startsWith("fails: ") && said.includes(words) ? "fails" : said, "fails");
}

/* A round: its kind, how often, its bound and the lines of its tree. */
function checkingRound(round, kind, upper, weights, tree, times = 1) {
    const written = weights.map((weight, t) => [t, weight]).filter(([, weight]) => weight !== 0);
    return [`round ${round} ${kind} times ${times}`, `bound upper ${upper} weights ${written.length}`,
        ...written.map((pair) => `weight ${pair.join(" ")}`), ...tree];
}

const CHECKING_ALL = ["leaf scale 1 seats 1 quotas 0"];
const CHECKING_NONE = ["leaf scale 1 seats -1 quotas 0"];
const CHECKING_FIRST = ["leaf scale 1 seats 0 quotas 1", "quota 0 1"];
const CHECKING_HALF = [[0, "1/2"], [0, "1/2"]];

/* Everybody has at most half: both together have two seats. */
function checkingLeast(upper = 2, tree = CHECKING_ALL) {
    return checkingRound(0, "least", upper, [1, 1], tree);
}

function checkingOfTrees() {
    const gap = (tree, upper = 2) => checkingGap("leximin", 0n, false, CHECKING_HALF,
        [checkingLeast(upper, tree)]);
    checkingSay("a proof without a gap has none", gap(CHECKING_ALL), "0");
    checkingFails("a bound that is too small is not proven", "does not prove", "leximin", 0n, false,
        CHECKING_HALF, [checkingLeast(1)]);
    checkingFails("a leaf without a tree around it proves nothing more", "does not prove", "leximin", 0n,
        false, CHECKING_HALF, [checkingLeast(2, ["leaf scale 1 seats 0 quotas 0"])]);
    checkingSay("homes bind what people alone do not", checkingGap("leximin", 0n, true, CHECKING_HALF,
        [checkingLeast(2, ["leaf scale 1 seats 0 quotas 0"])]), "0");
    const deep = 50000;
    checkingSay("a tree may be as deep as its file is long",
        gap([...new Array(deep).fill("split class 0 at 2"), ...CHECKING_ALL,
            ...new Array(deep).fill("leaf scale 1 seats 0 quotas 0")]), "0");
    checkingFails("the other side of a split is looked at too", "does not prove", "leximin", 0n, false,
        CHECKING_HALF, [checkingLeast(2, ["split class 0 at 1", ...CHECKING_ALL,
            "leaf scale 1 seats 0 quotas 0"])]);
    const large = 1n << 62n;
    checkingSay("large numbers are summed as exactly as small ones",
        gap([`leaf scale ${large} seats ${large} quotas 0`]), "0");
    checkingFails("one too few of a large number is seen", "does not prove", "leximin", 0n, false,
        CHECKING_HALF, [checkingLeast(2, [`leaf scale ${large} seats ${large - 1n - (large >> 1n)} quotas 0`])]);
    checkingFails("a sum that does not fit into 128 bits proves nothing", "128 bits", "leximin", 0n,
        false, CHECKING_HALF, [checkingRound(0, "least", (1n << 63n) - 1n, [(1n << 63n) - 1n, 1],
            ["leaf scale 18446744073709551615 seats 0 quotas 0"])]);
}

function checkingOfRounds() {
    const unfair = [[0, "1/1"], [1, "0/1"]];
    const best = checkingRound(0, "least", 2, [1, 0], CHECKING_FIRST);
    const rest = checkingRound(1, "least", 2, [1, 1], CHECKING_ALL);
    checkingFails("nobody is served first at the cost of those who get nothing", "earlier round",
        "leximin", 0n, false, unfair, [best, rest]);
    checkingFails("chances that no lottery gives are refused", "sum to the seats", "leximin", 0n, false,
        [[0, "1/4"], [0, "1/4"]], [checkingLeast()]);
    checkingFails("everyone of a round has its chance", "different chances", "leximin", 0n, false,
        [[0, "1/4"], [0, "3/4"]], [checkingLeast()]);
    checkingFails("who has less than the floor is seen", "earlier round", "maximin", 0n, false, unfair,
        [checkingRound(0, "floor", 2, [1, 0], CHECKING_FIRST),
            checkingRound(1, "greatest", -2, [-1, -1], CHECKING_NONE)]);
    checkingFails("another objective's rounds prove nothing of this one", "rounds of minimax", "minimax",
        0n, false, CHECKING_HALF, [checkingLeast()]);
    checkingFails("a weight of the wrong sign proves nothing", "weight", "leximin", 0n, false,
        CHECKING_HALF, [checkingRound(0, "least", 2, [1, -1], CHECKING_FIRST)]);
    checkingSay("what is not ruled out is the gap", checkingGap("leximin", 0n, false, CHECKING_HALF,
        [checkingLeast(3)]), String(1n << 59n)); /* of one class; 1/4 of both together */
    const above = `${(1n << 51n) + 1n}/${1n << 52n}`;
    checkingSay("a chance above what is proven is no better than one below",
        checkingGap("leximin", 0n, false, [[0, above], [0, above]], [checkingLeast()]), "512");
    checkingFails("a distance of a whole chance proves nothing", "nothing", "leximin", 0n, false,
        CHECKING_HALF, [checkingLeast(6)]);
    checkingSay("a ceiling mirrors a floor", checkingGap("minimax", 0n, false, CHECKING_HALF,
        [checkingRound(0, "ceiling", -2, [-1, -1], CHECKING_NONE)]), "0");
    checkingSay("the mean of nash", checkingGap("nash", 0n, false, CHECKING_HALF,
        [checkingRound(0, "mean", 3, [1, 1], CHECKING_ALL)]), String(1n << 59n));
    const bands = (first, second, round) => checkingGap("goldilocks gamma=0.3", 300000n, false,
        [[round, "1/2"], [round, "1/2"]], [checkingRound(0, "band", 2, [1, 1], CHECKING_ALL, first),
            checkingRound(1, "band", -2, [-1, -1], CHECKING_NONE, second)]);
    checkingSay("the bands of goldilocks meet its value", bands(3, 10, 1), "0");
    checkingSay("their gap is rounded up from a root", bands(1, 3, 1), "778489227036102");
    checkingSay("who has the greatest chance is of the last band", bands(3, 10, 0).slice(0, 5), "fails");
}

(async function () {
    const hold = document.body.appendChild(document.createElement("iframe"));
    hold.contentDocument.open();
    try {
        const lines = document.getElementById("cases").textContent.split("\n");
        await checkingOfHashes();
        checkingOfVectors(lines);
        checkingOfTrees();
        checkingOfRounds();
    } catch (error) {
        checkingSay("the script runs to its end", error.stack, "");
    }
    document.body.replaceChildren(document.createElement("pre"));
    document.body.firstChild.textContent = "\n" + checkingResults.join("\n") + "\n";
    hold.remove();
})();
