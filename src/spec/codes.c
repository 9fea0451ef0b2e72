#include "spec/codes.h"

#include <strings.h>

#include "base/embed.h"
#include "base/err.h"
#include "base/str.h"

#define E SEVERITY_ERROR
#define W SEVERITY_WARNING

const struct spec_code spec_codes[] = {
    {"E0101", E, false, "the file is no valid JSON or YAML"},
    {"E0102", E, false, "a key is twice in one map"},
    {"E0103", E, true, "a key that the plan does not know"},
    {"E0104", E, true, "a value of another type than is needed"},
    {"E0105", E, true, "a word that is not one of those allowed here"},
    {"E0106", E, true, "a key that is needed is missing"},
    {"E0107", E, true, "an id with characters that ids cannot have"},
    {"E0108", E, true, "a date that is not written YYYY-MM-DD"},
    {"E0109", E, true, "weeks that are not written N or N-M"},
    {"E0110", E, true, "a colour that is not six hexadecimal digits"},
    {"E0111", E, true, "a scope with characters that scopes cannot have"},
    {"E0112", E, true, "a repository that is not written OWNER/NAME"},
    {"E0113", E, true, "a number outside its range"},
    {"E0114", E, true, "a body beside summary, tasks or done_when"},
    {"E0115", E, true, "a check without exactly one kind"},
    {"E0116", E, true, "a setting that a plan may not make"},
    {"E0117", E, false, "nested too deeply"},
    {"E0118", E, false, "larger than the ceiling"},
    {"E0119", E, false, "the file is not UTF-8"},
    {"E0120", E, false, "a part of YAML that plans do not use"},
    {"E0121", E, false, "an alias that cannot be followed"},
    {"E0122", E, true, "a path that leaves its folder"},
    {"E0123", E, true, "an empty text"},
    {"E0124", E, true, "a line break in a text of one line"},
    {"E0125", E, true, "a reason without a state"},
    {"E0126", E, true, "a version of the grammar that this program does not know"},
    {"E0201", E, false, "an id that is used twice"},
    {"E0202", E, false, "a reference to something that is not in the plan"},
    {"E0203", E, false, "issues that wait for each other"},
    {"E0204", E, false, "issues that are parts of each other"},
    {"E0205", E, false, "a name that is nobody"},
    {"E0206", E, false, "a text longer than GitHub takes"},
    {"E0207", E, false, "a character that GitHub refuses in a label's description"},
    {"E0208", E, false, "a day that does not exist"},
    {"E0209", E, false, "a due date before the start"},
    {"E0210", E, false, "two labels that are one to GitHub"},
    {"E0211", E, false, "a former name that is still in use"},
    {"E0212", E, false, "a number that is used twice"},
    {"E0213", E, false, "sub-issues nested deeper than GitHub allows"},
    {"E0214", E, false, "more of something than GitHub allows"},
    {"E0215", E, false, "a text that looks like a marker of roadmap"},
    {"E0216", E, false, "an include that cannot be read"},
    {"E0217", E, false, "a key that only the main file may have"},
    {"E0218", E, false, "weeks that are out of order or out of range"},
    {"E0219", E, false, "two milestones with one title"},
    {"W0301", W, false, "an id made from the title"},
    {"W0302", W, false, "a label that is almost a declared one"},
    {"W0303", W, false, "weeks without a day to count from"},
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
