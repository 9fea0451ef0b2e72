#include "account.h"

#include "base/str.h"

static bool is_said(const struct migration_set *set, const char *path)
{
    for (size_t i = 0; i < set->findings.len; i++)
        if (text_eq(set->findings.items[i].path, path))
            return true;
    return set->convention == CONVENTION_NONE; /* RM101 speaks of the folder as a whole */
}

/* Those of another target are said together. */
static bool says_elsewhere(const struct migration_set *set)
{
    for (size_t i = 0; i < set->findings.len; i++)
        if (text_eq(set->findings.items[i].code, "RM117"))
            return true;
    return false;
}

static const struct migration_other *other_of(const struct migration_set *set, const char *path)
{
    for (size_t i = 0; i < set->others.len; i++)
        if (text_eq(set->others.items[i].file->path, path))
            return &set->others.items[i];
    return NULL;
}

enum account account_of(const struct migration_set *set, const char *path)
{
    const struct migration_other *other = other_of(set, path);
    if (migration_set_of_file(set, path))
        return ACCOUNT_MIGRATION;
    if (!other)
        return ACCOUNT_SILENT;
    if (other->role == MIGRATION_STRAY)
        return is_said(set, path) ? ACCOUNT_PASSED_OVER : ACCOUNT_UNSAID;
    if (other->role == MIGRATION_ELSEWHERE)
        return says_elsewhere(set) ? ACCOUNT_PASSED_OVER : ACCOUNT_UNSAID;
    /* The programs of a presence-only tool may read SQL that lies beside them. */
    return other->role == MIGRATION_DOCUMENT && text_ends(path, ".sql") && !set->presence_only
               ? ACCOUNT_MISTAKEN
               : ACCOUNT_BESIDE;
}
