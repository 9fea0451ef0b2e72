/* Checks of files, of migration sets and of what git says: each takes bytes and facts that the
 * caller read, and answers like those of schema/check/check.h. Nothing here opens a file. */
#ifndef ROADMAP_SCHEMA_CHECK_FILE_CHECK_H
#define ROADMAP_SCHEMA_CHECK_FILE_CHECK_H

#include "schema/check/check.h"
#include "schema/check/file_facts.h"
#include "schema/migration.h"

/* ------------------------------------------------------------------------------- migrations */

/* The part of a set that a check is about: the migrations with a file of these paths. */
struct migrations_seen {
    const struct migration_set *set; /* NULL: error */
    const struct strlist *paths;     /* NULL: all of the set */
    /* Why the target branch could not be compared; NULL: migration_set_compare was called. */
    const char *no_target;
};

struct naming_asked {
    const char *preset; /* as in migrations' `naming:`; NULL: what reading the set found */
};
/* RM102 to RM104, RM109, RM111, RM122. */
struct check_result schema_check_naming(struct arena *arena, const struct migrations_seen *seen,
                                        const struct naming_asked *asked);
/* RM105, RM106, RM108, RM116, RM125. */
struct check_result schema_check_ordering(struct arena *arena, const struct migrations_seen *seen);

struct pair_asked {
    enum reversible reversible; /* DEFAULT: what the set asks for */
};
/* Each migration has a way back with a statement in it, or says why not. */
struct check_result schema_check_pair(struct arena *arena, const struct migrations_seen *seen,
                                      const struct pair_asked *asked);

struct immutable_asked {
    struct strlist files; /* patterns; empty: the linked migrations */
};
/* One file in time, as blob ids; NULL: not there. */
struct file_history {
    const char *path;
    const char *here;    /* in what is looked at */
    const char *merged;  /* at the tip of the default branch */
    const char *first;   /* as it came into the default branch */
    const char *unknown; /* why `merged` or `first` may be wrong (no such branch, a shallow clone);
                            NULL: they are exact */
};
/* `files` NULL: nobody says which ones, ERROR; none of them is there yet: UNKNOWN. */
struct check_result schema_check_immutable(struct arena *arena, const struct file_history *files,
                                           size_t count);

struct co_change_asked {
    struct strlist when; /* patterns; empty: the linked migrations */
    struct strlist with; /* each of these patterns has to take a file of the same change */
};
/* One commit, or all that a branch adds. */
struct change_paths {
    const char *name; /* "1a2b3c4", "this branch" */
    struct strlist paths;
};
/* `unknown`: why there may be more changes; NULL: these are all. SKIP when no change is about
 * `when`. */
struct check_result schema_check_co_change(struct arena *arena, const struct co_change_asked *asked,
                                           const struct change_paths *changes, size_t count,
                                           const char *unknown);

struct lint_asked {
    struct strlist rules;    /* codes or names; empty: all */
    struct strlist ignore;   /* codes or names */
    enum severity severity;  /* this and worse fail */
    const char *min_version; /* "3.35": for lint_options.min_version; NULL */
};
/* "3.35" is 335; 0 for NULL. */
int lint_min_version(const char *text);
/* `findings` are those of migration_lint; of what reading found, RM110, RM117, RM118, RM120, RM121
 * and RM123 count too: no other check is about them. */
struct check_result schema_check_lint(struct arena *arena, const struct migrations_seen *seen,
                                      const struct lint_asked *asked,
                                      const struct findings *findings);

/* ------------------------------------------------------------------------------------- files */

/* A file for a check: NULL = it is not there; without bytes: it is there, but they are not here (a
 * partial clone): unknown. */

struct file_asked {
    const char *path;        /* or a pattern: the caller gives the files that it takes */
    enum asked exists;       /* NO: no file may be there */
    struct strlist contains; /* each text, in every file */
    struct strlist lacks;    /* none of these */
    struct strlist matches;  /* extended regular expressions, each in some line */
    uint32_t min, max;       /* files; 0: at least one, no limit */
};
/* An empty file does not count as one that is there. */
struct check_result schema_check_file(struct arena *arena, const struct file_asked *asked,
                                      const struct migration_file *files, size_t count);

struct file_keys_asked {
    const char *path;
    struct strlist keys; /* "DB_URL"; of a tree "telemetry.sink", "sources.0.path" */
};
/* `facts`: of a YAML or JSON file; NULL: lines of KEY=value or `key: value`, with [sections]. */
struct check_result schema_check_file_keys(struct arena *arena, const struct file_keys_asked *asked,
                                           const struct migration_file *file,
                                           const struct file_facts *facts);

