#include "cli/command.h"

#include <string.h>

#include "cli/suggest.h"

/* In the order of the overview. */
const struct command *const commands[] = {
    &command_init,    &command_rehearse, &command_validate, &command_plan,     &command_sync,
    &command_pull,    &command_status,   &command_report,   &command_schedule, &command_forecast,
    &command_check,   &command_trace,    &command_new,      &command_gaps,     &command_matrix,
    &command_comment, &command_diff,     &command_log,      &command_undo,     &command_explain,
    &command_doctor,  &command_config,   &command_help,     &command_version,
};
const size_t command_count = sizeof commands / sizeof *commands;

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

const char *command_nearest(const char *name)
{
    const char *names[sizeof commands / sizeof *commands];
    for (size_t i = 0; i < command_count; i++)
        names[i] = commands[i]->name;
    return suggest_nearest(name, names, command_count);
}
