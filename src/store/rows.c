#include "store/rows.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/str.h"

void row_to_numbers(struct arena *arena, const char *text, struct number_list *numbers)
{
    while (text && *text) {
        char *end;
        struct number number = {strtoll(text, &end, 10)};
        if (end == text)
            return;
        VEC_PUSH(arena, numbers, number);
        text = *end ? end + 1 : end;
    }
}

const char *row_of_numbers(struct arena *arena, const struct number *numbers, size_t count)
{
    if (count == 0)
        return "";
    struct str text cleanup_str = {0};
    str_init(&text, 0);
    for (size_t i = 0; i < count; i++)
        str_addf(&text, "%" PRId64 "\n", numbers[i].v);
    return str_dup(&text, arena);
}
