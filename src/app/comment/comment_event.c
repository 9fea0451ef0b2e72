/* The event file of GitHub Actions. Branch names and the like in it are what somebody outside
 * wrote.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/comment/comment.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "doc/doc.h"

static const struct doc_node *at(const struct doc_node *node, const char *const keys[])
{
    for (size_t i = 0; keys[i] && node; i++)
        node = node->type == DOC_MAP ? doc_get(node, keys[i]) : NULL;
    return node;
}

#define AT(node, ...) at((node), (const char *const[]){__VA_ARGS__, NULL})

static const char *text_of(const struct doc_node *node)
{
    return node && node->type == DOC_STRING && !text_empty(node->text) ? node->text : NULL;
}

static const char *commit_of(const struct doc_node *node)
{
    const char *text = text_of(node);
    const bool whole =
        text && strlen(text) == 40 && strspn(text, "0123456789abcdef") == strlen(text);
    return whole ? text : NULL;
}

static int64_t number_of(const struct doc_node *node)
{
    return node && node->type == DOC_INT ? doc_integer(node) : 0;
}

static const char *label_of(struct arena *arena, const char *owner, const char *branch)
{
    return owner && branch ? arena_printf(arena, "%s:%s", owner, branch) : NULL;
}

static void take_pull(struct arena *arena, const struct doc_node *root, struct comment_event *event)
{
    const struct doc_node *pull = AT(root, "pull_request");
    const struct doc_node *head = AT(pull, "head"), *base = AT(pull, "base");
    const char *from = text_of(AT(head, "repo", "full_name"));
    const char *to = text_of(AT(base, "repo", "full_name"));
    event->number.v = number_of(AT(pull, "number"));
    event->head = commit_of(AT(head, "sha"));
    event->head_from =
        label_of(arena, text_of(AT(head, "user", "login")), text_of(AT(head, "ref")));
    /* A fork that is gone counts as one. */
    event->fork = pull && (!from || !to || strcasecmp(from, to) != 0);
}

static void take_run(struct arena *arena, const struct doc_node *root, struct comment_event *event)
{
    const struct doc_node *run = AT(root, "workflow_run");
    event->head = commit_of(AT(run, "head_sha"));
    event->head_from = label_of(arena, text_of(AT(run, "head_repository", "owner", "login")),
                                text_of(AT(run, "head_branch")));
}

enum code comment_event_read(struct arena *arena, const char *name, const char *path,
                             struct comment_event *event, struct err *err)
{
    struct doc_problems problems = {0};
    char *bytes = NULL;
    size_t len = 0;
    *event = (struct comment_event){.name = name};
    if (!name || !path)
        return OK;
    enum code code = file_read(arena, path, LIMIT_EVENT_BYTES, &bytes, &len, err);
    if (code)
        return code;
    const struct doc *doc =
        doc_read(arena, doc_text_new(arena, path, bytes, len), DOC_JSON, &problems, NULL);
    if (!doc || doc->root.type != DOC_MAP)
        return err_set(err, ERR_FAILED, "'%s' is not the event of a workflow", path);
    if (text_eq(name, "workflow_run"))
        take_run(arena, &doc->root, event);
    else
        take_pull(arena, &doc->root, event);
    return OK;
}
