#include "support/git_scratch.h"

#include <signal.h>

#include "base/clock.h"
#include "repo/landing.h"
#include "repo/ref.h"
#include "repo/trailers.h"

static struct landings land(const char *name, const char *ref, const char *folder,
                            const struct landings *known)
{
    cleanup_repo struct repo *repo = open_repo(name);
    struct ref tip;
    WORKS(ref_resolve(repo, arena, ref, &tip, &git_err));
    assert_true(tip.found);
    struct landing_options options = {.folder = folder, .tip = tip.id};
    struct landings landings;
    WORKS(landing_read(repo, arena, &options, known, &landings, &git_err));
    return landings;
}

/* "name:first-last" by the subjects of the commits, "!" in front of what is gone. */
static const char *text_of(const struct landings *landings)
{
    struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < landings->files.len; i++) {
        const struct landing *landing = &landings->files.items[i];
        str_addf(&text, "%s%s%s:%s-%s", i ? " " : "", landing->gone ? "!" : "",
                 path_base(landing->path), landing->first->subject, landing->last->subject);
    }
    const char *copy = str_dup(&text, arena);
    str_release(&text);
    return copy;
}

static const char *trailers_of(const struct landings *landings)
{
    struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < landings->trailers.len; i++) {
        const struct landing_trailer *trailer = &landings->trailers.items[i];
        str_addf(&text, "%s%s:", i ? " " : "", path_base(trailer->path));
        str_add_list(&text, &trailer->commit->issues, ",");
    }
    const char *copy = str_dup(&text, arena);
    str_release(&text);
    return copy;
}

static int make(void **state)
{
    if (set_up(state) != 0)
        return -1;
    shell(
        "git init -q origin; cd origin; git config uploadpack.allowFilter true; mkdir -p m docs;"
        "echo 1 >m/1; echo x >docs/x; " COMMIT_AS("a") "echo 2 >m/2; " COMMIT_AS(
            "b") "echo y >docs/x; " COMMIT_AS("c") "git tag early; echo 22 >m/2; mkdir m/in; echo "
                                                   "3 >m/in/3; " COMMIT_AS(
                                                       "d") "git rm -q "
                                                            "m/1; " COMMIT_AS("e") "git mv m/2 "
                                                                                   "m/"
                                                                                   "4; " COMMIT_AS("f") "echo z >docs/z; " COMMIT_AS(
                                                                                       "g") "cd "
                                                                                            "..; "
                                                                                            "git "
                                                                                            "clone "
                                                                                            "-q "
                                                                                            "--"
                                                                                            "depth "
                                                                                            "2 "
                                                                                            "file:/"
                                                                                            "/$PWD/"
                                                                                            "origin"
                                                                                            " shall"
                                                                                            "ow;"
                                                                                            "git "
                                                                                            "clone "
                                                                                            "-q "
                                                                                            "--"
                                                                                            "filter"
                                                                                            "=blob:"
                                                                                            "none "
                                                                                            "--no-"
                                                                                            "checko"
                                                                                            "ut "
                                                                                            "file:/"
                                                                                            "/$PWD/"
                                                                                            "origin"
                                                                                            " blobl"
                                                                                            "ess;"
                                                                                            "git "
                                                                                            "clone "
                                                                                            "-q "
                                                                                            "--"
                                                                                            "filter"
                                                                                            "=tree:"
                                                                                            "0 "
                                                                                            "--no-"
                                                                                            "checko"
                                                                                            "ut "
                                                                                            "file:/"
                                                                                            "/$PWD/"
                                                                                            "origin"
                                                                                            " treel"
                                                                                            "ess");
    return 0;
}

static void first_and_last_commit_of_each_file(void **state)
{
    (void)state;
    struct landings landings = land("origin", "HEAD", "m", NULL);
    assert_string_equal(text_of(&landings), "!1:a-a !2:b-d 4:f-f 3:d-d");
    assert_null(landings.unknown);
    const struct landing *file = landings_find(&landings, "m/in/3");
    assert_string_equal(file->first->author, "octocat");
    assert_string_equal(file->first->id, shell_line("git -C origin log -1 --format=%H -- m/in/3"));
    assert_int_equal(file->first->at_ms, (1770000000 + 60 * 4) * INT64_C(1000));
    assert_null(landings_find(&landings, "docs/x"));
    landings = land("origin", "early", "m", NULL);
    assert_string_equal(text_of(&landings), "1:a-a 2:b-b");
    landings = land("origin", "HEAD", "", NULL);
    assert_string_equal(text_of(&landings), "x:a-c z:g-g !1:a-a !2:b-d 4:f-f 3:d-d");
    landings = land("origin", "HEAD", "nowhere", NULL);
    assert_int_equal(landings.files.len, 0);
}

