#!/bin/bash
# model.sh ROOT: the reference model of the two-sided property test shares nothing with the product
# and can be read at one sitting: libc only, model.c below 200 lines.
set -eu
cd "$1"
folder=tests/property
[ -f $folder/model.c ] && [ -f $folder/model.h ] || {
    echo "$folder: no model"
    exit 1
}
bad=0
if grep -nE '^ *# *include' $folder/model.c $folder/model.h |
    grep -vE '<(stdbool|stddef|stdint|string|stdlib)\.h>|model\.c:[0-9]+:#include "property/model\.h"'; then
    echo "$folder: the model includes more than libc"
    bad=1
fi
lines=$(wc -l <$folder/model.c)
if [ "$lines" -ge 200 ]; then
    echo "$folder/model.c: $lines lines, must be below 200"
    bad=1
fi
exit $bad
