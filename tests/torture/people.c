#include "people.h"

#include <string.h>

#include "base/str.h"
#include "check.h"

void people_were_here(struct stage *stage)
{
    sandbox_add_issues(stage->sandbox, "Something of somebody", STORY_OTHERS);
    sandbox_add_collaborator(stage->sandbox, "hubot");
    (void)sandbox_add_label(stage->sandbox, "human", "ffffff", "Of people");
    stage->now_ms += 60000;
}

void people_edit(struct stage *stage, const char *format, ...)
{
    struct str text cleanup_str;
    struct err err cleanup_err = ERR_INIT;
    str_init(&text, 0);
    va_list args;
    va_start(args, format);
    str_vaddf(&text, format, args);
    va_end(args);
    if (sandbox_edit(stage->sandbox, text.p, &err) != OK)
        stage_fail(stage, "the act of a person '%s': %s", text.p, err.message);
    stage->now_ms += 1000;
}

int64_t people_number(const struct stage *stage, int n)
{
    const struct sb_issue *issue = check_holder(stage, n);
    return issue ? issue->number : 0;
}

void people_act(struct stage *stage)
{
    for (int n = 1; n <= story_issues(1); n++) {
        const int number = (int)people_number(stage, n);
        if (!number) /* a person deleted it */
            continue;
        if (story_noted(n)) {
            people_edit(stage, "issue %d append \\n\\n" PEOPLE_NOTE, number);
            people_edit(stage, "issue %d label human", number);
        }
        if (story_ticked(n))
            people_edit(stage, "issue %d replace /[ ] first/[x] first/", number);
        if (story_edited(n))
            people_edit(stage, "issue %d replace |Last line.|" PEOPLE_LINE "|", number);
        if (story_retitled(n))
            people_edit(stage, "issue %d title " PEOPLE_TITLE, number);
        if (story_closed(n))
            people_edit(stage, "issue %d close", number);
        if (story_moved(n))
            people_edit(stage, "issue %d milestone none", number);
    }
    stage->acted = true;
}
