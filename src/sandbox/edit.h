/* Edits of people, by kind of object. All run under the lock. */
#ifndef ROADMAP_SANDBOX_EDIT_H
#define ROADMAP_SANDBOX_EDIT_H

#include "sandbox/inner.h"

/* One edit under way: what is left of the text, and who and when. */
struct sb_edit {
    struct sandbox *sandbox;
    struct sb_world *world;
    struct arena *arena; /* scratch */
    const char *at;
    int64_t now_ms;
    struct sb_user *person;
};

/* The next word, or what stands in double quotes; "" at the end. */
const char *sb_edit_word(struct sb_edit *edit);
/* All that is left, with \n and \\ resolved. */
const char *sb_edit_rest(struct sb_edit *edit);
/* LF → CRLF, as the web editor saves. */
const char *sb_edit_crlf(struct sb_edit *edit, const char *text);
nodiscard enum code sb_edit_unknown(const char *what, struct err *err);

nodiscard enum code sb_edit_issue(struct sb_edit *edit, struct err *err);
nodiscard enum code sb_edit_pull(struct sb_edit *edit, struct err *err);
nodiscard enum code sb_edit_label(struct sb_edit *edit, struct err *err);
nodiscard enum code sb_edit_milestone(struct sb_edit *edit, struct err *err);

#endif
