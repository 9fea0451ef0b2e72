/* Option tables, did-you-mean, colour decisions, help and the reference page. */
#include "unit/render_story.h"

#include "cli/command.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/suggest.h"
#include "cli/terminal.h"

#define ARGV_MAX 16

/* Splits a line at blanks into an argv behind "roadmap". */
static enum code parse(struct arena *arena, const char *line, struct invocation *call,
                       struct err *err)
{
    char *argv[ARGV_MAX + 1] = {0};
    int argc = 0;
    argv[argc++] = arena_strdup(arena, "roadmap");
    while (*(line += strspn(line, " ")) && argc < ARGV_MAX) {
        size_t len = strcspn(line, " ");
        argv[argc++] = arena_strndup(arena, line, len);
        line += len;
    }
    *call = (struct invocation){0};
    return options_parse(arena, argc, argv, call, err);
}

static void options_stand_anywhere(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "--spec a.json -vq plan DB-1 --take X=spec --take Y=github -- --full",
        "plan DB-1 --take=X=spec --spec=a.json -q --take Y=github -v -- --full",
        "-q plan --take X=spec DB-1 -v --take Y=github --spec a.json -- --full",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        cleanup_arena struct arena *arena = arena_new();
        cleanup_err struct err err = ERR_INIT;
        struct invocation call;
        assert_int_equal(parse(arena, lines[i], &call, &err), OK);
        assert_ptr_equal(call.command, &command_plan);
        assert_int_equal(call.args.len, 2);
        assert_string_equal(call.args.items[0], "DB-1");
        assert_string_equal(call.args.items[1], "--full");
        assert_string_equal(call.flags[SETTING_SPEC], "a.json");
        assert_true(invocation_has(&call, "quiet"));
        assert_int_equal(invocation_count(&call, "verbose"), 1);
        assert_false(invocation_has(&call, "full"));
        struct strlist takes = {0};
        invocation_list(arena, &call, "take", &takes);
        assert_int_equal(takes.len, 2);
        assert_string_equal(takes.items[1], "Y=github");
    }
}

static void wrong_lines_are_refused_with_a_hint(void **state)
{
    (void)state;
    static const struct {
        const char *line, *message, *hint;
    } rows[] = {
        {"plam", "unknown command 'plam'", "did you mean 'roadmap plan'?"},
        {"nonsense", "unknown command 'nonsense'", "roadmap help --all lists the commands"},
        {"plan --offlin", "unknown option '--offlin'", "did you mean '--offline'?"},
        {"plan --off", "unknown option '--off'", "did you mean '--offline'?"},
        {"plan --spe x", "unknown option '--spe'", "did you mean '--spec'?"},
        {"plan --sp=x", "unknown option '--sp'", "roadmap --help lists the options"},
        {"--jsn plan", "unknown option '--jsn'", "did you mean '--json'?"},
        {"plan -x", "unknown option '-x'", "roadmap --help lists the options"},
        {"plan --json=1", "option '--json' takes no argument", NULL},
        {"plan --take", "option '--take' needs ID[.FIELD]=SIDE", NULL},
        {"-C", "option '-C' needs DIR", NULL},
        {"plan --spec a.json --spec b.json", "--spec names one plan, not 'a.json' and 'b.json'",
         "roadmap status shows several"},
        {"--spec a.json --spec b.json", "--spec names one plan, not 'a.json' and 'b.json'",
         "roadmap status shows several"},
        {"--yes sync", "unknown option '--yes'", "roadmap --help lists the options"},
        {"validate --take X=spec", "unknown option '--take'", "roadmap --help lists the options"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cleanup_arena struct arena *arena = arena_new();
        cleanup_err struct err err = ERR_INIT;
        struct invocation call;
        assert_int_equal(parse(arena, rows[i].line, &call, &err), ERR_USAGE);
        assert_string_equal(err.message, rows[i].message);
        if (rows[i].hint)
            assert_string_equal(err.hint, rows[i].hint);
        else
            assert_null(err.hint);
    }
}

static void status_takes_several_plans(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    struct invocation call;
    cleanup_err struct err err = ERR_INIT;
    struct strlist specs = {0};
    assert_int_equal(parse(arena, "--spec a.json status --spec b.json --spec a.json", &call, &err),
                     OK);
    invocation_specs(arena, &call, &specs);
    assert_int_equal(specs.len, 2);
    assert_string_equal(specs.items[0], "a.json");
    assert_string_equal(specs.items[1], "b.json");
    assert_int_equal(parse(arena, "plan --spec a.json --spec a.json", &call, &err), OK);
}

static void numbers_are_whole(void **state)
{
    (void)state;
    static const char *const wrong[] = {"-1", "x", "1.5", "1e3", "9999999999999999999"};
    cleanup_arena struct arena *arena = arena_new();
    struct invocation call;
    cleanup_err struct err err = ERR_INIT;
    int64_t number = -1;
    assert_int_equal(parse(arena, "sync --max-creates 0 --allow-changes 9", &call, &err), OK);
    assert_int_equal(invocation_number(&call, "max-creates", &number, &err), OK);
    assert_int_equal(number, 0);
    assert_int_equal(invocation_number(&call, "allow-changes", &number, &err), OK);
    assert_int_equal(number, 9);
    assert_int_equal(invocation_number(&call, "allow-closes", &number, &err), OK);
    assert_int_equal(number, 9);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *line = arena_printf(arena, "sync --max-creates=%s", wrong[i]);
        assert_int_equal(parse(arena, line, &call, &err), OK);
        assert_int_equal(invocation_number(&call, "max-creates", &number, &err), ERR_USAGE);
        err_clear(&err);
    }
}

