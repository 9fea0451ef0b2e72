#include "base/shell.h"

#include <string.h>

void shell_word(struct str *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-_./:@%+=,";
    if (*word && strspn(word, plain) == strlen(word)) {
        str_add(out, word);
        return;
    }
    str_addc(out, '\'');
    for (; *word; word++)
        str_add(out, *word == '\'' ? "'\\''" : (char[2]){*word, 0});
    str_addc(out, '\'');
}

const char *shell_quote(struct arena *arena, const char *word)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    shell_word(&text, word);
    return str_dup(&text, arena);
}
