/* The check of a workflow of GitHub Actions, by what its file says. */
#include <string.h>

#include "base/str.h"
#include "schema/check/check_text.h"

struct workflow_search {
    const struct workflow_asked *asked;
    const struct file_facts *facts;
    const char *path;
    struct arena *arena;
    /* What came nearest, for the answer. */
    const char *off;  /* why the right step does not count */
    uint32_t line;    /* of it */
    bool calls_other; /* the job's steps stand in another file */
};

static const struct file_fact *child(const struct workflow_search *search, size_t parent,
                                     const char *key)
{
    size_t at = parent == SIZE_MAX || search->facts->list.items[parent].type != FACT_MAP
                    ? SIZE_MAX
                    : fact_child(search->facts, parent, key);
    return at == SIZE_MAX ? NULL : &search->facts->list.items[at];
}

static const char *value(const struct workflow_search *search, size_t parent, const char *key)
{
    const struct file_fact *fact = child(search, parent, key);
    return fact ? fact->value : NULL;
}

/* A line that is no comment of the shell contains it; what spans lines is looked for as it is. */
static bool runs(const char *script, const char *part)
{
    struct text_line line = text_lines(script, strlen(script));
    if (strchr(part, '\n'))
        return strstr(script, part) != NULL;
    while (text_line_next(&line)) {
        const char *at = line.at;
        size_t len = line.len;
        text_trim(&at, &len);
        if (len > 0 && *at != '#' && bytes_contain(at, len, part))
            return true;
    }
    return false;
}

/* The condition of a step or job that can never hold. */
static bool is_off(const char *condition)
{
    char plain[16] = "";
    size_t len = 0;
    for (; condition && *condition && len + 1 < sizeof plain; condition++)
        if (!strchr(" ${}", *condition))
            plain[len++] = *condition;
    return strcmp(plain, "false") == 0;
}

static bool is_named(const char *wanted, const char *id, const char *name)
{
    return !wanted || text_eq(wanted, id) || text_eq(wanted, name);
}

static bool step_fits(struct workflow_search *search, size_t step)
{
    const struct workflow_asked *asked = search->asked;
    const char *run = value(search, step, "run"), *uses = value(search, step, "uses");
    if (!is_named(asked->step, value(search, step, "id"), value(search, step, "name")))
        return false;
    if (asked->run && (!run || !runs(run, asked->run)))
        return false;
    if (asked->uses && (!uses || !text_starts(uses, asked->uses)))
        return false;
    if (is_off(value(search, step, "if")))
        search->off = "is switched off";
    else if (text_eq(value(search, step, "continue-on-error"), "true"))
        search->off = "may fail without any effect";
    else
        return true;
    search->line = search->facts->list.items[step].line;
    return false;
}

static bool job_fits(struct workflow_search *search, size_t job)
{
    const struct file_facts *facts = search->facts;
    const struct workflow_asked *asked = search->asked;
    const char *uses = value(search, job, "uses");
    bool any_step = !asked->step && !asked->run && !asked->uses;
    bool off = is_off(value(search, job, "if"));
    bool loose = text_eq(value(search, job, "continue-on-error"), "true");
    if (!is_named(asked->job, facts->list.items[job].key, value(search, job, "name")))
        return false;
    bool fits = any_step || (uses && asked->uses && !asked->step && !asked->run &&
                             text_starts(uses, asked->uses));
    const struct file_fact *steps = child(search, job, "steps");
    size_t at = steps ? (size_t)(steps - facts->list.items) : SIZE_MAX;
    for (size_t i = steps ? fact_first(facts, at) : SIZE_MAX; i != SIZE_MAX && !fits;
         i = fact_next(facts, at, i))
        fits = step_fits(search, i);
    search->calls_other |= !fits && uses && !off;
    if (fits && (off || loose)) {
        search->off = off ? "is in a job that is switched off" : "is in a job that may fail";
        search->line = facts->list.items[job].line;
        return false;
    }
    return fits;
}

static bool starts_on(const struct workflow_search *search)
{
    const struct file_fact *on = child(search, 0, "on");
    if (!search->asked->on)
        return true;
    if (!on)
        return false;
    if (on->value)
        return strcmp(on->value, search->asked->on) == 0;
    size_t at = (size_t)(on - search->facts->list.items);
    for (size_t i = fact_first(search->facts, at); i != SIZE_MAX;
         i = fact_next(search->facts, at, i)) {
        const struct file_fact *event = &search->facts->list.items[i];
        if (text_eq(event->key ? event->key : event->value, search->asked->on))
            return true;
    }
    return false;
}

static struct check_result search_file(struct workflow_search *search)
{
    const struct workflow_asked *asked = search->asked;
    struct check_result result = check_is(VERDICT_PASS, NULL);
    const struct file_fact *jobs = child(search, 0, "jobs");
    if (!jobs || jobs->type != FACT_MAP) {
        result = check_says(search->arena, VERDICT_ERROR, "'%s' is no workflow: it has no jobs",
                            search->path);
        result.path = search->path;
        return result;
    }
    size_t at = (size_t)(jobs - search->facts->list.items);
    bool fits = false;
    for (size_t i = fact_first(search->facts, at); i != SIZE_MAX && !fits;
         i = fact_next(search->facts, at, i))
        fits = job_fits(search, i);
    if (!fits && search->calls_other && !search->off) {
        result = check_says(search->arena, VERDICT_UNKNOWN,
                            "jobs of '%s' are in another workflow, which is not looked at",
                            search->path);
        result.path = search->path;
        return result;
    }
    const char *what = asked->run    ? asked->run
                       : asked->uses ? asked->uses
                       : asked->step ? asked->step
                                     : asked->job;
    if (!fits && search->off)
        check_fails(search->arena, &result, search->path, search->line, "'%s' %s in '%s'",
                    what ? what : "the job", search->off, search->path);
    else if (!fits)
        check_fails(search->arena, &result, search->path, 0, "no %s of '%s' %s '%s'",
                    asked->step || asked->run || asked->uses ? "step" : "job", search->path,
                    asked->run    ? "runs"
                    : asked->uses ? "uses"
                                  : "is called",
                    what ? what : "");
    else if (!starts_on(search))
        check_fails(search->arena, &result, search->path, 0, "'%s' does not start on '%s'",
                    search->path, asked->on);
    return result;
}

struct check_result schema_check_workflow(struct arena *arena, const struct workflow_asked *asked,
                                          const struct workflow_file *files, size_t count)
{
    struct check_result worst = check_is(VERDICT_PASS, NULL);
    bool any = false;
    if (count == 0) {
        (void)check_readable(arena, NULL, asked->path, &worst);
        return worst;
    }
    for (size_t i = 0; i < count; i++) {
        struct workflow_search search = {
            .asked = asked, .facts = files[i].facts, .path = files[i].file->path, .arena = arena};
        struct check_result result;
        if (check_tree(arena, files[i].file, files[i].facts, search.path, &result))
            result = search_file(&search);
        if (result.verdict == VERDICT_PASS)
            return result;
        /* One that cannot be read may be the one. */
        if (!any || (worst.verdict == VERDICT_FAIL && result.verdict != VERDICT_FAIL))
            worst = result;
        any = true;
    }
    return worst;
}
