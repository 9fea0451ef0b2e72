/* The kinds of items a plan and GitHub share, their fields, and the policies of fields. */
#ifndef ROADMAP_MODEL_KIND_H
#define ROADMAP_MODEL_KIND_H

#include <stdbool.h>
#include <stdint.h>

/* In the order of every list, plan and write (sync: order). */
enum kind { KIND_LABEL, KIND_MILESTONE, KIND_ISSUE, KIND_RELATION, KIND_COMMENT, KIND_COUNT };

/* Every field that can move. A field belongs to the kinds named behind it. */
enum field {
    FIELD_TITLE,       /* label name, milestone and issue title */
    FIELD_COLOR,       /* label */
    FIELD_DESCRIPTION, /* label description */
    FIELD_DUE_ON,      /* milestone, ISO day */
    FIELD_BLOCK,       /* milestone description and issue body: the text of the managed block */
    FIELD_MILESTONE,   /* issue: id of the milestone in this scope, else "#N" */
    FIELD_STATE,       /* milestone, issue: "open", "closed", "closed:completed" … */
    FIELD_TYPE,        /* issue */
    FIELD_LABELS,      /* issue, set of label names */
    FIELD_ASSIGNEES,   /* issue, set of logins */
    FIELD_EVIDENCE,    /* issue: the published section; always ours, in no base and no merge */
    FIELD_EDGE,        /* relation: it is there or not */
    FIELD_COUNT
};

/* Who decides about a field (design: fields; sync: three-way table). */
enum policy { POLICY_MERGE, POLICY_OWN, POLICY_CREATE_ONLY, POLICY_IGNORE };

enum relation { RELATION_PARENT, RELATION_BLOCKED_BY };

/* "label", "labels", "title" … the words of screens and JSON. Relations are "link(s)" on screens
 * (kind_plural_people) and "relation" in JSON. */
const char *kind_name(enum kind kind);
const char *kind_plural_people(enum kind kind);
bool kind_parse(const char *name, enum kind *kind); /* what kind_name gives */
const char *field_name(enum field field);           /* JSON and --take: "due_on", "block" … */
/* Screens: "due", "text" …; a label has a name and no title. */
const char *field_name_people(enum kind kind, enum field field);
bool field_parse(const char *name, enum field *field); /* also takes the words of screens */
bool field_is_set(enum field field);                   /* labels, assignees */
const char *policy_name(enum policy policy);
bool policy_parse(const char *name, enum policy *policy);
/* merge, but: colour, label description and due date own; assignees create-only. The colour of an
 * undeclared label is create-only (sync: defaults). */
enum policy policy_default(enum kind kind, enum field field);

/* Three kinds of ids that GitHub has, as three types so that nobody mixes them. 0 = none. */
struct number {
    int64_t v; /* issue or milestone number, as in the URL */
};
struct db_id {
    int64_t v; /* database id, unique per kind on the host; sub-issues and dependencies take it */
};
struct repo_id {
    int64_t v; /* the repository's numeric id */
};

#endif
