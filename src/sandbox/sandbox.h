/* A strict stand-in for the GitHub REST API on loopback, for rehearsals and for the test suite.
 *
 * Its world is memory and begins with one empty repository. It was built from GitHub's published
 * OpenAPI description and recorded facts, not from our client, so that the two cannot share a
 * misconception. Functions on a running sandbox are thread-safe: they take the lock of the world.
 * Text they give lives until sandbox_stop, unless said otherwise. */
#ifndef ROADMAP_SANDBOX_SANDBOX_H
#define ROADMAP_SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"

struct sandbox;

/* How `due_on` of a milestone comes back (GitHub: milestones). */
enum sandbox_due {
    SANDBOX_DUE_DATE,   /* github.com today: the UTC day at T00:00:00Z */
    SANDBOX_DUE_PACIFIC /* old servers: floored to Pacific midnight, T07:00:00Z or T08:00:00Z */
};

enum sandbox_role {
    SANDBOX_ROLE_WRITE,
    SANDBOX_ROLE_TRIAGE, /* issues yes; labels and milestones themselves 403 */
    SANDBOX_ROLE_READ    /* may open issues and edit own ones; labels, milestone, assignees and type
                            are dropped silently; the rest is 403 */
};

/* All zeros is a friendly github.com: write access, no limits enforced, cursors, no lag. */
struct sandbox_options {
    const struct clock *clock; /* NULL: the system's. Dates, limits, lag; stalls are real time */
    const char *token;         /* the one that is accepted; NULL: any that is not empty */
    const char *token_scopes;  /* of a classic token: X-OAuth-Scopes; NULL: another kind */
    const char *token_expires; /* "2027-06-08 06:12:06 UTC"; NULL: it does not */
    const char *login;         /* whose token it is; NULL: "octocat" */
    const char *repository;    /* "owner/name"; NULL: "octocat/hello-world" */
    const char *path_prefix;   /* NULL: none; "/api/v3" for an Enterprise server */
    uint16_t port;             /* 0: any free one */
    int watchers;              /* subscribers_count of the repository */
    enum sandbox_role role;
    enum sandbox_due due;
    bool app_token;    /* GITHUB_TOKEN: GET /user is 403, permissions of the repository all false */
    bool read_only;    /* the token of a workflow that a fork started: every write is 403 */
    bool organization; /* owned by an organisation: has the issue types Task, Bug, Feature */
    bool archived;     /* every write 403 */
    bool issues_disabled; /* issue routes 410, has_issues false */
    bool hidden;          /* the token cannot see the repository: 404 */
    bool no_sub_issues;   /* routes 404, objects lack the keys (Enterprise servers) */
    bool no_dependencies;
    bool only_old_version; /* knows API version 2022-11-28 only; another is 400 */
    bool numeric_pages;    /* issue lists page by number with rel="last", as documented */
    bool default_labels;   /* starts with GitHub's nine */
    bool drop_fields;    /* labels, milestone, assignees, type dropped silently from every write */
    int64_t list_lag_ms; /* new objects show in lists this much later */
    /* Limits; 0 = not enforced (headers still say 5000). */
    int primary_per_hour;
    int creates_per_minute;
    int creates_per_hour;
    int64_t pace_ms; /* writes that begin less than this apart count as pace violations */
    /* Every request and answer is appended here as one JSON line, in a file per sandbox; never the
     * token. Its validator passes over requests that carry the header Sandbox-Wrong, which tests
     * set on what they get wrong on purpose. NULL: the folder named by ROADMAP_SANDBOX_RECORD, else
     * nothing is recorded. */
    const char *record_dir;
    bool control_routes; /* /_sandbox/…, for the test server program only */
};

/* Starts to listen on 127.0.0.1. NULL with `err` set on failure. */
struct sandbox *sandbox_start(const struct sandbox_options *options, struct err *err);
/* "http://127.0.0.1:PORT" with the path prefix; the base of the API. */
const char *sandbox_url(const struct sandbox *sandbox);
/* Ends stalled and endless answers, waits for the threads, frees. NULL is fine. */
void sandbox_stop(struct sandbox *sandbox);

/* ---- What stands there ---------------------------------------------------------------------- */

struct sandbox_counts {
    size_t labels, milestones, issues /* without pull requests */, open_issues, pulls, comments,
        sub_issues, dependencies;
};

struct sandbox_counts sandbox_counts(struct sandbox *sandbox);
/* The world as canonical JSON (keys sorted, two spaces): repository, labels, milestones, issues
 * with bodies, sub_issues and blocked_by by number, comments, events. Heap; free() it. Without
 * ids, node ids and times when `!with_times`, so that two worlds can be compared. */
