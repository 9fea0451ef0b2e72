/* One check of the plan at one state of the repository. */
#include "app/check/check_room.h"
#include "app/check/facts.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/str.h"
#include "repo/history.h"
#include "repo/work.h"

enum code side_file(struct checking *checking, const struct side *side, const char *path,
                    char **bytes, size_t *len, bool *found, struct err *err)
{
    struct repo *repo = checking->evidence->repo;
    if (side->commit)
        return history_read(repo, checking->arena, side->commit, path, LIMIT_MIGRATION_BYTES, bytes,
                            len, found, err);
    return work_read(repo, checking->arena, path, LIMIT_MIGRATION_BYTES, bytes, len, found, err);
}

struct judging {
    struct checking *checking;
    struct side *side;
    struct side_source *at; /* NULL: the check needs none */
    const struct asking *asking;
    struct check_result *result;
    bool reused;
};

static struct check_result says(enum verdict verdict, const char *message)
{
    return (struct check_result){.verdict = verdict, .message = message};
}

/* ---- runs of linked migrations ---- */

static bool is_asked(const struct judging *judging, size_t index)
{
    return judging->asking->names.len == 0 ||
           strlist_has(&judging->asking->names, judging->at->set->migrations.items[index].name);
}

/* The worse of two answers: an error before a failure before what nobody knows. */
static int badness(enum verdict verdict)
{
    static const int order[VERDICT_COUNT] = {
        [VERDICT_SKIP] = 0,    [VERDICT_PASS] = 1, [VERDICT_WAIVED] = 2,
        [VERDICT_UNKNOWN] = 3, [VERDICT_FAIL] = 4, [VERDICT_ERROR] = 5,
    };
    return order[verdict];
}

struct gathering {
    struct check_result worst;
    struct strlist lines; /* one for each that does not pass */
    size_t asked;
};

static void gather(struct judging *judging, struct gathering *all, size_t index,
                   const struct check_result *one)
{
    struct arena *arena = judging->checking->arena;
    if (!is_asked(judging, index))
        return;
    if (all->asked++ == 0 || badness(one->verdict) > badness(all->worst.verdict))
        all->worst = *one;
    if (badness(one->verdict) > badness(VERDICT_PASS))
        strlist_add(arena, &all->lines,
                    arena_printf(arena, "'%s': %s", judging->at->set->migrations.items[index].name,
                                 one->message ? one->message : verdict_name(one->verdict)));
}

/* Of one alone its own words; of several each says which it is of. */
static struct check_result gathered(const struct judging *judging, const struct gathering *all)
{
    struct check_result result = all->worst;
    if (all->asked == 0)
        return says(VERDICT_FAIL, judging->asking->names.len > 0
                                      ? "the issue's migrations are not there"
                                      : "there is no migration");
    const bool never_run = text_eq(result.message, CHECK_NOT_RUN);
    if (all->lines.len > 1 && !never_run) {
        result.message = arena_printf(judging->checking->arena, "%u of %zu migrations do not pass",
                                      all->lines.len, all->asked);
        result.lines = all->lines;
    }
    return result;
}

static enum code judge_chain(struct judging *judging, bool smoke, struct err *err)
{
    struct chain_answers answers = {0};
    struct gathering all = {0};
    enum code code = check_chain(judging->checking, judging->at, &answers, err);
    for (size_t i = 0; i < judging->at->set->migrations.len && !code; i++)
        gather(judging, &all, i, smoke ? &answers.smoke[i] : &answers.apply[i]);
    judging->reused = answers.reused;
    *judging->result = gathered(judging, &all);
    return code;
}

