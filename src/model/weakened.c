#include "model/weakened.h"

const char *weakening_name(enum weakening how)
{
    static const char *const names[WEAKENING_COUNT] = {"removed", "loosened", "waived"};
    return names[how];
}

const char *weakened_what_name(enum weakened_what what)
{
    static const char *const names[] = {"check", "files", "folder", "criterion", "plan"};
    return names[what];
}