char *sandbox_world_json(struct sandbox *sandbox, bool with_times);

struct sandbox_label {
    int64_t id;
    const char *name, *color, *description; /* description NULL when null */
};

struct sandbox_milestone {
    int64_t id, number;
    const char *title, *state, *description, *due_on; /* NULL when null */
    int64_t open_issues, closed_issues;
};

struct sandbox_issue {
    int64_t id, number;
    const char *title, *body /* NULL when null */, *state, *state_reason /* NULL when null */,
        *author, *type /* NULL */;
    const char *labels;     /* names in GitHub's order, joined by "," */
    const char *assignees;  /* logins, joined by "," */
    int64_t milestone;      /* number, 0 none */
    int64_t parent;         /* number, 0 none */
    const char *blocked_by; /* numbers, joined by "," */
    bool pull_request;
    int64_t created_ms, updated_ms;
};

/* By name (case folded), number; false when absent. */
bool sandbox_label(struct sandbox *sandbox, const char *name, struct sandbox_label *label);
bool sandbox_milestone(struct sandbox *sandbox, const char *title, struct sandbox_milestone *found);
bool sandbox_issue(struct sandbox *sandbox, int64_t number, struct sandbox_issue *issue);
/* The lowest number with exactly this title, or whose body contains `text`; 0 = none. Deleted ones
 * do not count. */
int64_t sandbox_issue_titled(struct sandbox *sandbox, const char *title);
int64_t sandbox_issue_containing(struct sandbox *sandbox, const char *text);
/* How many issues (open and closed) have `text` in the body. */
size_t sandbox_issues_containing(struct sandbox *sandbox, const char *text);

/* ---- What was asked ------------------------------------------------------------------------- */

struct sandbox_request {
    size_t ordinal; /* 1 = the first since the start or the last sandbox_log_clear */
    const char *method;
    const char *path;  /* as sent, without prefix, with the query */
    const char *body;  /* "" when there was none */
    int status;        /* 0 when the connection was broken instead of an answer */
    const char *fault; /* the kind that struck, or "" */
    const char *user_agent, *accept, *api_version, *content_type, *if_none_match; /* "" if absent */
    int64_t at_ms; /* the sandbox's clock */
};

size_t sandbox_request_count(struct sandbox *sandbox);
/* `index` from 0; false when past the end. */
bool sandbox_request_at(struct sandbox *sandbox, size_t index, struct sandbox_request *request);
/* Requests with this method; "*" all, "WRITE" everything but GET. */
size_t sandbox_count_method(struct sandbox *sandbox, const char *method);
size_t sandbox_count_status(struct sandbox *sandbox, int status);
/* Requests whose method and path fit a pattern as in sandbox_fault_add: "POST /repos/X/X/issues"
 * with asterisks for the X. */
size_t sandbox_count_matching(struct sandbox *sandbox, const char *method_and_pattern);
size_t sandbox_pace_violations(struct sandbox *sandbox);
/* The most creations (POST) within any 60 s and any 60 min since the last clear. */
void sandbox_creation_peaks(struct sandbox *sandbox, size_t *in_minute, size_t *in_hour);
/* Forgets requests, counters and violations; the world and limits stay. */
void sandbox_log_clear(struct sandbox *sandbox);
/* The log as a JSON array. Heap; free() it. */
char *sandbox_log_json(struct sandbox *sandbox);

/* ---- What people do ------------------------------------------------------------------------- */

/* Seeds of a world that has a past; `author` NULL is the token's login. They give the new number
 * or id. They do not count as requests. Names that break GitHub's rules are a bug. */
int64_t sandbox_add_label(struct sandbox *sandbox, const char *name, const char *color,
                          const char *description);
int64_t sandbox_add_milestone(struct sandbox *sandbox, const char *title, const char *description,
                              const char *due_day);
int64_t sandbox_add_issue(struct sandbox *sandbox, const char *title, const char *body,
                          const char *author);
int64_t sandbox_add_pull(struct sandbox *sandbox, const char *title, const char *body,
                         const char *author);
int64_t sandbox_add_comment(struct sandbox *sandbox, int64_t number, const char *body,
                            const char *author);
/* `count` plain issues at once, titled "prefix 1" …; for sizes. */
void sandbox_add_issues(struct sandbox *sandbox, const char *prefix, size_t count);
/* Lets a login be assigned (the owner and the token's login always can). */
void sandbox_add_collaborator(struct sandbox *sandbox, const char *login);

