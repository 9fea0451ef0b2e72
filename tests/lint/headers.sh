#!/bin/bash
# headers.sh ROOT: each header compiles alone, under the warnings of the product, and is guarded.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/files.sh"

bad=0
check() {
    printf '#include "%s"\n#include "%s"\nextern int one_declaration;\n' "${1#src/}" "${1#src/}" |
        "${CC:-gcc}" -std=c11 -D_GNU_SOURCE -fsyntax-only -x c -Isrc -Itests -Wall -Wextra -Wpedantic \
            -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla -Werror - ||
        {
            echo "$1: does not compile alone"
            return 1
        }
}
while IFS= read -r file; do
    check "$file" || bad=1
    name=$(sed 's,^src/,,; s,[/.],_,g' <<<"$file" | tr '[:lower:]' '[:upper:]')
    case $file in
    src/*)
        if ! grep -q "^#ifndef ROADMAP_$name$" "$file"; then
            echo "$file: the guard is not ROADMAP_$name"
            bad=1
        fi
        ;;
    esac
done < <(files 'src/*.h')
exit $bad
