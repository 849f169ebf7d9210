// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/style.h"

#include "out/palette.h"

static const char base[] =
    "*{box-sizing:border-box}"
    "html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}"
    "body{margin:0;overflow-wrap:break-word;background:var(--ka-paper);color:var(--ka-ink);"
    "font:16px/1.6 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue','PingFang SC',"
    "'Hiragino Sans GB','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',"
    "'WenQuanYi Micro Hei',sans-serif;font-variant-numeric:tabular-nums lining-nums}\n"
    "header,main{max-width:1200px;margin:0 auto;padding:0 24px}"
    "header{padding-top:56px}"
    ".logo{display:block;max-height:56px;max-width:240px;margin:0 0 20px}"
    "h1{font-size:34px;line-height:1.2;font-weight:650;letter-spacing:-.01em;margin:0}"
    ".sub{color:var(--ka-muted);margin:8px 0 0}"
    "nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:0 22px;margin:20px 0 0;padding:6px "
    "0;"
    "border-top:1px solid var(--ka-rule);border-bottom:1px solid var(--ka-rule);font-size:14px}"
    "nav a{display:inline-block;padding:4px 0}"
    "a{color:var(--ka-accent);text-decoration:none}"
    "a:hover{text-decoration:underline}"
    ":focus-visible{outline:2px solid var(--ka-accent);outline-offset:2px}\n"
    "main{padding-bottom:72px}"
    "section{margin-top:56px}"
    "h2{font-size:22px;line-height:1.3;font-weight:650;margin:0 0 16px;scroll-margin-top:16px}"
    "p{max-width:44em;margin:12px 0}"
    ".lead{font-size:21px;line-height:1.5;max-width:38em;margin:32px 0 28px}"
    ".note{color:var(--ka-muted);font-size:14px}"
    ".good{color:var(--ka-good)}.bad{color:var(--ka-bad)}\n";

static const char figures[] =
    ".figures{display:grid;grid-template-columns:repeat(var(--columns),1fr);gap:28px "
    "32px;"
    "margin:28px 0}"
    ".figures div{border-top:2px solid var(--ka-ink);padding-top:10px}"
    ".figures dt{font-size:14px;line-height:1.4;color:var(--ka-muted)}"
    ".figures dd{margin:0}"
    ".figures .value{font-size:30px;line-height:1.3;font-weight:650;letter-spacing:-.01em;"
    "overflow-wrap:anywhere}"
    ".figures .detail{font-size:14px;line-height:1.4}"
    ".terms{display:grid;grid-template-columns:minmax(6em,max-content) 1fr;gap:6px 24px;"
    "font-size:14px;margin:16px 0}"
    ".terms dt{color:var(--ka-muted)}"
    ".terms dd{margin:0;overflow-wrap:anywhere}"
    // Many short ones.
    "section[aria-labelledby=provenance] .terms{font-size:12px;gap:3px 16px}"
    "@media(min-width:900px){section[aria-labelledby=provenance] .terms{"
    "grid-template-columns:minmax(6em,max-content) 1fr minmax(6em,max-content) 1fr}}\n";

static const char charts[] =
    ".charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,460px),1fr));"
    "gap:40px 48px;margin:28px 0}"
    "figure{margin:0;min-width:0}"
    "figcaption{margin-bottom:10px}"
    "h3{font-size:16px;line-height:1.4;font-weight:650;margin:0}"
    "figcaption p{color:var(--ka-muted);font-size:14px;line-height:1.45;margin:2px 0 0}"
    ".chart{display:block;width:100%;height:auto;font-size:14px;overflow:visible;"
    "max-width:640px}"
    ".chart text{paint-order:stroke;stroke:var(--ka-paper);stroke-width:3px;"
    "stroke-linejoin:round}"
    ".chart use{stroke:var(--ka-paper);stroke-width:.18}\n";

