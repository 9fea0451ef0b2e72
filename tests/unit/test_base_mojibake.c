#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/mojibake.h"

static void finds(void **state)
{
    static const struct {
        const char *before, *piece, *behind, *was;
    } cases[] = {
        {"a ", "‚Üí", " b", "→"}, {"2 ", "‚Äì", " 3", "–"}, {"na", "√Ø", "ve", "ï"},
        {"", "‚ö†", "Ô∏è", "⚠"},  {"", "Ã¤", "rger", "ä"},  {"it", "â€™", "s", "’"},
        {"20 ", "Â°", "C", "°"},  {"", "ðŸŽ¯", "", "🎯"},    {"x ", "\xef\xa3\xbfüéØ", "", "🎯"},
        {"„Ä“ ", "Ã©", "", "é"},
    };
    struct arena *arena cleanup_arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text =
            arena_printf(arena, "%s%s%s", cases[i].before, cases[i].piece, cases[i].behind);
        size_t offset = 99, size = 99;
        const char *was = mojibake_find(arena, text, strlen(text), &offset, &size);
        if (!was)
            fail_msg("%s: nothing", text);
        assert_string_equal(was, cases[i].was);
        assert_int_equal(offset, strlen(cases[i].before));
        assert_int_equal(size, strlen(cases[i].piece));
    }
}

static void leaves_alone_what_people_write(void **state)
{
    static const char *const texts[] = {
        "",
        "plain",
        "→ – — ’ “Änderung” „Ärger“ ‚Ärger‘ «Éclair»",
        "ÄÖÜäöüß ÀÂÃ Õ é è ñ",
        "São Paulo, PÃO, chào, Ân, âme, √2, √x, ¬p, 5 €, 🎯",
        "日本語 Ελληνικά Русский עברית",
        "‚",
        "Ã",
        "‚Ü",
    };
    struct arena *arena cleanup_arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t offset, size;
        const char *was = mojibake_find(arena, texts[i], strlen(texts[i]), &offset, &size);
        if (was)
            fail_msg("%s: taken for %s at %zu", texts[i], was, offset);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds),
                                       cmocka_unit_test(leaves_alone_what_people_write)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