/* With rows or rules of its own: a run of its own. */
static enum code judge_smoke(struct judging *judging, struct err *err)
{
    const struct smoke_asked *asked = &judging->asking->params.smoke;
    if (asked->rows == 3 && asked->preserve_rows != ASKED_NO)
        return judge_chain(judging, true, err);
    struct checking *checking = judging->checking;
    const struct sqlite_options options = {.migrations = judging->at->set->migrations.items,
                                           .len = judging->at->set->migrations.len,
                                           .rows = asked->rows,
                                           .keep_rows = asked->preserve_rows != ASKED_NO};
    struct sqlite_run run = {0};
    struct gathering all = {0};
    checking->checks->report.ran++;
    enum code code = sqlite_smoke(checking->arena, &options, &run, err);
    for (size_t i = 0; i < options.len && !code; i++) {
        const struct check_result one = schema_check_smoke(checking->arena, &run, i);
        gather(judging, &all, i, &one);
    }
    *judging->result = gathered(judging, &all);
    return code;
}

static enum code judge_duration(struct judging *judging, struct err *err)
{
    const struct duration_asked *asked = &judging->asking->params.duration;
    struct checking *checking = judging->checking;
    struct gathering all = {0};
    enum code code = side_smoke(checking, judging->at, err);
    for (size_t i = 0; i < judging->at->set->migrations.len && !code; i++) {
        const struct check_result one = schema_check_duration(checking->arena, judging->at->smoke,
                                                              i, asked->up_us, asked->down_us);
        gather(judging, &all, i, &one);
    }
    *judging->result = gathered(judging, &all);
    return code;
}

/* ---- the schema ---- */

static enum code judge_seed(struct judging *judging, const struct schema_state *state,
                            struct err *err)
{
    struct arena *arena = judging->checking->arena;
    const char *path = judging->asking->params.seed;
    const struct strlist patterns = check_params_files(arena, &judging->asking->params);
    struct side_files files = {0};
    enum code code = side_files(judging->checking, judging->side, &patterns, &files, err);
    if (code)
        return code;
    const struct migration_file *file = files.items.len > 0 ? &files.items.items[0] : NULL;
    if (file && file->bytes)
        return schema_check_seed(arena, state, path, file->bytes, judging->result, err);
    *judging->result =
        file || files.missing
            ? says(VERDICT_UNKNOWN, arena_printf(arena, "'%s' is not in this clone", path))
            : says(VERDICT_FAIL, arena_printf(arena, "'%s' is not there", path));
    return OK;
}

static enum code judge_latency(struct judging *judging, const struct schema_state *state,
                               struct err *err)
{
    struct checking *checking = judging->checking;
    const struct asking *asking = judging->asking;
    const struct latency_asked *asked = &asking->params.latency;
    const char *name = asking->check->id ? asking->check->id
                                         : checking->evidence->plan->issues.items[asking->issue].id;
    struct latency_before before = {0};
    struct box_answer measured = {0};
    char *bytes = NULL;
    size_t len = 0;
    bool found = false;
    enum code code = asked->baseline ? side_file(checking, judging->side, asked->baseline, &bytes,
                                                 &len, &found, err)
                                     : OK;
    if (code)
        return code;
    if (asked->baseline)
        before = latency_before_of(checking->arena, asked, name,
                                   found ? facts_of(checking->arena, asked->baseline, bytes, len)
                                         : NULL);
    return schema_check_latency(checking->arena, state, asked, asked->baseline ? &before : NULL,
                                judging->result, &measured, err);
}

