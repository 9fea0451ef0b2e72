#include "cli/actions.h"

#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include "base/env.h"

static bool in_actions(void)
{
    return text_eq(env_get("GITHUB_ACTIONS"), "true");
}

enum code actions_refuse_fork_events(struct err *err)
{
    static const char *const events[] = {"pull_request", "pull_request_target",
                                         "pull_request_review", "pull_request_review_comment",
                                         "workflow_run"};
    const char *event = env_get("GITHUB_EVENT_NAME");
    if (!in_actions() || !event)
        return OK;
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (text_eq(event, events[i])) {
            (void)err_set(err, ERR_REFUSED,
                          "nothing is written in the event '%s', which a fork can start", event);
            return err_hint(err, "run it in a workflow on push to the default branch; roadmap "
                                 "init writes one");
        }
    return OK;
}

bool actions_read_along(int fd)
{
    struct stat file;
    /* What a step keeps in a file is data: it stays as it is. */
    return in_actions() && !(fstat(fd, &file) == 0 && S_ISREG(file.st_mode));
}

void actions_add_harmless(struct str *out, const char *text)
{
    bool beginning = true;
    for (const char *at = text; *at; at++) {
        if (beginning && strncmp(at, "::", 2) == 0) {
            str_add(out, ": ");
        } else if (strncmp(at, "##[", 3) == 0) {
            str_add(out, "## ");
            at++;
        } else {
            str_addn(out, at, 1);
        }
        if (*at == '\n' || *at == '\r')
            beginning = true;
        else if (*at >
                 ' ') /* the runner passes over blanks of all scripts, so these count as one */
            beginning = false;
    }
}

const char *actions_base_ref(struct arena *arena)
{
    /* GitHub: a merge group is built on gh-readonly-queue/BASE/pr-NUMBER-COMMIT. */
    static const char queue[] = "gh-readonly-queue/";
    const char *base = env_get("GITHUB_BASE_REF"), *name = env_get("GITHUB_REF_NAME");
    if (base || !name || !text_starts(name, queue))
        return base;
    name += sizeof queue - 1;
    const char *end = NULL;
    for (const char *at = name; (at = strstr(at, "/pr-")) != NULL; at++)
        end = at;
    return end && end > name ? arena_strndup(arena, name, (size_t)(end - name)) : NULL;
}
