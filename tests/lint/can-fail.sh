#!/bin/bash
# can-fail.sh FIXTURES LINT…: runs the lint on every folder in FIXTURES. The folder `good` has to
# pass; every other has to fail and to print each line of its file `expected`. The folders are
# copied first and `@@` is taken out of them, so that no fixture holds what the project may not say.
set -eu
fixtures=$(mktemp -d)
trap 'rm -rf "$fixtures"' EXIT
cp -R "$1/." "$fixtures"
find "$fixtures" -type f -exec sed -i 's/@@//g' {} +
shift
wrong=0
seen_good=
seen_bad=
for folder in "$fixtures"/*/; do
    folder=${folder%/}
    status=0
    said=$("$@" "$folder" 2>&1) || status=$?
    if [ "${folder##*/}" = good ]; then
        seen_good=1
        if [ $status != 0 ]; then
            echo "$folder: should pass and says: $said"
            wrong=1
        fi
        continue
    fi
    seen_bad=1
    if [ $status = 0 ]; then
        echo "$folder: should fail and passes"
        wrong=1
    fi
    while IFS= read -r line; do
        if ! grep -qF -e "$line" <<<"$said"; then
            echo "$folder: does not say '$line' but: $said"
            wrong=1
        fi
    done <"$folder/expected"
done
[ -n "$seen_good" ] && [ -n "$seen_bad" ] || {
    echo "$fixtures: needs a folder 'good' and one that fails"
    wrong=1
}
exit $wrong
