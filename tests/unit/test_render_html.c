/* Text on its way into the page: no field can become markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include "render/report/html.h"

static void expect_text(const char *text, const char *html)
{
    cleanup_str struct str out;
    str_init(&out, 0);
    html_text(&out, text);
    assert_string_equal(out.p, html);
}

static void markup_becomes_references(void **state)
{
    (void)state;
    expect_text("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
    expect_text("\" onload=\"x", "&quot; onload=&quot;x");
    expect_text("' onload='x", "&#39; onload=&#39;x");
    expect_text("a & b &amp; c", "a &amp; b &amp;amp; c");
    expect_text("]]><!-- </style> -->", "]]&gt;&lt;!-- &lt;/style&gt; --&gt;");
    expect_text("", "");
    expect_text(NULL, "");
}

static void what_is_no_text_is_left_out(void **state)
{
    (void)state;
    expect_text("a\x1b[31mb\x07"
                "c\x7f",
                "a[31mbc");
    expect_text("a\xc2\x9b"
                "31mb",
                "a31mb");
    /* Overrides and isolates of direction, a mark of byte order. */
    expect_text("\xe2\x80\xae"
                "gpj.exe\xe2\x81\xa6!\xef\xbb\xbf",
                "gpj.exe!");
    expect_text("two\nlines\tand a tab", "two\nlines\tand a tab");
}

static void broken_bytes_become_replacement_characters(void **state)
{
    (void)state;
    expect_text("\xff<\xc3", "\xef\xbf\xbd&lt;\xef\xbf\xbd");
    /* An overlong '<' is no '<'. */
    cleanup_str struct str out;
    str_init(&out, 0);
    html_text(&out, "\xc0\xbcscript>");
    assert_null(strchr(out.p, '<'));
}

static void text_of_any_language_stays(void **state)
{
    (void)state;
    expect_text("数据库迁移 – größer – فارسی – 👩‍💻",
                "数据库迁移 – größer – فارسی – 👩‍💻");
}

static void a_format_takes_texts_and_numbers(void **state)
{
    (void)state;
    cleanup_str struct str out;
    str_init(&out, 0);
    html_addf(&out, "<td title=\"%s\">%d %u %zu %lld %%</td>", "<\">", -3, 4u, (size_t)5, 6ll);
    assert_string_equal(out.p, "<td title=\"&lt;&quot;&gt;\">-3 4 5 6 %</td>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_becomes_references),
        cmocka_unit_test(what_is_no_text_is_left_out),
        cmocka_unit_test(broken_bytes_become_replacement_characters),
        cmocka_unit_test(text_of_any_language_stays),
        cmocka_unit_test(a_format_takes_texts_and_numbers),
    };
    return cmocka_run_group_tests_name("render html", tests, NULL, NULL);
}
