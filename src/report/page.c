/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Page: escaping, frame and style.
 *
 * Colours are Okabe and Ito's, told apart by every kind of colour vision and in grey; text has a
 * contrast of at least 4.5 to its ground.
 */
#include "report/page.h"

#include <stddef.h>

static const char *const style[] = {
    ":root{--ink:#1b1f24;--soft:#5a6472;--rule:#d9dee5;--ground:#f5f7f9;",
    "--blue:#0b5c8e;--band:#c9dfee;--edge:#7fa9c6;--tick:#c24d00}",
    "*{box-sizing:border-box}",
    "html{-webkit-text-size-adjust:100%}",
    "body{margin:0;background:#fff;color:var(--ink);line-height:1.6;",
    "font:16px/1.6 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}",
    "main{max-width:46rem;margin:0 auto;padding:3.5rem 1.25rem 3rem}",
    "h1,h2,h3{line-height:1.25;text-wrap:balance}",
    "h1{font-size:2rem;font-weight:650;letter-spacing:-.015em;margin:.25rem 0 1rem;",
    "overflow-wrap:anywhere}",
    "h2{font-size:1.3rem;font-weight:650;margin:3.5rem 0 .75rem;padding-top:1.25rem;",
    "border-top:1px solid var(--rule)}",
    "h3{font-size:1rem;font-weight:650;margin:2rem 0 .5rem;overflow-wrap:anywhere}",
    "p{margin:0 0 1rem;max-width:40rem}",
    ".kicker{margin:0;color:var(--soft);font-size:.8rem;font-weight:600;letter-spacing:.08em;",
    "text-transform:uppercase}",
    ".lead{font-size:1.125rem}",
    ".note,footer{color:var(--soft);font-size:.9rem}",
    "table+.note{margin-top:1rem}",
    ".banner{border:2px solid var(--tick);border-radius:6px;padding:.8rem 1rem;margin:1.5rem 0;",
    "max-width:none}",
    ".banner strong{color:#9a3d00}",
    /* the four numbers under the title */
    ".tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:1rem;margin:2rem 0 0;",
    "padding:1.1rem 0;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule)}",
    ".tiles div{display:flex;flex-direction:column-reverse;justify-content:flex-end}",
    ".tiles dt{color:var(--soft);font-size:.85rem;line-height:1.3}",
    ".tiles dd{margin:0;font-size:1.6rem;font-weight:600;line-height:1.3;",
    "font-variant-numeric:tabular-nums;white-space:nowrap}",
    /* tables */
    "table{width:100%;border-collapse:collapse;font-size:.95rem;",
    "font-variant-numeric:tabular-nums}",
    "th,td{padding:.35rem .5rem;text-align:right;vertical-align:middle;",
    "border-bottom:1px solid var(--rule);white-space:nowrap}",
    "thead th{color:var(--soft);font-size:.8rem;font-weight:600}",
    "th:first-child{text-align:left;padding-left:0}",
    "td:last-child,th:last-child{padding-right:0}",
    "tbody th{font-weight:400;white-space:normal;overflow-wrap:anywhere}",
    ".quotas th:first-child{width:26%}",
    ".quotas .bar{width:38%}",
    ".quotas .drawn{font-weight:650}",
    ".narrow{max-width:28rem}",
    ".deeds thead th{white-space:normal;vertical-align:bottom}",
    "table+table{margin-top:2rem}",
    "table+p{margin-top:1.5rem}",
    ".attempts td:last-child{width:60%;white-space:normal}",
    ".attempts th:last-child,.attempts td:last-child{text-align:left;padding-left:1rem}",
    /* bars and curve */
    ".bar svg{display:block;width:100%;height:22px}",
    ".legend{display:flex;flex-wrap:wrap;gap:.3rem 1.5rem;margin:1rem 0;padding:0;",
    "list-style:none;color:var(--soft);font-size:.9rem}",
    ".legend li{display:flex;align-items:center;gap:.5rem}",
    ".key{flex:none;width:26px;height:16px;-webkit-print-color-adjust:exact;",
    "print-color-adjust:exact}",
    ".key.drawn{height:9px;background:var(--blue)}",
    ".key.band{background:var(--band);border:solid var(--edge);border-width:0 2px}",
    ".key.tick{width:0;border-left:3px solid var(--tick);margin:0 8px}",
    ".key.line{height:0;border-top:3px solid var(--blue)}",
    ".key.equal{height:0;border-top:2px dashed var(--soft)}",
    ".key.bound{height:0;border-top:3px dotted var(--tick)}",
    ".curve{margin:1.5rem 0}",
    ".curve>svg{display:block;width:100%;height:330px;padding:10px 14px 52px 56px;",
    "overflow:visible}",
    ".curve text{fill:var(--soft);font-size:13px}",
    ".curve line{stroke:var(--rule);stroke-width:1}",
    ".curve .area{fill:var(--band);opacity:.55}",
    ".curve .steps{fill:none;stroke:var(--blue);stroke-width:2.5;",
    "vector-effect:non-scaling-stroke;stroke-linejoin:round}",
    ".curve .equal{stroke:var(--soft);stroke-width:2;stroke-dasharray:7 5}",
    ".curve .bound{stroke:var(--tick);stroke-width:2.5;stroke-dasharray:2 4}",
    /* claims, facts, code */
    ".claims{list-style:none;margin:1rem 0;padding:0}",
    ".claims li{display:grid;grid-template-columns:8.2rem 1fr;gap:.25rem 1rem;",
    "align-items:start;padding:.7rem 0;border-bottom:1px solid var(--rule)}",
    ".claims p{margin:0}",
    ".claims p::first-letter{text-transform:uppercase}",
    ".verdict{justify-self:start;margin-top:.2rem;padding:.1rem .5rem;border-radius:4px;",
    "font-size:.75rem;font-weight:700;letter-spacing:.04em;white-space:nowrap;",
    "border:1.5px solid var(--soft);color:var(--soft)}",
    ".verdict.proven{border-color:var(--blue);background:var(--blue);color:#fff;",
    "-webkit-print-color-adjust:exact;print-color-adjust:exact}",
    ".verdict.not-proven{border-color:var(--tick);color:#9a3d00}",
    ".facts{display:grid;grid-template-columns:9rem 1fr;gap:.5rem 1rem;margin:1rem 0}",
    ".facts dt{color:var(--soft)}",
    ".facts dd{margin:0;overflow-wrap:anywhere}",
    "code,pre,.pids{font-family:ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',",
    "monospace;font-size:.85rem;font-variant-ligatures:none}",
    "code{overflow-wrap:anywhere}",
    ".box{margin-top:3.5rem;padding:1.5rem 1.5rem .75rem;background:var(--ground);",
    "border:1px solid var(--rule);border-radius:8px}",
    ".box h2{margin:0 0 .75rem;padding:0;border:0}",
    ".box ol{margin:0;padding-left:1.25rem}",
    ".box li{margin-bottom:1rem}",
    "pre{margin:.5rem 0;padding:.75rem 1rem;background:#fff;border:1px solid var(--rule);",
    "border-radius:6px;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere}",
    ".pids{max-width:none;word-spacing:.6em;line-height:1.8}",
    "footer{margin-top:4rem;padding-top:1.25rem;border-top:1px solid var(--rule)}",
    /* the list of numbered panels */
    "a{color:var(--blue)}",
    ".index{max-width:none;word-spacing:.35em;font-variant-numeric:tabular-nums}",
    ".panel{display:grid;grid-template-columns:max-content 1fr;gap:0 .9rem;align-items:baseline;",
    "break-inside:avoid;padding:.5rem 0;border-bottom:1px solid var(--rule);",
    "content-visibility:auto;contain-intrinsic-size:auto 5rem}",
    ".ranges .panel{display:block}",
    ".panel h3{margin:0;font-size:1.15rem;font-variant-numeric:tabular-nums}",
    ".panel .pids{margin:0;font-size:.75rem;line-height:1.55}",
    ".panel.drawn{display:block;border:3px solid var(--tick);border-radius:6px;padding:.6rem "
    ".8rem;",
    "margin:.5rem 0}",
    ".panel.drawn h3{font-size:1.8rem}.panel.drawn strong{color:#9a3d00}",
    ".panel.drawn .pids{font-size:.95rem}",
    ".people{margin:0;font-size:.85rem;font-variant-numeric:tabular-nums}",
    ".people div{display:grid;grid-template-columns:10.5rem 1fr;gap:0 .9rem;",
    "padding:.25rem 0;border-bottom:1px solid var(--rule)}",
    ".people dt{font-family:ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace}",
    ".people dd{margin:0;word-spacing:.2em;overflow-wrap:anywhere}",
    /* a phone: the bar takes a line of its own under its numbers */
    "@media(max-width:34rem){main{padding-top:2rem}h1{font-size:1.6rem}",
    ".tiles{grid-template-columns:repeat(2,1fr)}",
    ".deeds{display:block;overflow-x:auto}",
    ".quotas tr{display:grid;grid-template-columns:1fr 2.6rem 3.6rem 4.2rem 3rem;",
    "align-items:end;border-bottom:1px solid var(--rule);padding:.3rem 0}",
    ".quotas th,.quotas td{border:0;padding:.15rem 0}",
    ".quotas th:first-child,.quotas .bar{width:auto}",
    ".quotas td.bar{grid-column:1/-1;grid-row:2}",
    ".quotas thead .bar{display:none}",
    ".claims li,.facts{grid-template-columns:1fr}",
    ".facts{gap:0}.facts dd{margin-bottom:.75rem}",
    ".people div{display:block}",
    ".box{margin-left:-.5rem;margin-right:-.5rem;padding:1.1rem 1rem .5rem}",
    ".curve>svg{padding-left:48px;height:280px}}",
    /* paper */
    "@page{size:A4;margin:16mm 15mm}",
    "@media print{body{font-size:10pt;line-height:1.45}main{max-width:none;padding:0}",
    "h1{font-size:20pt}h2{margin-top:1.75rem}h2,h3{break-after:avoid}h3{margin-top:1.1rem}",
    ".lead{font-size:11.5pt}code,pre{font-size:8pt}th,td{padding-top:.2rem;padding-bottom:.2rem}",
    "tr,figure,.feature,.claims li,.facts dd,.tiles,.legend{break-inside:avoid}",
    ".pids{font-size:8pt;line-height:1.5}.box li{margin-bottom:.6rem}",
    "pre{margin:.3rem 0;padding:.4rem .75rem;line-height:1.35}",
    "pre{font-size:7pt}.box{margin-top:1.75rem;box-decoration-break:clone}footer{margin-top:1.5rem;"
    "break-inside:avoid}",
    ".index{display:none}a{color:inherit;text-decoration:none}",
    ".panels,.people{columns:2;column-gap:7mm}",
    ".panel{content-visibility:visible;padding:1.2mm 0;gap:0 2mm}.panel "
    "h3{font-size:9.5pt;break-after:auto}",
    ".panel .pids{font-size:6.5pt;line-height:1.35;word-spacing:.35em}",
    ".panel.drawn h3{font-size:16pt}.panel.drawn .pids{font-size:8pt}",
    ".people{font-size:7pt;line-height:1.35}",
    ".people div{grid-template-columns:26mm 1fr;gap:0 2mm;padding:.6mm 0;break-inside:avoid}}",
};

