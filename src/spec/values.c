#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/key.h"
#include "spec/read.h"

#define WEEKS_MAX 520               /* ten years */
#define NUMBER_MAX 9007199254740991 /* what JSON carries everywhere */
#define HOURS_MAX 100000.0
#define KEYS_MAX 64

static void wrong_type(struct reader *reader, const struct doc_node *node, const char *wanted)
{
    const char *help = NULL;
    bool text_wanted = strstr(wanted, "text") && !strstr(wanted, "list");
    bool bare = node->type == DOC_INT || node->type == DOC_REAL || node->type == DOC_BOOL;
    if (text_wanted && bare)
        help = arena_printf(reader->arena, "put it in quotes: \"%s\"", node->text);
    if (strstr(wanted, "list") && node->type == DOC_STRING)
        help = arena_printf(reader->arena, "write a list: [%s]", node->text);
    if (strstr(wanted, "list") && node->type == DOC_MAP)
        help = "write a list: put '- ' in front, or [ ] around it";
    if (strstr(wanted, "number") && node->type == DOC_STRING)
        help = "write the digits only, without quotes";
    if (strcmp(wanted, "true or false") == 0)
        help = "write true or false, without quotes";
    spec_report_node(reader, "E0104", node, help, "expected %s, found %s", wanted,
                     doc_describe(reader->arena, node));
}

bool spec_is(struct reader *reader, const struct doc_node *node, enum doc_type type,
             const char *wanted)
{
    if (node->type == type)
        return true;
    wrong_type(reader, node, wanted);
    return false;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static const char *one_line(struct reader *reader, const struct doc_node *node)
{
    if (is_blank(node->text)) {
        spec_report_node(reader, "E0123", node, "write the text, or take the key out",
                         "this text is empty");
        return NULL;
    }
    if (strpbrk(node->text, "\r\n")) {
        spec_report_node(reader, "E0124", node,
                         "write it on one line; in YAML, '>-' folds lines into one",
                         "a line break in a text of one line");
        return NULL;
    }
    return node->text;
}

const char *spec_line(struct reader *reader, const struct doc_node *node, const char *what)
{
    if (!spec_is(reader, node, DOC_STRING, what))
        return NULL;
    return one_line(reader, node);
}

static const char *read_scalar(struct reader *reader, const struct doc_node *node)
{
    if (node->type == DOC_INT || node->type == DOC_REAL)
        return node->text;
    return spec_line(reader, node, "a text");
}

const char *spec_id(struct reader *reader, const struct doc_node *node)
{
    if (!spec_is(reader, node, DOC_STRING, "an id (text)"))
        return NULL;
    if (key_id_valid(node->text))
        return node->text;
    spec_report_node(reader, "E0107", node,
                     "letters, digits and . _ : / -, at most 64, beginning with a letter or digit, "
                     "without '--'",
                     "'%s' cannot be an id", node->text);
    return NULL;
}

/* A pattern never leaves the folder that it is looked for in. */
static bool path_stays_inside(const char *path)
{
    if (*path == '/' || strchr(path, '\\'))
        return false;
    for (const char *part = path; part;) {
        const char *slash = strchr(part, '/');
        size_t len = slash ? (size_t)(slash - part) : strlen(part);
        if (len == 2 && strncmp(part, "..", 2) == 0)
            return false;
        part = slash ? slash + 1 : NULL;
    }
    return true;
}

const char *spec_path(struct reader *reader, const struct doc_node *node)
{
    const char *path = spec_line(reader, node, "a path (text)");
    if (!path)
        return NULL;
    if (path_stays_inside(path))
        return path;
    spec_report_node(reader, "E0122", node,
                     "write a path with '/' that goes down only: no '/' in front, no '..', no '\\'",
                     "'%s' leaves its folder", path);
    return NULL;
}

void spec_wrong_word(struct reader *reader, const struct doc_node *node, const char *const *words)
{
    cleanup_str struct str all;
    str_init(&all, 0);
    struct nearest nearest = nearest_init(node->text);
    for (size_t i = 0; words[i]; i++) {
        str_addf(&all, "%s'%s'", i ? (words[i + 1] ? ", " : " or ") : "", words[i]);
        nearest_try(&nearest, words[i]);
    }
    spec_report_node(reader, "E0105", node, nearest_help(reader->arena, &nearest),
                     "expected %s, found %s", all.p, doc_describe(reader->arena, node));
}

static const char *read_word(struct reader *reader, const struct doc_node *node,
                             const char *const *words)
{
    if (!spec_is(reader, node, DOC_STRING, "a text"))
        return NULL;
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(node->text, words[i]) == 0)
            return words[i];
    }
    spec_wrong_word(reader, node, words);
    return NULL;
}

