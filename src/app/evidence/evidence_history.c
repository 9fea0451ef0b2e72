#include "app/evidence/evidence_read.h"
#include "base/str.h"
#include "repo/landing.h"
#include "store/landing.h"

enum code evidence_read_landings(struct evidence *evidence, struct evidence_source *source,
                                 struct err *err)
{
    struct arena *arena = evidence->app->arena;
    const struct store_landing_key key = {.common_dir = repo_common_dir(evidence->repo),
                                          .folder = source->root,
                                          .branch = evidence->head.name};
    const struct landing_options options = {.folder = source->root, .tip = evidence->head.id};
    struct landings known = {0};
    bool found = false;
    source->landings = (struct landings){.folder = source->root};
    if (!evidence->head.found)
        return OK;
    enum code code = store_load_landings(evidence->store, arena, &key, &known, &found, err);
    if (!code)
        code = landing_read(evidence->repo, arena, &options, found ? &known : NULL,
                            &source->landings, err);
    const bool same = found && text_eq(known.tip, evidence->head.id);
    if (code || same || source->landings.unknown || !evidence->storing)
        return code;
    return store_put_landings(evidence->store, &key, &source->landings,
                              clock_now(&evidence->app->clock), err);
}
