#!/bin/bash
# banned.sh ROOT: functions that the house does not use, and output below cli.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/files.sh"

# scope: names: why, and what instead
rules='
src,tests:strcpy strcat stpcpy wcscpy wcscat:no bound; struct str or memcpy
src,tests:sprintf vsprintf:no bound; snprintf or struct str
src:gets:no bound
src,tests:tmpnam tempnam mktemp:a race; mkstemp
src,tests:strtok:keeps its place in a static; strcspn
src:atoi atol atoll atof:hides errors; strtol and a check of its end
src:system popen:a shell in between; base/process.h
src:alloca:no bound
src:setlocale:nothing depends on the locale
src:getpwuid getpwnam:needs NSS; the environment has HOME
src:dlopen dlsym:the program is one file
src:asctime ctime gmtime localtime:one static buffer; base/day.h
src:rand srand random:base asks the kernel
src:setjmp longjmp:jumps over cleanups
'
# Only cli writes and only main ends. Exempt: where a bug aborts with its place.
below_cli='v?printf|puts|putchar|perror|exit|_Exit|quick_exit'
exempt='src/base/err\.c'

bad=0
code=$(mktemp)
trap 'rm -f "$code"' EXIT
files 'src/*.[ch]' 'tests/*.[ch]' | xargs awk -f "$here/strip.awk" >"$code"

show() { # WHY; the hits come on stdin
    local file line text
    while IFS=: read -r file line text; do
        echo "$file:$line: $1: $(sed 's/^ *//' <<<"$text")"
        bad=1
    done
}

# Not a member (x->system), not the tail of a longer name.
call='[^A-Za-z0-9_.>]'
while IFS=: read -r scope names why; do
    [ -n "$scope" ] || continue
    show "banned ($why)" < <(
        grep -E "^(${scope//,/|})/" "$code" |
            grep -E ":[0-9]+:(.*$call)?(${names// /|})[[:space:]]*\(" || true
    )
done <<<"$rules"
show "only cli writes and ends" < <(
    grep -E '^src/' "$code" | grep -vE "^(src/cli/|$exempt:)" |
        grep -E ":[0-9]+:(.*$call)?(($below_cli)[[:space:]]*\(|(stdout|stderr)\>)" || true
)
exit $bad