static enum code judge_schema(struct judging *judging, struct err *err)
{
    struct arena *arena = judging->checking->arena;
    const struct check_params *params = &judging->asking->params;
    struct check_result *result = judging->result;
    struct schema_state state = {0};
    enum code code =
        side_state(judging->checking, judging->at, params->kind == CHECK_PRAGMA, &state, err);
    if (code)
        return code;
    switch (params->kind) {
    case CHECK_TABLE:
        *result = schema_check_table(arena, &state, &params->table);
        return OK;
    case CHECK_PRIMARY_KEY:
        *result = schema_check_primary_key(arena, &state, params->key.table, &params->key.columns);
        return OK;
    case CHECK_UNIQUE:
        *result = schema_check_unique(arena, &state, params->key.table, &params->key.columns);
        return OK;
    case CHECK_FOREIGN_KEY:
        *result = schema_check_foreign_key(arena, &state, &params->foreign_key);
        return OK;
    case CHECK_CHECK_CONSTRAINT:
        *result = schema_check_constraint(arena, &state, params->constraint.table,
                                          params->constraint.contains);
        return OK;
    case CHECK_INDEX:
        *result = schema_check_index(arena, &state, &params->index);
        return OK;
    case CHECK_OBJECT:
        *result = schema_check_object(arena, &state, params->object.type, params->object.name,
                                      params->object.table);
        return OK;
    case CHECK_INTEGRITY:
        return schema_check_integrity(arena, &state, params->integrity_rows, result, err);
    case CHECK_PRAGMA:
        return schema_check_pragma(arena, &state, &params->pragma, result, err);
    case CHECK_QUERY_PLAN:
        return schema_check_query_plan(arena, &state, &params->plan, result, err);
    case CHECK_LATENCY:
        return judge_latency(judging, &state, err);
    case CHECK_SQL:
        return schema_check_sql(arena, &state, &params->sql, result, err);
    case CHECK_SEED:
        return judge_seed(judging, &state, err);
    case CHECK_DICTIONARY:
    case CHECK_ERD:
    case CHECK_CLASSIFICATION:
    case CHECK_CONTRACT:
    case CHECK_MAPPING:
    case CHECK_LINEAGE:
        return check_judge_described(judging->checking, judging->side, &state, params, result, err);
    default:
        BUG("a kind that asks no schema");
    }
}

/* ---- all kinds ---- */

static bool asks_schema(enum check_kind kind)
{
    if (kind >= CHECK_DICTIONARY && kind <= CHECK_LINEAGE)
        return true;
    return kind >= CHECK_SEED && kind <= CHECK_SQL;
}

static bool asks_set(enum check_kind kind)
{
    return kind == CHECK_NAMING || kind == CHECK_ORDERING || kind == CHECK_MIGRATION_PAIR ||
           kind == CHECK_LINT;
}

/* Each run measures anew; what it found is for those that run nothing. */
static bool is_measured(enum check_kind kind)
{
    return kind == CHECK_DURATION || kind == CHECK_LATENCY;
}

static bool asks_runs(enum check_kind kind)
{
    return kind == CHECK_APPLY || kind == CHECK_SMOKE || kind == CHECK_DURATION;
}

/* Of the files that the check reads beside the migrations; NULL: one of them is not here. */
static enum code hash_files(const struct judging *judging, const char **hash, struct err *err)
{
    struct arena *arena = judging->checking->arena;
    const struct strlist patterns = check_params_files(arena, &judging->asking->params);
    struct side_files files = {0};
    *hash = "";
    if (patterns.len == 0)
        return OK;
    enum code code = side_files(judging->checking, judging->side, &patterns, &files, err);
    if (files.missing)
        *hash = NULL;
    for (size_t i = 0; i < files.items.len && !code && *hash; i++) {
        const struct migration_file *file = &files.items.items[i];
        char hex[65];
        if (file->bytes)
            sha256_hex(file->bytes, file->len, hex);
        *hash = file->bytes ? check_hash(arena, *hash, file->path, hex, NULL) : NULL;
    }
    return code;
}

