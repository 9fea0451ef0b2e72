#include "render/report/html.h"

#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"

static const char *reference_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* Tab and the ends of lines are space to a browser, and stay. */
static bool is_left_out(int32_t c)
{
    if (c < 0x20)
        return c != '\t' && c != '\n' && c != '\r';
    return (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
           (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

/* ASCII that stands for itself comes in runs. */
static size_t plain_run(const char *text)
{
    size_t len = 0;
    while (text[len] >= 0x20 && text[len] != 0x7f && !reference_of(text[len]))
        len++;
    return len;
}

void html_text(struct str *out, const char *text)
{
    while (text && *text) {
        const size_t run = plain_run(text);
        str_addn(out, text, run);
        text += run;
        if (!*text)
            return;
        const char *reference = reference_of(*text);
        if (reference) {
            str_add(out, reference);
            text++;
            continue;
        }
        char bytes[4];
        const int32_t c = utf8_next(&text);
        if (!is_left_out(c))
            str_addn(out, bytes, utf8_put(c, bytes));
    }
}

/* One conversion, `format` behind its per cent sign; gives what follows it. */
static const char *add_value(struct str *out, const char *format, va_list *args)
{
    switch (*format) {
    case 's':
        html_text(out, va_arg(*args, const char *));
        return format + 1;
    case 'd':
        str_addf(out, "%d", va_arg(*args, int));
        return format + 1;
    case 'u':
        str_addf(out, "%u", va_arg(*args, unsigned));
        return format + 1;
    case 'z':
        str_addf(out, "%zu", va_arg(*args, size_t));
        return format + 2;
    case 'l':
        str_addf(out, "%lld", va_arg(*args, long long));
        return format + 3;
    default:
        BUG_UNLESS(*format == '%');
        str_addc(out, '%');
        return format + 1;
    }
}

void html_addf(struct str *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (;;) {
        const size_t run = strcspn(format, "%");
        str_addn(out, format, run);
        format += run;
        if (!*format)
            break;
        format = add_value(out, format + 1, &args);
    }
    va_end(args);
}
