/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Told: read, opened, and found again. */
#include "desk/told.h"

#include "civiclot/file.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void lot_told_free(lot_told *told)
{
    for (uint32_t i = 0; told->reveals != NULL && i < told->count; i++)
        lot_reveal_free(&told->reveals[i]);
    free(told->reveals);
    free(told->paths);
    *told = (lot_told){NULL, NULL, 0};
}

static lot_status read_file(lot_reveal *out, const char *path, lot_error *error)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_status status = lot_file_read_short(&bytes, path, LOT_REVEAL_FILE_BYTES, error);
    if (status == LOT_OK)
        status = lot_reveal_parse(out, path, lot_text_string(&bytes), bytes.length, error);
    lot_text_free(&bytes);
    return status;
}

lot_status lot_told_read(lot_told *out, const char *const *paths, uint32_t count, lot_error *error)
{
    lot_status status = LOT_OK;
    *out = (lot_told){.reveals = lot_array_new(count, sizeof *out->reveals),
                      .paths = lot_array_new(count, sizeof *out->paths)};
    if (out->reveals == NULL || out->paths == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (; out->count < count; out->count++) {
        out->paths[out->count] = paths[out->count];
        TRY(read_file(&out->reveals[out->count], paths[out->count], error));
    }
done:
    if (status != LOT_OK)
        lot_told_free(out);
    return status;
}

/* Is the source the contribution of that name? */
static bool is_of(const lot_source *source, const char *name)
{
    lot_source_parts parts;
    return lot_source_parse(&parts, source->name, NULL) == LOT_OK &&
           parts.kind == LOT_SOURCE_CONTRIBUTION && parts.label_bytes == strlen(name) &&
           memcmp(parts.label, name, parts.label_bytes) == 0;
}

lot_source *lot_told_find(lot_attempt *attempt, const char *name)
{
    for (uint32_t s = 0; s < attempt->sources_count; s++) {
        if (is_of(&attempt->sources[s], name))
            return &attempt->sources[s];
    }
    return NULL;
}

static lot_status fill(lot_source *source, const lot_reveal *reveal, lot_error *error)
{
    char nonce[LOT_HEX_BYTES];
    lot_digest_hex(nonce, &reveal->nonce);
    source->value = lot_string_copy(reveal->value);
    source->nonce = lot_string_copy(nonce);
    return source->value != NULL && source->nonce != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

/* Whose part is in the file? NULL, and a problem, where it is not one that was announced. */
static lot_source *match(lot_workbench *bench, const lot_reveal *reveal, const char *path,
                         lot_problems *problems)
{
    lot_pid process_id;
    lot_assembly_process_id(&process_id, &bench->info);
    lot_source *source = lot_told_find(&bench->attempt, reveal->name);
    char *announced = lot_reveal_source(reveal);
    if (strcmp(process_id.text, reveal->process.text) != 0)
        lot_problems_add(problems, "%s: it is for process %s, but this is process %s", path,
                         reveal->process.text, process_id.text);
    else if (source == NULL)
        lot_problems_add(problems,
                         "%s: attempt %" PRIu32 " announced no contribution of %s: there must be "
                         "another file, or another name in it",
                         path, bench->attempt.number, reveal->name);
    else if (source->value != NULL)
        lot_problems_add(problems, "%s: %s is told twice: give one file of each contributor", path,
                         reveal->name);
    else if (announced != NULL && strcmp(announced, source->name) != 0)
        lot_problems_add(problems,
                         "%s: value and nonce are not what %s committed to: the file was changed, "
                         "or is of another contribution",
                         path, reveal->name);
    else {
        free(announced);
        return source;
    }
    free(announced);
    return NULL;
}

lot_status lot_told_open(lot_workbench *bench, const lot_told *told, lot_problems *problems,
                         lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t i = 0; i < told->count; i++) {
        lot_source *source = match(bench, &told->reveals[i], told->paths[i], problems);
        if (source != NULL)
            TRY(fill(source, &told->reveals[i], error));
    }
done:
    return status;
}

uint32_t lot_told_count(uint32_t *missing, const lot_attempt *attempt)
{
    uint32_t count = 0;
    *missing = 0;
    for (uint32_t s = 0; s < attempt->sources_count; s++) {
        if (!lot_source_is(&attempt->sources[s], LOT_SOURCE_CONTRIBUTION))
            continue;
        count++;
        *missing += attempt->sources[s].value == NULL;
    }
    return count;
}

void lot_told_put_names(lot_text *text, const lot_attempt *attempt, bool absent)
{
    bool first = true;
    for (uint32_t s = 0; s < attempt->sources_count; s++) {
        const lot_source *source = &attempt->sources[s];
        lot_source_parts parts;
        if (lot_source_parse(&parts, source->name, NULL) != LOT_OK ||
            parts.kind != LOT_SOURCE_CONTRIBUTION ||
            !(absent ? lot_source_is_absent(source) : source->value == NULL))
            continue;
        lot_text_put(text, first ? "" : ", ");
        lot_text_add(text, parts.label, parts.label_bytes);
        first = false;
    }
}

lot_status lot_told_rest_absent(lot_attempt *attempt, lot_error *error)
{
    for (uint32_t s = 0; s < attempt->sources_count; s++) {
        lot_source *source = &attempt->sources[s];
        if (!lot_source_is(source, LOT_SOURCE_CONTRIBUTION) || source->value != NULL)
            continue;
        source->value = lot_string_copy(LOT_ABSENT);
        if (source->value == NULL)
            return LOT_NO_MEMORY(error);
    }
    return LOT_OK;
}

lot_status lot_told_load(bool *revealed, lot_workbench *bench, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &bench->attempt;
    lot_pid process_id;
    lot_assembly_process_id(&process_id, &bench->info);
    TRY(lot_assembly_load_reveals(revealed, &bench->attempt, bench->assembly, error));
    for (uint32_t s = 0; s < attempt->sources_count && *revealed; s++) {
        if (lot_source_is(&attempt->sources[s], LOT_SOURCE_CONTRIBUTION))
            TRY(lot_source_check_value(&attempt->sources[s], process_id.text, 1, error));
    }
done:
    return status;
}
