/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volunteers: a made-up pool of people who registered for an assembly in Waltham Forest.
 *
 *     volunteers [COUNT [SEED]]      CSV to standard output; 400 people when it is not said
 *
 *   V1  the same COUNT and SEED give the same bytes: integers only, no clock, no locale;
 *   V2  features and values are those of quotas/waltham-forest.csv and waltham-forest-wards.csv;
 *   V3  about one in twenty registers from an address that is there already, often written
 *       otherwise than before; others share one by chance only, hardly ever;
 *   V4  nobody and nothing here exists: names come from two lists, streets are invented, e-mail is
 * at example.org, and the postcodes have the form of real ones but are nowhere in use.
 *
 * Who comes forward is no mirror of the borough: that is why there are quotas. A value is drawn
 * with the weight people * eagerness, where eagerness is how many volunteer for each 100 that a
 * mirror would have.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEFAULT_COUNT = 400, LARGEST_COUNT = 1000000 };

/* of its 400 people 20 are second registrations, and panels of 50 meet both quota files */
static const uint64_t default_seed = 2;

typedef struct value {
    const char *name;
    uint64_t people;
    uint64_t eagerness;
} value;

/*
 * People: Census 2021, as in quotas/waltham-forest-population.csv. Source: Office for National
 * Statistics licensed under the Open Government Licence v.3.0. How many prefer not to say is an
 * assumption: one or two in 100.
 * Eagerness, from pools whose make-up was published: women 123 (Boras 2024) to 132 (Malmo 2024);
 * age 16-19 32 and 20-29 54 (Boras), under 35 79 and 35-49 126 (Geneva 2020); the area with the
 * fewest 35 (Malmo). That 50+ come forward most, and the figures of ethnic group, disability and
 * each ward, are assumptions.
 */
static const value sexes[] = {
    {"Female", 141951, 125},
    {"Male", 136474, 75},
    {"Prefer to self-describe or not to say", 2500, 100},
};
static const value ages[] = {
    {"16-24", 27515, 33},  {"25-34", 51073, 70}, {"35-49", 69533, 115},
    {"50-64", 45659, 135}, {"65+", 28397, 125},
};
static const value ethnic_groups[] = {
    {"White British", 94766, 150},         {"White other", 52258, 95},
    {"Asian or Asian British", 55545, 60}, {"Black or Black British", 41647, 70},
    {"Mixed or multiple", 17983, 110},     {"Other ethnic group", 16229, 50},
    {"Prefer not to say", 4500, 100},
};
static const value disabilities[] = {
    {"Disabled", 36752, 105},
    {"Not disabled", 241666, 100},
    {"Prefer not to say", 3500, 100},
};

typedef struct area {
    const char *name;
    const char *district; /* first half of its postcodes */
    uint32_t first_ward;  /* index into wards; its last is before the next area's first */
} area;

static const area areas[] = {
    {"Chingford", "E4", 0},
    {"Walthamstow", "E17", 6},
    {"Leyton", "E10", 15},
    {"Leytonstone", "E11", 19},
};
static const value wards[] = {
    {"Chingford Green", 8831, 90},
    {"Endlebury", 6686, 80},
    {"Hale End & Highams Park South", 8652, 80},
    {"Hatch Lane & Highams Park North", 9374, 70},
    {"Larkswood", 10446, 60},
    {"Valley", 12549, 55},
    {"Chapel End", 9793, 130},
    {"High Street", 8360, 140},
    {"Higham Hill", 11938, 115},
    {"Hoe Street", 11550, 150},
    {"Markhouse", 6466, 120},
    {"St James", 11278, 145},
    {"Upper Walthamstow", 5773, 125},
    {"William Morris", 11102, 140},
    {"Wood Street", 8315, 110},
    {"Forest", 13222, 80},
    {"Grove Green", 12111, 110},
    {"Lea Bridge", 13736, 85},
    {"Leyton", 10258, 95},
    {"Cann Hall", 12448, 60},
    {"Cathall", 9108, 45},
    {"Leytonstone", 10181, 100},
};

static const char *const first_names[] = {
    "Ada",  "Amber", "Basil",  "Clover",  "Coral",  "Dill",   "Fern",  "Flint", "Hazel", "Heath",
    "Iris", "Ivy",   "Jasper", "Juniper", "Laurel", "Linden", "Maple", "Olive", "Opal",  "Pearl",
    "Reed", "Robin", "Rowan",  "Saffron", "Sage",   "Sorrel", "Tansy", "Wren",
};
static const char *const last_names[] = {
    "Acornby",    "Buttonwell", "Candlewick", "Drumlow",    "Eggleton-Moon", "Featherby",
    "Gingerly",   "Hatstand",   "Inkpot",     "Jamworthy",  "Kettleby",      "Lanternson",
    "Marblewood", "Nutmeg",     "O'Teapot",   "Pepperdine", "Quillfeather",  "Rushlight",
    "Spoonley",   "Thimbleby",  "Umberfield", "Violette",   "Wafflestone",   "Yarnold",
};
static const char *const streets[] = {
    "Bobbin Lane",   "Button Street",   "Candle Road",      "Compass Avenue", "Dormouse Close",
    "Feather Road",  "Gingerbread Way", "Hourglass Street", "Kettle Lane",    "Lantern Road",
    "Marble Street", "Mitten Avenue",   "Paperclip Road",   "Pencil Street",  "Teapot Terrace",
    "Thimble Road",  "Umbrella Grove",  "Whistle Street",
};

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* Where somebody lives, kept so that somebody else can register from there. */
typedef struct home {
    uint32_t ward;
    uint32_t street;
    uint32_t number;
    uint32_t flat; /* 0: a house */
    char postcode[4];
    const char *last_name;
} home;

