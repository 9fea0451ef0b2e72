#include "schema/sqlite/sqlite_trouble.h"

enum verdict sqlite_trouble_verdict(const struct sqlite_trouble *trouble)
{
    switch (trouble->reason) {
    case SQLITE_REASON_NONE:
        return VERDICT_PASS;
    case SQLITE_REASON_SQL:
        return VERDICT_FAIL;
    case SQLITE_REASON_BRINGS:
        return VERDICT_UNKNOWN;
    default:
        return VERDICT_ERROR;
    }
}

const char *sqlite_trouble_text(struct arena *arena, const struct sqlite_trouble *trouble)
{
    if (!trouble->statement)
        return trouble->message;
    return arena_printf(arena, "statement %u ('%s'): %s", trouble->statement, trouble->words,
                        trouble->message);
}

void sqlite_trouble_wire(struct wire *wire, struct sqlite_trouble *trouble)
{
    WIRE_ENUM(wire, trouble->reason, SQLITE_REASON_COUNT);
    wire_text(wire, &trouble->message);
    wire_text(wire, &trouble->path);
    wire_u32(wire, &trouble->line);
    wire_u32(wire, &trouble->col);
    wire_u32(wire, &trouble->statement);
    wire_text(wire, &trouble->words);
}

void sqlite_trouble_place(struct sqlite_trouble *trouble, const char *bytes, size_t len,
                          size_t offset)
{
    trouble->line = 1;
    trouble->col = 1;
    if (offset > len)
        offset = len;
    for (size_t i = 0; i < offset; i++) {
        if (bytes[i] == '\n') {
            trouble->line++;
            trouble->col = 1;
        } else if (((unsigned char)bytes[i] & 0xc0) != 0x80) {
            trouble->col++;
        }
    }
}
