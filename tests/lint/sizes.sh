#!/bin/bash
# sizes.sh ROOT: no file over 600 lines, no function over 80. By the house style a function's braces
# stand in the first column.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/files.sh"

files 'src/*.[ch]' 'tests/*.[ch]' 'tests/*.sh' 'tests/*.mjs' 'cmake/*.cmake' dev CMakeLists.txt |
    xargs awk '
    function close_file() {
        if (lines > 600) {
            printf "%s: %d lines, at most 600\n", name, lines
            bad = 1
        }
    }
    FNR == 1 { close_file(); name = FILENAME; start = 0 }
    { lines = FNR }
    /^\{/ { start = FNR }
    /^\}/ {
        if (start && FNR - start - 1 > 80) {
            printf "%s:%d: a function of %d lines, at most 80\n", name, start, FNR - start - 1
            bad = 1
        }
        start = 0
    }
    END { close_file(); exit bad }'
