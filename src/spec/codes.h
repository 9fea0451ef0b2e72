/* Every diagnostic of a spec: E01xx structural (the JSON Schema sees them too), E02xx semantic,
 * W03xx warnings. Each has a page docs/explain/CODE.md, compiled in. */
#ifndef ROADMAP_SPEC_CODES_H
#define ROADMAP_SPEC_CODES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/diag.h"

struct spec_code {
    const char *code;
    enum severity severity;
    bool in_schema;    /* structural and expressible in JSON Schema: it rejects such a file */
    const char *title; /* one line */
    const char *help;  /* where a problem says nothing more exact */
};

extern const struct spec_code spec_codes[];
extern const size_t spec_code_count;

/* NULL when there is none; the case of letters does not matter. */
const struct spec_code *spec_code_find(const char *code);
/* The page of a code (Markdown), or NULL. */
const char *spec_code_page(const char *code);

#endif