/* What the answer depends on; NULL: it is never kept. */
static enum code key_of(const struct judging *judging, const char **key, struct err *err)
{
    struct arena *arena = judging->checking->arena;
    const struct asking *asking = judging->asking;
    const enum check_kind kind = asking->params.kind;
    *key = NULL;
    if (!judging->at || !judging->at->set)
        return OK;
    const size_t len = judging->at->set->migrations.len;
    const char *const *chains = judging->at->chains;
    const char *chain = len > 0 && chains ? chains[len - 1] : NULL;
    const char *file = "";
    *key = NULL;
    if (!chain || kind == CHECK_APPLY)
        return OK;
    enum code code = hash_files(judging, &file, err);
    if (code || !file)
        return code;
    struct str names cleanup_str;
    str_init(&names, 0);
    str_add_list(&names, &asking->names, "\n");
    *key = check_hash(arena, "check:1", asking->check->kind,
                      arena_printf(arena, "%u", check_kind_version(kind)), asking->check->params,
                      chain, names.p, file, NULL);
    return OK;
}

/* Asking it means to run something that is not a recalled run of the chain. */
static bool has_to_run(const struct asking *asking)
{
    const struct smoke_asked *smoke = &asking->params.smoke;
    if (asking->params.kind == CHECK_SMOKE)
        return smoke->rows != 3 || smoke->preserve_rows == ASKED_NO;
    return asks_schema(asking->params.kind) || asking->params.kind == CHECK_DURATION;
}

static enum code ask(struct judging *judging, struct err *err)
{
    if (judging->checking->options->known && has_to_run(judging->asking)) {
        *judging->result = says(VERDICT_UNKNOWN, CHECK_NOT_RUN);
        return OK;
    }
    switch (judging->asking->params.kind) {
    case CHECK_APPLY:
        return judge_chain(judging, false, err);
    case CHECK_SMOKE:
        return judge_smoke(judging, err);
    case CHECK_DURATION:
        return judge_duration(judging, err);
    default:
        return judge_schema(judging, err);
    }
}

/* true: there is an answer already. Migrations and folders that the plan names before they are
 * there are work to do. */
static bool cannot_ask(struct judging *judging, enum check_kind kind)
{
    struct check_result *result = judging->result;
    if (asks_set(kind)) {
        const bool none = judging->asking->planned || !judging->at->set;
        result->message = "there is no migration to look at yet";
        return none;
    }
    if (judging->at->cannot) {
        *result = says(judging->at->empty ? VERDICT_FAIL : VERDICT_UNKNOWN, judging->at->cannot);
        return true;
    }
    if (kind == CHECK_PARTITION || kind == CHECK_RLS)
        *result = says(VERDICT_SKIP, kind == CHECK_RLS ? "SQLite has no row level security"
                                                       : "SQLite has no partitions");
    else if (asks_runs(kind) && judging->asking->planned)
        *result = says(VERDICT_FAIL, "the issue's migrations are not there yet");
    else
        return false;
    return true;
}

enum code check_judge(struct checking *checking, struct side *side, const struct asking *asking,
                      struct check_result *result, bool *reused, struct err *err)
{
    struct judging judging = {
        .checking = checking, .side = side, .asking = asking, .result = result};
    const enum check_kind kind = asking->params.kind;
    const char *key = NULL;
    *result = says(VERDICT_UNKNOWN, check_kind_needs(kind));
    if (result->message)
        return OK;
    if (kind == CHECK_IMMUTABLE || kind == CHECK_CO_CHANGE)
        return check_judge_git(checking, side, asking, result, err);
    if (!asks_schema(kind) && !asks_runs(kind) && !asks_set(kind))
        return check_judge_file(checking, side, &asking->params, result, err);
    judging.at = &side->sources[asking->source];
    if (cannot_ask(&judging, kind))
        return OK;
    if (asks_set(kind)) {
        *result = check_judge_set(checking, side, judging.at, asking);
        return OK;
    }
    enum code code = key_of(&judging, &key, err);
    if (!code && (checking->options->known || !is_measured(kind)))
        code = check_recall(checking, key, result, reused, err);
    if (code || *reused)
        return code;
    code = ask(&judging, err);
    *reused = judging.reused;
    if (code || checking->options->known)
        return code;
    if (is_measured(kind))
        check_keep_measured(checking, key, result);
    else
        check_keep(checking, key, result);
    return OK;
}