static void what_is_known_is_not_walked_again(void **state)
{
    (void)state;
    struct landings all = land("origin", "HEAD", "m", NULL);
    struct landings early = land("origin", "early", "m", NULL);
    struct landings grown = land("origin", "HEAD", "m", &early);
    assert_string_equal(text_of(&grown), text_of(&all));
    assert_string_equal(grown.tip, all.tip);
    /* taken from what was given and not read anew */
    early.files.items[0].first = landings_find(&all, "m/in/3")->first;
    grown = land("origin", "HEAD", "m", &early);
    assert_string_equal(landings_find(&grown, "m/1")->first->subject, "d");
    struct landings same = land("origin", "HEAD", "m", &all);
    assert_ptr_equal(same.files.items, all.files.items);
}

static void what_is_known_of_another_history_is_not_used(void **state)
{
    (void)state;
    struct landings known = land("origin", "HEAD", "m", NULL);
    struct landings back = land("origin", "early", "m", &known);
    assert_string_equal(text_of(&back), "1:a-a 2:b-b");
    shell("git clone -q origin rewritten; cd rewritten; git reset -q --hard early; echo 9 "
          ">m/9; " COMMIT_AS("r"));
    struct landings other = land("rewritten", "HEAD", "m", &known);
    assert_string_equal(text_of(&other), "1:a-a 2:b-b 9:r-r");
    struct landings folder = land("origin", "HEAD", "docs", &known);
    assert_string_equal(text_of(&folder), "x:a-c z:g-g");
    known.tip = "0123456789012345678901234567890123456789";
    other = land("origin", "HEAD", "m", &known);
    assert_string_equal(text_of(&other), "!1:a-a !2:b-d 4:f-f 3:d-d");
}

static void merges_change_only_what_differs_from_all_parents(void **state)
{
    (void)state;
    shell("git init -q merges; cd merges; mkdir m; echo 1 >m/1; echo 2 >m/2; " COMMIT_AS(
        "a") "git "
             "switch"
             " -q "
             "-c "
             "side; "
             "echo "
             "s "
             ">m/"
             "side;"
             " " COMMIT_AS("b") "echo 2s >m/2; " COMMIT_AS(
                 "c") "git switch -q main; echo 1m "
                      ">m/1; " COMMIT_AS("d") "echo 2m "
                                              ">m/"
                                              "2;"
                                              " " COMMIT_AS("e") "g"
                                                                 "i"
                                                                 "t"
                                                                 " "
                                                                 "m"
                                                                 "e"
                                                                 "r"
                                                                 "g"
                                                                 "e"
                                                                 " "
                                                                 "-"
                                                                 "q"
                                                                 " "
                                                                 "s"
                                                                 "i"
                                                                 "d"
                                                                 "e"
                                                                 " "
                                                                 "|"
                                                                 "|"
                                                                 " "
                                                                 "t"
                                                                 "r"
                                                                 "u"
                                                                 "e"
                                                                 ";"
                                                                 " "
                                                                 "e"
                                                                 "c"
                                                                 "h"
                                                                 "o"
                                                                 " "
                                                                 "b"
                                                                 "o"
                                                                 "t"
                                                                 "h"
                                                                 " "
                                                                 ">"
                                                                 "m"
                                                                 "/"
                                                                 "2"
                                                                 ";"
                                                                 " " COMMIT_AS("merge"));
    struct landings landings = land("merges", "HEAD", "m", NULL);
    assert_string_equal(text_of(&landings), "1:a-d 2:a-merge side:b-b");
    cleanup_repo struct repo *repo = open_repo("merges");
    struct landing_options options = {
        .folder = "m", .tip = shell_line("git -C merges rev-parse HEAD"), .first_parent = true};
    WORKS(landing_read(repo, arena, &options, NULL, &landings, &git_err));
    assert_string_equal(text_of(&landings), "1:a-d 2:a-merge side:merge-merge");
    /* a merge that brings in older commits than the known tip */
    struct landings known = land("merges", "HEAD^1", "m", NULL);
    landings = land("merges", "HEAD", "m", &known);
    assert_string_equal(text_of(&landings), "1:a-d 2:a-merge side:b-b");
}

