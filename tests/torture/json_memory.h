/* Memory for JSON values, quicker than the sanitizer's: thousands of stories make the same lists of
 * issues over and over, and a third of their time went into allocating them. What JSON values do
 * with their memory is looked at by all other tests. */
#ifndef ROADMAP_TORTURE_JSON_MEMORY_H
#define ROADMAP_TORTURE_JSON_MEMORY_H

/* Before the first JSON value of the process. */
void json_memory_use(void);

#endif