static const char tables[] =
    ".scroll{overflow-x:auto;margin:20px 0 28px}"
    "table{border-collapse:separate;border-spacing:0;width:100%;font-size:14px;line-height:1."
    "45}"
    "caption{text-align:left;font-weight:650;font-size:16px;padding:0 0 8px}"
    // A table that scrolls keeps its caption in sight.
    "caption span{display:inline-block;position:sticky;left:0;max-width:calc(100vw - 48px)}"
    "th,td{text-align:left;vertical-align:baseline;padding:7px 10px;font-weight:400;"
    "border-bottom:1px solid var(--ka-rule)}"
    "tr>:first-child{padding-left:0}tr>:last-child{padding-right:0}"
    "thead th{color:var(--ka-muted);vertical-align:bottom;line-height:1.3;word-break:keep-all;"
    "border-bottom:1px solid var(--ka-muted)}"
    "tfoot>tr>*{font-weight:650;border-bottom:0;border-top:1px solid var(--ka-muted)}"
    "th[scope=row],thead th:first-child{position:sticky;left:0;background:var(--ka-paper);"
    "min-width:9em;max-width:15em}"
    ".n{text-align:right}"
    "td.n,td.d{white-space:nowrap}"
    ".t{text-align:center}"
    "td.text{min-width:5.5em;max-width:26em}"
    ".bar{background:linear-gradient(var(--ka-band) 0 0) right 6px/var(--bar) 1.6em no-repeat}"
    "tr>.bar:last-child{padding-right:4px}"
    "tr>.heat:last-child{padding-right:10px}"
    ".heat{background:color-mix(in srgb,var(--ka-heat) var(--heat),var(--ka-paper))}"
    ".cold{background:color-mix(in srgb,var(--ka-cold) var(--heat),var(--ka-paper))}"
    "thead button{font:inherit;color:inherit;text-align:inherit;line-height:inherit;margin:0;"
    "padding:4px 0;border:0;background:none;cursor:pointer}"
    "thead button:hover{color:var(--ka-ink);text-decoration:underline}"
    "[aria-sort=ascending] button::after{content:' ▲'}"
    "[aria-sort=descending] button::after{content:' ▼'}"
    ".filter{display:block;width:max-content;position:sticky;left:0;padding:6px 0 2px;"
    "font-size:14px;font-weight:400;color:var(--ka-muted)}"
    ".filter input{font:inherit;color:var(--ka-ink);background:var(--ka-paper);"
    "border:1px solid var(--ka-muted);border-radius:3px;padding:3px 8px;width:14em;"
    "max-width:60vw}\n";

static const char narrow[] =
    "@media(max-width:600px){body{font-size:15px}header,main{padding-left:12px;padding-"
    "right:12px}"
    "header{padding-top:28px}h1{font-size:25px}.lead{font-size:18px;margin:22px 0 20px}"
    "section{margin-top:40px}.figures{grid-template-columns:1fr 1fr;gap:20px 16px}"
    ".figures .value{font-size:23px}.terms{grid-template-columns:1fr;gap:0}"
    ".terms dd{margin-bottom:10px}th[scope=row],thead "
    "th:first-child{min-width:6.5em;max-width:9em}"
    "table{width:max-content;min-width:100%}td.text{max-width:15em}}\n";

static const char print[] =
    "@page{size:A4;margin:16mm 14mm}"
    "@media print{body{font-size:10pt;line-height:1.45;print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}"
    "header,main{max-width:none;padding:0}nav,.filter,thead button::after{display:none}"
    "header{padding-top:0}h1{font-size:20pt}h2{font-size:13pt}.lead{font-size:12.5pt;margin:"
    "6mm 0}"
    "section{margin-top:7mm}"
    "section[aria-labelledby^=account-]{break-before:page;margin-top:0}h2,h2+p,h3,caption{"
    "break-after:avoid}"
    "figure,tr,.figures div,.terms dd{break-inside:avoid}"
    "p{break-inside:avoid}thead{display:table-header-group;break-inside:avoid;break-after:"
    "avoid}"
    // A table that fits on a page stands on one; a longer one does not begin with a lonely row.
    "table:not(:has(tbody>tr:nth-child(12))){break-inside:avoid}"
    "tbody>tr:nth-child(-n+3){break-before:avoid}"
    "tfoot{display:table-row-group}"
    ".figures{gap:5mm 6mm}.figures "
    ".value{font-size:15pt}"
    ".figures dt,.figures .detail,.note,.terms,figcaption p{font-size:8.5pt}"
    "section[aria-labelledby=provenance] .terms{font-size:6.5pt;gap:.6mm 3mm;"
    "grid-template-columns:minmax(5em,max-content) 1fr minmax(5em,max-content) 1fr}"
    ".charts{grid-template-columns:1fr 1fr;gap:7mm 8mm}h3{font-size:10pt}"
    ".scroll{overflow:visible}table{font-size:7pt}caption{font-size:10pt}.chart{padding-right:"
    "2mm}"
    "thead th{overflow-wrap:anywhere;word-break:normal;hyphens:auto}"
    // Chromium repeats no head on the next page that has a box of a button in it.
    "thead button{display:contents}"
    "td.text,th[scope=row],thead th:first-child{min-width:0}"
    "th[scope=row],thead th:first-child{position:static}"
    "th,td{padding:.9mm}.bar{background-position-y:.7mm}a{color:inherit}}\n";

void ka_style_css(struct ka_buf *out)
{
    ka_buf_add_text(out, ":root{color-scheme:light dark;");
    ka_palette_css(out, false);
    // On paper a report is light, whatever the screen prefers.
    ka_buf_add_text(out, "}\n@media screen and (prefers-color-scheme:dark){:root{");
    ka_palette_css(out, true);
    ka_buf_add_text(out, "}}\n");
    const char *const parts[] = {base, figures, charts, tables, narrow, print};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ka_buf_add_text(out, parts[i]);
}
