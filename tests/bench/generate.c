#include "generate.h"

#include <errno.h>
#include <string.h>

#include "measure.h"

/* What differs when `changed` is n: the first milestone's description, the first label's colour,
 * and then issues, in turn the title and the text. */
#define CHANGED_MILESTONE 1
#define CHANGED_LABEL 2

static bool waits(const struct plan_size *size, int issue)
{
    return size->depends_every > 0 && issue > 1 && issue % size->depends_every == 0;
}

int generate_links(const struct plan_size *size)
{
    int links = 0;
    for (int i = 1; i <= size->issues; i++)
        links += waits(size, i);
    return links;
}

int generate_texts_changed(const struct plan_size *size)
{
    return size->changed >= CHANGED_LABEL ? size->changed - 1 : size->changed;
}

static const char *changed_title(const struct plan_size *size, int issue)
{
    return issue + CHANGED_LABEL <= size->changed && issue % 2 == 0 ? ", renamed" : "";
}

static const char *changed_text(const struct plan_size *size, int issue)
{
    return issue + CHANGED_LABEL <= size->changed && issue % 2 == 1 ? " Said anew." : "";
}

static const char *milestone_text(const struct plan_size *size)
{
    return size->changed >= CHANGED_MILESTONE ? "Said anew." : "What this step brings.";
}

static const char *label_color(const struct plan_size *size, int label)
{
    return label == 1 && size->changed >= CHANGED_LABEL ? "aa0000" : "5319e7";
}

static void json_issue(FILE *out, const struct plan_size *size, int i)
{
    fprintf(out, "%s\n{\"id\":\"G-%05d\",\"title\":\"G-%05d: Part %d of the generated plan%s\"",
            i == 1 ? "" : ",", i, i, i, changed_title(size, i));
    if (size->milestones > 0)
        fprintf(out, ",\"milestone\":\"M%03d\"", 1 + (i - 1) % size->milestones);
    if (size->labels > 0)
        fprintf(out, ",\"labels\":[\"area:%03d\"]", 1 + i % size->labels);
    fprintf(out, ",\"effort_hours\":%d", 1 + i % 16);
    if (waits(size, i))
        fprintf(out, ",\"depends_on\":[\"G-%05d\"]", i - 1);
    fprintf(out,
            ",\"summary\":\"Part %d is wanted by the people who read the numbers every "
            "month.%s\",\"tasks\":[\"write "
            "part %d\",\"review it with the team\"],\"done_when\":[\"part %d is merged and its "
            "checks pass\"]}",
            i, changed_text(size, i), i, i);
}

static void json_plan(FILE *out, const struct plan_size *size)
{
    fputs("{\"version\":1,\"scope\":\"bench\",\"labels\":[", out);
    for (int i = 1; i <= size->labels; i++)
        fprintf(out, "%s\n{\"name\":\"area:%03d\",\"color\":\"%s\",\"description\":\"Area %d\"}",
                i == 1 ? "" : ",", i, label_color(size, i), i);
    fputs("],\n\"milestones\":[", out);
    for (int i = 1; i <= size->milestones; i++)
        fprintf(out,
                "%s\n{\"id\":\"M%03d\",\"title\":\"Step %d\",\"description\":\"%s\","
                "\"due_on\":\"2027-%02d-%02d\"}",
                i == 1 ? "" : ",", i, i, i == 1 ? milestone_text(size) : "What this step brings.",
                1 + i % 12, 1 + i % 28);
    fputs("],\n\"issues\":[", out);
    for (int i = 1; i <= size->issues; i++)
        json_issue(out, size, i);
    fputs("]}\n", out);
}

static void yaml_issue(FILE *out, const struct plan_size *size, int i)
{
    fprintf(out, "  - id: G-%05d\n    title: 'G-%05d: Part %d of the generated plan%s'\n", i, i, i,
            changed_title(size, i));
    if (size->milestones > 0)
        fprintf(out, "    milestone: M%03d\n", 1 + (i - 1) % size->milestones);
    if (size->labels > 0)
        fprintf(out, "    labels: ['area:%03d']\n", 1 + i % size->labels);
    fprintf(out, "    effort_hours: %d\n", 1 + i % 16);
    if (waits(size, i))
        fprintf(out, "    depends_on: [G-%05d]\n", i - 1);
    fprintf(out,
            "    summary: Part %d is wanted by the people who read the numbers every month.%s\n    "
            "tasks:\n      - write "
            "part %d\n      - review it with the team\n    done_when: [part %d is merged and its "
            "checks pass]\n",
            i, changed_text(size, i), i, i);
}

static void yaml_plan(FILE *out, const struct plan_size *size)
{
    fputs("version: 1\nscope: bench\nlabels:\n", out);
    for (int i = 1; i <= size->labels; i++)
        fprintf(out, "  - {name: 'area:%03d', color: %s, description: Area %d}\n", i,
                label_color(size, i), i);
    fputs("milestones:\n", out);
    for (int i = 1; i <= size->milestones; i++)
        fprintf(out, "  - {id: M%03d, title: Step %d, description: %s, due_on: 2027-%02d-%02d}\n",
                i, i, i == 1 ? milestone_text(size) : "What this step brings.", 1 + i % 12,
                1 + i % 28);
    fputs("issues:\n", out);
    for (int i = 1; i <= size->issues; i++)
        yaml_issue(out, size, i);
}

void generate_plan(FILE *out, const struct plan_size *size)
{
    if (size->yaml)
        yaml_plan(out, size);
    else
        json_plan(out, size);
}

long generate_file(const char *path, const struct plan_size *size)
{
    FILE *out = fopen(path, "w");
    if (!out)
        bench_die("%s: %s", path, strerror(errno));
    generate_plan(out, size);
    long bytes = ftell(out);
    if (fclose(out) != 0 || bytes < 0)
        bench_die("%s: %s", path, strerror(errno));
    return bytes;
}
