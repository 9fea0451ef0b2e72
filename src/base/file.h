/* Files and paths. */
#ifndef ROADMAP_BASE_FILE_H
#define ROADMAP_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

/* Reads a regular file whole ("-" is standard input). NUL-terminated copy in the arena. A FIFO,
 * device or directory, and a file over `max_bytes`, is ERR_FAILED / ERR_CEILING with the path. */
nodiscard enum code file_read(struct arena *arena, const char *path, size_t max_bytes, char **bytes,
                              size_t *len, struct err *err);
/* Reads `path` inside `folder`, NUL-terminated. *found false: nothing there, no regular file, a
 * symlink anywhere below the folder, or a "..": what others wrote must not lead out of it. Over
 * `max_bytes` is ERR_CEILING. */
nodiscard enum code file_read_beneath(struct arena *arena, const char *folder, const char *path,
                                      size_t max_bytes, char **bytes, size_t *len, bool *found,
                                      struct err *err);
/* Writes to a temporary file beside `path`, fsyncs and renames over it; mode like 0644 or 0600
 * (less the umask). A symlink at `path` is replaced, never followed. */
nodiscard enum code file_write_atomic(const char *path, const char *bytes, size_t len, int mode,
                                      struct err *err);
/* The same over a file that is there: its mode stays, and a symlink stays one (what it points to is
 * replaced). `was`: the bytes that were read from it; ERR_REFUSED when it has others by now. */
nodiscard enum code file_replace(const char *path, const char *was, size_t was_len,
                                 const char *bytes, size_t len, struct err *err);
/* Creates with O_EXCL: ERR_EXISTS when something is there. Parent folders are made. */
nodiscard enum code file_create(const char *path, const char *bytes, size_t len, int mode,
                                struct err *err);
/* A file that lines are added to. Made new (ERR_EXISTS when something is there), its folder (0700)
 * too. Release: file_lines_close. */
struct file_lines {
    int fd; /* -1: closed */
    const char *path;
};
#define FILE_LINES_INIT                                                                            \
    {                                                                                              \
        -1, 0                                                                                      \
    }
nodiscard enum code file_lines_open(struct file_lines *lines, const char *path, int mode,
                                    struct err *err);
/* The text in one write, so that a process that is killed leaves whole lines but for the last. */
nodiscard enum code file_lines_add(const struct file_lines *lines, const char *text,
                                   struct err *err);
/* What was added is on the disk after this. */
nodiscard enum code file_lines_sync(const struct file_lines *lines, struct err *err);
/* Synced to the disk, then closed. Nothing when it is closed. */
nodiscard enum code file_lines_close(struct file_lines *lines, struct err *err);
/* When a file was last written, milliseconds since the epoch; 0 when it is not there. */
int64_t file_modified_ms(const char *path);

bool file_exists(const char *path); /* follows links */
bool file_is_dir(const char *path);
bool file_is_symlink(const char *path);
/* mkdir -p with `mode` for those it makes. */
nodiscard enum code dir_make(const char *path, int mode, struct err *err);
/* Names in a folder in byte order, without "." and ".."; an absent folder gives an empty list. */
nodiscard enum code dir_list(struct arena *arena, const char *path, struct strlist *names,
                             struct err *err);

/* A new folder (0700) of our own in TMPDIR or /tmp, its name beginning with `name`. */
nodiscard enum code dir_make_temp(struct arena *arena, const char *name, char **path,
                                  struct err *err);
/* Removes a folder with all below it, as far as it can; symlinks are removed, not followed. */
void dir_remove_tree(const char *path);

char *path_join(struct arena *arena, const char *folder, const char *name); /* absolute name wins */
char *path_dir(struct arena *arena, const char *path);                      /* "." when none */
/* `path` as it is called from `folder`, both absolute and without links: "../../a/b". Where they
 * have nothing but the root in common, the absolute path is the better name. */
char *path_from(struct arena *arena, const char *folder, const char *path);
const char *path_base(const char *path);
/* Absolute and without symlinks; ERR_FAILED when it does not exist. */
nodiscard enum code path_real(struct arena *arena, const char *path, char **real, struct err *err);
/* Shell-like glob with * ? [] and \ inside one component and ** as a whole component across any
 * number of them (a last one: at least one); no braces. A leading dot is nothing special. */
bool glob_match(const char *pattern, const char *path);

#endif