/* A file that two branches add: the older of the two commits is the first, whichever was known. */
static void branches_side_by_side_are_told_by_time(void **state)
{
    (void)state;
    shell("git init -q sides; cd sides; mkdir m; echo x >x; " COMMIT_AS(
        "a") "git switch -q -c side; echo 1 >m/1; " COMMIT_AS("older") "git switch -q main; mkdir "
                                                                       "-p m;"
                                                                       "echo 1 >m/1; " COMMIT_AS(
                                                                           "newer") "git tag "
                                                                                    "known; git "
                                                                                    "merge -q -m "
                                                                                    "merge side");
    struct landings all = land("sides", "HEAD", "m", NULL);
    assert_string_equal(text_of(&all), "1:older-newer");
    struct landings known = land("sides", "known", "m", NULL);
    assert_string_equal(text_of(&known), "1:newer-newer");
    struct landings grown = land("sides", "HEAD", "m", &known);
    assert_string_equal(text_of(&grown), "1:older-newer");
}

/* A clock that was set back does not turn the order of a line of commits round. */
static void clocks_do_not_decide_on_one_line(void **state)
{
    (void)state;
    shell("git init -q clocks; cd clocks; mkdir m; n=5; echo 1 >m/1; " COMMIT_AS(
        "first") "git tag known; n=1; echo 2 >m/1; " COMMIT_AS("second") "n=0; echo 3 "
                                                                         ">m/1; " COMMIT_AS("thir"
                                                                                            "d"));
    struct landings all = land("clocks", "HEAD", "m", NULL);
    assert_string_equal(text_of(&all), "1:first-third");
    struct landings known = land("clocks", "known", "m", NULL);
    struct landings grown = land("clocks", "HEAD", "m", &known);
    assert_string_equal(text_of(&grown), "1:first-third");
}

static void trailers_are_kept_with_the_files(void **state)
{
    (void)state;
    shell("git init -q named; cd named; mkdir m; echo 1 >m/1; " COMMIT_AS(
        "One\n\nText.\n\nRoadmap: "
        "DB-001, "
        "DB-002\nSigned-off-by: "
        "octocat") "echo 2 >m/2; "
                   "echo 11 "
                   ">m/"
                   "1; " COMMIT_AS("Two\n\nroadmap: DB-003") "echo x >other; " COMMIT_AS(
                       "Three\n\n"
                       "Roadmap: "
                       "DB-004") "echo 3 >m/3; " COMMIT_AS("Roadmap: "
                                                           "DB-"
                                                           "009\n\nNo "
                                                           "trailer, "
                                                           "text "
                                                           "follows.") "echo 4 "
                                                                       ">m/4; " COMMIT_AS("Four"
                                                                                          "\n\n"
                                                                                          "Road"
                                                                                          "map:"
                                                                                          " DB-"
                                                                                          "005;"
                                                                                          " "
                                                                                          "no/"
                                                                                          "--"
                                                                                          "id\n"
                                                                                          "Road"
                                                                                          "map:"
                                                                                          " DB-"
                                                                                          "00"
                                                                                          "5"));
    struct landings landings = land("named", "HEAD", "m", NULL);
    assert_int_equal(landings.files.len, 4);
    assert_string_equal(trailers_of(&landings), "4:DB-005 1:DB-003 2:DB-003 1:DB-001,DB-002");
    struct landings early = land("named", "HEAD~3", "m", NULL);
    struct landings grown = land("named", "HEAD", "m", &early);
    assert_string_equal(trailers_of(&grown), trailers_of(&landings));
}

static void cut_off_history_is_said(void **state)
{
    (void)state;
    struct landings landings = land("shallow", "HEAD", "m", NULL);
    assert_string_equal(landings.unknown, "shallow clone");
    assert_string_equal(text_of(&landings), "4:f-f 3:f-f");
    /* what was cut off is nothing to build on */
    struct landings again = land("shallow", "HEAD", "m", &landings);
    assert_ptr_not_equal(again.files.items, landings.files.items);
    landings = land("blobless", "HEAD", "m", NULL);
    assert_null(landings.unknown);
    assert_string_equal(text_of(&landings), "!1:a-a !2:b-d 4:f-f 3:d-d");
    landings = land("treeless", "HEAD", "m", NULL);
    assert_string_equal(landings.unknown, "partial clone");
    cleanup_repo struct repo *repo = open_repo("origin");
    struct landing_options options = {
        .folder = "m", .tip = shell_line("git -C origin rev-parse HEAD"), .max_commits = 3};
    WORKS(landing_read(repo, arena, &options, NULL, &landings, &git_err));
    assert_string_equal(landings.unknown, "more than 3 commits");
    interrupt_request(SIGINT);
    FAILS(landing_read(repo, arena, &options, NULL, &landings, &git_err), ERR_INTERRUPTED,
          "history");
    interrupt_clear();
}

