#include "schema/folder/reading.h"

#include <string.h>

#include "base/str.h"
#include "schema/version.h"

struct migration *reading_add(struct reading *reading, const char *version, const char *key,
                              const char *slug, const char *name)
{
    struct migration *migration = VEC_ADD(reading->arena, &reading->set->migrations);
    size_t digits = version_digits(version);
    *migration = (struct migration){
        .version = version,
        .key = key,
        .slug = slug,
        .name = name,
        .digits = version[digits] == '\0' ? (uint32_t)digits : 0,
    };
    return migration;
}

void reading_own(struct reading *reading, struct migration *migration, struct reading_file *file)
{
    const struct migration_file **files =
        arena_calloc(reading->arena, migration->file_count + 1, sizeof *files);
    if (migration->file_count > 0)
        memcpy(files, migration->files, migration->file_count * sizeof *files);
    files[migration->file_count++] = file->file;
    migration->files = files;
    file->taken = true;
}

struct migration_part *reading_part(struct migration *migration, enum direction direction)
{
    switch (direction) {
    case DIRECTION_UP:
        return &migration->up;
    case DIRECTION_DOWN:
        return &migration->down;
    case DIRECTION_VERIFY:
        break;
    }
    return &migration->verify;
}

void reading_whole(struct reading *reading, struct migration *migration, enum direction direction,
                   struct reading_file *file)
{
    struct migration_part *part = reading_part(migration, direction);
    reading_own(reading, migration, file);
    part->present = true;
    if (file->file->bytes == NULL) {
        part->unread = true;
        part->pointer = file->pointer;
        return;
    }
    size_t begin = text_starts(file->file->bytes, "\xEF\xBB\xBF") ? 3 : 0;
    VEC_PUSH(reading->arena, &part->spans,
             ((struct migration_span){
                 .file = file->file, .begin = begin, .end = file->file->len, .line = 1}));
}

void reading_program(struct reading *reading, struct migration *migration, enum direction direction,
                     struct reading_file *file)
{
    struct migration_part *part = reading_part(migration, direction);
    reading_own(reading, migration, file);
    part->present = part->program = true;
    migration->presence_only = true;
}

void reading_other(struct reading *reading, struct reading_file *file, enum migration_role role)
{
    file->taken = true;
    VEC_PUSH(reading->arena, &reading->set->others, ((struct migration_other){file->file, role}));
}

void reading_finding(struct reading *reading, enum severity severity, const char *code,
                     const struct migration_file *file, size_t offset, const char *message,
                     const char *help)
{
    struct finding finding = {
        .severity = severity,
        .code = code,
        .path = file == NULL ? NULL : file->path,
        .message = message,
        .help = help,
    };
    if (file != NULL && file->bytes != NULL && offset <= file->len)
        sql_place_next(&reading->counter, file->bytes, offset, &finding.line, &finding.col);
    findings_add(reading->arena, &reading->set->findings, &finding);
}

bool reading_next_line(const struct migration_file *file, struct reading_line *line)
{
    if (file->bytes == NULL || line->next >= file->len)
        return false;
    if (line->next == 0 && line->number == 0 && text_starts(file->bytes, "\xEF\xBB\xBF"))
        line->next = 3;
    line->begin = line->next;
    const char *newline = memchr(file->bytes + line->begin, '\n', file->len - line->begin);
    line->end = newline == NULL ? file->len : (size_t)(newline - file->bytes);
    line->next = newline == NULL ? file->len : line->end + 1;
    if (line->end > line->begin && file->bytes[line->end - 1] == '\r')
        line->end--;
    line->number++;
    return true;
}
