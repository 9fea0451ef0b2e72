/* A YAML or JSON file as the flat list that checks of files take. Private to app. */
#ifndef ROADMAP_APP_CHECK_FACTS_H
#define ROADMAP_APP_CHECK_FACTS_H

#include "base/arena.h"
#include "schema/check/file_facts.h"

/* NULL when the name is that of another format. What cannot be read is in facts->problem. */
struct file_facts *facts_of(struct arena *arena, const char *path, const char *bytes, size_t len);

#endif
