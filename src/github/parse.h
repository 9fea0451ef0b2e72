/* JSON of GitHub → model. Unknown keys are ignored, null and absent are the same, labels may be
 * strings or objects. A missing or wrong key that nothing works without (id, number, title, state)
 * is an error. */
#ifndef ROADMAP_GITHUB_PARSE_H
#define ROADMAP_GITHUB_PARSE_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "github/read.h"
#include "model/remote.h"

/* ERR_FAILED: not JSON. The value has to be released by the caller (json_decref). */
nodiscard enum code parse_json(const char *bytes, size_t len, json_t **value, struct err *err);

nodiscard enum code parse_repository(struct arena *arena, const json_t *json,
                                     struct remote_repository *repository, struct err *err);
nodiscard enum code parse_label(struct arena *arena, const json_t *json, struct remote_label *label,
                                struct err *err);
nodiscard enum code parse_milestone(struct arena *arena, const json_t *json,
                                    struct remote_milestone *milestone, struct err *err);
nodiscard enum code parse_issue(struct arena *arena, const json_t *json, struct remote_issue *issue,
                                struct err *err);
nodiscard enum code parse_comment(struct arena *arena, const json_t *json,
                                  struct remote_comment *comment, struct err *err);

nodiscard enum code parse_pull(struct arena *arena, const json_t *json, struct remote_pull *pull,
                               struct err *err);

/* Which of the newer keys an issue object has at all. */
struct parse_features {
    bool sub_issues, dependencies, types;
};
struct parse_features parse_issue_features(const json_t *json);
/* "owner/name" of the repository that an issue object says it is in; NULL when it does not say. */
const char *parse_repository_name(struct arena *arena, const json_t *issue);
/* The repository belongs to a person, not to an organisation. */
bool parse_owner_is_person(const json_t *repository);

#endif
