#!/bin/bash
# shell.sh ROOT: every shell script parses, and what has a first line #! can be executed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/files.sh"

bad=0
while IFS= read -r file; do
    bash -n "$file" || {
        echo "$file: does not parse"
        bad=1
    }
    if grep -q $'\r' "$file"; then
        echo "$file: has carriage returns"
        bad=1
    fi
    case $file in
    dev | .ci/run | tests/*/run)
        [ -x "$file" ] || {
            echo "$file: is not executable"
            bad=1
        }
        ;;
    esac
done < <(
    files '*' | tr '\n' '\0' |
        xargs -0 awk 'FNR == 1 && (/^#!.*(ba)?sh( |$|\r)/ || FILENAME ~ /\.sh$/) { print FILENAME } { nextfile }'
)
exit $bad
