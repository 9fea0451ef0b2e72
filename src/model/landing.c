#include "model/landing.h"

#include <string.h>

const struct landing *landings_find(const struct landings *landings, const char *path)
{
    size_t low = 0;
    size_t high = landings->files.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(landings->files.items[middle].path, path);
        if (order == 0)
            return &landings->files.items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