static bool looks_like_day(const char *text)
{
    static const char shape[] = "dddd-dd-dd";
    for (size_t i = 0; shape[i]; i++) {
        if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != '-')
            return false;
    }
    return text[sizeof shape - 1] == '\0';
}

int32_t spec_day(struct reader *reader, const struct doc_node *node)
{
    if (!spec_is(reader, node, DOC_STRING, "a date (text)"))
        return DAY_NONE;
    int32_t day;
    if (!looks_like_day(node->text)) {
        spec_report_node(reader, "E0108", node, "write it as YYYY-MM-DD, without a time",
                         "'%s' is not a date", node->text);
        return DAY_NONE;
    }
    if (day_parse(node->text, &day))
        return day;
    spec_report_node(reader, "E0208", node, "look at the month and its number of days",
                     "the day %s does not exist", node->text);
    return DAY_NONE;
}

/* "N", "N-M" (also with an en dash), or the number N. */
static bool parse_weeks(const char *text, struct weeks *weeks)
{
    char *end;
    if (!isdigit((unsigned char)*text))
        return false;
    long first = strtol(text, &end, 10);
    long last = first;
    if (*end) {
        size_t dash = *end == '-' ? 1 : (strncmp(end, "–", 3) == 0 ? 3 : 0);
        if (!dash || !isdigit((unsigned char)end[dash]))
            return false;
        last = strtol(end + dash, &end, 10);
        if (*end)
            return false;
    }
    weeks->first = first > WEEKS_MAX ? WEEKS_MAX + 1 : (int32_t)first;
    weeks->last = last > WEEKS_MAX ? WEEKS_MAX + 1 : (int32_t)last;
    return true;
}

static struct weeks read_weeks(struct reader *reader, const struct doc_node *node)
{
    struct weeks none = {0, 0};
    struct weeks weeks;
    if (node->type != DOC_INT && !spec_is(reader, node, DOC_STRING, "weeks (a text like 3-6)"))
        return none;
    if (!parse_weeks(node->text, &weeks)) {
        spec_report_node(reader, "E0109", node, "write one week as 3 and several as 3-6",
                         "'%s' are no weeks", node->text);
        return none;
    }
    if (weeks.first < 1 || weeks.last < weeks.first || weeks.last > WEEKS_MAX) {
        spec_report_node(
            reader, "E0218", node,
            arena_printf(reader->arena, "weeks count from 1 to %d, the first one first", WEEKS_MAX),
            "weeks %s are out of order or out of range", node->text);
        return none;
    }
    if (!reader->weeks.node)
        reader->weeks = (struct origin){reader->file, node};
    return weeks;
}

static int64_t read_number(struct reader *reader, const struct doc_node *node)
{
    if (!spec_is(reader, node, DOC_INT, "a whole number"))
        return 0;
    int64_t number = doc_integer(node);
    if (number >= 1 && number <= NUMBER_MAX)
        return number;
    spec_report_node(reader, "E0113", node, "GitHub's numbers begin at 1",
                     "the number %s is out of range", node->text);
    return 0;
}

static double read_hours(struct reader *reader, const struct doc_node *node)
{
    double hours = -1;
    if (node->type == DOC_INT || node->type == DOC_REAL)
        hours = doc_real(node);
    else {
        wrong_type(reader, node, "a number of hours");
        return -1;
    }
    if (hours >= 0 && hours <= HOURS_MAX)
        return hours;
    spec_report_node(reader, "E0113", node,
                     arena_printf(reader->arena, "hours go from 0 to %d", (int)HOURS_MAX),
                     "the number %s is out of range", node->text);
    return -1;
}

