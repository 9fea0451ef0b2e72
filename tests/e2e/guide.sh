# shellcheck shell=bash disable=SC2154
# The pages of docs/guide that walk through something: each block of commands is run where the one
# before it left off, and prints the lines that the page shows below it.
. "$(dirname "$0")/lib.sh"
export SOURCE_DATE_EPOCH=1772705400 # 5 Mar 2026 10:10 UTC
mkdir "$area/bin"
ln -s "$program" "$area/bin/roadmap"
export PATH=$area/bin:$PATH

walk() { # PAGE
    local line kind="" count=0 held_lines=0
    git_init
    while IFS= read -r line; do
        case $kind:$line in
        :'```sh')
            kind="sh"
            : >"$area/block"
            ;;
        :'```text') kind="text" ;;
        sh:'```')
            kind=""
            run_command bash -eu "$area/block"
            expect_status 0
            count=$((count + 1))
            ;;
        text:'```') kind="" ;;
        sh:*) printf '%s\n' "$line" >>"$area/block" ;;
        text:*)
            expect_stdout_has "$line"
            held_lines=$((held_lines + 1))
            ;;
        esac
    done <"$1"
    [ $count -ge 3 ] && [ $held_lines -ge 3 ] || fail "'$1' has $count blocks and $held_lines lines"
}

it "walks from an issue without evidence to a verified one"
walk "$root/docs/guide/evidence.md"

it "walks from a plan to its dates"
mkdir "$area/dates"
cd "$area/dates" || fail "no folder"
walk "$root/docs/guide/schedule.md"