void lot_html_put(lot_text *page, const char *string)
{
    for (const char *c = string; *c != '\0'; c++) {
        switch (*c) {
        case '&':
            lot_text_put(page, "&amp;");
            break;
        case '<':
            lot_text_put(page, "&lt;");
            break;
        case '>':
            lot_text_put(page, "&gt;");
            break;
        case '"':
            lot_text_put(page, "&quot;");
            break;
        case '\'':
            lot_text_put(page, "&#39;");
            break;
        default:
            if (((unsigned char)*c < 0x20 && *c != '\n' && *c != '\t') || *c == 0x7f)
                lot_text_put(page, "\xef\xbf\xbd");
            else
                lot_text_add(page, c, 1);
        }
    }
}

void lot_html_put_sentence(lot_text *page, const char *sentence)
{
    char piece[2] = "";
    for (const char *c = sentence; *c != '\0'; c++) {
        piece[0] = *c;
        if (c[0] == ' ' && c[1] == '%')
            lot_text_put(page, "&nbsp;");
        else
            lot_html_put(page, piece);
    }
}

void lot_page_open(lot_text *page, const char *title, const char *kicker)
{
    lot_text_put(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>");
    lot_html_put(page, title);
    lot_text_put(page, "</title>\n<style>\n");
    for (size_t i = 0; i < sizeof style / sizeof *style; i++) {
        lot_text_put(page, style[i]);
        lot_text_put(page, "\n");
    }
    lot_text_put(page, "</style>\n</head>\n<body>\n<main>\n<p class=\"kicker\">");
    lot_html_put(page, kicker);
    lot_text_put(page, "</p>\n<h1>");
    lot_html_put(page, title);
    lot_text_put(page, "</h1>\n");
}

void lot_page_put_rehearsal(lot_text *page)
{
    lot_text_put(page, "<p class=\"banner\"><strong>TEST DRAW.</strong> This is a rehearsal. "
                       "Nobody is selected by it.</p>\n");
}

void lot_page_close(lot_text *page)
{
    lot_text_put(page, "</main>\n</body>\n</html>\n");
}
