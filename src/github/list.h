/* One list of GitHub, all its pages. A list is whole or an error. (sync: reads) */
#ifndef ROADMAP_GITHUB_LIST_H
#define ROADMAP_GITHUB_LIST_H

#include "base/map.h"
#include "github/fetch.h"
#include "github/read.h"

struct list;

/* Takes one element (always an object). */
typedef enum code (*list_fn)(struct list *list, const json_t *element, struct err *err);

/* One direction of reading. */
struct list_chain {
    const char *next; /* not asked for yet */
    bool in_flight;
    struct map *numbers; /* what it brought */
    int64_t edge;        /* the number it brought last; 0 = none yet */
    int unread;          /* pages that have come, were followed, and are still to be read */
};

struct list {
    /* The caller's. */
    const char *tried;
    const char *first_url;
    list_fn on_element;
    void *state;
    bool two_chains; /* an ascending list of numbered things: read it from both ends */
    bool serial;     /* page after page, because `enough` may come early */
    bool absent_ok;  /* 404 and 410 give `absent` */
    bool verify;     /* counted so */
    const struct gh_validators *validators; /* of the last read; NULL = none */
    struct gh_validators *kept;             /* where new ones go; NULL = nowhere */
    bool enough; /* set by on_element: the pages behind this one are not needed */
    /* What came of it. */
    bool absent;
    bool any_modified;            /* at least one page was sent */
    VEC(const char *) unmodified; /* pages answered with 304 */
    /* Its own. */
    struct arena *arena; /* for `kept` */
    struct map *asked;
    int pages;
    bool met; /* everything is covered */
    struct list_chain chains[2];
};

/* Adds the first page to the fetch. */
void list_start(struct list *list, struct fetch *fetch);
/* After fetch_run: when some pages were sent and others not modified, asks for those too, in full.
 * True when there is something to run again. */
bool list_reread(struct list *list, struct fetch *fetch);
/* Every page was answered with 304. */
bool list_unchanged(const struct list *list);

/* Whether the list at this path of the repository (no query) has an issue of that id. */
nodiscard enum code list_has_id(struct gh *gh, struct arena *arena, const char *path,
                                struct db_id id, bool *there, struct err *err);

#endif
