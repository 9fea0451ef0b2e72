#include "app/check/rules.h"

#include <strings.h>

#include "schema/lint/rules.h"

const char *app_rule_page(struct arena *arena, const char *code, const char **written)
{
    for (size_t i = 0; i < schema_rule_count; i++) {
        const struct rule *rule = &schema_rules[i];
        if (strcasecmp(rule->code, code) != 0)
            continue;
        *written = rule->code;
        return arena_printf(arena,
                            "# %s: %s\n\n"
                            "Trigger: %s.\n\n"
                            "Effect: %s.\n\n"
                            "Fix: %s.\n\n"
                            "Where it is meant to be so, say why, on the line before:\n\n"
                            "    -- roadmap:ignore %s REASON\n",
                            rule->code, rule->name, rule->trigger, rule->effect, rule->fix,
                            rule->code);
    }
    return NULL;
}

const char *app_rule_code(size_t i)
{
    return i < schema_rule_count ? schema_rules[i].code : NULL;
}
