#include "cli/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "cli/command.h"
#include "cli/suggest.h"

/* Settings that are options of every command; names, arguments and help are the table's. */
static const enum setting global_settings[] = {
    SETTING_SPEC,  SETTING_REPO,  SETTING_API_URL, SETTING_TOKEN_FILE, SETTING_TRUST_REPO,
    SETTING_COLOR, SETTING_ASCII, SETTING_INPUT,   SETTING_PAGER,      SETTING_MAX_WAIT_MS,
};
#define GLOBAL_SETTINGS (sizeof global_settings / sizeof *global_settings)

static const struct option_row plain_globals[] = {
    {NULL, 'C', "DIR", "Stand in this folder", false},
    {"format", 0, "FORMAT", "text, json, csv or github, where the command has it", false},
    {"json", 0, NULL, "Exactly one object on stdout; the same as --format json", false},
    {"quiet", 'q', NULL, "Only the answer", false},
    {"verbose", 'v', NULL, "More detail below; -vv still more", true},
    {"help", 'h', NULL, "Help for the command; wins over everything else", false},
    {"version", 0, NULL, "The version", false},
};
#define PLAIN_GLOBALS (sizeof plain_globals / sizeof *plain_globals)

/* Options that turn a setting off need words of their own. */
static const char *help_of(enum setting setting)
{
    if (setting == SETTING_INPUT)
        return "Ask nothing, also on a terminal";
    if (setting == SETTING_PAGER)
        return "Long output straight to the terminal";
    return setting_row(setting)->help;
}

const struct option_row *options_global(void)
{
    static struct option_row rows[GLOBAL_SETTINGS + PLAIN_GLOBALS + 1];
    if (rows[0].name)
        return rows;
    for (size_t i = 0; i < GLOBAL_SETTINGS; i++) {
        const struct setting_row *setting = setting_row(global_settings[i]);
        rows[i] = (struct option_row){.name = setting->flag + 2,
                                      .argument = setting->argument,
                                      .help = help_of(global_settings[i])};
    }
    for (size_t i = 0; i < PLAIN_GLOBALS; i++)
        rows[GLOBAL_SETTINGS + i] = plain_globals[i];
    return rows;
}

bool option_setting(const struct option_row *row, enum setting *setting)
{
    const struct option_row *globals = options_global();
    if (row < globals || row >= globals + GLOBAL_SETTINGS)
        return false;
    *setting = global_settings[row - globals];
    return true;
}

/* The options that count now, in getopt's form. */
struct table {
    const struct option_row *rows[OPTIONS_MAX];
    struct option longs[OPTIONS_MAX + 1];
    char shorts[2 * OPTIONS_MAX + 3];
    int count;
};

#define LONG_BASE 1000 /* beyond every character that getopt gives for short options */

static void table_add(struct table *table, const struct option_row *row)
{
    for (; row && (row->name || row->letter); row++) {
        BUG_UNLESS(table->count < OPTIONS_MAX);
        table->rows[table->count] = row;
        /* One without a long name gets one that nobody can type. */
        table->longs[table->count] = (struct option){
            row->name ? row->name : "\x01", row->argument ? 1 : 0, NULL, LONG_BASE + table->count};
        if (row->letter) {
            size_t len = strlen(table->shorts);
            table->shorts[len] = row->letter;
            table->shorts[len + 1] = row->argument ? ':' : '\0';
        }
        table->count++;
    }
}

static void table_make(struct table *table, const struct command *command)
{
    *table = (struct table){0};
    /* '-': everything in its order, also where POSIXLY_CORRECT is set; ':': no messages. */
    memcpy(table->shorts, "-:", sizeof "-:");
    table_add(table, options_global());
    if (command)
        table_add(table, command->options);
}

static const struct option_row *row_of(const struct table *table, int code)
{
    if (code >= LONG_BASE)
        return table->rows[code - LONG_BASE];
    for (int i = 0; i < table->count; i++)
        if (table->rows[i]->letter == code)
            return table->rows[i];
    return NULL;
}

static enum code unknown_option(const struct table *table, const char *token, char letter,
                                struct err *err)
{
    if (!text_starts(token, "--")) {
        (void)err_set(err, ERR_USAGE, "unknown option '-%c'", letter);
        return err_hint(err, "roadmap --help lists the options");
    }
    char name[64];
    (void)snprintf(name, sizeof name, "%.*s", (int)strcspn(token + 2, "="), token + 2);
    const char *names[OPTIONS_MAX];
    size_t count = 0;
    for (int i = 0; i < table->count; i++)
        if (table->rows[i]->name)
            names[count++] = table->rows[i]->name;
    const char *nearest = suggest_nearest(name, names, count);
    /* An abbreviation is not taken, but it says what was meant. */
    for (size_t i = 0; !nearest && i < count; i++)
        if (strlen(name) >= 3 && text_starts(names[i], name))
            nearest = names[i];
    (void)err_set(err, ERR_USAGE, "unknown option '--%s'", name);
    if (nearest)
        return err_hint(err, "did you mean '--%s'?", nearest);
    return err_hint(err, "roadmap --help lists the options");
}

/* getopt takes every unambiguous beginning of a name; we take whole names only. The token is what
 * was consumed last, or before the argument. */
static bool is_whole_name(const struct option_row *row, char **argv)
{
    const char *token = argv[optind - 1];
    if (row->argument && optarg == token)
        token = argv[optind - 2];
    size_t len = strcspn(token + 2, "=");
    return row->name && strlen(row->name) == len && strncmp(row->name, token + 2, len) == 0;
}

