/* Texts of settings → values. Private to config. */
#ifndef ROADMAP_CONFIG_VALUE_H
#define ROADMAP_CONFIG_VALUE_H

#include "config/config.h"

/* Fills text, number and list of `value` (not its origin). false, with the reason as a sentence,
 * for a text of the wrong form. */
bool value_parse(struct arena *arena, const struct setting_row *row, const char *text,
                 struct setting_value *value, const char **reason);

#endif