void spec_lines(struct reader *reader, const struct doc_node *node, struct strlist *list,
                const char *what)
{
    if (node->type != DOC_LIST) {
        wrong_type(reader, node, arena_printf(reader->arena, "a list (of %s)", what));
        return;
    }
    list->items = arena_calloc(reader->arena, node->count, sizeof *list->items);
    list->cap = node->count;
    for (uint32_t i = 0; i < node->count; i++) {
        const char *line = spec_line(reader, &node->items[i], "a text");
        if (line)
            list->items[list->len++] = line;
    }
}

static void read_names(struct reader *reader, const struct doc_node *node, struct strlist *list)
{
    if (node->type != DOC_STRING) {
        spec_lines(reader, node, list, "texts");
        return;
    }
    const char *line = one_line(reader, node);
    if (line)
        strlist_add(reader->arena, list, line);
}

static void read_paths(struct reader *reader, const struct doc_node *node, struct strlist *list)
{
    if (!spec_is(reader, node, DOC_LIST, "a list (of paths)"))
        return;
    for (uint32_t i = 0; i < node->count; i++) {
        const char *path = spec_path(reader, &node->items[i]);
        if (path)
            strlist_add(reader->arena, list, path);
    }
}

static void read_opt_text(struct reader *reader, const struct doc_node *node, struct opt_text *to,
                          bool line)
{
    to->spot = spec_spot(reader->file, node);
    if (node->type == DOC_NULL) {
        to->presence = CLEAR;
        return;
    }
    if (line)
        to->text = spec_line(reader, node, "a text");
    else if (spec_is(reader, node, DOC_STRING, "a text"))
        to->text = node->text;
    to->presence = to->text ? SET : ABSENT;
}

static void read_opt_day(struct reader *reader, const struct doc_node *node, struct opt_day *to)
{
    to->spot = spec_spot(reader->file, node);
    to->day = node->type == DOC_NULL ? DAY_NONE : spec_day(reader, node);
    if (node->type == DOC_NULL)
        to->presence = CLEAR;
    else
        to->presence = to->day == DAY_NONE ? ABSENT : SET;
}

static void read_opt_list(struct reader *reader, const struct doc_node *node, struct opt_list *to)
{
    to->spot = spec_spot(reader->file, node);
    to->presence = CLEAR;
    if (node->type == DOC_NULL)
        return;
    spec_lines(reader, node, &to->items, "texts");
    if (to->items.len)
        to->presence = SET;
    else if (node->type != DOC_LIST || node->count)
        to->presence = ABSENT;
}

/* Null means for these: as if the key were not there. */
static void read_plain(struct reader *reader, const struct spec_key *key,
                       const struct doc_node *node, void *to)
{
    if (node->type == DOC_NULL && !key->needed)
        return;
    switch (key->kind) {
    case VALUE_TEXT:
        if (spec_is(reader, node, DOC_STRING, "a text"))
            *(const char **)to = node->text;
        break;
    case VALUE_LINE:
        *(const char **)to = spec_line(reader, node, "a text");
        break;
    case VALUE_SCALAR:
        *(const char **)to = read_scalar(reader, node);
        break;
    case VALUE_ID:
        *(const char **)to = spec_id(reader, node);
        break;
    case VALUE_WORD:
        *(const char **)to = read_word(reader, node, key->words);
        break;
    case VALUE_PATH:
        *(const char **)to = spec_path(reader, node);
        break;
    case VALUE_DAY:
        *(int32_t *)to = spec_day(reader, node);
        break;
    case VALUE_BOOL:
        if (spec_is(reader, node, DOC_BOOL, "true or false"))
            *(bool *)to = doc_truth(node);
        break;
    case VALUE_WEEKS:
        *(struct weeks *)to = read_weeks(reader, node);
        break;
    case VALUE_NUMBER:
        *(int64_t *)to = read_number(reader, node);
        break;
    case VALUE_HOURS:
        *(double *)to = read_hours(reader, node);
        break;
    case VALUE_LINES:
        spec_lines(reader, node, to, "texts");
        break;
    case VALUE_NAMES:
        read_names(reader, node, to);
        break;
    case VALUE_PATHS:
        read_paths(reader, node, to);
        break;
    default:
        BUG("a kind of value without a reader");
    }
}

