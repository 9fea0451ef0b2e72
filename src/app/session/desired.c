#include "app/session/desired.h"

#include "base/day.h"
#include "base/file.h"
#include "base/limits.h"
#include "engine/block.h"
#include "render/issue_block.h"

/* A team's own template; NULL = ours. A symlink is not followed: the file has to be what a review
 * of the repository showed. */
static enum code load_template(struct session *session, char **text, struct err *err)
{
    const char *given = session->app->templates;
    const char *folder =
        given ? given
              : path_join(session->arena, path_dir(session->arena, session->app->spec_file),
                          "templates");
    const char *path = path_join(session->arena, folder, "issue.md");
    *text = NULL;
    if (given && !file_is_dir(given)) {
        err_set(err, ERR_USAGE, "the folder of templates '%s' is not there", given);
        return err_hint(err, "roadmap config --show-origin says who set it");
    }
    if (!file_exists(path))
        return OK;
    if (file_is_symlink(path))
        return err_set(err, ERR_REFUSED, "'%s' is a symbolic link", path);
    size_t len = 0;
    return file_read(session->arena, path, LIMIT_TEMPLATE_BYTES, text, &len, err);
}

static enum code render_all(struct session *session, const char **blocks, struct err *err)
{
    char *template_text = NULL;
    enum code code = load_template(session, &template_text, err);
    struct template template = {0};
    if (!code)
        code = render_issue_template(session->arena, template_text, &template, err);
    struct arena *scratch cleanup_arena = arena_new();
    for (size_t i = 0; !code && i < session->plan->issues.len; i++) {
        const struct plan_issue *issue = &session->plan->issues.items[i];
        if (!issue->text_given)
            continue;
        char *block = NULL;
        arena_clear(scratch);
        code = render_issue_block(scratch, session->plan, issue, &template, &block, err);
        if (code)
            return code;
        if (!block_text_fits(scratch, block))
            return err_set(err, ERR_FAILED,
                           "%s: the rendered text holds a line that roadmap keeps for itself",
                           issue->id);
        blocks[i] = arena_strdup(session->arena, block);
    }
    return code;
}

enum code desired_block(struct session *session, const struct plan_issue *issue, char **block,
                        struct err *err)
{
    char *template_text = NULL;
    enum code code = load_template(session, &template_text, err);
    struct template template = {0};
    if (!code)
        code = render_issue_template(session->arena, template_text, &template, err);
    if (!code)
        code = render_issue_block(session->arena, session->plan, issue, &template, block, err);
    return code;
}

enum code desired_load(struct session *session, struct err *err)
{
    const char **blocks =
        arena_calloc(session->arena, session->plan->issues.len + 1, sizeof *blocks);
    enum code code = render_all(session, blocks, err);
    if (code)
        return code;
    wants_from_plan(session->arena, session->plan, blocks, instant_day(session_now(session)),
                    &session->wants);
    return OK;
}