static void typos_find_their_word(void **state)
{
    (void)state;
    static const struct {
        const char *typo, *want;
    } rows[] = {
        {"snyc", "sync"},
        {"synk", "sync"},
        {"sinc", "sync"},
        {"syncc", "sync"},
        {"paln", "plan"},
        {"pln", "plan"},
        {"plann", "plan"},
        {"lpan", "plan"},
        {"statsu", "status"},
        {"stats", "status"},
        {"satus", "status"},
        {"ststus", "status"},
        {"validat", "validate"},
        {"valdate", "validate"},
        {"vaildate", "validate"},
        {"initt", "init"},
        {"int", "init"},
        {"inti", "init"},
        {"rehears", "rehearse"},
        {"reherse", "rehearse"},
        {"expalin", "explain"},
        {"explan", "explain"},
        {"xplain", "explain"},
        {"confg", "config"},
        {"conifg", "config"},
        {"hlep", "help"},
        {"hepl", "help"},
        {"verison", "version"},
        {"versoin", "version"},
        {"VERSION", "version"},
        {"apply", NULL},
        {"x", NULL},
        {"", NULL},
        {"shedule", "schedule"},
        {"schedul", "schedule"},
        {"forecats", "forecast"},
        {"calendar", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *nearest = command_nearest(rows[i].typo);
        if (rows[i].want)
            assert_string_equal(nearest, rows[i].want);
        else
            assert_null(nearest);
    }
    assert_int_equal(suggest_distance("ab", "ba"), 1);
    assert_int_equal(suggest_distance("", "abc"), 3);
    assert_int_equal(suggest_distance("kitten", "sitting"), 3);
}

/* The whole truth table: every variable unset, empty, "0" or "1", on a terminal and not. */
static bool color_by_the_book(const struct color_facts *facts)
{
    bool always = facts->setting && strcmp(facts->setting, "always") == 0;
    bool never = facts->setting && strcmp(facts->setting, "never") == 0;
    if (facts->origin >= ORIGIN_ENVIRONMENT && (always || never))
        return always;
    if (facts->no_color && *facts->no_color)
        return false;
    const char *force[] = {facts->clicolor_force, facts->force_color};
    for (int i = 0; i < 2; i++)
        if (force[i] && *force[i] && strcmp(force[i], "0") != 0)
            return true;
    if (always || never)
        return always;
    if (facts->clicolor && strcmp(facts->clicolor, "0") == 0)
        return false;
    if (facts->term && strcmp(facts->term, "dumb") == 0)
        return false;
    return facts->is_terminal;
}

static void colour_truth_table(void **state)
{
    (void)state;
    static const char *const values[] = {NULL, "", "0", "1"};
    static const char *const settings[] = {"auto", "always", "never"};
    static const enum origin origins[] = {ORIGIN_DEFAULT, ORIGIN_PROJECT, ORIGIN_ENVIRONMENT,
                                          ORIGIN_FLAG};
    static const char *const terms[] = {NULL, "dumb", "xterm"};
    for (int n = 0; n < 4 * 4 * 4 * 4 * 3 * 4 * 3 * 2; n++) {
        int rest = n;
        struct color_facts facts;
        int sizes[] = {4, 4, 4, 4, 3, 4, 3, 2}, at[8];
        for (int i = 0; i < 8; i++) {
            at[i] = rest % sizes[i];
            rest /= sizes[i];
        }
        facts = (struct color_facts){settings[at[4]], origins[at[5]], values[at[0]], values[at[1]],
                                     values[at[2]],   values[at[3]],  terms[at[6]],  at[7] == 1};
        assert_int_equal(color_wanted(&facts), color_by_the_book(&facts));
    }
}

static void draw_overview(struct arena *arena, const struct style *style, struct str *out)
{
    help_overview_text(arena, style, out);
}

static void overview(void **state)
{
    (void)state;
    assert_screens("overview", "2026-02-02T09:00:00Z", draw_overview);
}

static void draw_all(struct arena *arena, const struct style *style, struct str *out)
{
    help_all_text(arena, style, out);
}

static void help_lists_everything(void **state)
{
    (void)state;
    assert_screens("help-all", "2026-02-02T09:00:00Z", draw_all);
}

static void every_command_has_its_page(void **state)
{
    (void)state;
    for (size_t i = 0; i < command_count; i++)
        for (size_t w = 0; w < 3; w++) {
            cleanup_arena struct arena *arena = arena_new();
            const struct command *command = commands[i];
            struct style style = story_style(story_widths[w], false, "2026-02-02T09:00:00Z");
            cleanup_str struct str out;
            str_init(&out, 0);
            help_page_text(arena, &style, command, &out);
            assert_fits(out.p, style.columns);
            assert_non_null(command->run);
            int examples = 0;
            while (examples < COMMAND_EXAMPLES && command->examples[examples].command) {
                assert_true(text_starts(command->examples[examples].command, "roadmap"));
                examples++;
            }
            assert_true(examples >= 2);
        }
}

/* Every example is a line that the option tables take. */
static void every_example_parses(void **state)
{
    (void)state;
    for (size_t i = 0; i < command_count; i++)
        for (int k = 0; k < COMMAND_EXAMPLES && commands[i]->examples[k].command; k++) {
            cleanup_arena struct arena *arena = arena_new();
            cleanup_err struct err err = ERR_INIT;
            struct invocation call;
            const char *line = commands[i]->examples[k].command + strlen("roadmap");
            assert_int_equal(parse(arena, line, &call, &err), OK);
            assert_ptr_equal(call.command, commands[i]);
        }
}

/* docs/reference/commands.md and help are one thing. */
static void reference_is_in_step(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    assert_golden(arena, "../../../docs/reference/commands.md", help_reference(arena));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_anywhere),
        cmocka_unit_test(wrong_lines_are_refused_with_a_hint),
        cmocka_unit_test(status_takes_several_plans),
        cmocka_unit_test(numbers_are_whole),
        cmocka_unit_test(typos_find_their_word),
        cmocka_unit_test(colour_truth_table),
        cmocka_unit_test(overview),
        cmocka_unit_test(help_lists_everything),
        cmocka_unit_test(every_command_has_its_page),
        cmocka_unit_test(every_example_parses),
        cmocka_unit_test(reference_is_in_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
