/* The address of the API, taken apart as far as settings and tokens need it. */
#ifndef ROADMAP_CONFIG_URL_H
#define ROADMAP_CONFIG_URL_H

#include <stdbool.h>

#include "base/arena.h"

struct api_url {
    const char *host;      /* lower case, without brackets and port */
    const char *authority; /* host, with ":port" when the port is not the scheme's own */
    bool https;
    bool loopback; /* an address in 127.0.0.0/8 or ::1; never a name */
};

/* false, with the reason as a sentence, for anything but https://HOST[:PORT][/PATH], or http:// to
 * a loopback address: no user, no query, no fragment, nothing outside printable ASCII. */
bool api_url_parse(struct arena *arena, const char *text, struct api_url *url, const char **reason);

/* The host that people sign in at: github.com for api.github.com, TENANT.ghe.com for
 * api.TENANT.ghe.com, else the authority. (GitHub: base URLs) */
const char *api_url_sign_in_host(struct arena *arena, const struct api_url *url);

#endif
