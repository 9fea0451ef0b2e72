/* Workflows that run `roadmap sync`: what their token may do, who can start them, and whether two
 * of them can meet. */
#include "app/doctor/doctor_room.h"

#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/shell.h"
#include "base/str.h"
#include "doc/doc.h"
#include "render/pen.h"

#define FOLDER ".github/workflows"
#define EDIT "${EDITOR:-vi}"

struct workflow {
    const char *path; /* in the project */
    const char *bytes;
    const struct doc_node *root;
};

/* One question about all of them. */
struct judgement {
    enum health health; /* of the worst one */
    const char *text, *command;
};

struct workflows {
    struct doctor *doctor;
    size_t files, syncing;
    const char *unreadable; /* the first; NULL */
    struct judgement rights, trigger, order;
};

/* A line of a script that names the program and the command. */
static bool line_syncs(const char *line, size_t len)
{
    const char *end = line + len;
    const char *at = memmem(line, len, "roadmap", strlen("roadmap"));
    while (at && (at = memmem(at, (size_t)(end - at), " sync", strlen(" sync"))) != NULL) {
        at += strlen(" sync");
        if (at == end || *at == ' ' || *at == ';' || *at == '&' || *at == '|' || *at == '\r')
            return true;
    }
    return false;
}

static bool script_syncs(const char *script)
{
    while (script && *script) {
        const size_t len = strcspn(script, "\n");
        if (*script != '#' && line_syncs(script, len))
            return true;
        script += len + (script[len] == '\n');
    }
    return false;
}

/* A step that uses our action: the command stands in `with: run:`. */
static bool action_syncs(const struct doc_node *step)
{
    const struct doc_node *uses = doc_get(step, "uses"), *with = doc_get(step, "with");
    const struct doc_node *run = with && with->type == DOC_MAP ? doc_get(with, "run") : NULL;
    return uses && run && text_contains(uses->text, "roadmap") &&
           (text_eq(run->text, "sync") || text_starts(run->text, "sync "));
}

static bool job_syncs(const struct doc_node *job)
{
    const struct doc_node *steps = job->type == DOC_MAP ? doc_get(job, "steps") : NULL;
    for (size_t i = 0; steps && steps->type == DOC_LIST && i < steps->count; i++) {
        const struct doc_node *step = &steps->items[i];
        const struct doc_node *run = step->type == DOC_MAP ? doc_get(step, "run") : NULL;
        if ((run && script_syncs(run->text)) || (step->type == DOC_MAP && action_syncs(step)))
            return true;
    }
    return false;
}

static void worse(struct judgement *verdict, enum health health, const char *text,
                  const char *command)
{
    if (health > verdict->health)
        *verdict = (struct judgement){health, text, command};
}

static const char *insert_command(struct workflows *all, const struct workflow *file,
                                  const char *lines)
{
    struct arena *arena = all->doctor->arena;
    return arena_printf(
        arena, "sed -i '/^jobs:/i %s' %s", lines,
        shell_quote(arena, path_join(arena, all->doctor->project.root, file->path)));
}

static const char *edit_command(struct workflows *all, const struct workflow *file)
{
    struct arena *arena = all->doctor->arena;
    return arena_printf(
        arena, EDIT " %s",
        shell_quote(arena, path_join(arena, all->doctor->project.root, file->path)));
}

static void judge_rights(struct workflows *all, const struct workflow *file,
                         const struct doc_node *job)
{
    struct arena *arena = all->doctor->arena;
    const struct doc_node *rights = doc_get(job, "permissions");
    if (!rights)
        rights = doc_get(file->root, "permissions");
    /* A token of its own has rights of its own. */
    const char *own = strstr(file->bytes, "GH_TOKEN: ${{ secrets.");
    if (own && !text_starts(own, "GH_TOKEN: ${{ secrets.GITHUB_TOKEN"))
        return;
    if (!rights) {
        worse(&all->rights, HEALTH_WARN,
              arena_printf(arena, "%s does not say what its token may do", file->path),
              insert_command(all, file, "permissions:\\n  contents: read\\n  issues: write\\n"));
        return;
    }
    const struct doc_node *issues = rights->type == DOC_MAP ? doc_get(rights, "issues") : NULL;
    if (text_eq(rights->text, "write-all") || (issues && text_eq(issues->text, "write")))
        return;
    worse(&all->rights, HEALTH_FAIL,
          arena_printf(arena, "%s gives its token no 'issues: write'", file->path),
          edit_command(all, file));
}

static bool is_fork_event(const char *name)
{
    static const char *const events[] = {"pull_request", "pull_request_target",
                                         "pull_request_review", "pull_request_review_comment",
                                         "workflow_run"};
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (text_eq(name, events[i]))
            return true;
    return false;
}

