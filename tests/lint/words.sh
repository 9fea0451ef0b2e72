#!/bin/bash
# words.sh ROOT: what no file of the project says. The patterns are put together here, so that this
# file does not fall under them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/files.sh"

bad=0
deny() { # WHY ERE
    local hits
    # -I: bytes that are no text have no words. xargs splits long lists; grep's 1 is "no hit".
    hits=$(files '*' | tr '\n' '\0' | xargs -0 grep -nIE -e "$2" /dev/null || true)
    if [ -n "$hits" ]; then
        sed "s/\$/   ($1)/" <<<"$hits" | cut -c1-300
        bad=1
    fi
}

deny "unfinished" "\\b(TO""DO|FIX""ME|XX""X|HA""CK)\\b"
deny "a path of one machine" "(^|[^A-Za-z0-9_.])/(ho""me|Use""rs|ro""ot|wo""rk)/[A-Za-z0-9_.-]"
deny "a page outside the project" "(\\.\\./)+sha""red/|\\bsha""red/[a-z-]+\\.md"
deny "a package registry" "(registry\\.npm""js|registry\\.yarn""pkg|deb\\.deb""ian\\.org|pyp""i\\.org|artifact""registry|pkg\\.dev)"
deny "a registry address in a lock file" "\"resolv""ed\": *\"http"
deny "looks like a real token" "(gh""[pousr]_[A-Za-z0-9]{36}|github_""pat_[A-Za-z0-9_]{60})"
deny "a private key" "BEGIN [A-Z ]*PRIV""ATE KEY"
deny "a merge left open" "^(<<<<<<<|>>>>>>>) "
exit $bad