static void odd_names_are_kept_as_bytes(void **state)
{
    (void)state;
    shell("git init -q odd; cd odd; mkdir m; echo 1 >\"$(printf 'm/\\351')\"; ln -s x m/link; "
          "git add -A; git -c i18n.commitEncoding=latin1 commit -q -m \"$(printf 'caf\\351')\"");
    struct landings landings = land("odd", "HEAD", "m", NULL);
    assert_string_equal(
        text_of(&landings),
        "link:caf\357\277\275-caf\357\277\275 \351:caf\357\277\275-caf\357\277\275");
}

static const char *range_text(const char *name, const char *base, const char *tip,
                              const char *pattern, size_t max, struct range *range)
{
    cleanup_repo struct repo *repo = open_repo(name);
    struct ref from = {0}, to;
    if (base)
        WORKS(ref_resolve(repo, arena, base, &from, &git_err));
    WORKS(ref_resolve(repo, arena, tip, &to, &git_err));
    struct strlist list = {0};
    strlist_add(arena, &list, pattern);
    struct globs globs = globs_of(arena, &list);
    struct range_options options = {
        .tip = to.id, .base = from.id, .globs = &globs, .max_commits = max};
    WORKS(range_read(repo, arena, &options, range, &git_err));
    struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < range->commits.len; i++) {
        const struct range_commit *commit = &range->commits.items[i];
        str_addf(&text, "%s%s(", i ? " " : "", commit->commit.subject);
        str_add_list(&text, &commit->commit.issues, ",");
        str_add(&text, ";");
        str_add_list(&text, &commit->paths, ",");
        str_add(&text, ")");
    }
    const char *copy = str_dup(&text, arena);
    str_release(&text);
    return copy;
}

static void commits_of_a_branch(void **state)
{
    (void)state;
    shell("git init -q branch; cd branch; mkdir m; echo 1 >m/1; " COMMIT_AS(
        "a") "git switch -q -c "
             "side; echo x "
             ">x; " COMMIT_AS(
                 "pl"
                 "ai"
                 "n") "echo 2 >m/2; " COMMIT_AS("adds") "echo y >y; " COMMIT_AS("says\n\nRoadmap"
                                                                                ": DB-001") "git"
                                                                                            " sw"
                                                                                            "itc"
                                                                                            "h "
                                                                                            "-q "
                                                                                            "mai"
                                                                                            "n; "
                                                                                            "ech"
                                                                                            "o "
                                                                                            "3 "
                                                                                            ">m/"
                                                                                            "3;"
                                                                                            " " COMMIT_AS(
                                                                                                "ma"
                                                                                                "i"
                                                                                                "n") "git switch -q side; git merge -q -m merge main");
    struct range range;
    assert_string_equal(range_text("branch", "main", "side", "m", 100, &range),
                        "says(DB-001;) adds(;m/2)");
    assert_false(range.truncated);
    assert_null(range.unknown);
    assert_string_equal(range_text("branch", NULL, "side", "m/[13]", 100, &range),
                        "main(;m/3) says(DB-001;) a(;m/1)");
    assert_string_equal(range_text("branch", "main", "side", "m", 1, &range), "says(DB-001;)");
    assert_true(range.truncated);
    assert_string_equal(range_text("branch", "side", "main", "m", 1, &range), "");
    shell("cd branch; git switch -q -c out main; mkdir m/in; echo 4 >m/in/4; " COMMIT_AS(
        "in") "git rm -qr m/in m/1; " COMMIT_AS("out"));
    assert_string_equal(range_text("branch", "main", "out", "m", 100, &range),
                        "out(;m/1,m/in/4) in(;m/in/4)");
    shell("git clone -q --depth 1 --no-single-branch file://$PWD/branch cut");
    (void)range_text("cut", "origin/main", "origin/side", "m", 100, &range);
    assert_string_equal(range.unknown, "shallow clone");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_and_last_commit_of_each_file),
        cmocka_unit_test(what_is_known_is_not_walked_again),
        cmocka_unit_test(what_is_known_of_another_history_is_not_used),
        cmocka_unit_test(merges_change_only_what_differs_from_all_parents),
        cmocka_unit_test(branches_side_by_side_are_told_by_time),
        cmocka_unit_test(clocks_do_not_decide_on_one_line),
        cmocka_unit_test(trailers_are_kept_with_the_files),
        cmocka_unit_test(cut_off_history_is_said),
        cmocka_unit_test(odd_names_are_kept_as_bytes),
        cmocka_unit_test(commits_of_a_branch),
    };
    return cmocka_run_group_tests(tests, make, tear_down);
}
