/* What a check of the plan asks for: the canonical JSON below its kind, read into the values that
 * the checks take. */
#ifndef ROADMAP_SCHEMA_CHECK_CHECK_PARAMS_H
#define ROADMAP_SCHEMA_CHECK_CHECK_PARAMS_H

#include "schema/check/file_check.h"

enum check_kind {
    CHECK_NAMING,
    CHECK_ORDERING,
    CHECK_MIGRATION_PAIR,
    CHECK_CO_CHANGE,
    CHECK_IMMUTABLE,
    CHECK_APPLY,
    CHECK_SMOKE,
    CHECK_DURATION,
    CHECK_SEED,
    CHECK_TABLE,
    CHECK_PRIMARY_KEY,
    CHECK_UNIQUE,
    CHECK_FOREIGN_KEY,
    CHECK_CHECK_CONSTRAINT,
    CHECK_INDEX,
    CHECK_OBJECT,
    CHECK_PARTITION,
    CHECK_RLS,
    CHECK_INTEGRITY,
    CHECK_PRAGMA,
    CHECK_QUERY_PLAN,
    CHECK_LATENCY,
    CHECK_SQL,
    CHECK_LINT,
    CHECK_DICTIONARY,
    CHECK_ERD,
    CHECK_CLASSIFICATION,
    CHECK_CONTRACT,
    CHECK_MAPPING,
    CHECK_LINEAGE,
    CHECK_FILE,
    CHECK_FILE_KEYS,
    CHECK_JSON_PATH,
    CHECK_DOC_SECTION,
    CHECK_MAKE_TARGET,
    CHECK_WORKFLOW,
    CHECK_COVERAGE,
    CHECK_APPROVAL
};
#define CHECK_KIND_COUNT (CHECK_APPROVAL + 1)

/* As in the plan. */
const char *check_kind_name(enum check_kind kind);
bool check_kind_parse(const char *name, enum check_kind *kind);
/* Rises when a kind answers otherwise than before: part of the key of what was stored. */
uint32_t check_kind_version(enum check_kind kind);
/* What this program has to be given before it can answer the kind: words of an answer. NULL: it
 * answers. */
const char *check_kind_needs(enum check_kind kind);

struct key_asked {
    const char *table;
    struct strlist columns;
};

struct constraint_asked {
    const char *table, *contains;
};

struct object_asked {
    const char *type, *name, *table; /* table may be NULL */
};

struct partition_asked {
    const char *table;
    unsigned by; /* 0: range, 1: list, 2: hash */
    struct strlist columns;
};

struct rls_asked {
    struct strlist tables;     /* patterns; "tenant" or none: those that tell tenants apart */
    const char *tenant_column; /* NULL: any */
    enum asked force;
    const char *setting; /* that a policy reads; NULL: any */
};

struct smoke_asked {
    uint32_t rows;            /* made per table; 3 when absent */
    enum asked preserve_rows; /* ANY: a loss fails, as with YES */
};

struct duration_asked {
    int64_t up_us, down_us; /* 0: not limited; not both are 0 */
};

struct check_params {
    enum check_kind kind;
    union {
        struct naming_asked naming;
        struct pair_asked pair;
        struct co_change_asked co_change;
        struct immutable_asked immutable;
        struct smoke_asked smoke;
        struct duration_asked duration;
        const char *seed; /* path of the SQL */
        struct table_asked table;
        struct key_asked key; /* primary_key, unique */
        struct foreign_key_asked foreign_key;
        struct constraint_asked constraint;
        struct index_asked index;
        struct object_asked object;
        struct partition_asked partition;
        struct rls_asked rls;
        uint32_t integrity_rows; /* 3 when absent */
        struct pragma_asked pragma;
        struct plan_asked plan;
        struct latency_asked latency;
        struct sql_asked sql;
        struct lint_asked lint;
        struct dictionary_asked dictionary;
        struct classification_asked classification;
        struct erd_asked erd;
        struct contract_asked contract;
        struct mapping_asked mapping;
        struct lineage_asked lineage;
        struct file_asked file;
        struct file_keys_asked file_keys;
        struct json_path_asked json_path;
        struct doc_section_asked doc_section;
        struct make_target_asked make_target;
        struct workflow_asked workflow;
        struct coverage_asked coverage;
        uint32_t approvals; /* at least so many; 1 when absent */
    };
};

struct params_problem {
    /* Where in the parameters, as a JSON pointer: "/columns/1/nul"; "" = the parameters
     * themselves. */
    const char *where;
    bool at_key;         /* the key at that place is wrong, not its value */
    const char *message; /* lower case, no full stop */
    const char *help;    /* NULL for none */
};

/* `json`: plan_check.params. false: `problem` says what is wrong first, and `params` means nothing.
 * Keys that begin with "x-" are passed over; null is absent. */
nodiscard bool check_params_read(struct arena *arena, enum check_kind kind, const char *json,
                                 struct check_params *params, struct params_problem *problem);

/* The files that a check reads beside the migrations: paths or patterns. None for a check of the
 * schema alone. */
struct strlist check_params_files(struct arena *arena, const struct check_params *params);
/* Those of them that have to stand in the repository: not what should not exist, nor what is made
 * or measured anew each time. */
struct strlist check_params_subjects(struct arena *arena, const struct check_params *params);
/* The parameters of a `file` check that names only a path. */
const char *check_params_of_path(struct arena *arena, const char *path);

#endif
