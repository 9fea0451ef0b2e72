#include <stdarg.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "spec/codes.h"
#include "spec/read.h"

struct pos spec_place(const struct reader *reader, struct spot spot)
{
    if (!spot.source)
        return (struct pos){0};
    const struct spec_file *file = reader->files.items[spot.source->order];
    const struct doc_place place = doc_place_of(file->doc, spot.begin, spot.end);
    return (struct pos){.source = spot.source,
                        .line = place.line,
                        .col = place.col,
                        .width = place.width,
                        .offset = place.offset};
}

struct spot spec_spot(const struct spec_file *file, const struct doc_node *node)
{
    return (struct spot){file->source, node->begin, node->end};
}

struct spot spec_key_spot(const struct spec_file *file, const struct doc_entry *entry)
{
    return (struct spot){file->source, entry->key_begin, entry->key_end};
}

struct spot spec_origin_spot(const struct origin *origin, const char *key)
{
    const struct doc_node *node = key ? doc_get(origin->node, key) : NULL;
    return spec_spot(origin->file, node ? node : origin->node);
}

printf_like(5, 0) static void report(struct reader *reader, const char *code, struct pos pos,
                                     const char *help, const char *format, va_list args)
{
    const struct spec_code *found = spec_code_find(code);
    BUG_UNLESS(found);
    cleanup_str struct str message;
    str_init(&message, LIMIT_DOC_SCALAR_BYTES);
    str_vaddf(&message, format, args);
    diags_add(reader->arena, reader->diags, found->severity, found->code, pos, message.p,
              help ? help : found->help);
}

void spec_report_at(struct reader *reader, const char *code, struct pos pos, const char *help,
                    const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(reader, code, pos, help, format, args);
    va_end(args);
}

void spec_report(struct reader *reader, const char *code, struct spot spot, const char *help,
                 const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(reader, code, spec_place(reader, spot), help, format, args);
    va_end(args);
}

void spec_report_node(struct reader *reader, const char *code, const struct doc_node *node,
                      const char *help, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(reader, code, spec_place(reader, spec_spot(reader->file, node)), help, format, args);
    va_end(args);
}
