/* What GitHub had when it was last read: the plan's own objects and everybody else's. */
#ifndef ROADMAP_STORE_SNAPSHOT_H
#define ROADMAP_STORE_SNAPSHOT_H

#include "model/remote.h"
#include "store/repository.h"
#include "store/store.h"

/* Everything of a repository, issues in ascending number. remote->repository is filled in too.
 * `complete` is true once a complete read was saved (store_mark_read), so that an incremental read
 * can be laid over it. An unknown repository gives an empty one. */
nodiscard enum code store_load_remote(struct store *store, struct arena *arena,
                                      struct store_repo repository, struct remote *remote,
                                      struct err *err);

enum store_save {
    STORE_SAVE_PART, /* what is in `remote` is inserted or updated, nothing goes */
    STORE_SAVE_WHOLE /* and what is not in `remote` goes, with its body (never the items) */
};

/* Saves labels, milestones and issues in one transaction (or the open one). Rows that are equal
 * stay untouched. An issue whose blocked_by_known is false keeps the blockers stored before. */
nodiscard enum code store_save_remote(struct store *store, struct store_repo repository,
                                      const struct remote *remote, enum store_save how,
                                      struct err *err);

/* Single objects, after an own write or a single GET. */
nodiscard enum code store_put_label(struct store *store, struct store_repo repository,
                                    const struct remote_label *label, struct err *err);
nodiscard enum code store_put_milestone(struct store *store, struct store_repo repository,
                                        const struct remote_milestone *milestone, struct err *err);
nodiscard enum code store_put_issue(struct store *store, struct store_repo repository,
                                    const struct remote_issue *issue, struct err *err);
nodiscard enum code store_drop_label(struct store *store, struct store_repo repository,
                                     struct db_id id, struct err *err);
nodiscard enum code store_drop_milestone(struct store *store, struct store_repo repository,
                                         struct number number, struct err *err);
nodiscard enum code store_drop_issue(struct store *store, struct store_repo repository,
                                     struct number number, struct err *err);

#endif
