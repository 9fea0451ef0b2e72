/* Working time: Monday to Friday, counted in minutes of working days that follow each other without
 * a gap, so that the end of a Friday is the beginning of the Monday after it. The plan's grammar
 * knows no holidays. (design: dates are calendar days) */
#ifndef ROADMAP_BASE_WORKDAY_H
#define ROADMAP_BASE_WORKDAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"

bool workday_is(int32_t day);
/* How many working days lie between a fixed Monday and the day: of a Saturday and a Sunday the same
 * as of the Monday after them. */
int64_t workday_index(int32_t day);
/* The working day with this index, clamped to what a day can hold. */
int32_t workday_at(int64_t index);
/* Working days after `from` up to and with `to`; negative when `to` lies before. */
int64_t workday_between(int32_t from, int32_t to);

/* The moment at which a day begins and ends; of a Saturday and a Sunday both are the end of the
 * Friday before. */
int64_t workday_begin(int32_t day, int32_t minutes_a_day);
int64_t workday_end(int32_t day, int32_t minutes_a_day);
/* The day of something that begins, and of something that ends, at this moment: at the edge between
 * two days the later and the earlier one. */
int32_t workday_of_begin(int64_t moment, int32_t minutes_a_day);
int32_t workday_of_end(int64_t moment, int32_t minutes_a_day);
/* Whole working days in a span of working minutes, rounded down (-1 minute is -1 day). */
int64_t workday_whole(int64_t minutes, int32_t minutes_a_day);

#endif
