#include <stdarg.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "spec/codes.h"
#include "spec/read.h"

static struct pos to_pos(const struct spec_file *file, struct doc_place place)
{
    return (struct pos){.source = file->source,
                        .line = place.line,
                        .col = place.col,
                        .width = place.width,
                        .offset = place.offset};
}

struct pos spec_pos(const struct spec_file *file, const struct doc_node *node)
{
    return to_pos(file, doc_place(file->doc, node));
}

struct pos spec_key_pos(const struct spec_file *file, const struct doc_entry *entry)
{
    return to_pos(file, doc_key_place(file->doc, entry));
}

struct pos spec_origin_pos(const struct origin *origin, const char *key)
{
    const struct doc_node *node = key ? doc_get(origin->node, key) : NULL;
    return spec_pos(origin->file, node ? node : origin->node);
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

void spec_report(struct reader *reader, const char *code, struct pos pos, const char *help,
                 const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(reader, code, pos, help, format, args);
    va_end(args);
}

void spec_report_node(struct reader *reader, const char *code, const struct doc_node *node,
                      const char *help, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(reader, code, spec_pos(reader->file, node), help, format, args);
    va_end(args);
}
