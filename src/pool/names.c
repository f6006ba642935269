/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names: a hash table with open addressing.
 *
 *   H1  slots is a power of two, and at most half full: every search meets an empty slot;
 *   H2  a slot holds a name's number + 1, or 0;
 *   H3  the names take less than 4 GiB together, more than any table has: more is no memory.
 */
#include "pool/names.h"

#include "civiclot/text.h"
#include "core/array.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

typedef struct entry {
    uint32_t hash;
    uint32_t offset; /* into bytes */
} entry;

struct lot_names {
    lot_text bytes; /* the names, each with its NUL */
    entry *entries; /* [count] */
    size_t entries_room;
    uint32_t count;
    uint32_t *slots; /* [slots_count] */
    size_t slots_count;
};

lot_names *lot_names_new(void)
{
    lot_names *names = lot_array_new(1, sizeof *names);
    if (names == NULL)
        return NULL;
    names->slots_count = FIRST_SLOTS;
    names->slots = lot_array_new(names->slots_count, sizeof *names->slots);
    if (names->slots == NULL) {
        lot_names_free(names);
        return NULL;
    }
    return names;
}

void lot_names_free(lot_names *names)
{
    if (names == NULL)
        return;
    lot_text_free(&names->bytes);
    free(names->entries);
    free(names->slots);
    free(names);
}

uint32_t lot_names_count(const lot_names *names)
{
    return names->count;
}

/*
 * Eight bytes at a time, each mixed in as in FNV-1a; the high bits, which all of them reach, are
 * mixed into the low ones that choose the slot.
 */
static uint32_t hash_of(const char *name, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ length;
    uint64_t eight;
    for (; length >= sizeof eight; name += sizeof eight, length -= sizeof eight) {
        memcpy(&eight, name, sizeof eight);
        hash = (hash ^ eight) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    eight = 0;
    memcpy(&eight, name, length);
    hash = (hash ^ eight) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(hash ^ (hash >> 32));
}

/* The slot that holds `name`, or the empty one where it belongs. */
static size_t slot_of(const lot_names *names, const char *name, uint32_t hash)
{
    size_t mask = names->slots_count - 1;
    size_t slot = (size_t)hash & mask;
    while (names->slots[slot] != 0) {
        const entry *held = &names->entries[names->slots[slot] - 1];
        if (held->hash == hash && strcmp(names->bytes.bytes + held->offset, name) == 0)
            break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

/* Twice the slots, to keep H1. False: no memory. */
static bool spread(lot_names *names)
{
    size_t slots_count = names->slots_count * 2;
    uint32_t *slots = lot_array_new(slots_count, sizeof *slots);
    if (slots == NULL)
        return false;
    for (uint32_t number = 0; number < names->count; number++) {
        size_t slot = (size_t)names->entries[number].hash & (slots_count - 1);
        while (slots[slot] != 0)
            slot = (slot + 1) & (slots_count - 1);
        slots[slot] = number + 1;
    }
    free(names->slots);
    names->slots = slots;
    names->slots_count = slots_count;
    return true;
}

bool lot_names_add(uint32_t *number, lot_names *names, const char *name)
{
    size_t length = strlen(name);
    uint32_t hash = hash_of(name, length);
    size_t slot = slot_of(names, name, hash);
    if (names->slots[slot] != 0) {
        *number = names->slots[slot] - 1;
        return true;
    }
    if (names->count >= names->slots_count / 2) {
        if (!spread(names))
            return false;
        slot = slot_of(names, name, hash);
    }
    void *entries = names->entries;
    if (lot_array_grow(&entries, &names->entries_room, names->count, sizeof(entry)) != 0)
        return false;
    names->entries = entries;
    names->entries[names->count] = (entry){.hash = hash, .offset = (uint32_t)names->bytes.length};
    lot_text_add(&names->bytes, name, length + 1);
    if (names->bytes.failed || names->bytes.length > UINT32_MAX) /* H3 */
        return false;
    *number = names->count++;
    names->slots[slot] = names->count;
    return true;
}

uint32_t lot_names_find(const lot_names *names, const char *name)
{
    uint32_t held = names->slots[slot_of(names, name, hash_of(name, strlen(name)))];
    return held != 0 ? held - 1 : LOT_NO_NAME;
}
