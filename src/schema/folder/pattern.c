#include "schema/folder/pattern.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

/* Braces are multiplied out when a pattern is compiled: all of them together have a ceiling. */
static uint64_t repeats(const char *text)
{
    uint64_t product = 1;
    for (const char *brace = strchr(text, '{'); brace; brace = strchr(brace + 1, '{')) {
        char *end;
        uint64_t low = strtoull(brace + 1, &end, 10), high = low;
        if (*end == ',')
            high = strtoull(end + 1, NULL, 10);
        if (high < low)
            high = low;
        if (high > LIMIT_PATTERN_REPEATS)
            return high;
        product *= high > 0 ? high : 1;
        if (product > LIMIT_PATTERN_REPEATS)
            return product;
    }
    return product;
}

static bool refers_back(const char *text)
{
    for (const char *at = strchr(text, '\\'); at && at[1]; at = strchr(at + 2, '\\'))
        if (at[1] >= '1' && at[1] <= '9')
            return true;
    return false;
}

const char *pattern_compile(struct arena *arena, const char *text, regex_t *regex)
{
    char reason[200];
    if (strlen(text) > LIMIT_PATTERN_BYTES)
        return arena_printf(arena, "it is longer than %d bytes (LIMIT_PATTERN_BYTES)",
                            LIMIT_PATTERN_BYTES);
    if (repeats(text) > LIMIT_PATTERN_REPEATS)
        return arena_printf(arena, "its repetitions come to more than %d (LIMIT_PATTERN_REPEATS)",
                            LIMIT_PATTERN_REPEATS);
    if (refers_back(text))
        return "references back (\\1) take too long to match";
    int status = regcomp(regex, text, REG_EXTENDED | REG_NOSUB);
    if (status == 0)
        return NULL;
    (void)regerror(status, regex, reason, sizeof reason);
    return arena_strdup(arena, reason);
}
