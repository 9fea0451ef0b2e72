#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clean.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void validity_is_strict(void **state)
{
    (void)state;
    static const char *const good[] = {
        "", "abc", "é", "한국", "😀", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEF\xBF\xBF"};
    static const char *const bad[] = {
        "\x80",
        "\xC0\x80",
        "\xC1\xBF",
        "\xC3",
        "\xE0\x80\xAF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF0\x80\x80\xAF",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFF",
        "\xE2\x82",
        "\xF0\x9F\x98",
        "\xF8\x88\x80\x80\x80",
        "a\xE2\x28\xA1",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(utf8_valid(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
        const char *repaired = utf8_repair(arena, bad[i], strlen(bad[i]));
        assert_true(utf8_valid(repaired, strlen(repaired)));
        assert_int_equal(utf8_count(repaired), utf8_count(bad[i]));
    }
    assert_true(utf8_valid("a\0b", 3));
    assert_string_equal(utf8_repair(arena, "a\0b", 3), "a\xEF\xBF\xBD"
                                                       "b");
    assert_string_equal(utf8_repair(arena, "x\xE2\x28\xA1", 4), "x\xEF\xBF\xBD(\xEF\xBF\xBD");
    assert_string_equal(utf8_repair(arena, "한\xEA", 4), "한\xEF\xBF\xBD");
}

static void code_points_come_back(void **state)
{
    (void)state;
    for (int32_t c = 1; c <= 0x10FFFF; c++) {
        char bytes[5] = {0};
        size_t len = utf8_put(c, bytes);
        const char *cursor = bytes;
        int32_t expected = c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c;
        if (utf8_next(&cursor) != expected || cursor != bytes + len || utf8_next(&cursor) != -1)
            fail_msg("U+%04X", (unsigned)c);
    }
    char bytes[4];
    assert_int_equal(utf8_put(0x110000, bytes), 3);
    assert_int_equal(utf8_put(-1, bytes), 3);
    assert_int_equal(utf8_count("a한\xFF😀"), 4);
}

static void normal_form_composes(void **state)
{
    (void)state;
    const char *ascii = "plain";
    assert_ptr_equal(utf8_nfc(arena, ascii), ascii);
    assert_string_equal(utf8_nfc(arena, "e\xCC\x81"), "é");
    /* "한국어" taken apart into its letters */
    assert_string_equal(utf8_nfc(arena, "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"
                                        "\xE1\x84\x80\xE1\x85\xAE\xE1\x86\xA8"
                                        "\xE1\x84\x8B\xE1\x85\xA5"),
                        "한국어");
    assert_string_equal(utf8_nfc(arena, "한국어"), "한국어");
    /* no compatibility mapping, no case change */
    assert_string_equal(utf8_nfc(arena, "ﬁ Ⅳ Å"), "ﬁ Ⅳ Å");
    assert_string_equal(utf8_nfc(arena, "\xE2\x84\xAB"), "Å");
    assert_string_equal(utf8_nfc(arena, "é\xFF"), "é\xEF\xBF\xBD");
}

static void folding_makes_names_comparable(void **state)
{
    (void)state;
    assert_string_equal(utf8_fold(arena, "Area:DB"), "area:db");
    assert_string_equal(utf8_fold(arena, "STRASSE"), utf8_fold(arena, "straße"));
    assert_string_equal(utf8_fold(arena, "ÉTÉ"), utf8_fold(arena, "e\xCC\x81te\xCC\x81"));
    assert_string_equal(utf8_fold(arena, "ΣΊΣΥΦΟΣ"), utf8_fold(arena, "σίσυφος"));
    assert_string_not_equal(utf8_fold(arena, "a"), utf8_fold(arena, "á"));
}

static void widths_are_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int width;
    } cases[] = {
        {"", 0},
        {"abc", 3},
        {"é", 1},
        {"e\xCC\x81", 1},
        {"한국어", 6},
        {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", 2},
        {"日本", 4},
        {"ｆｕｌｌ", 8},
        {"😀", 2},
        {"…–→✓✗·█░", 8},
        {"\xE2\x80\x8B\xE2\x80\x8D\xEF\xBB\xBF", 0},
        {"\xEF\xB8\x8F", 0},
        {"\t\x1B\x7F", 0},
        {"\xC2\xAD", 0},
        {"\xFF", 1},
        {"مرحبا", 5},
        {"नमस्ते", 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (utf8_width(cases[i].text) != cases[i].width)
            fail_msg("'%s': %d", cases[i].text, utf8_width(cases[i].text));
}

static void shortens_at_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int columns;
        bool ascii;
        const char *shortened;
    } cases[] = {
        {"short", 5, false, "short"},
        {"Postgres OLTP schema finalized", 23, false, "Postgres OLTP schema…"},
        {"Postgres OLTP schema finalized", 23, true, "Postgres OLTP schema..."},
        {"Postgres OLTP schema finalized", 21, false, "Postgres OLTP schema…"},
        {"Postgres OLTP schema finalized", 20, false, "Postgres OLTP…"},
        {"Incomprehensibilities", 8, false, "Incompr…"},
        {"a Incomprehensibilities", 10, false, "a Incompr…"},
        {"한국어로 쓴 제목", 10, false, "한국어로…"},
        {"한국어한국어", 6, false, "한국…"},
        {"Data データ移行とスキーマ", 14, false, "Data データ移…"},
        {"🚀 設計の完了 and then", 15, false, "🚀 設計の完了…"},
        {"移行a very long word", 8, false, "移行a…"},
        {"ee\xCC\x81"
         "eeee",
         3, false, "ee\xCC\x81…"},
        {"abc", 1, false, "…"},
        {"abc", 2, true, ".."},
        {"abc", 0, false, ""},
        {"abc", -3, false, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = utf8_shorten(arena, cases[i].text, cases[i].columns, cases[i].ascii);
        assert_string_equal(text, cases[i].shortened);
        assert_true(utf8_width(text) <= (cases[i].columns > 0 ? cases[i].columns : 0));
    }
}

static void clean_line_lets_nothing_through(void **state)
{
    (void)state;
    static const struct {
        const char *text, *clean;
    } cases[] = {
        {"plain", "plain"},
        {"한국어 😀", "한국어 😀"},
        {"a\nb\tc\r\nd", "a b c d"},
        {"a\n\n\tb", "a b"},
        {"a\xC2\x85"
         "b\xE2\x80\xA8"
         "c\xE2\x80\xA9"
         "d",
         "a b c d"},
        /* CSI: colour, cursor, clear, private, with an 8-bit introducer, cut off */
        {"\x1B[31mred\x1B[0m", "red"},
        {"\x1B[2J\x1B[1;1Htop", "top"},
        {"\x1B[?25lhidden\x1B[38;2;1;2;3mx", "hiddenx"},
        {"\xC2\x9B"
         "31mred",
         "red"},
        {"end\x1B[31", "end"},
        {"end\x1B", "end"},
        /* OSC: title, link, clipboard; ended by BEL, ST, 8-bit ST */
        {"\x1B]0;title\x07"
         "after",
         "after"},
        {"\x1B]8;;https://example.com\x1B\\link\x1B]8;;\x1B\\", "link"},
        {"\xC2\x9D"
         "52;c;aGk=\xC2\x9C"
         "x",
         "x"},
        {"\x1B]0;no end", "0;no end"},
        {"\x1B]0;no end\nb\x07", "0;no end b"},
        /* DCS, APC, PM, SOS, reset, character sets */
        {"\x1BP1$r0m\x1B\\x\x1B_apc\x1B\\y\x1B^pm\x1B\\z\x1BXsos\x1B\\", "xyz"},
        {"\x1B"
         "cx\x1B(0y\x1B#8z",
         "xyz"},
        {"\x1B\x1B[31mx", "x"},
        /* C0, DEL, C1 */
        {"a\x01\x08\x0E\x7F\xC2\x80\xC2\x8D"
         "b",
         "ab"},
        /* bidi */
        {"a\xE2\x80\xAA\xE2\x80\xAB\xE2\x80\xAC\xE2\x80\xAD\xE2\x80\xAE"
         "b",
         "ab"},
        {"a\xE2\x81\xA6\xE2\x81\xA7\xE2\x81\xA8\xE2\x81\xA9\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C"
         "b",
         "ab"},
        /* zero width, fillers, tags, variation selectors */
        {"a\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8D\xE2\x81\xA0\xEF\xBB\xBF\xC2\xAD"
         "b",
         "ab"},
        {"a\xE3\x85\xA4\xEF\xBE\xA0\xE1\x85\x9F\xCD\x8F"
         "b",
         "ab"},
        {"a\xF3\xA0\x81\xA1\xF3\xA0\x84\x80\xEF\xB8\x8F"
         "b",
         "ab"},
        {"👩\xE2\x80\x8D💻", "👩💻"},
        /* broken bytes */
        {"a\xFF\xC3", "a\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"a\x9B"
         "31mb",
         "a\xEF\xBF\xBD"
         "31mb"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(clean_line(arena, cases[i].text), cases[i].clean);
    assert_null(clean_line(arena, NULL));
}

/* Whatever bytes come in: valid, without a control, and clean text stays as it is. */
static void clean_line_holds_for_any_bytes(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "\x1B", "[", "]",  "0;",           "m",    "\x07", "\\", "\xC2\x9B", "\xC2\x9C", "\n",
        "\t",   "a", "한", "\xE2\x80\xAE", "\xFF", "P",    "\r"};
    const uint32_t count = sizeof parts / sizeof *parts;
    uint32_t random = 12345;
    for (int round = 0; round < 20000; round++) {
        char text[64] = "";
        for (int i = 0; i < 10; i++) {
            random = random * 1664525u + 1013904223u;
            size_t len = strlen(text);
            snprintf(text + len, sizeof text - len, "%s", parts[(random >> 16) % count]);
        }
        const char *clean = clean_line(arena, text);
        assert_true(utf8_valid(clean, strlen(clean)));
        for (const char *p = clean; *p; p++)
            assert_true((unsigned char)*p >= 0x20 && *p != 0x7F);
        assert_null(strstr(clean, "\xC2\x9B"));
        assert_null(strstr(clean, "\xE2\x80\xAE"));
        assert_string_equal(clean_line(arena, clean), clean);
    }
}

static void clean_text_keeps_lines(void **state)
{
    (void)state;
    assert_string_equal(clean_text(arena, "a\tb\n\tc\r\nd\re"), "a       b\n        c\nd\ne");
    assert_string_equal(clean_text(arena, "12345678\tx"), "12345678        x");
    assert_string_equal(clean_text(arena, "한\tx"), "한      x");
    assert_string_equal(clean_text(arena, "\x1B[1mx\x1B[m\n\x1B]0;t\x07y"), "x\ny");
    assert_string_equal(clean_text(arena, "\t\t\t\t"), "                                ");
}

static void clean_ascii_has_forms_for_our_signs(void **state)
{
    (void)state;
    assert_string_equal(clean_ascii(arena, "a… 1–2 — → ✓ ✗ · █░"), "a... 1-2 - -> ok x . #.");
    assert_string_equal(clean_ascii(arena, "‘x’ “y”"), "'x' \"y\"");
    assert_string_equal(clean_ascii(arena, "é 한 e\xCC\x81\xFF"), "? ? e?");
    assert_string_equal(clean_ascii(arena, "two\nlines"), "two\nlines");
}

static void hashes_are_sha256(void **state)
{
    (void)state;
    char hex[65];
    sha256_hex("", 0, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_hex("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    char digits[13];
    sha256_short("abc", 12, digits);
    assert_string_equal(digits, "ba7816bf8f01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validity_is_strict),
        cmocka_unit_test(code_points_come_back),
        cmocka_unit_test(normal_form_composes),
        cmocka_unit_test(folding_makes_names_comparable),
        cmocka_unit_test(widths_are_columns),
        cmocka_unit_test(shortens_at_words),
        cmocka_unit_test(clean_line_lets_nothing_through),
        cmocka_unit_test(clean_line_holds_for_any_bytes),
        cmocka_unit_test(clean_text_keeps_lines),
        cmocka_unit_test(clean_ascii_has_forms_for_our_signs),
        cmocka_unit_test(hashes_are_sha256),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
