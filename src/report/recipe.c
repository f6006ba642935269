/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recipe: the draw's facts and commands, for people with a terminal and no trust. */
#include "report/recipe.h"

#include "report/claims.h"
#include "report/numbers.h"
#include "report/page.h"

#include <assert.h>
#include <inttypes.h>

static void open_fact(lot_text *page, const char *name)
{
    lot_text_format(page, "<dt>%s</dt><dd>", name);
}

static void close_fact(lot_text *page)
{
    lot_text_put(page, "</dd>\n");
}

static void put_code_fact(lot_text *page, const char *name, const char *code)
{
    open_fact(page, name);
    lot_text_put(page, "<code>");
    lot_html_put(page, code);
    lot_text_put(page, "</code>");
    close_fact(page);
}

static void put_digest_fact(lot_text *page, const char *name, const lot_digest *digest)
{
    char hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, digest);
    put_code_fact(page, name, hex);
}

static void put_panel_range(lot_text *page, const lot_report *report)
{
    const uint64_t *first = &report->lottery->first[report->draw->row];
    if (first[0] + 1 == first[1]) {
        lot_text_put(page, "the one with ticket ");
        lot_number_put(page, first[0]);
        return;
    }
    lot_text_put(page, "the one with tickets ");
    lot_number_put(page, first[0]);
    lot_text_put(page, " to ");
    lot_number_put(page, first[1] - 1);
}

static void put_draw_facts(lot_text *page, const lot_report *report)
{
    put_digest_fact(page, "Seed", report->seed);
    open_fact(page, "Ticket");
    lot_text_put(page, "<strong>");
    lot_number_put(page, report->draw->ticket);
    lot_text_put(page, "</strong>, of 0 to ");
    lot_number_put(page, report->lottery->tickets - 1);
    if (report->draw->rejected > 0) {
        lot_text_put(page, "; ");
        lot_count_put(page, report->draw->rejected, "number was", "numbers were");
        lot_text_put(page, " passed over before it, so that no ticket is favoured");
    }
    close_fact(page);
    open_fact(page, "Panel");
    put_panel_range(page, report);
    close_fact(page);
}

void lot_facts_put(lot_text *page, const lot_report *report)
{
    lot_text_put(page, "<dl class=\"facts\">\n");
    put_code_fact(page, "Process", report->process_id);
    if (report->attempt > 0) {
        open_fact(page, "Attempt");
        lot_number_put(page, report->attempt);
        lot_text_put(page, report->test ? ", a test" : ", real");
        close_fact(page);
    }
    if (report->manifest != NULL) {
        open_fact(page, "Order");
        lot_text_put(page, report->one_run ? "one run: public value first, then the manifest"
                                           : "manifest first, then the public value");
        close_fact(page);
        put_digest_fact(page, "Manifest M", report->manifest);
    }
    for (uint32_t s = 0; s < report->sources_count; s++) {
        put_code_fact(page, "Source", report->sources[s].name);
        if (report->sources[s].value != NULL)
            put_code_fact(page, "Its value", report->sources[s].value);
    }
    if (report->draw != NULL)
        put_draw_facts(page, report);
    lot_text_put(page, "</dl>\n");
}

static void put_manifest_steps(lot_text *page, const lot_report *report)
{
    char hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, report->manifest);
    lot_text_format(page,
                    "<li>The four files are those of the manifest, and the manifest is M:\n"
                    "<pre>sha256sum -c manifest.txt\nsha256sum manifest.txt</pre>\n"
                    "The last line must begin with <code>%s</code>. %s</li>\n",
                    hex,
                    report->one_run
                        ? "That shows that the files are the ones of the draw. Nobody was given M "
                          "before the public value."
                        : "That must be the M which others were given before the public value.");
}

/* Reads only published files, so that it checks them and not this page. */
static const char script[] = "M = sha256(open('manifest.txt', 'rb').read()).digest()\n"
                             "text = b'civiclot/seed/v1\\0' + M\n"
                             "for line in open('seed.txt', 'rb').read().split(b'\\n'):\n"
                             "    if line.startswith((b'source: ', b'value: ')):\n"
                             "        text += field(line.split(b': ', 1)[1])\n"
                             "seed = sha256(text).digest()\n"
                             "print('seed', seed.hex())\n"
                             "\n"
                             "i, limit = 0, 2**64 - 2**64 % tickets\n"
                             "while True:\n"
                             "    text = b'civiclot/draw/v1\\0' + field(b'panel') + M + seed\n"
                             "    hashed = sha256(text + i.to_bytes(8, 'big')).digest()\n"
                             "    number = int.from_bytes(hashed[:8], 'big')\n"
                             "    if number < limit:\n"
                             "        break\n"
                             "    i += 1\n"
                             "print('ticket', number % tickets)\n"
                             "END";

static void put_draw_steps(lot_text *page, const lot_report *report)
{
    char hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, report->seed);
    lot_text_format(page,
                    "<li>Seed and ticket follow from M and the values in seed.txt:\n"
                    "<pre>python3 - &lt;&lt;'END'\n"
                    "from hashlib import sha256\n\n"
                    "def field(data):  # its length before it\n"
                    "    return len(data).to_bytes(4, 'big') + data\n\n"
                    "tickets = %" PRIu64 "\n",
                    report->lottery->tickets);
    lot_html_put(page, script);
    lot_text_format(page,
                    "</pre>\nIt must print seed <code>%s</code> and ticket <code>%" PRIu64
                    "</code>.</li>\n"
                    "<li>The panel is the line of lottery.csv that has the ticket:\n"
                    "<pre>awk -F, -v t=%" PRIu64
                    " 'NR &gt; 1 &amp;&amp; $1 &lt;= t &amp;&amp; t &lt;= $2' lottery.csv"
                    "</pre>\nIts pseudonyms must be those of the panel above.</li>\n",
                    hex, report->draw->ticket, report->draw->ticket);
}

void lot_recipe_put(lot_text *page, const lot_report *report)
{
    assert(report->manifest != NULL);
    lot_text_put(page, "<section class=\"box\">\n<h2>Check it yourself</h2>\n"
                       "<p>In the published folder, on any computer with these tools:</p>\n<ol>\n");
    put_manifest_steps(page, report);
    if (report->draw != NULL)
        put_draw_steps(page, report);
    lot_text_put(page, "</ol>\n</section>\n");
}
