#!/bin/bash
# embed.sh CMAKE ROOT: a file of every byte, an empty one and names in byte order come back from
# cmake/Embed.cmake unchanged.
set -eu
cmake=$1
root=$2
area=$(mktemp -d)
trap 'rm -rf "$area"' EXIT
cd "$area"
mkdir -p files/a files/B
for ((i = 0; i < 256; i++)); do
    # shellcheck disable=SC2059
    printf "\\x$(printf %02x $i)"
done >files/a/bytes.bin
: >files/B/empty.md
printf 'a "quoted" \\n ;line; [x]\r\n%s' '${not} @a@ variable' >files/a-b.sql
printf 'B/empty.md\na-b.sql\na/bytes.bin\n' >list.txt
"$cmake" -D ROOT="$area/files" -D LIST="$area/list.txt" -D OUT="$area/embedded.c" \
    -P "$root/cmake/Embed.cmake"
cat >main.c <<'END'
#include "base/embed.h"
#include <stdio.h>
int main(void)
{
    for (size_t i = 0; i < embedded_file_count; i++) {
        FILE *file = fopen(embedded_files[i].path, "wb");
        if (!file || embedded_files[i].bytes[embedded_files[i].len] != 0)
            return 1;
        fwrite(embedded_files[i].bytes, 1, embedded_files[i].len, file);
        if (fclose(file))
            return 1;
    }
    return embedded_file_count == 3 ? 0 : 1;
}
END
"${CC:-cc}" -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror -I"$root/src" main.c embedded.c -o main
mkdir -p out/a out/B
(cd out && ../main)
diff -r files out
