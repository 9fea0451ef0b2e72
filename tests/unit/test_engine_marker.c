#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/marker.h"

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

static enum marker_reading parse(const char *line, struct marker *marker)
{
    return marker_parse(arena, line, strlen(line), marker);
}

static void round_trips(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "<!-- roadmap:v1 scope=db id=DB-004 n=69a1b2c3deadbeef num=12 "
        "base=t:0123456789ab,b:ba9876543210,k:0101,l:01234567.89abcdef,m:0123456789ab,s:o -->",
        "<!-- roadmap:v1 scope=main id=T001 -->",
        "<!-- roadmap:v1 scope=main id=a/b:c.d_e-f n=0000000000000000 base=k:,l:,s:c -->",
        "<!-- roadmap:v1 scope=main kind=comment key=progress n=69a1b2c3deadbeef -->",
        "<!-- roadmap:dup of=DB-004 n=69a1b2c3deadbeef -->",
        "<!-- roadmap:v1 scope=main id=T001 base=t:0123456789ab,z:new future=1 other=a,b -->",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct marker marker;
        assert_int_equal(parse(lines[i], &marker), MARKER_READ);
        assert_string_equal(marker_format(arena, &marker), lines[i]);
    }
}

static void parts_are_read(void **state)
{
    (void)state;
    struct marker marker;
    assert_int_equal(parse("<!-- roadmap:v1 scope=db id=DB-004 n=69a1b2c3deadbeef num=12 "
                           "base=t:0123456789ab,k:01,l:89abcdef.01234567,s:c -->  \r",
                           &marker),
                     MARKER_READ);
    assert_int_equal(marker.type, MARKER_ITEM);
    assert_string_equal(marker.scope, "db");
    assert_string_equal(marker.id, "DB-004");
    assert_int_equal(marker.num.v, 12);
    assert_int_equal(nonce_time_s(marker.nonce), 0x69a1b2c3);
    assert_string_equal(marker.base.t, "0123456789ab");
    assert_null(marker.base.b);
    assert_null(marker.base.m);
    assert_string_equal(marker.base.k, "01");
    assert_true(marker.base.has_l);
    assert_string_equal(marker.base.l.items[0], "01234567");
    assert_int_equal(marker.base.s, 'c');
}

static void readings(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum marker_reading reading;
    } cases[] = {
        {"", MARKER_NONE},
        {"text", MARKER_NONE},
        {" <!-- roadmap:v1 scope=db id=A1 -->", MARKER_NONE}, /* not at the start of the line */
        {"<!-- roadmap:status -->", MARKER_NONE},
        {"<!-- /roadmap -->", MARKER_NONE},
        {"<!-- roadmap:v1 scope=db id=A1", MARKER_BROKEN},
        {"<!-- roadmap:v1 scope=db id=A1 --> and text", MARKER_BROKEN},
        {"<!-- roadmap:v1 scope=db -->", MARKER_BROKEN},
        {"<!-- roadmap:v1 id=A1 -->", MARKER_BROKEN},
        {"<!-- roadmap:v1 scope=Db id=A1 -->", MARKER_BROKEN},
        {"<!-- roadmap:v1 scope=db id=A--1 -->", MARKER_BROKEN},
        {"<!-- roadmap:v1 scope=db id=A1 id=A2 -->", MARKER_BROKEN},
        {"<!-- roadmap:v1 scope=db id=A1 n=xyz -->", MARKER_BROKEN},
        {"<!-- roadmap:v1 scope=db id=A1 num=0 -->", MARKER_BROKEN},
        {"<!-- roadmap:v1 scope=db id=A1 word -->", MARKER_BROKEN},
        {"<!-- roadmap:v1 scope=db kind=poem key=a -->", MARKER_BROKEN},
        {"<!-- roadmap:dup n=69a1b2c3deadbeef -->", MARKER_BROKEN},
        {"<!-- roadmap:v2 scope=db id=A1 shape=other -->", MARKER_NEWER},
        {"<!-- roadmap:v10 -->", MARKER_NEWER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct marker marker;
        if (parse(cases[i].line, &marker) != cases[i].reading)
            fail_msg("%s: read as %d", cases[i].line, parse(cases[i].line, &marker));
    }
    struct marker newer;
    parse("<!-- roadmap:v2 scope=db id=A1 -->", &newer);
    assert_string_equal(newer.id, "A1");
}

static void found_outside_fences_only(void **state)
{
    (void)state;
    struct marker marker;
    size_t offset;
    const char *line = "<!-- roadmap:v1 scope=db id=A1 -->";
    assert_int_equal(marker_find(arena, NULL, &marker, &offset), MARKER_NONE);
    const char *below = arena_printf(arena, "hello\r\n%s\r\n", line);
    assert_int_equal(marker_find(arena, below, &marker, &offset), MARKER_READ);
    assert_int_equal(offset, 7);
    const char *fenced = arena_printf(arena, "~~~text\n%s\n~~~\n", line);
    assert_int_equal(marker_find(arena, fenced, &marker, &offset), MARKER_NONE);
    const char *longer = arena_printf(arena, "````\n```\n%s\n````\n", line);
    assert_int_equal(marker_find(arena, longer, &marker, &offset), MARKER_NONE);
    const char *behind = arena_printf(arena, "```\ncode\n```\n%s", line);
    assert_int_equal(marker_find(arena, behind, &marker, &offset), MARKER_READ);
}

static void nonces(void **state)
{
    (void)state;
    char nonce[NONCE_DIGITS + 1];
    nonce_format(INT64_C(1772191427999), 0xbeef, nonce);
    assert_string_equal(nonce, "69a17ec30000beef");
    assert_int_equal(nonce_time_s(nonce), 1772191427);
    assert_false(nonce_valid("69A17EC30000BEEF"));
    assert_false(nonce_valid("69a1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(round_trips, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(readings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(found_outside_fences_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nonces, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
