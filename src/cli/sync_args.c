#include "cli/sync_args.h"

#include <string.h>

#include "base/shell.h"
#include "base/str.h"
#include "render/diag_text.h"
#include "render/pen.h"

static bool *prune_flag(struct sync_options *options, const char *word, size_t len)
{
    static const char *const words[] = {"labels", "milestones", "issues"};
    bool *const flags[] = {&options->prune_labels, &options->prune_milestones,
                           &options->prune_issues};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0)
            return flags[i];
    return NULL;
}

/* "issues,labels", or "all". */
static enum code read_prune(const char *kinds, struct sync_options *options, struct err *err)
{
    if (kinds == NULL)
        return OK;
    if (options->select.len > 0) {
        (void)err_set(err, ERR_USAGE, "--prune looks at the whole plan, and ids at a part of it");
        return err_hint(err, "leave one of the two out");
    }
    if (text_eq(kinds, "all")) {
        options->prune_labels = options->prune_milestones = options->prune_issues = true;
        return OK;
    }
    for (const char *at = kinds;; at++) {
        const size_t len = strcspn(at, ",");
        bool *flag = prune_flag(options, at, len);
        if (!flag) {
            (void)err_set(err, ERR_USAGE, "--prune cannot be '%s'", kinds);
            return err_hint(err, "labels, milestones, issues, several of them with commas, or all");
        }
        *flag = true;
        at += len;
        if (*at == '\0')
            return OK;
    }
}

enum code sync_args_read(struct cli *cli, const struct invocation *call,
                         struct sync_options *options, struct err *err)
{
    *options = sync_options_default();
    for (size_t i = 0; i < call->args.len; i++)
        strlist_add(cli->arena, &options->select, call->args.items[i]);
    invocation_list(cli->arena, call, "take", &options->takes);
    invocation_list(cli->arena, call, "adopt", &options->adopts);
    invocation_list(cli->arena, call, "recreate", &options->recreate);
    options->full = invocation_has(call, "full");
    options->drop_ticks = invocation_has(call, "drop-ticks");
    options->rewrite = invocation_has(call, "rewrite");
    options->offline = invocation_has(call, "offline");
    options->promise_out = invocation_text(call, "output");
    options->promise = invocation_text(call, "plan");
    options->again = sync_args_again(cli, call, true);
    if (options->promise_out && options->offline) {
        (void)err_set(err, ERR_USAGE, "-o promises what was read from GitHub just now");
        return err_hint(err, "leave --offline out");
    }
    enum code code = read_prune(invocation_text(call, "prune"), options, err);
    if (!code)
        code = invocation_number(call, "allow-changes", &options->allow_changes, err);
    if (!code)
        code = invocation_number(call, "allow-closes", &options->allow_closes, err);
    return code ? code : invocation_number(call, "max-creates", &options->max_creates, err);
}

static void add_values(struct cli *cli, const struct invocation *call, const char *name,
                       struct str *text)
{
    struct strlist values = {0};
    invocation_list(cli->arena, call, name, &values);
    for (size_t i = 0; i < values.len; i++) {
        str_addf(text, " --%s ", name);
        shell_word(text, values.items[i]);
    }
}

const char *sync_args_again(struct cli *cli, const struct invocation *call, bool decisions)
{
    static const char *const decided[] = {"take", "adopt", "recreate", "max-creates"};
    static const char *const flags[] = {"rewrite", "drop-ticks"};
    cleanup_str struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < call->args.len; i++) {
        str_addc(&text, ' ');
        shell_word(&text, call->args.items[i]);
    }
    add_values(cli, call, "prune", &text);
    for (size_t i = 0; decisions && i < sizeof decided / sizeof *decided; i++)
        add_values(cli, call, decided[i], &text);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (invocation_has(call, flags[i]))
            str_addf(&text, " --%s", flags[i]);
    return text.len ? str_dup(&text, cli->arena) : NULL;
}

void sync_args_show_diags(struct cli *cli, const struct diags *diags)
{
    if (diags->len == 0 || cli->format == FORMAT_JSON)
        return;
    cleanup_str struct str text;
    str_init(&text, 0);
    if (diags->errors > 0)
        diag_text(cli->arena, &cli->err, diags, &text);
    else if (!cli->err.quiet)
        str_addf(&text, "%s in the plan: roadmap validate\n",
                 text_count(cli->arena, (int64_t)diags->warnings, "warning", NULL));
    cli_err(cli, text.p);
}