/* One act of a person in the browser, as text. `\n` and `\\` in TEXT stand for newline and
 * backslash; a body is stored with CRLF, as the web editor does; updated_at moves.
 *
 *   issue N title TEXT            issue N body TEXT           issue N append TEXT
 *   issue N replace /OLD/NEW/     (any delimiter)             issue N body-raw TEXT  (no CRLF)
 *   issue N close [completed|not_planned|duplicate]           issue N reopen
 *   issue N label NAME            issue N unlabel NAME        issue N milestone TITLE|none
 *   issue N assign LOGIN          issue N unassign LOGIN      issue N lock | unlock
 *   issue N delete                issue N transfer OWNER/NAME issue N type NAME|none
 *   issue N parent M|none         issue N blocked-by M        issue N unblock M
 *   issue N copy                  (a new issue with the same title and body)
 *   issue N comment TEXT          issue new TITLE             pull new TITLE
 *   pull N merge                  pull N head OWNER:BRANCH COMMIT
 *   comment ID body TEXT          comment ID minimize REASON  comment ID delete
 *   label NAME -> NEW             label NAME color HEX        label NAME description TEXT
 *   label new NAME                label NAME delete
 *   milestone TITLE -> NEW        milestone TITLE due DAY|none
 *   milestone TITLE description TEXT
 *   milestone TITLE close|reopen|delete                       milestone new TITLE
 *   repository rename OWNER/NAME  repository archive|unarchive
 *   repository disable-issues|enable-issues
 *
 * NAME and TITLE with spaces are put in "double quotes" where another word follows. N may be
 * `$n` inside a fault: the number in the path of the matching request. */
nodiscard enum code sandbox_edit(struct sandbox *sandbox, const char *text, struct err *err);
/* Exact bytes as an API client would store them; NULL = null. `number` must exist. */
void sandbox_set_body(struct sandbox *sandbox, int64_t number, const char *body);

/* ---- What goes wrong ------------------------------------------------------------------------ */

/* Adds one fault: "METHOD PATTERN NTH KIND". METHOD may be `*` or `WRITE` (all but GET). PATTERN is
 * a path without the prefix: `*` is any run inside a segment, `**` any run; behind a `?` stands
 * text that the query must contain. It is tried on the path as sent and on its /repos/OWNER/NAME/…
 * form. NTH counts matching requests from now on: `3`, `3+`, `2-4`, `*`.
 *
 * Nothing is committed:
 *   refuse               closes (FIN) before the body is read
 *   reset-before         RST instead of an answer
 *   stall-before:MS      silence, then closes
 *   status:N[:json]      5xx or another status; HTML body unless `json`
 *   secondary[:SECONDS]  403 secondary limit, Retry-After SECONDS (60)
 *   secondary-429[:SECONDS]
 *   secondary-no-header  403 without Retry-After, quota untouched
 *   primary[:SECONDS]    403, remaining 0, reset in SECONDS (3600)
 *   too-fast             422 "was submitted too quickly"
 *   sso · permission · bad-credentials · archived · issues-disabled · not-found · version
 *   redirect:301|302|303|307|308[:URL]   URL defaults to the /repositories/ID form (works);
 *                        `foreign`, `loop` and `scheme` name bad targets
 *   304-without-etag
 *   errors-objects · errors-strings · errors-none   422 in GitHub's three shapes
 *   late-commit:MS       RST now, committed MS later by the clock
 * Committed, but:
 *   reset-after          RST instead of the answer
 *   status-after:N       5xx with an HTML body
 *   stall:MS             the answer comes MS after the request, not sooner (real time)
 *   cutoff               half of the body, then the connection closes
 *   invalid-json · not-a-list · html · empty · null
 *   huge-body            never ends
 *   link-loop · link-foreign-host · link-garbage    the Link header of a list
 *   control-characters   terminal escapes in every title of the answer
 *   echo-old             an over-long or changed body answers 200 with the old object
 * While it is handled:
 *   drop-fields          labels, milestone, assignees, type are dropped silently
 *   list-lag:MS          what this request creates shows in lists MS later
 *   page-shift           a person opens an issue before this page is read
 *   person-edit TEXT     sandbox_edit(TEXT) before the request is handled
 *   person-edit-after TEXT
 */
nodiscard enum code sandbox_fault_add(struct sandbox *sandbox, const char *spec, struct err *err);
void sandbox_fault_clear(struct sandbox *sandbox);
/* How many requests a fault has struck since the start. */
size_t sandbox_fault_hits(struct sandbox *sandbox);

#endif
