/* The fault plan: parsed faults and which requests they strike. */
#ifndef ROADMAP_SANDBOX_FAULT_H
#define ROADMAP_SANDBOX_FAULT_H

#include "sandbox/inner.h"

enum sb_fault_kind {
    /* nothing is committed */
    SB_FAULT_REFUSE,
    SB_FAULT_RESET_BEFORE,
    SB_FAULT_STALL_BEFORE,
    SB_FAULT_STATUS,
    SB_FAULT_SECONDARY,
    SB_FAULT_SECONDARY_429,
    SB_FAULT_SECONDARY_NO_HEADER,
    SB_FAULT_PRIMARY,
    SB_FAULT_TOO_FAST,
    SB_FAULT_SSO,
    SB_FAULT_PERMISSION,
    SB_FAULT_BAD_CREDENTIALS,
    SB_FAULT_ARCHIVED,
    SB_FAULT_ISSUES_DISABLED,
    SB_FAULT_NOT_FOUND,
    SB_FAULT_VERSION,
    SB_FAULT_REDIRECT,
    SB_FAULT_304,
    SB_FAULT_ERRORS_OBJECTS,
    SB_FAULT_ERRORS_STRINGS,
    SB_FAULT_ERRORS_NONE,
    SB_FAULT_LATE_COMMIT,
    /* around the handling */
    SB_FAULT_DROP_FIELDS,
    SB_FAULT_LIST_LAG,
    SB_FAULT_PAGE_SHIFT,
    SB_FAULT_PERSON_EDIT,
    SB_FAULT_ECHO_OLD,
    /* committed, then spoiled */
    SB_FAULT_RESET_AFTER,
    SB_FAULT_STATUS_AFTER,
    SB_FAULT_STALL,
    SB_FAULT_CUTOFF,
    SB_FAULT_INVALID_JSON,
    SB_FAULT_NOT_A_LIST,
    SB_FAULT_HTML,
    SB_FAULT_EMPTY,
    SB_FAULT_NULL,
    SB_FAULT_HUGE_BODY,
    SB_FAULT_LINK_LOOP,
    SB_FAULT_LINK_FOREIGN,
    SB_FAULT_LINK_GARBAGE,
    SB_FAULT_CONTROL_CHARACTERS,
    SB_FAULT_PERSON_EDIT_AFTER
};

struct sb_fault {
    const char *method, *pattern;
    size_t first, last; /* of the matching requests, from 1 */
    size_t seen;
    enum sb_fault_kind kind;
    const char *name;
    const char *param; /* behind the colon, or the text of an edit; "" when none */
    int64_t number;    /* the param as a number, or the kind's default */
};

/* The edit of a person, with $n replaced by the number in the request's path. A refused edit is a
 * bug of the test and aborts with its reason. */
void sb_fault_edit(struct sandbox *sandbox, const struct sb_request *request, const char *text);
/* Replies of the kinds that commit nothing. */
void sb_fault_refusal(struct sandbox *sandbox, struct sb_request *request,
                      const struct sb_fault *fault, struct sb_reply *reply);

#endif