/* `on:` is a name, a list of names, or a map. */
static const char *fork_event(const struct doc_node *on)
{
    if (!on)
        return NULL;
    if (on->text)
        return is_fork_event(on->text) ? on->text : NULL;
    for (size_t i = 0; i < on->count; i++) {
        const char *name = on->type == DOC_MAP ? on->entries[i].key : on->items[i].text;
        if (is_fork_event(name))
            return name;
    }
    return NULL;
}

static void judge_trigger(struct workflows *all, const struct workflow *file)
{
    const char *event = fork_event(doc_get(file->root, "on"));
    if (event)
        worse(&all->trigger, HEALTH_FAIL,
              arena_printf(all->doctor->arena,
                           "%s runs sync on '%s', which a fork can start; sync refuses there",
                           file->path, event),
              edit_command(all, file));
}

static void judge_order(struct workflows *all, const struct workflow *file,
                        const struct doc_node *job)
{
    if (doc_get(file->root, "concurrency") || doc_get(job, "concurrency"))
        return;
    worse(
        &all->order, HEALTH_WARN,
        arena_printf(all->doctor->arena, "%s has no 'concurrency': two runs can meet", file->path),
        insert_command(all, file,
                       "concurrency:\\n  group: roadmap-sync\\n  cancel-in-progress: false\\n"));
}

static void judge(struct workflows *all, const struct workflow *file)
{
    const struct doc_node *jobs = doc_get(file->root, "jobs");
    bool syncs = false;
    for (size_t i = 0; jobs && jobs->type == DOC_MAP && i < jobs->count; i++) {
        const struct doc_node *job = &jobs->entries[i].value;
        if (!job_syncs(job))
            continue;
        syncs = true;
        judge_rights(all, file, job);
        judge_order(all, file, job);
    }
    if (syncs) {
        all->syncing++;
        judge_trigger(all, file);
    }
}

static void read_one(struct workflows *all, const char *name)
{
    struct arena *arena = all->doctor->arena;
    struct err err cleanup_err = ERR_INIT;
    struct doc_problems problems = {0};
    struct workflow file = {.path = path_join(arena, FOLDER, name)};
    char *bytes = NULL;
    size_t len = 0;
    const char *path = path_join(arena, all->doctor->project.root, file.path);
    struct doc *doc = NULL;
    all->files++;
    if (file_read(arena, path, LIMIT_CONFIG_BYTES, &bytes, &len, &err) == OK)
        doc =
            doc_read(arena, doc_text_new(arena, file.path, bytes, len), DOC_YAML, &problems, NULL);
    if (!doc || doc->root.type != DOC_MAP) {
        all->unreadable = all->unreadable ? all->unreadable : file.path;
        return;
    }
    file.bytes = bytes;
    file.root = &doc->root;
    judge(all, &file);
}

static void say(struct workflows *all, const char *name, const struct judgement *verdict,
                const char *fine)
{
    const bool all_read = !all->unreadable;
    if (verdict->text) {
        (void)doctor_say(all->doctor, name, verdict->health, "%s", verdict->text);
        doctor_command(all->doctor, "%s", verdict->command);
    } else if (all->syncing == 0 || !all_read) {
        (void)doctor_say(all->doctor, name, all_read ? HEALTH_OK : HEALTH_UNKNOWN, "%s",
                         all_read ? "no workflow runs sync" : "not every workflow could be read");
    } else {
        (void)doctor_say(all->doctor, name, HEALTH_OK, "%s", fine);
    }
}

static void say_files(struct workflows *all)
{
    struct doctor *doctor = all->doctor;
    if (all->unreadable)
        (void)doctor_say(doctor, "workflows", HEALTH_UNKNOWN, "'%s' cannot be read",
                         all->unreadable);
    else if (all->files == 0)
        (void)doctor_say(doctor, "workflows", HEALTH_OK, "there are none");
    else
        (void)doctor_say(doctor, "workflows", HEALTH_OK, "%s, %zu of them with sync",
                         text_count(doctor->arena, (int64_t)all->files, "file", NULL),
                         all->syncing);
}

void doctor_workflows(struct doctor *doctor)
{
    static const char *const names[] = {"workflows", "sync-rights", "sync-trigger", "sync-order"};
    struct err err cleanup_err = ERR_INIT;
    struct strlist files = {0};
    struct workflows all = {.doctor = doctor};
    const char *folder =
        doctor->placed ? path_join(doctor->arena, doctor->project.root, FOLDER) : NULL;
    if (!folder || dir_list(doctor->arena, folder, &files, &err) != OK) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            (void)doctor_say(doctor, names[i], HEALTH_UNKNOWN, "%s",
                             folder ? err.message : "nobody can say where the project is");
        return;
    }
    for (size_t i = 0; i < files.len; i++)
        if (text_ends(files.items[i], ".yml") || text_ends(files.items[i], ".yaml"))
            read_one(&all, files.items[i]);
    say_files(&all);
    say(&all, "sync-rights", &all.rights, "its token may write issues");
    say(&all, "sync-trigger", &all.trigger, "no fork can start it");
    say(&all, "sync-order", &all.order, "two runs wait for each other");
}
