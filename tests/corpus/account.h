/* Whether the reading of a folder speaks of each of its files. */
#ifndef ROADMAP_TESTS_CORPUS_ACCOUNT_H
#define ROADMAP_TESTS_CORPUS_ACCOUNT_H

#include "schema/migration.h"

enum account {
    ACCOUNT_MIGRATION,
    ACCOUNT_BESIDE,      /* a companion: marker, snapshot, seed, hook, document, program */
    ACCOUNT_PASSED_OVER, /* the tool does not see it, and a finding says so */
    ACCOUNT_UNSAID,      /* the tool does not see it, and nothing says so */
    ACCOUNT_MISTAKEN,    /* SQL taken for a document */
    ACCOUNT_SILENT       /* in no list at all */
};

enum account account_of(const struct migration_set *set, const char *path);

#endif
