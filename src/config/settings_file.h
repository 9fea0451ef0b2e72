/* Settings from one YAML file. Private to config. */
#ifndef ROADMAP_CONFIG_SETTINGS_FILE_H
#define ROADMAP_CONFIG_SETTINGS_FILE_H

#include "config/config.h"

struct settings_file {
    enum origin origin; /* ORIGIN_PROJECT or ORIGIN_USER */
    const char *path;   /* to read */
    const char *shown;  /* in messages */
    const char *base;   /* what relative paths in it are relative to */
};

/* Lays what the file sets over `config`. An absent file sets nothing. */
nodiscard enum code settings_file_load(struct arena *arena, const struct settings_file *file,
                                       struct config *config, struct err *err);

#endif
