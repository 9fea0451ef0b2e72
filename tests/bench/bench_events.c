/* bench_events FILE.json|FILE.yaml …: parser events until a file was read or refused. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "doc/doc.h"
#include "measure.h"

static void count(const char *path)
{
    struct arena *arena = arena_new();
    struct err err = ERR_INIT;
    char *bytes;
    size_t len, events = 0;
    enum doc_format format;
    if (!doc_format_of(path, &format))
        bench_die("%s is neither JSON nor YAML", path);
    if (file_read(arena, path, LIMIT_SPEC_BYTES, &bytes, &len, &err))
        bench_die("%s", err.message);
    struct doc_problems problems = {0};
    struct doc *doc =
        doc_read(arena, doc_text_new(arena, path, bytes, len), format, &problems, &events);
    char size[32];
    printf("  %-6s %10s bytes  %s after %zu parser events (aim: at most 100)%s%s\n",
           format == DOC_JSON ? "JSON" : "YAML", with_commas(size, (long long)len),
           doc ? "read" : "refused", events, problems.count ? ": " : "",
           problems.count ? problems.list.items[0].message : "");
    arena_free(arena);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        count(argv[i]);
    return 0;
}
