#include "spec/place.h"

#include <string.h>

#include "base/file.h"
#include "base/str.h"

static bool is_alone(const struct spec_overlay *overlay)
{
    return overlay && overlay->alone;
}

static const struct spec_overlay_file *find(const struct spec_overlay *overlay, const char *path)
{
    for (size_t i = 0; overlay && i < overlay->files.len; i++)
        if (strcmp(overlay->files.items[i].path, path) == 0)
            return &overlay->files.items[i];
    return NULL;
}

/* What of a path lies below a folder; NULL: it is elsewhere. */
static const char *below(const char *path, const char *folder)
{
    if (strcmp(folder, ".") == 0)
        return path;
    const size_t len = strlen(folder);
    return text_starts(path, folder) && path[len] == '/' ? path + len + 1 : NULL;
}

bool place_exists(const struct spec_overlay *overlay, const char *path)
{
    return is_alone(overlay) ? find(overlay, path) != NULL : file_exists(path);
}

bool place_is_dir(const struct spec_overlay *overlay, const char *path)
{
    if (!is_alone(overlay))
        return file_is_dir(path);
    for (size_t i = 0; i < overlay->files.len; i++)
        if (below(overlay->files.items[i].path, path))
            return true;
    return false;
}

bool place_is_link(const struct spec_overlay *overlay, const char *path)
{
    if (!is_alone(overlay))
        return file_is_symlink(path);
    const struct spec_overlay_file *file = find(overlay, path);
    return file && !file->bytes && !file->id;
}

enum code place_list(struct arena *arena, const struct spec_overlay *overlay, const char *folder,
                     struct strlist *names, struct err *err)
{
    if (!is_alone(overlay))
        return dir_list(arena, folder, names, err);
    for (size_t i = 0; i < overlay->files.len; i++) {
        const char *name = below(overlay->files.items[i].path, folder);
        if (name)
            strlist_add(arena, names, arena_strndup(arena, name, strcspn(name, "/")));
    }
    strlist_sort_unique(names);
    return OK;
}

enum code place_read(struct arena *arena, const struct spec_overlay *overlay, const char *path,
                     size_t max_bytes, char **bytes, size_t *len, struct err *err)
{
    const struct spec_overlay_file *file = find(overlay, path);
    if (file && file->bytes) {
        if (file->len > max_bytes)
            return err_set(err, ERR_CEILING, "'%s' is too large", path);
        *bytes = arena_alloc(arena, file->len + 1);
        memcpy(*bytes, file->bytes, file->len);
        *len = file->len;
        return OK;
    }
    if (file && file->id && overlay->read)
        return overlay->read(overlay->read_state, arena, file, max_bytes, bytes, len, err);
    if (file)
        return err_set(err, ERR_FAILED, "'%s' is a link, which is not followed in a commit", path);
    if (is_alone(overlay))
        return err_set(err, ERR_FAILED, "there is no file '%s'", path);
    return file_read(arena, path, max_bytes, bytes, len, err);
}
