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

/*
 * Reads only published files, so that it checks them and not this page. What process.txt announced
 * is in the manifest; seed.txt and draw.txt are not, and must follow from it line by line.
 */
static const char script[] =
    "from hashlib import sha256\n"
    "\n"
    "def read(name):\n"
    "    return open(name, 'rb').read()\n"
    "\n"
    "def lines(name):  # of key: value\n"
    "    return [line.split(': ', 1) for line in read(name).decode().split('\\n')]\n"
    "\n"
    "def field(text):  # its length before it\n"
    "    return len(text.encode()).to_bytes(4, 'big') + text.encode()\n"
    "\n"
    "def check(holds, what):\n"
    "    if not holds:\n"
    "        raise SystemExit('DIFFERS: ' + what)\n"
    "\n"
    "def take(key):  # the next line of seed.txt\n"
    "    check(told[0][0] == key, 'seed.txt, at ' + key)\n"
    "    return told.pop(0)[1]\n"
    "\n"
    "names = 'process.txt', 'quotas.csv', 'pool.csv', 'lottery.csv'\n"
    "manifest = [sha256(read(name)).hexdigest() + '  ' + name for name in names]\n"
    "check(read('manifest.txt').decode().split('\\n') == manifest + [''], 'manifest.txt')\n"
    "M = sha256(read('manifest.txt')).digest()\n"
    "sources = [line[1] for line in lines('process.txt') if line[0] == 'source']\n"
    "process = {line[0]: line[-1] for line in lines('process.txt')}\n"
    "\n"
    "told = lines('seed.txt')\n"
    "check(take('civiclot-seed') == '1', 'the version of seed.txt')\n"
    "data = b'civiclot/seed/v1\\0' + M\n"
    "for source in sources:\n"
    "    check(take('source') == source, 'source announced: ' + source)\n"
    "    value = take('value')\n"
    "    data += field(source) + field(value)\n"
    "    kind, *parts = source.split(':')\n"
    "    if kind == 'operator' or kind == 'contribution' and value != 'ABSENT':\n"
    "        sealed = b'civiclot/contribution/v1\\0' + process['process'].encode()\n"
    "        sealed += field(([kind] + parts)[-2]) + bytes.fromhex(take('nonce')) + field(value)\n"
    "        check(parts[-1] == sha256(sealed).hexdigest(), 'value sealed in ' + source)\n"
    "seed = sha256(data).digest()\n"
    "check(take('seed') == seed.hex() and told == [['']], 'the seed in seed.txt')\n"
    "\n"
    "i, tickets = 0, int(process['tickets'])\n"
    "by_hand = sources == ['by-hand']\n"
    "while not by_hand:\n"
    "    data = b'civiclot/draw/v1\\0' + field('panel') + M + seed + i.to_bytes(8, 'big')\n"
    "    number = int.from_bytes(sha256(data).digest()[:8], 'big')\n"
    "    if number < 2**64 - 2**64 % tickets:\n"
    "        break\n"
    "    i += 1\n"
    "ticket = int(value) if by_hand else number % tickets\n"
    "\n"
    "for row in read('lottery.csv').decode().split('\\n')[1:-1]:\n"
    "    first, last, *panel = row.split(',')\n"
    "    if int(first) <= ticket <= int(last):\n"
    "        break\n"
    "check(int(first) <= ticket <= int(last), 'the tickets in lottery.csv')\n"
    "draw = ['civiclot-draw: 1', 'attempt: ' + process['attempt'], 'draw: ' + process['draw'],\n"
    "        'purpose: panel', f'rejected: {i}', f'ticket: {ticket}', f'panel: {first}-{last}']\n"
    "draw += ['pid: ' + pid for pid in panel]\n"
    "check(read('draw.txt').decode().split('\\n') == draw + [''], 'draw.txt')\n"
    "print(f'M {M.hex()}\\nseed {seed.hex()}\\nticket {ticket}\\npanel', *panel)\n"
    "END";

static void put_draw_steps(lot_text *page, const lot_report *report)
{
    char manifest[LOT_HEX_BYTES];
    char seed[LOT_HEX_BYTES];
    lot_digest_hex(manifest, report->manifest);
    lot_digest_hex(seed, report->seed);
    lot_text_put(page, "<li>Seed, ticket and panel follow from the manifest and the values in "
                       "seed.txt, of the sources that process.txt announced:\n"
                       "<pre>python3 - &lt;&lt;'END'\n");
    lot_html_put(page, script);
    lot_text_format(page,
                    "</pre>\nIt must not say <code>DIFFERS</code>. It must print M "
                    "<code>%.8s</code>&hellip;, seed <code>%s</code>, ticket <code>%" PRIu64
                    "</code> and the pseudonyms of the panel above.</li>\n"
                    "<li>Compare the values in seed.txt with what was made public.</li>\n",
                    manifest, seed, report->draw->ticket);
}

void lot_recipe_put(lot_text *page, const lot_report *report)
{
    assert(report->manifest != NULL);
    lot_text_put(page,
                 "<section class=\"box\">\n<h2>Check it yourself</h2>\n"
                 "<p>In a browser, with the published folder, M from the minutes and, who "
                 "has one, a receipt: the page <code>verify.html</code> that civiclot makes. The "
                 "program <code>civiclot-verify</code> checks the same. Or by hand, in the "
                 "published folder, on any computer with these tools:</p>\n<ol>\n");
    put_manifest_steps(page, report);
    if (report->draw != NULL)
        put_draw_steps(page, report);
    lot_text_put(page, "</ol>\n</section>\n");
}
