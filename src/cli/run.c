/* From the command line to the exit status. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/setup.h"
#include "cli/signals.h"
#include "render/error_text.h"
#include "render/json.h"

static bool is_help(const char *word)
{
    return strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0;
}

/* Help wins over everything, whatever else is wrong with the line: the first known command before
 * "--" is the one that is meant. */
static bool help_is_asked(int argc, char **argv, const struct command **command)
{
    bool asked = false;
    *command = NULL;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        asked |= is_help(argv[i]);
        if (!*command && argv[i][0] != '-')
            *command = command_find(argv[i]);
    }
    return asked;
}

static void show_error(struct cli *cli, const struct err *err)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    if (err->code == ERR_AUTH && cli->purpose && !cli->app.token) {
        error_text_no_token(cli->arena, &cli->err, cli->purpose, cli->repository, &text);
        if (cli->token_note)
            str_addf(&text, "%s\n", cli->token_note);
    } else {
        error_text(cli->arena, &cli->err, err, &text);
    }
    cli_err(cli, text.p);
}

static int fail(struct cli *cli, const struct invocation *call, bool json, const struct err *err)
{
    int status = code_exit_status(err->code);
    if (interrupt_requested())
        status = 128 + interrupt_requested();
    if (json && !cli->json_written)
        cli_out_json(
            cli, json_failure(cli->arena, call->command ? call->command->name : NULL, err, status));
    show_error(cli, err);
    return status;
}

static enum code check_args(const struct invocation *call, struct err *err)
{
    const struct command *command = call->command;
    int count = (int)call->args.len;
    if (count < command->min_args)
        (void)err_set(err, ERR_USAGE, "'%s' needs more: roadmap %s %s", command->name,
                      command->name, command->usage);
    else if (command->max_args >= 0 && count > command->max_args)
        (void)err_set(err, ERR_USAGE, "'%s' does not take '%s'", command->name,
                      call->args.items[command->max_args]);
    else
        return OK;
    return err_hint(err, "roadmap help %s", command->name);
}

static int run_command(struct cli *cli, const struct invocation *call, bool json)
{
    cleanup_err struct err err = ERR_INIT;
    enum code code = check_args(call, &err);
    if (!code)
        code = setup_command(cli, call, &err);
    if (!code)
        code = call->command->run(cli, call, &err);
    if (code)
        return fail(cli, call, json || cli->format == FORMAT_JSON, &err);
    return interrupt_requested() ? 128 + interrupt_requested() : cli->exit_status;
}

/* Nothing may claim success whose answer nobody could read. */
static int check_stdout(struct cli *cli, int status)
{
    errno = 0;
    bool failed = fflush(stdout) != 0 || ferror(stdout);
    int reason = cli->stdout_error ? cli->stdout_error : errno;
    if (!failed && fclose(stdout) != 0) {
        failed = errno != EBADF || status == 0;
        reason = errno;
    }
    if (!failed)
        return status;
    if (reason == EPIPE)
        signals_die_of_pipe();
    cleanup_err struct err err = ERR_INIT;
    (void)err_set(&err, ERR_FAILED, "standard output cannot be written: %s",
                  reason ? strerror(reason) : "unknown reason");
    show_error(cli, &err);
    return status ? status : code_exit_status(ERR_FAILED);
}

static int dispatch(struct cli *cli, int argc, char **argv)
{
    struct invocation call = {0};
    const struct command *asked;
    bool json = setup_wants_json(argc, argv);
    if (json)
        cli->format = FORMAT_JSON;
    if (help_is_asked(argc, argv, &asked)) {
        setup_output(cli, &call);
        help_page(cli, asked);
        return 0;
    }
    cleanup_err struct err err = ERR_INIT;
    enum code code = options_parse(cli->arena, argc, argv, &call, &err);
    setup_output(cli, &call);
    if (code)
        return fail(cli, &call, json, &err);
    if (!call.command && invocation_has(&call, "version"))
        call.command = &command_version;
    if (call.command)
        return run_command(cli, &call, json);
    help_overview(cli);
    return 0;
}

int cli_main(int argc, char **argv)
{
    signals_ignore_pipe();
    struct cli cli = {.arena = arena_new()};
    int status = dispatch(&cli, argc, argv);
    status = check_stdout(&cli, status);
    arena_free(cli.arena);
    return status;
}
