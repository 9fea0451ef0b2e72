#include "schema/sqlite/wire.h"

#include <string.h>

#define NO_TEXT UINT32_MAX

struct wire wire_writer(struct str *out)
{
    return (struct wire){.writing = true, .out = out};
}

struct wire wire_reader(struct arena *arena, const char *bytes, size_t len)
{
    return (struct wire){.in = bytes, .in_len = len, .arena = arena};
}

static void wire_bytes(struct wire *wire, void *value, size_t len)
{
    if (wire->writing) {
        str_addn(wire->out, value, len);
        wire->failed = wire->failed || str_over(wire->out);
        return;
    }
    if (wire->failed || wire->in_len - wire->at < len) {
        wire->failed = true;
        memset(value, 0, len);
        return;
    }
    memcpy(value, wire->in + wire->at, len);
    wire->at += len;
}

void wire_u32(struct wire *wire, uint32_t *value)
{
    wire_bytes(wire, value, sizeof *value);
}

void wire_i64(struct wire *wire, int64_t *value)
{
    wire_bytes(wire, value, sizeof *value);
}

void wire_bool(struct wire *wire, bool *value)
{
    unsigned char byte = *value;
    wire_bytes(wire, &byte, 1);
    *value = byte != 0;
}

void wire_text(struct wire *wire, const char **text)
{
    uint32_t len = NO_TEXT;
    if (wire->writing && *text)
        len = (uint32_t)strlen(*text);
    wire_u32(wire, &len);
    if (wire->writing) {
        if (*text)
            str_addn(wire->out, *text, len);
        wire->failed = wire->failed || str_over(wire->out);
        return;
    }
    *text = NULL;
    if (wire->failed || len == NO_TEXT)
        return;
    if (wire->in_len - wire->at < len) {
        wire->failed = true;
        return;
    }
    *text = arena_strndup(wire->arena, wire->in + wire->at, len);
    wire->at += len;
}

void wire_strlist(struct wire *wire, struct strlist *list)
{
    uint32_t len = list->len;
    wire_u32(wire, &len);
    for (uint32_t i = 0; i < len && !wire->failed; i++) {
        if (!wire->writing)
            strlist_add(wire->arena, list, NULL);
        wire_text(wire, &list->items[i]);
    }
}
