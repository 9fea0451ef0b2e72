/* The file system of SQLite with one answer made stricter. To SQLite a short read is the end of the
 * file: it takes zeros for what is missing, and may write them back. Where the file does go on, the
 * read failed, and this says so. (sqlite.org/c3ref/io_methods.html, xRead) */
#ifndef ROADMAP_STORE_STRICT_READS_H
#define ROADMAP_STORE_STRICT_READS_H

/* The name to open a database with; above what is SQLite's default at the first call. */
const char *strict_reads(void);

#endif
