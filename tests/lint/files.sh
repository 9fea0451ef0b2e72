# Sourced by the lints. files PATTERN…: the files of the tree that git knows or would add, without
# the fixtures of the lints; in a tree that is no repository (a fixture) all files.
# shellcheck shell=bash
root=$(cd "$1" && pwd)
cd "$root" || exit 1

files() {
    if [ -e .git ]; then
        git -c safe.directory='*' ls-files --cached --others --exclude-standard -- "$@" |
            grep -v '^tests/lint/fixtures/' | while IFS= read -r file; do
            [ ! -f "$file" ] || echo "$file"
        done
    else
        local pattern
        for pattern in "$@"; do
            find . -type f -path "./$pattern" ! -name expected | sed 's,^\./,,'
        done | LC_ALL=C sort
    fi
}