static void read_value(struct reader *reader, const struct spec_key *key,
                       const struct doc_entry *entry, void *object)
{
    void *to = (char *)object + key->offset;
    switch (key->kind) {
    case VALUE_OPT_TEXT:
    case VALUE_OPT_LINE:
        read_opt_text(reader, &entry->value, to, key->kind == VALUE_OPT_LINE);
        break;
    case VALUE_OPT_DAY:
        read_opt_day(reader, &entry->value, to);
        break;
    case VALUE_OPT_LIST:
        read_opt_list(reader, &entry->value, to);
        break;
    case VALUE_CUSTOM:
        key->read(reader, object, entry);
        break;
    case VALUE_IGNORED:
        break;
    default:
        read_plain(reader, key, &entry->value, to);
    }
}

/* What people of other tools write, and what it is called here. */
static const char *const other_words[][2] = {
    {"name", "title"},
    {"due", "due_on"},
    {"due_date", "due_on"},
    {"target_date", "due_on"},
    {"start", "start_on"},
    {"start_date", "start_on"},
    {"assignee", "assignees"},
    {"label", "labels"},
    {"dependencies", "depends_on"},
    {"blocked_by", "depends_on"},
    {"after", "depends_on"},
    {"estimate", "effort_hours"},
    {"effort", "effort_hours"},
    {"hours", "effort_hours"},
    {"description", "summary"},
    {"acceptance_criteria", "done_when"},
    {"key", "id"},
    {"code", "id"},
    {"colour", "color"},
    {"previous_names", "previously"},
    {"aliases", "previously"},
    {"reason", "state_reason"},
    {"repo", "repository"},
    {"includes", "include"},
};

static bool table_has(const struct spec_key *keys, const char *name)
{
    for (; keys->name; keys++) {
        if (strcmp(keys->name, name) == 0)
            return true;
    }
    return false;
}

void spec_unknown_key(struct reader *reader, const struct doc_entry *entry,
                      const struct spec_key *keys, const char *what)
{
    struct nearest nearest = nearest_init(entry->key);
    for (const struct spec_key *key = keys; key->name; key++)
        nearest_try(&nearest, key->name);
    for (size_t i = 0; i < sizeof other_words / sizeof *other_words; i++) {
        if (strcmp(entry->key, other_words[i][0]) == 0 && table_has(keys, other_words[i][1]))
            nearest.best = other_words[i][1];
    }
    const char *help = nearest_help(reader->arena, &nearest);
    if (!help)
        help = "keys of your own begin with 'x-'";
    spec_report(reader, "E0103", spec_key_spot(reader->file, entry), help, "%s has no key '%s'",
                what, entry->key);
}

static void report_missing(struct reader *reader, const struct doc_node *node,
                           const struct spec_key *keys, uint64_t seen, const char *what)
{
    for (size_t i = 0; keys[i].name; i++) {
        if (keys[i].needed && !(seen & (UINT64_C(1) << i)))
            spec_report_node(reader, "E0106", node,
                             arena_printf(reader->arena, "add %s: …", keys[i].name),
                             "%s needs the key '%s'", what, keys[i].name);
    }
}

/* The index of the key, or of the end of the table. People write keys in the order of the table
 * more often than not, so the search goes on from the key before. */
static size_t find_key(const struct spec_key *keys, size_t before, const char *name)
{
    size_t k = before;
    while (keys[k].name && (keys[k].name[0] != name[0] || strcmp(keys[k].name, name) != 0))
        k++;
    if (keys[k].name || before == 0)
        return k;
    size_t end = k;
    for (k = 0; k < before; k++)
        if (keys[k].name[0] == name[0] && strcmp(keys[k].name, name) == 0)
            return k;
    return end;
}

bool spec_read_map(struct reader *reader, const struct doc_node *node, const struct spec_key *keys,
                   void *object, const char *what)
{
    if (node->type != DOC_MAP) {
        wrong_type(reader, node, arena_printf(reader->arena, "a map (%s)", what));
        return false;
    }
    uint64_t seen = 0;
    size_t k = 0;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct doc_entry *entry = &node->entries[i];
        k = find_key(keys, k, entry->key);
        BUG_UNLESS(k < KEYS_MAX);
        if (keys[k].name) {
            seen |= UINT64_C(1) << k;
            read_value(reader, &keys[k], entry, object);
        } else if (!text_starts(entry->key, "x-")) {
            spec_unknown_key(reader, entry, keys, what);
        }
    }
    report_missing(reader, node, keys, seen, what);
    return true;
}
