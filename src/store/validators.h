/* ETags of list pages, so that a quiet repository answers 304. They are bound to the account (or
 * the token's fingerprint): another one may see other things under the same address. */
#ifndef ROADMAP_STORE_VALIDATORS_H
#define ROADMAP_STORE_VALIDATORS_H

#include <stdbool.h>

#include "base/vec.h"
#include "store/repository.h"
#include "store/store.h"

struct store_validator {
    const char *url;  /* whole */
    const char *etag; /* as sent */
    const char *next; /* the page's rel="next", or NULL */
};

struct store_validators {
    VEC(struct store_validator) items;
};

nodiscard enum code store_load_validators(struct store *store, struct arena *arena,
                                          struct store_repo repository, const char *account,
                                          struct store_validators *validators, struct err *err);
/* etag NULL: forgets the url. Must be in the transaction that saves what the page said. */
nodiscard enum code store_put_validator(struct store *store, struct store_repo repository,
                                        const char *account,
                                        const struct store_validator *validator, struct err *err);
/* All of a repository, for every account: after own writes that the snapshot does not hold, before
 * a full read. */
nodiscard enum code store_forget_validators(struct store *store, struct store_repo repository,
                                            struct err *err);

#endif
