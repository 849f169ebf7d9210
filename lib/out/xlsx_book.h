// SPDX-License-Identifier: GPL-3.0-or-later
// What the sources of the workbook writer share; for no others.
#ifndef KA_OUT_XLSX_BOOK_H
#define KA_OUT_XLSX_BOOK_H

#include <xlsxwriter.h>

#include "out/document.h"

#define KA_XLSX_FORMATS_MOST 64

struct ka_book {
    lxw_workbook *workbook;
    enum ka_lang lang;
    size_t sheets;
    struct {
        char key[48];
        lxw_format *format;
    } formats[KA_XLSX_FORMATS_MOST];
    size_t format_count;
    struct ka_buf text; // the string that is being handed over
};

enum ka_xlsx_look { KA_XLSX_PLAIN, KA_XLSX_BOLD, KA_XLSX_TITLE, KA_XLSX_WRAPPED, KA_XLSX_HEAD };

// A format by what it is; the same one for the same.  number: as Excel writes them, or "".
lxw_format *ka_xlsx_format(struct ka_book *book, const char *number, enum ka_xlsx_look look,
                           enum ka_tone tone);

// text as a workbook may hold it, NUL-terminated, good until the next call.
const char *ka_xlsx_text(struct ka_book *book, struct ka_str text);

// A new sheet called by its number and its title.
lxw_worksheet *ka_xlsx_sheet(struct ka_book *book, struct ka_str title);

// Prints the sheet on landscape A4, one page wide.
void ka_xlsx_page(lxw_worksheet *sheet);

// xlsx_chart.c: a sheet with the figures of the chart and a native chart of them.
void ka_xlsx_chart(struct ka_book *book, const struct ka_chart *chart);

#endif
