#include "base/embed.h"

#include <string.h>

/* The first file whose path is not before `path`, as an index. */
static size_t lower_bound(const char *path)
{
    size_t low = 0;
    size_t high = embedded_file_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(embedded_files[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct embedded_file *embed_find(const char *path)
{
    size_t i = lower_bound(path);
    if (i < embedded_file_count && strcmp(embedded_files[i].path, path) == 0)
        return &embedded_files[i];
    return NULL;
}

const struct embedded_file *embed_first(const char *prefix)
{
    size_t i = lower_bound(prefix);
    if (i < embedded_file_count && strncmp(embedded_files[i].path, prefix, strlen(prefix)) == 0)
        return &embedded_files[i];
    return NULL;
}