/* SplitMix64. Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014. */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* A number below `limit`. The bias of the remainder, limit / 2^64, does not matter to a demo. */
static uint32_t below(uint64_t *state, size_t limit)
{
    return (uint32_t)(next(state) % limit);
}

/* The index of a value, each with the chance people * eagerness over their sum. */
static uint32_t pick(uint64_t *state, const value *values, size_t count)
{
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += values[i].people * values[i].eagerness;
    assert(total > 0);
    uint64_t rest = next(state) % total;
    uint32_t i = 0;
    while (rest >= values[i].people * values[i].eagerness) {
        rest -= values[i].people * values[i].eagerness;
        i++;
    }
    return i;
}

#define PICK(state, values) (values)[pick((state), (values), COUNT_OF(values))].name
#define ANY(state, list) (list)[below((state), COUNT_OF(list))]

static home make_home(uint64_t *state)
{
    /* the Royal Mail ends no postcode in these letters: the form is right, the place is nowhere */
    static const char unused_letters[] = {'C', 'I', 'K', 'M', 'O', 'V'};

    home made = {.ward = pick(state, wards, COUNT_OF(wards))};
    made.street = below(state, COUNT_OF(streets));
    made.number = 1 + below(state, 199);
    made.flat = below(state, 3) == 0 ? 1 + below(state, 12) : 0;
    made.postcode[0] = (char)('0' + (int)below(state, 10));
    made.postcode[1] = ANY(state, unused_letters);
    made.postcode[2] = ANY(state, unused_letters);
    made.last_name = ANY(state, last_names);
    return made;
}

static const area *area_of(uint32_t ward)
{
    size_t i = COUNT_OF(areas) - 1;
    while (areas[i].first_ward > ward)
        i--;
    return &areas[i];
}

/* How people write one and the same address. */
typedef enum spelling { TIDY, CAPITALS, SMALL_WITHOUT_COMMAS, FULL_STOP, SPELLINGS } spelling;

static void change_letters(char *text, spelling how)
{
    for (; *text != '\0'; text++) {
        if (how == CAPITALS && *text >= 'a' && *text <= 'z')
            *text = (char)(*text - 'a' + 'A');
        else if (how == SMALL_WITHOUT_COMMAS && *text >= 'A' && *text <= 'Z')
            *text = (char)(*text - 'A' + 'a');
    }
}

/* Write the cells address and postcode. */
static void put_home(const home *at, spelling how)
{
    char flat[24] = "";
    char address[80];
    char postcode[16];

    if (at->flat > 0)
        snprintf(flat, sizeof flat, "Flat %u%s ", at->flat, how == SMALL_WITHOUT_COMMAS ? "" : ",");
    snprintf(address, sizeof address, "%s%u %s%s", flat, at->number, streets[at->street],
             how == FULL_STOP ? "." : "");
    snprintf(postcode, sizeof postcode, "%s%s%s", area_of(at->ward)->district,
             how == FULL_STOP ? "" : " ", at->postcode);
    change_letters(address, how);
    change_letters(postcode, how);
    printf("\"%s\",%s,", address, postcode);
}

/* Write the person who registers as number `number`; *at is their home. */
static void put_person(uint64_t *state, uint32_t number, const home *at, spelling how)
{
    /* one statement each: C leaves the order of a call's arguments open */
    const char *first_name = ANY(state, first_names);
    const char *sex = PICK(state, sexes);
    const char *age = PICK(state, ages);
    const char *ethnic_group = PICK(state, ethnic_groups);
    const char *disability = PICK(state, disabilities);

    printf("WF%04u,%s,%s,volunteer%04u@example.org,", number, first_name, at->last_name, number);
    put_home(at, how);
    printf("%s,%s,%s,%s,%s,%s\n", sex, age, ethnic_group, disability, area_of(at->ward)->name,
           wards[at->ward].name);
}

static void put_pool(home *homes, uint32_t count, uint64_t seed)
{
    uint64_t state = seed;

    puts(
        "id,first_name,last_name,email,address,postcode,sex,age,ethnic group,disability,area,ward");
    for (uint32_t i = 0; i < count; i++) {
        spelling how = TIDY;
        if (i > 0 && below(&state, 20) == 0) {
            homes[i] = homes[below(&state, i)];
            if (below(&state, 2) == 0)
                homes[i].last_name = ANY(&state, last_names);
            how = (spelling)below(&state, SPELLINGS);
        } else {
            homes[i] = make_home(&state);
        }
        put_person(&state, i + 1, &homes[i], how);
    }
}

/* Read a whole number; false when it is none or more than `most`. */
static bool read_number(uint64_t *out, const char *text, uint64_t most)
{
    uint64_t number = 0;
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        uint64_t digit = (uint64_t)(*text - '0');
        if (number > (most - digit) / 10)
            return false;
        number = 10 * number + digit;
    }
    *out = number;
    return true;
}

int main(int argc, char **argv)
{
    uint64_t count = DEFAULT_COUNT;
    uint64_t seed = default_seed;

    if (argc > 3 || (argc > 1 && !read_number(&count, argv[1], LARGEST_COUNT)) ||
        (argc > 2 && !read_number(&seed, argv[2], UINT64_MAX)) || count == 0) {
        fprintf(stderr, "usage: volunteers [COUNT [SEED]]\n"
                        "COUNT: 1 to 1000000 (400 when not said); SEED: a whole number\n");
        return 2;
    }
    home *homes = calloc(count, sizeof *homes);
    if (homes == NULL) {
        fputs("volunteers: out of memory\n", stderr);
        return 1;
    }
    put_pool(homes, (uint32_t)count, seed);
    free(homes);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("volunteers: the pool could not be written\n", stderr);
        return 1;
    }
    return 0;
}
