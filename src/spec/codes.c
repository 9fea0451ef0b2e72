#include "spec/codes.h"

#include <strings.h>

#include "base/embed.h"
#include "base/err.h"
#include "base/str.h"

#define E SEVERITY_ERROR
#define W SEVERITY_WARNING

const struct spec_code spec_codes[] = {
    {"E0101", E, false, "the file is no valid JSON or YAML",
     "look at this place and just above it"},
    {"E0102", E, false, "a key is twice in one map", "keep one of them"},
    {"E0103", E, true, "a key that the plan does not know", "keys of your own begin with 'x-'"},
    {"E0104", E, true, "a value of another type than is needed",
     "a text is \"a\", a list [a, b], a map {key: a}, a truth true or false"},
    {"E0105", E, true, "a word that is not one of those allowed here", "write one of these words"},
    {"E0106", E, true, "a key that is needed is missing", "add the key"},
    {"E0107", E, true, "an id with characters that ids cannot have",
     "letters, digits and . _ : / -"},
    {"E0108", E, true, "a date that is not written YYYY-MM-DD", "write it as YYYY-MM-DD"},
    {"E0109", E, true, "weeks that are not written N or N-M",
     "write one week as 3 and several as 3-6"},
    {"E0110", E, true, "a colour that is not six hexadecimal digits",
     "write six hexadecimal digits, like 5319e7"},
    {"E0111", E, true, "a scope with characters that scopes cannot have",
     "lower-case letters, digits and . _ -"},
    {"E0112", E, true, "a repository that is not written OWNER/NAME",
     "write it as in the address: acme/data-pipeline"},
    {"E0113", E, true, "a number outside its range", "write a number inside the range"},
    {"E0114", E, true, "a body beside summary, tasks or done_when",
     "keep the body, or summary, tasks and done_when"},
    {"E0115", E, true, "a check without exactly one kind",
     "give the check one kind, like file: PATH"},
    {"E0116", E, true, "a setting that a plan may not make",
     "give it as an option or in your own settings file"},
    {"E0117", E, false, "nested too deeply", "look for brackets that are not closed"},
    {"E0118", E, false, "larger than the ceiling", "split it"},
    {"E0119", E, false, "the file is not UTF-8", "save the file as UTF-8"},
    {"E0120", E, false, "a part of YAML that plans do not use", "write it in plain YAML"},
    {"E0121", E, false, "an alias that cannot be followed", "write the value out"},
    {"E0122", E, true, "a path that leaves its folder", "write a path that goes down only"},
    {"E0123", E, true, "an empty text", "write the text, or take the key out"},
    {"E0124", E, true, "a line break in a text of one line", "write it on one line"},
    {"E0125", E, true, "a reason without a state", "add state: closed"},
    {"E0126", E, true, "a version of the grammar that this program does not know",
     "write version: 1"},
    {"E0201", E, false, "an id that is used twice", "give each an id of its own"},
    {"E0202", E, false, "a reference to something that is not in the plan",
     "add it to the plan, or take the reference out"},
    {"E0203", E, false, "issues that wait for each other", "take one of these links out"},
    {"E0204", E, false, "issues that are parts of each other", "take one of these links out"},
    {"E0205", E, false, "a name that is nobody", "add the name to people"},
    {"E0206", E, false, "a text longer than GitHub takes", "GitHub would refuse it; shorten it"},
    {"E0207", E, false, "a character that GitHub refuses in a label's description",
     "take emoji and the like out"},
    {"E0208", E, false, "a day that does not exist", "look at the month and its number of days"},
    {"E0209", E, false, "a due date before the start", "swap the two days?"},
    {"E0210", E, false, "two labels that are one to GitHub", "keep one of them"},
    {"E0211", E, false, "a former name that is still in use", "use the new name everywhere"},
    {"E0212", E, false, "a number that is used twice", "each number on GitHub belongs to one item"},
    {"E0213", E, false, "sub-issues nested deeper than GitHub allows",
     "move it under an issue further up"},
    {"E0214", E, false, "more of something than GitHub allows", "GitHub would refuse the rest"},
    {"E0215", E, false, "a text that looks like a marker of roadmap", "write it in another way"},
    {"E0216", E, false, "an include that cannot be read", "paths are relative to the main file"},
    {"E0217", E, false, "a key that only the main file may have", "move it to the main file"},
    {"E0218", E, false, "weeks that are out of order or out of range",
     "weeks count from 1, the first one first"},
    {"E0219", E, false, "two milestones with one title",
     "GitHub takes each title once in a repository"},
    {"W0301", W, false, "an id made from the title", "add an id"},
    {"W0302", W, false, "a label that is almost a declared one", "declare it under labels"},
    {"W0303", W, false, "weeks without a day to count from", "add start_on: YYYY-MM-DD at the top"},
    {"W0304", W, false, "a text that was decoded twice", "save it once more from the original"},
};
const size_t spec_code_count = sizeof spec_codes / sizeof *spec_codes;

const struct spec_code *spec_code_find(const char *code)
{
    for (size_t i = 0; i < spec_code_count; i++) {
        if (strcasecmp(spec_codes[i].code, code) == 0)
            return &spec_codes[i];
    }
    return NULL;
}

const char *spec_code_page(const char *code)
{
    const struct spec_code *found = spec_code_find(code);
    if (!found)
        return NULL;
    cleanup_str struct str path;
    str_init(&path, 64);
    str_addf(&path, "docs/explain/%s.md", found->code);
    const struct embedded_file *page = embed_find(path.p);
    return page ? page->bytes : NULL;
}