struct json_path_asked {
    const char *path;
    const char *at; /* "$.a.b[0]", "a.b.0" or "/a/b/0" */
    enum asked exists;
    const char *equals;  /* a scalar as JSON has it, a text without quotes; NULL: any */
    bool equals_text;    /* `equals` is a text */
    const char *matches; /* extended regular expression; NULL: any */
    struct strlist has;  /* of a list: these texts are among its items; of a map: these keys */
    uint32_t min;        /* entries or items; 0: any */
};
struct check_result schema_check_json_path(struct arena *arena, const struct json_path_asked *asked,
                                           const struct migration_file *file,
                                           const struct file_facts *facts);

struct doc_section_asked {
    const char *path;
    struct strlist headings;
    struct strlist contains; /* each, in one of the sections */
};
/* Each heading stands there (spelling of letters aside), with some text below it. */
struct check_result schema_check_doc_section(struct arena *arena,
                                             const struct doc_section_asked *asked,
                                             const struct migration_file *file);

struct make_target_asked {
    const char *path; /* "Makefile" when absent */
    struct strlist targets;
    const char *runs; /* some line of each target's recipe contains it; NULL: any */
};
struct check_result schema_check_make_target(struct arena *arena,
                                             const struct make_target_asked *asked,
                                             const struct migration_file *file);

struct workflow_asked {
    const char *path; /* or a pattern */
    const char *job;  /* id or name; NULL: any */
    const char *step; /* its name or id; NULL: any */
    const char *run;  /* contained in what it runs; NULL: any */
    const char *uses; /* begins the action's name; NULL: any */
    const char *on;   /* an event that starts the workflow; NULL: any */
};
/* One job with one step that is all that, and not switched off. `facts` are those of the workflow
 * files that the path takes, with their names. */
struct workflow_file {
    const struct migration_file *file;
    const struct file_facts *facts; /* NULL: its bytes are not here */
};
struct check_result schema_check_workflow(struct arena *arena, const struct workflow_asked *asked,
                                          const struct workflow_file *files, size_t count);

struct coverage_asked {
    const char *path;     /* an lcov or Cobertura report */
    double min;           /* percent of lines; 0: not limited */
    double per_file;      /* the same of each file */
    struct strlist files; /* patterns: these count; empty: all */
};
struct check_result schema_check_coverage(struct arena *arena, const struct coverage_asked *asked,
                                          const struct migration_file *file);

struct dictionary_asked {
    const char *path;      /* Markdown or CSV */
    struct strlist tables; /* patterns; empty: all of the schema */
};
/* Every table and column is described, and nothing is that does not exist. */
struct check_result schema_check_dictionary(struct arena *arena, const struct schema_state *state,
                                            const struct dictionary_asked *asked,
                                            const struct migration_file *file);

struct classification_asked {
    const char *path;
    struct strlist keys;   /* what each table has to say; empty: classification */
    struct strlist tables; /* patterns; empty: all of the schema */
    bool columns;          /* what a table says does not count for its columns */
};
struct check_result schema_check_classification(struct arena *arena,
                                                const struct schema_state *state,
                                                const struct classification_asked *asked,
                                                const struct migration_file *file,
                                                const struct file_facts *facts);

enum erd_format { ERD_BY_NAME, ERD_PLANTUML, ERD_MERMAID, ERD_DOT };
struct erd_asked {
    const char *path;
    unsigned format;       /* enum erd_format; ERD_BY_NAME: by the end of the path */
    struct strlist tables; /* patterns; empty: all of the schema */
    bool columns;          /* each table has to list its columns */
};
/* Each table is drawn, with its keys to other tables and with all of its columns where it lists
 * any; nothing is drawn that does not exist. */
struct check_result schema_check_erd(struct arena *arena, const struct schema_state *state,
                                     const struct erd_asked *asked,
                                     const struct migration_file *file);

struct contract_asked {
    const char *path;
    struct strlist tables; /* patterns: these have to be in it; empty: what it names counts */
    bool exact;            /* it has to name every column of them */
};
/* Each field is there: its type, and whether it is required, unique or the key. */
struct check_result schema_check_contract(struct arena *arena, const struct schema_state *state,
                                          const struct contract_asked *asked,
                                          const struct migration_file *file,
                                          const struct file_facts *facts);

struct mapping_asked {
    const char *path;
    struct strlist tables; /* patterns; empty: all of the schema */
};
/* Each column goes somewhere, or it is said why not. */
struct check_result schema_check_mapping(struct arena *arena, const struct schema_state *state,
                                         const struct mapping_asked *asked,
                                         const struct migration_file *file,
                                         const struct file_facts *facts);

struct lineage_asked {
    const char *path;
    struct strlist tables; /* patterns; empty: all of the schema */
};
/* Each table and each node has an edge, and each end of one is a table or a node. */
struct check_result schema_check_lineage(struct arena *arena, const struct schema_state *state,
                                         const struct lineage_asked *asked,
                                         const struct migration_file *file,
                                         const struct file_facts *facts);

#endif
