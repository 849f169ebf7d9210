// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/mime.h"

#include "base/text.h"
#include "out/escape.h"
#include "out/gnuplot.h"
#include "out/html.h"
#include "out/plain.h"

#define WORD_BYTES 36 // of text in an encoded word: 60 characters with its marks
#define PLAIN_MOST 60 // of a header that is not encoded

// "=_" is in no line of base64.
#define ALTERNATIVE "=_alternative"
#define RELATED "=_related"

// ---- Headers ----

static bool is_printable(struct ka_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < ' ' || text.p[i] > '~')
            return false;
    return true;
}

void ka_mime_header(struct ka_buf *out, struct ka_str text)
{
    if (text.n <= PLAIN_MOST && is_printable(text) && !ka_str_contains(text, KA_STR("=?"))) {
        ka_buf_add(out, text);
        return;
    }
    for (const char *between = ""; text.n > 0; between = "\n ") {
        struct ka_str ahead = text, word = {text.p, 0};
        while (ka_text_next(&ahead) >= 0 && (size_t)(ahead.p - text.p) <= WORD_BYTES)
            word.n = (size_t)(ahead.p - text.p);
        text.p += word.n;
        text.n -= word.n;
        ka_buf_addf(out, "%s=?UTF-8?B?", between);
        ka_escape_base64(out, word, true);
        ka_buf_add_text(out, "?=");
    }
}

static bool is_address(struct ka_str address)
{
    for (size_t i = 0; i < address.n; i++)
        if (address.p[i] <= ' ' || address.p[i] > '~' || strchr("<>,;\"()[]\\", address.p[i]))
            return false;
    return address.n > 0;
}

static void add_name(struct ka_buf *out, struct ka_str name)
{
    bool plain = name.n <= PLAIN_MOST && is_printable(name);
    for (size_t i = 0; i < name.n; i++)
        plain &= !strchr("\"\\", name.p[i]);
    if (!plain)
        ka_mime_header(out, name);
    else
        ka_buf_addf(out, "\"%.*s\"", KA_ARG(name));
}

static bool add_address(struct ka_buf *out, const char *to, struct ka_error *err)
{
    struct ka_str whole = ka_str_trim(ka_str(to)), address = whole, name = {whole.p, 0};
    const char *open = strrchr(to, '<');
    if (open && ka_str_has_suffix(whole, KA_STR(">"))) {
        name = ka_str_trim((struct ka_str){whole.p, (size_t)(open - whole.p)});
        address = (struct ka_str){open + 1, (size_t)(whole.p + whole.n - open) - 2};
    }
    if (!is_address(address) || strpbrk(to, "\r\n\""))
        return ka_fail(err, KA_USAGE, "option '--to': %s is not a mail address",
                       KA_QUOTE(whole));
    if (name.n == 0) {
        ka_buf_add(out, address);
        return true;
    }
    add_name(out, name);
    ka_buf_addf(out, " <%.*s>", KA_ARG(address));
    return true;
}

static bool add_headers(const struct ka_mail *mail, struct ka_buf *out, struct ka_error *err)
{
    for (size_t i = 0; i < mail->to_count; i++) {
        ka_buf_add_text(out, i ? ",\n " : "To: ");
        if (!add_address(out, mail->to[i], err))
            return false;
    }
    ka_buf_add_text(out, mail->to_count ? "\nSubject: " : "Subject: ");
    ka_mime_header(out, mail->subject);
    ka_buf_add_text(out, "\nMIME-Version: 1.0\nContent-Type: multipart/alternative; "
                         "boundary=\"" ALTERNATIVE "\"\n");
    return true;
}

// ---- Parts ----

static void add_part(struct ka_buf *out, const char *boundary, const char *type,
                     struct ka_str id, struct ka_str body)
{
    ka_buf_addf(out, "\n--%s\nContent-Type: %s\nContent-Transfer-Encoding: base64\n", boundary,
                type);
    if (id.n > 0)
        ka_buf_addf(out, "Content-ID: <%.*s>\nContent-Disposition: inline\n", KA_ARG(id));
    ka_buf_add_char(out, '\n');
    ka_escape_base64(out, body, false);
}

static bool add_pictures(const struct ka_document *doc, struct ka_buf *out,
                         struct ka_error *err)
{
    bool done = true;
    if (doc->logo.type)
        add_part(out, RELATED, doc->logo.type, KA_STR("logo"), doc->logo.bytes);
    for (const struct ka_block *block = doc->blocks; done && block; block = block->next) {
        struct ka_buf png = {0};
        if (block->kind != KA_BLOCK_CHART)
            continue;
        done = ka_chart_png(block->chart, doc->lang, &png, err);
        add_part(out, RELATED, "image/png", block->chart->id, ka_buf_str(&png));
        ka_buf_clear(&png);
    }
    return done;
}

bool ka_mime_write(const struct ka_document *doc, const struct ka_mail *mail,
                   struct ka_buf *out, struct ka_error *err)
{
    struct ka_buf part = {0};
    if (doc->has_charts && !ka_gnuplot_has_font(err))
        return false;
    if (!add_headers(mail, out, err))
        return false;
    ka_plain_write(doc, &part);
    add_part(out, ALTERNATIVE, "text/plain; charset=utf-8", KA_STR(""), ka_buf_str(&part));
    ka_buf_clear(&part);
    ka_buf_add_text(out, "\n--" ALTERNATIVE "\nContent-Type: multipart/related; "
                         "type=\"text/html\"; boundary=\"" RELATED "\"\n");
    ka_html_write_mail(doc, &part);
    add_part(out, RELATED, "text/html; charset=utf-8", KA_STR(""), ka_buf_str(&part));
    ka_buf_clear(&part);
    bool done = add_pictures(doc, out, err);
    ka_buf_add_text(out, "\n--" RELATED "--\n\n--" ALTERNATIVE "--\n");
    return done;
}
