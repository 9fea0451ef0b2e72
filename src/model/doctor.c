#include "model/doctor.h"

const char *health_name(enum health health)
{
    static const char *const names[HEALTH_COUNT] = {"ok", "unknown", "warn", "fail"};
    return names[health];
}

size_t doctor_count(const struct doctor_report *report, enum health health)
{
    size_t count = 0;
    for (size_t i = 0; i < report->checks.len; i++)
        count += report->checks.items[i].health == health;
    return count;
}

size_t doctor_count_mended(const struct doctor_report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->checks.len; i++)
        count += report->checks.items[i].mended != NULL;
    return count;
}

size_t doctor_count_safe(const struct doctor_report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->checks.len; i++)
        count += report->checks.items[i].safe && !report->checks.items[i].mended;
    return count;
}
