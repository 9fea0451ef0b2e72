/* Every ceiling on what comes from outside, by name. Going over one is a normal error that
 * names the limit. */
#ifndef ROADMAP_BASE_LIMITS_H
#define ROADMAP_BASE_LIMITS_H

#define LIMIT_SPEC_BYTES (16u * 1024 * 1024)     /* all files of one plan together */
#define LIMIT_DOC_DEPTH 64                       /* nesting of YAML and JSON */
#define LIMIT_DOC_ALIASES 10000                  /* nodes that YAML aliases may expand to */
#define LIMIT_DOC_SCALAR_BYTES (1024u * 1024)    /* one scalar */
#define LIMIT_INCLUDES 1000                      /* files that one plan may include */
#define LIMIT_DIAGS 1000                         /* problems kept of one plan */
#define LIMIT_FINDINGS 10000                     /* findings kept of one run of checks */
#define LIMIT_MIGRATION_FILES 20000              /* files of one migration folder */
#define LIMIT_MIGRATION_BYTES (8u * 1024 * 1024) /* one migration file */
#define LIMIT_LFS_POINTER_BYTES 1023u            /* Git LFS: a pointer is smaller than 1024 bytes */
#define LIMIT_DIRECTIVES 1000                    /* roadmap: comments read of one migration file */
#define LIMIT_LINT_WINDOW 500 /* statements looked at for what becomes of a table */
#define LIMIT_RESPONSE_BYTES (64u * 1024 * 1024)   /* one answer, decompressed */
#define LIMIT_HEADER_BYTES (256u * 1024)           /* all headers of one answer */
#define LIMIT_LINK_BYTES (16u * 1024)              /* one Link header */
#define LIMIT_PAGES 1000                           /* pages of one list */
#define LIMIT_REDIRECTS 5                          /* hops of one request */
#define LIMIT_TOKEN_BYTES 4096                     /* a token file */
#define LIMIT_ERROR_MESSAGE_BYTES 2000             /* GitHub's message inside one of ours */
#define LIMIT_CONFIG_BYTES (1024u * 1024)          /* a settings file */
#define LIMIT_TEMPLATE_BYTES (1024u * 1024)        /* a template */
#define LIMIT_TEMPLATE_DEPTH 16                    /* nested sections and partials */
#define LIMIT_EVENT_BYTES (32u * 1024 * 1024)      /* GitHub's event file inside Actions */
#define LIMIT_JOURNAL_BYTES (256u * 1024 * 1024)   /* the journal of one run */
#define LIMIT_HISTORY_COMMITS 100000               /* commits looked at for one file's history */
#define LIMIT_HISTORY_REVISIONS 2000               /* revisions of one file that are read */
#define LIMIT_SCOPE_BYTES (64u * 1024 * 1024)      /* revisions of one plan read for its scope */
#define LIMIT_TREE_FILES 200000                    /* files of a commit that patterns may take */
#define LIMIT_TREE_DEPTH 256                       /* folders within each other, in git */
#define LIMIT_WORK_BYTES (64u * 1024 * 1024)       /* a file of the work tree that is hashed */
#define LIMIT_CHECK_FILE_BYTES (32u * 1024 * 1024) /* a file that a check reads */
#define LIMIT_CHECK_FACTS 1000000                  /* values of one YAML or JSON file of a check */
#define LIMIT_COVERAGE_LINES 2000000               /* lines of one coverage report */
#define LIMIT_CHECK_CELLS 1000      /* cells of one row of a dictionary; no more are read */
#define LIMIT_CHECK_LINES 50        /* lines that one answer names */
#define LIMIT_SCHEDULE_TASKS 200000 /* issues of one schedule */
#define LIMIT_PATTERN_BYTES 500     /* a regular expression of a check */
#define LIMIT_PATTERN_REPEATS 1000  /* its repetitions, multiplied */

/* What comment --from reads. */
#define LIMIT_COMMENT_FILE_BYTES (8u * 1024 * 1024) /* the file */
#define LIMIT_COMMENT_ROWS 2000                     /* of one list in it */
#define LIMIT_COMMENT_TEXT_BYTES 1000               /* one text; the rest is cut off */

/* The SQL box. */
#define LIMIT_BOX_SQL_BYTES (1024 * 1024)            /* one statement */
#define LIMIT_BOX_VALUE_BYTES (8 * 1024 * 1024)      /* one value or row */
#define LIMIT_BOX_HEAP_BYTES (256ll * 1024 * 1024)   /* what SQLite may take */
#define LIMIT_BOX_DB_PAGES 32768                     /* of 4 KiB, of one database */
#define LIMIT_BOX_SPACE_BYTES (1024ll * 1024 * 1024) /* address space of the process */
#define LIMIT_BOX_FRAME_BYTES (16u * 1024 * 1024)    /* one message to or from it */
#define LIMIT_BOX_ROWS 1000                          /* rows of one answer */
#define LIMIT_BOX_DIFFERENCES 50                     /* lines of one comparison */
#define LIMIT_BOX_FILL_ROWS 200000                   /* rows made for one table */
#define LIMIT_BOX_CELLS 131072                       /* of one table, compared row by row */

#endif