static enum code take_option(struct arena *arena, const struct table *table, int code, char **argv,
                             struct invocation *invocation, struct err *err)
{
    const struct option_row *row = row_of(table, code);
    BUG_UNLESS(row);
    if (code >= LONG_BASE && !is_whole_name(row, argv)) {
        const char *token = argv[optind - 1];
        if (row->argument && optarg == token)
            token = argv[optind - 2];
        return unknown_option(table, token, 0, err);
    }
    struct given_option given = {row, row->argument ? optarg : NULL};
    VEC_PUSH(arena, &invocation->given, given);
    enum setting setting;
    if (option_setting(row, &setting))
        invocation->flags[setting] = row->argument ? optarg : setting_row(setting)->flag_value;
    return OK;
}

static enum code missing_argument(const struct table *table, char **argv, struct err *err)
{
    const struct option_row *row = row_of(table, optopt);
    if (row && row->name)
        return err_set(err, ERR_USAGE, "option '--%s' needs %s", row->name, row->argument);
    if (row)
        return err_set(err, ERR_USAGE, "option '-%c' needs %s", row->letter, row->argument);
    return err_set(err, ERR_USAGE, "option '%s' needs an argument", argv[optind - 1]);
}

static enum code unknown_command(const char *name, struct err *err)
{
    (void)err_set(err, ERR_USAGE, "unknown command '%s'", name);
    const char *nearest = command_nearest(name);
    if (nearest)
        return err_hint(err, "did you mean 'roadmap %s'?", nearest);
    return err_hint(err, "roadmap help --all lists the commands");
}

static enum code take_word(struct arena *arena, const char *word, struct table *table,
                           struct invocation *invocation, struct err *err)
{
    if (invocation->command) {
        strlist_add(arena, &invocation->args, word);
        return OK;
    }
    invocation->command = command_find(word);
    if (!invocation->command)
        return unknown_command(word, err);
    table_make(table, invocation->command);
    return OK;
}

static enum code refused_option(const struct table *table, char **argv, struct err *err)
{
    const char *token = argv[optind - 1];
    if (optopt >= LONG_BASE) { /* --json=x: takes no argument */
        const struct option_row *row = row_of(table, optopt);
        BUG_UNLESS(row);
        return err_set(err, ERR_USAGE, "option '--%s' takes no argument", row->name);
    }
    return unknown_option(table, optopt ? "-" : token, (char)optopt, err);
}

/* Taking the last one would show one plan to somebody who asked for two. */
static enum code check_specs(struct arena *arena, const struct invocation *invocation,
                             struct err *err)
{
    struct strlist specs = {0};
    if (invocation->command && invocation->command->several)
        return OK;
    invocation_specs(arena, invocation, &specs);
    if (specs.len < 2)
        return OK;
    (void)err_set(err, ERR_USAGE, "--spec names one plan, not '%s' and '%s'", specs.items[0],
                  specs.items[1]);
    return err_hint(err, "roadmap status shows several");
}

enum code options_parse(struct arena *arena, int argc, char **argv, struct invocation *invocation,
                        struct err *err)
{
    struct table table;
    table_make(&table, NULL);
    opterr = 0;
    optind = 0; /* glibc: start anew */
    for (;;) {
        int code = getopt_long(argc, argv, table.shorts, table.longs, NULL);
        enum code failed = OK;
        if (code == -1)
            break;
        if (code == 1)
            failed = take_word(arena, optarg, &table, invocation, err);
        else if (code == ':')
            failed = missing_argument(&table, argv, err);
        else if (code == '?')
            failed = refused_option(&table, argv, err);
        else
            failed = take_option(arena, &table, code, argv, invocation, err);
        if (failed)
            return failed;
    }
    for (; optind < argc; optind++) { /* behind "--" */
        enum code failed = take_word(arena, argv[optind], &table, invocation, err);
        if (failed)
            return failed;
    }
    return check_specs(arena, invocation, err);
}

static bool is_named(const struct option_row *row, const char *name)
{
    if (row->name)
        return strcmp(row->name, name) == 0;
    return name[0] == row->letter && name[1] == '\0';
}

int invocation_count(const struct invocation *invocation, const char *name)
{
    int count = 0;
    for (size_t i = 0; i < invocation->given.len; i++)
        count += is_named(invocation->given.items[i].row, name);
    return count;
}

bool invocation_has(const struct invocation *invocation, const char *name)
{
    return invocation_count(invocation, name) > 0;
}

const char *invocation_text(const struct invocation *invocation, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < invocation->given.len; i++)
        if (is_named(invocation->given.items[i].row, name))
            value = invocation->given.items[i].value;
    return value;
}

void invocation_list(struct arena *arena, const struct invocation *invocation, const char *name,
                     struct strlist *list)
{
    for (size_t i = 0; i < invocation->given.len; i++)
        if (is_named(invocation->given.items[i].row, name))
            strlist_add(arena, list, invocation->given.items[i].value);
}

void invocation_specs(struct arena *arena, const struct invocation *invocation,
                      struct strlist *list)
{
    for (size_t i = 0; i < invocation->given.len; i++) {
        const struct given_option *given = &invocation->given.items[i];
        if (is_named(given->row, "spec") && !strlist_has(list, given->value))
            strlist_add(arena, list, given->value);
    }
}

enum code invocation_number(const struct invocation *invocation, const char *name, int64_t *number,
                            struct err *err)
{
    const char *text = invocation_text(invocation, name);
    if (!text)
        return OK;
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 15 || text[digits])
        return err_set(err, ERR_USAGE, "option '--%s' needs a whole number, not '%s'", name, text);
    *number = strtoll(text, NULL, 10);
    return OK;
}
