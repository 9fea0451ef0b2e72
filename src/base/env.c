#include "base/env.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/random.h>

const char *env_get(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* Spelled "UTF-8", "utf8", "UTF8" by different systems. */
static bool names_utf8(const char *locale)
{
    for (; *locale; locale++)
        if (strncasecmp(locale, "utf-8", 5) == 0 || strncasecmp(locale, "utf8", 4) == 0)
            return true;
    return false;
}

bool env_is_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *locale = env_get(names[i]);
        if (locale)
            return names_utf8(locale);
    }
    return false;
}

void random_bytes(void *out, size_t len)
{
    unsigned char *p = out;
    while (len > 0) {
        ssize_t got = getrandom(p, len, 0);
        if (got < 0 && errno != EINTR)
            BUG("getrandom failed");
        if (got > 0) {
            p += got;
            len -= (size_t)got;
        }
    }
}

uint32_t random_u32(void)
{
    uint32_t value;
    random_bytes(&value, sizeof value);
    return value;
}
