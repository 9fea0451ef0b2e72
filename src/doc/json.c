/* JSON, strictly by RFC 8259, in one pass that builds the positioned tree itself. A tree by a
 * library needs a second scan for the places, and jansson alone takes 85 ms for a plan of 5.5 MB
 * (measured). A test holds verdicts and values against jansson. */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "doc/build.h"

struct json {
    struct builder *builder;
    const char *bytes;
    size_t len, at;
    struct str text; /* for strings with escapes */
};

static bool fail(struct json *json, size_t begin, size_t end, const char *message, const char *help)
{
    build_error(json->builder, "E0101", begin, end, message, help);
    return false;
}

static void skip_blanks(struct json *json)
{
    while (json->at < json->len) {
        char c = json->bytes[json->at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return;
        json->at++;
    }
}

static char peek(struct json *json)
{
    skip_blanks(json);
    return json->at < json->len ? json->bytes[json->at] : '\0';
}

/* Says what stands where something else was expected. */
static bool unexpected(struct json *json, const char *wanted)
{
    struct arena *arena = json->builder->arena;
    skip_blanks(json);
    size_t at = json->at;
    if (at >= json->len)
        return fail(json, at, at, arena_printf(arena, "the file ends where %s should be", wanted),
                    "look for a bracket or a quote that is not closed");
    const char *cursor = json->bytes + at;
    (void)utf8_next(&cursor);
    size_t width = (size_t)(cursor - (json->bytes + at));
    const char *help = NULL;
    if (json->bytes[at] == '/' || json->bytes[at] == '#')
        help = "JSON has no comments; a plan in YAML may have them";
    else if (json->bytes[at] == '\'')
        help = "JSON quotes with \"";
    else if (json->bytes[at] == '"')
        help = "is a comma missing before it?";
    else if (json->bytes[at] == ']' || json->bytes[at] == '}')
        help = "is there a comma too much before it?";
    const char *shown = arena_strndup(arena, json->bytes + at, width);
    if (width == 1 && ((unsigned char)*shown < 0x20 || *shown == 0x7F))
        shown = arena_printf(arena, "0x%02X", (unsigned)(unsigned char)*shown);
    return fail(json, at, at + width, arena_printf(arena, "expected %s, found '%s'", wanted, shown),
                help);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Four hex digits at `at`; -1 when they are none. */
static int32_t hex4(const struct json *json, size_t at)
{
    int32_t value = 0;
    for (size_t i = at; i < at + 4; i++) {
        int digit = i < json->len ? hex_digit(json->bytes[i]) : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* The part behind "\u"; `at` stands on the first digit. */
static bool read_unicode(struct json *json, size_t escape)
{
    int32_t point = hex4(json, json->at);
    if (point < 0)
        return fail(json, escape, escape + 2, "'\\u' needs four hexadecimal digits", NULL);
    json->at += 4;
    if (point == 0)
        return fail(json, escape, json->at, "a text cannot hold the character U+0000",
                    "take it out");
    if (point >= 0xD800 && point <= 0xDFFF) {
        int32_t low = -1;
        if (point < 0xDC00 && json->at + 1 < json->len && json->bytes[json->at] == '\\' &&
            json->bytes[json->at + 1] == 'u')
            low = hex4(json, json->at + 2);
        if (low < 0xDC00 || low > 0xDFFF)
            return fail(json, escape, json->at, "half of a surrogate pair",
                        "write the character itself instead of an escape");
        json->at += 6;
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    char out[4];
    size_t n = utf8_put(point, out);
    str_addn(&json->text, out, n);
    return true;
}

static bool read_escape(struct json *json)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    size_t escape = json->at++;
    char c = json->at < json->len ? json->bytes[json->at] : '\0';
    json->at++;
    if (c == 'u')
        return read_unicode(json, escape);
    const char *found = c ? strchr(from, c) : NULL;
    if (!found)
        return fail(json, escape, escape + 2, "this escape is not known",
                    "JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX");
    str_addc(&json->text, to[found - from]);
    return true;
}

/* Some byte of the word is a quote, a backslash or a control character: only then a subtraction
 * below sets the highest bit of a byte that did not have it. */
static bool has_end(uint64_t word)
{
    const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    const uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';
    return (((quote - ones) | (backslash - ones) | (word - ones * 0x20)) & ~word & highs) != 0;
}

/* The index of the first byte that ends a run of plain characters. */
static size_t plain_end(const struct json *json, size_t at)
{
    uint64_t word;
    for (; at + sizeof word <= json->len; at += sizeof word) {
        memcpy(&word, json->bytes + at, sizeof word);
        if (has_end(word))
            break;
    }
    while (at < json->len) {
        unsigned char c = (unsigned char)json->bytes[at];
        if (c == '"' || c == '\\' || c < 0x20)
            break;
        at++;
    }
    return at;
}

/* At the opening quote. `text` is either in the source (no escapes) or in json->text. */
static bool read_string(struct json *json, const char **text, size_t *len)
{
    size_t open = json->at++;
    size_t from = json->at;
    bool escaped = false;
    str_clear(&json->text);
    for (;;) {
        size_t end = plain_end(json, json->at);
        if (escaped)
            str_addn(&json->text, json->bytes + json->at, end - json->at);
        json->at = end;
        if (end >= json->len || json->bytes[end] == '\n' || json->bytes[end] == '\r')
            return fail(json, open, end, "the text is not closed",
                        "put a \" at its end; a line break inside is written \\n");
        char c = json->bytes[end];
        if (c == '"')
            break;
        if (c != '\\')
            return fail(json, end, end + 1, "a control character stands in a text",
                        "a tab is written \\t");
        if (!escaped)
            str_addn(&json->text, json->bytes + from, end - from);
        escaped = true;
        if (!read_escape(json))
            return false;
    }
    *text = escaped ? json->text.p : json->bytes + from;
    *len = escaped ? json->text.len : json->at - from;
    json->at++;
    if (*len > LIMIT_DOC_SCALAR_BYTES) {
        build_error(json->builder, "E0118", open, open + 1,
                    arena_printf(json->builder->arena,
                                 "a text larger than %u KiB (LIMIT_DOC_SCALAR_BYTES)",
                                 LIMIT_DOC_SCALAR_BYTES >> 10),
                    "GitHub takes 65,536 characters in a body");
        return false;
    }
    return true;
}

static size_t digits(const struct json *json, size_t at)
{
    while (at < json->len && json->bytes[at] >= '0' && json->bytes[at] <= '9')
        at++;
    return at;
}

static char byte_at(const struct json *json, size_t at)
{
    return at < json->len ? json->bytes[at] : '\0';
}

/* The end of the number at `at`; 0 when there is none. RFC 8259, 6. */
static size_t number_end(const struct json *json, size_t at)
{
    if (byte_at(json, at) == '-')
        at++;
    size_t end = digits(json, at);
    if (end == at || (json->bytes[at] == '0' && end > at + 1))
        return 0;
    if (byte_at(json, end) == '.') {
        size_t fraction = end + 1;
        end = digits(json, fraction);
        if (end == fraction)
            return 0;
    }
    if (byte_at(json, end) == 'e' || byte_at(json, end) == 'E') {
        size_t exponent = end + 1;
        if (byte_at(json, exponent) == '+' || byte_at(json, exponent) == '-')
            exponent++;
        end = digits(json, exponent);
        if (end == exponent)
            return 0;
    }
    return end;
}

static bool read_number(struct json *json, struct doc_node *node)
{
    size_t begin = json->at;
    size_t end = number_end(json, begin);
    if (!end) {
        size_t last = begin + 1;
        while (last < json->len && strchr("0123456789.eE+-", json->bytes[last]))
            last++;
        return fail(json, begin, last, "this is no number in JSON",
                    "no zeros in front, digits on both sides of the point; or put it in quotes");
    }
    json->at = end;
    build_number(node, build_text(json->builder, json->bytes + begin, end - begin));
    return true;
}

static bool read_word(struct json *json, const char *word, struct doc_node *node)
{
    size_t len = strlen(word);
    if (json->len - json->at < len || strncmp(json->bytes + json->at, word, len) != 0)
        return unexpected(json, "a value");
    json->at += len;
    node->text = word;
    return true;
}

static bool read_value(struct json *json);

static bool read_scalar(struct json *json, char first)
{
    struct doc_node node = {.type = DOC_NULL, .begin = (uint32_t)json->at};
    bool ok;
    const char *text;
    size_t len;
    json->builder->doc->events++;
    switch (first) {
    case '"':
        node.type = DOC_STRING;
        ok = read_string(json, &text, &len);
        if (ok)
            node.text = build_text(json->builder, text, len);
        break;
    case 't':
    case 'f':
        node.type = DOC_BOOL;
        ok = read_word(json, first == 't' ? "true" : "false", &node);
        break;
    case 'n':
        ok = read_word(json, "null", &node);
        break;
    default:
        ok = (first == '-' || (first >= '0' && first <= '9')) ? read_number(json, &node)
                                                              : unexpected(json, "a value");
    }
    node.end = (uint32_t)json->at;
    if (ok)
        build_value(json->builder, node, 1);
    return ok;
}

static bool read_member(struct json *json)
{
    if (peek(json) != '"')
        return unexpected(json, "a key in double quotes");
    size_t begin = json->at;
    const char *text;
    size_t len;
    if (!read_string(json, &text, &len))
        return false;
    build_key(json->builder, build_intern(json->builder, text, len), begin, json->at);
    if (peek(json) != ':')
        return unexpected(json, "':' behind the key");
    json->at++;
    return read_value(json);
}

static bool read_container(struct json *json, bool map)
{
    const char close = map ? '}' : ']';
    json->builder->doc->events++;
    if (!build_open(json->builder, map ? DOC_MAP : DOC_LIST, true, json->at))
        return false;
    json->at++;
    if (peek(json) != close) {
        for (;;) {
            if (!(map ? read_member(json) : read_value(json)))
                return false;
            char next = peek(json);
            if (next == close)
                break;
            if (next != ',')
                return unexpected(json, map ? "',' or '}'" : "',' or ']'");
            json->at++;
        }
    }
    json->at++;
    struct doc_node node = build_close(json->builder, json->at);
    build_value(json->builder, node, 1);
    return true;
}

/* Recursion is as deep as build_open allows. */
static bool read_value(struct json *json)
{
    char first = peek(json);
    if (first == '{' || first == '[')
        return read_container(json, first == '{');
    return read_scalar(json, first);
}

bool doc_read_json(struct builder *builder)
{
    const struct doc_text *source = builder->doc->source;
    struct json json = {.builder = builder, .bytes = source->bytes, .len = source->len};
    str_init(&json.text, LIMIT_SPEC_BYTES + 1);
    bool ok = read_value(&json);
    if (ok) {
        skip_blanks(&json);
        if (json.at < json.len)
            ok = unexpected(&json, "the end of the file");
    }
    str_release(&json.text);
    return ok;
}
