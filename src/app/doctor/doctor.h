/* Looks at everything that plan and sync need, and changes nothing of it: GitHub is only asked by
 * GET, the cache is opened for reading, an absent one is not made. */
#ifndef ROADMAP_APP_DOCTOR_DOCTOR_H
#define ROADMAP_APP_DOCTOR_DOCTOR_H

#include "app/app.h"
#include "model/doctor.h"

/* A setting that is weaker than GitHub likes. */
struct doctor_setting {
    const char *where; /* "ROADMAP_WRITE_INTERVAL_MS", "roadmap/config.yaml:3" */
    const char *value, *usual;
    const char *command; /* what takes it back */
};

/* What only the caller knows. */
struct doctor_options {
    bool fix;                           /* mend what is safe and local */
    const char *settings_trouble;       /* why the settings could not be read whole; NULL */
    const char *token_trouble;          /* why no token could be taken; NULL */
    const char *token_note;             /* a variable that is set, but not for this host; NULL */
    const char *sign_in_host;           /* "github.com" */
    bool loopback;                      /* a server of somebody's own machine: a test */
    const char *proxy_variable, *proxy; /* without user and password; NULL = none */
    const char *ca_file;                /* SSL_CERT_FILE; NULL */
    VEC(struct doctor_setting) weak;
};

/* Every check is made, whatever became of the one before. Fails only when it was interrupted. */
nodiscard enum code app_doctor(struct app *app, const struct doctor_options *options,
                               struct doctor_report *report, struct err *err);

#endif
