// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/pdf.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "out/gnuplot.h"
#include "out/process.h"

#define FOLDERS_OPEN 16

struct job {
    struct ka_buf folder, profile, page, print, url;
};

static bool make_folder(struct job *job, struct ka_error *err)
{
    const char *place = getenv("TMPDIR");
    ka_buf_addf(&job->folder, "%s/ka-pdf-XXXXXX", place && *place ? place : "/tmp");
    if (!mkdtemp(job->folder.p))
        return ka_fail_errno(err, "make a folder in", place && *place ? place : "/tmp");
    ka_buf_addf(&job->profile, "--user-data-dir=%s/profile", job->folder.p);
    ka_buf_addf(&job->page, "%s/report.html", job->folder.p);
    ka_buf_addf(&job->print, "--print-to-pdf=%s/report.pdf", job->folder.p);
    ka_buf_addf(&job->url, "file://%s", job->page.p);
    return true;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

static void clear(struct job *job)
{
    nftw(job->folder.p, remove_entry, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
    struct ka_buf *const texts[] = {&job->folder, &job->profile, &job->page, &job->print,
                                    &job->url};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ka_buf_clear(texts[i]);
}

static bool write_page(const struct job *job, struct ka_str html, struct ka_error *err)
{
    FILE *file = fopen(job->page.p, "wb");
    bool done = file && fwrite(html.p, 1, html.n, file) == html.n;
    done = file && fclose(file) == 0 && done;
    return done || ka_fail_errno(err, "write", job->page.p);
}

static bool read_print(const struct job *job, struct ka_buf *out, struct ka_error *err)
{
    char part[65536];
    size_t n;
    FILE *file = fopen(job->print.p + sizeof "--print-to-pdf=" - 1, "rb");
    if (!file)
        return ka_fail(err, KA_SYSTEM, "chromium has not printed the report");
    while ((n = fread(part, 1, sizeof part, file)) > 0)
        ka_buf_add(out, (struct ka_str){part, n});
    fclose(file);
    return true;
}

// "/CreationDate (D:20261123160000+00'00')": the digits give way to as many others.
static void fix_date(struct ka_buf *pdf, size_t from, const char *key)
{
    size_t n = strlen(key);
    for (size_t i = from; i + n + 14 < pdf->n; i++)
        if (memcmp(pdf->p + i, key, n) == 0)
            memcpy(pdf->p + i + n, "19800101000000", 14);
}

// As root Chromium runs without its sandbox only; it sees no page but ours.
static enum ka_process_end run(const struct job *job, const char *program, struct ka_buf *said,
                               struct ka_error *err)
{
    char name[32];
    static char headless[] = "--headless=new", sandbox[] = "--no-sandbox",
                gpu[] = "--disable-gpu", header[] = "--no-pdf-header-footer",
                shared[] = "--disable-dev-shm-usage";
    snprintf(name, sizeof name, "%s", program);
    char *const argv[] = {name,         headless,   gpu,
                          header,       shared,     job->profile.p,
                          job->print.p, job->url.p, geteuid() == 0 ? sandbox : NULL,
                          NULL};
    struct ka_process process = {.argv = argv, .home = job->folder.p};
    enum ka_process_end end = ka_process_run(&process, err);
    ka_buf_add(said, ka_process_last_line(&process));
    ka_process_clear(&process);
    return end;
}

static bool print(const struct job *job, struct ka_error *err)
{
    static const char *const programs[] = {"chromium", "chromium-browser", "google-chrome"};
    struct ka_buf said = {0};
    enum ka_process_end end = KA_PROCESS_ABSENT;
    for (size_t i = 0; end == KA_PROCESS_ABSENT && i < sizeof programs / sizeof *programs;
         i++) {
        ka_buf_reset(&said);
        end = run(job, programs[i], &said, err);
    }
    if (end == KA_PROCESS_ABSENT)
        ka_fail(err, KA_SYSTEM, "a PDF needs Chromium: install the package chromium");
    else if (end != KA_PROCESS_DONE)
        ka_fail(err, KA_SYSTEM, "chromium failed: %.*s", KA_ARG(ka_buf_str(&said)));
    ka_buf_clear(&said);
    return end == KA_PROCESS_DONE;
}

bool ka_pdf_print(struct ka_str html, struct ka_buf *out, struct ka_error *err)
{
    struct job job = {.folder = {0}};
    size_t from = out->n;
    if (!ka_gnuplot_has_font(err) || !make_folder(&job, err)) {
        ka_buf_clear(&job.folder);
        return false;
    }
    bool done = write_page(&job, html, err) && print(&job, err) && read_print(&job, out, err);
    if (done) {
        fix_date(out, from, "/CreationDate (D:");
        fix_date(out, from, "/ModDate (D:");
    }
    clear(&job);
    return done;
}
