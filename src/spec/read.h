/* What the readers of the parts of a spec share. Internal to spec. */
#ifndef ROADMAP_SPEC_READ_H
#define ROADMAP_SPEC_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/nearest.h"
#include "doc/doc.h"
#include "model/plan.h"
#include "spec/spec.h"

/* One file of the plan. */
struct spec_file {
    struct source *source;
    struct doc *doc;
    bool included;
    bool marker_possible; /* see spec_check_values */
};

/* Where an item came from; look-ups of its keys give the places of problems found later. */
struct origin {
    const struct spec_file *file;
    const struct doc_node *node;
};

/* Ids of one kind → index + 1 into the list of the plan. */
struct reader {
    struct arena *arena;
    struct arena *nodes; /* trees and maps; gone when spec_load is done */
    struct diags *diags;
    const struct spec_overlay *overlay; /* NULL = none */
    struct plan *plan;
    const char *name;       /* of the main file in places; NULL: its path */
    struct spec_file *file; /* the one being read */
    VEC(struct spec_file *) files;
    VEC(struct origin) milestones, issues, labels, phases, entities, metrics, risks, migrations;
    struct map *issue_ids, *milestone_ids, *phase_ids, *migration_ids, *check_ids, *people;
    struct origin weeks;  /* the first that counts from start_on */
    bool incomplete;      /* a file could not be read: what is missing may stand there */
    int suggestions_left; /* each costs a walk over all ids */
};

/* ---- report.c ---- */

struct spot spec_spot(const struct spec_file *file, const struct doc_node *node);
struct spot spec_key_spot(const struct spec_file *file, const struct doc_entry *entry);
/* In lines and columns. */
struct pos spec_place(const struct reader *reader, struct spot spot);
/* Severity from the table of codes. `help` may be NULL. */
void spec_report(struct reader *reader, const char *code, struct spot spot, const char *help,
                 const char *format, ...) printf_like(5, 6);
void spec_report_at(struct reader *reader, const char *code, struct pos pos, const char *help,
                    const char *format, ...) printf_like(5, 6);
/* At a node of the file being read. */
void spec_report_node(struct reader *reader, const char *code, const struct doc_node *node,
                      const char *help, const char *format, ...) printf_like(5, 6);
/* The value of a key of an item, or the item itself when the key is not there. */
struct spot spec_origin_spot(const struct origin *origin, const char *key);

/* ---- values.c ---- */

enum value_kind {
    VALUE_TEXT,     /* const char *: any text */
    VALUE_LINE,     /* const char *: one line, not blank */
    VALUE_SCALAR,   /* const char *: a line or a number as written */
    VALUE_ID,       /* const char * */
    VALUE_WORD,     /* const char *: one of `words` */
    VALUE_DAY,      /* int32_t */
    VALUE_BOOL,     /* bool */
    VALUE_WEEKS,    /* struct weeks */
    VALUE_NUMBER,   /* int64_t, from 1 */
    VALUE_HOURS,    /* double, from 0 */
    VALUE_LINES,    /* struct strlist of lines */
    VALUE_NAMES,    /* struct strlist: one line or a list of lines */
    VALUE_PATHS,    /* struct strlist of patterns inside the repository */
    VALUE_PATH,     /* const char *: a pattern inside the repository */
    VALUE_OPT_TEXT, /* struct opt_text: null clears */
    VALUE_OPT_LINE, /* struct opt_text: null clears; one line */
    VALUE_OPT_DAY,  /* struct opt_day: null clears */
    VALUE_OPT_LIST, /* struct opt_list of lines: null clears */
    VALUE_CUSTOM,   /* `read` does it; it also gets null */
    VALUE_IGNORED
};

typedef void (*value_fn)(struct reader *reader, void *object, const struct doc_entry *entry);

/* One key of a map: where its value goes in the object. Tables end with a NULL name. */
struct spec_key {
    const char *name;
    enum value_kind kind;
    size_t offset;
    bool needed;
    const char *const *words; /* VALUE_WORD, NULL-terminated */
    value_fn read;            /* VALUE_CUSTOM */
};

/* Reads all keys of a map into `object`; unknown and missing ones are reported with the name of
 * the whole (`what`: "an issue"). False when the node is no map (reported). */
bool spec_read_map(struct reader *reader, const struct doc_node *node, const struct spec_key *keys,
                   void *object, const char *what);
/* True when it is a map or list; reports otherwise. `wanted`: "a list of labels". */
bool spec_is(struct reader *reader, const struct doc_node *node, enum doc_type type,
             const char *wanted);
/* One line that is not blank; NULL (and a report) when it is something else. */
const char *spec_line(struct reader *reader, const struct doc_node *node, const char *what);
const char *spec_id(struct reader *reader, const struct doc_node *node);
/* A path or pattern inside the folder; NULL (and a report) otherwise. */
const char *spec_path(struct reader *reader, const struct doc_node *node);
int32_t spec_day(struct reader *reader, const struct doc_node *node);
void spec_lines(struct reader *reader, const struct doc_node *node, struct strlist *list,
                const char *what);
void spec_unknown_key(struct reader *reader, const struct doc_entry *entry,
                      const struct spec_key *keys, const char *what);
/* An item whose id or title is wrong keeps a stand-in, so that what refers to it is not wrong too.
 */
void spec_stand_in(const struct doc_node *node, const char **id, const char **title);
void spec_wrong_word(struct reader *reader, const struct doc_node *node, const char *const *words);

/* ---- the parts ---- */

void spec_read_people(struct reader *reader, const struct doc_node *node);
void spec_read_labels(struct reader *reader, const struct doc_node *node);
void spec_read_phases(struct reader *reader, const struct doc_node *node);
void spec_read_entities(struct reader *reader, const struct doc_node *node);
void spec_read_metrics(struct reader *reader, const struct doc_node *node);
void spec_read_risks(struct reader *reader, const struct doc_node *node);
void spec_read_migrations(struct reader *reader, const struct doc_node *node);
void spec_read_fields(struct reader *reader, const struct doc_node *node);
void spec_read_evidence(struct reader *reader, const struct doc_node *node);
void spec_read_milestones(struct reader *reader, const struct doc_node *node);
void spec_read_issues(struct reader *reader, const struct doc_node *node);
bool spec_read_check(struct reader *reader, const struct doc_node *node, struct plan_check *check);

/* ---- include.c ---- */

/* The files that `include` of the main file names, in order, as paths like the main file's. */
void spec_include_paths(struct reader *reader, const char *main_path,
                        const struct doc_node *include, struct strlist *paths);

/* ---- what needs the whole plan, in this order ---- */

void spec_resolve_ids(struct reader *reader);
void spec_resolve_references(struct reader *reader);
void spec_resolve_people(struct reader *reader);
void spec_resolve_labels(struct reader *reader);
void spec_check_former_names(struct reader *reader);
void spec_check_graph(struct reader *reader);
void spec_check_values(struct reader *reader);
bool spec_login_possible(const char *name);

#endif
