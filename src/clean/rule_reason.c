/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule reason: small letters, digits and hyphens. */
#include "clean/rule_reason.h"

#include "civiclot/fold.h"
#include "pool/message.h"

#include <stdlib.h>
#include <string.h>

enum { REASON_MOST = 64 };

static bool is_code(const char *words)
{
    size_t length = strspn(words, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length <= REASON_MOST && words[length] == '\0';
}

static void refuse(const lot_rule_line *line, const char *words)
{
    lot_text told = LOT_TEXT_EMPTY;
    lot_rule_put_place(&told, line);
    if (*words == '\0') {
        lot_text_put(&told, "the reason is missing");
    } else {
        lot_text_put(&told, "'");
        lot_message_put_cell(&told, words);
        lot_text_put(&told, "' is no reason");
    }
    lot_text_format(&told,
                    ": write a code of small letters, digits and hyphens, at most %d, as "
                    "not-resident",
                    REASON_MOST);
    lot_problems_take(line->problems, &told);
}

lot_status lot_reason_add(uint32_t *reason, lot_texts *reasons, const lot_rule_line *line,
                          const char *words, lot_error *error)
{
    lot_status status = LOT_OK;
    char *code = lot_tidy(words);
    *reason = 0;
    if (code == NULL)
        return LOT_NO_MEMORY(error);
    if (is_code(code))
        status = lot_texts_meet(reason, reasons, code, error);
    else
        refuse(line, code);
    free(code);
    return status;
}
