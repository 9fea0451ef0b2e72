#include "model/landing.h"

const struct landing *landings_find(const struct landings *landings, const char *path)
{
    return vec_find_text(landings->files.items, landings->files.len, sizeof(struct landing), path);
}
