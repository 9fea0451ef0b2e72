# shellcheck shell=bash disable=SC2154,SC2016
# The page of `roadmap report` in a browser: from the disk, at three widths, light and dark, with one
# issue and with 10,000, and with markup in every field (tests/node/report_page.mjs says what for).
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
node=$root/tests/node
[ -e "$node/node_modules/playwright-core" ] || fail "playwright-core is not installed: ./dev setup"
shots=$area/shots # with E2E_KEEP=1 they stay

plan() { # FOLDER KIND [N]
    mkdir -p "$1/roadmap"
    git_init "$1"
    node "$node/report_plans.mjs" "$2" "${3:-}" >"$1/roadmap/roadmap.json"
    git -C "$1" add -A
    GIT_COMMITTER_DATE=2026-02-02T10:00:00Z git -C "$1" commit -qm "the plan"
}
page() { # FOLDER
    run_with SOURCE_DATE_EPOCH=1772702000 -- -C "$1" report
    expect_status 0
}

it "makes pages of every size"
for size in 1 1000 10000; do
    plan "p$size" cjk $size
    page "p$size"
done
for kind in hostile harmless; do
    plan $kind $kind
    page $kind
done

it "makes the page of a plan in the middle of its work"
mkdir -p p22/roadmap
git_init p22
# Begun 31 days ago, whenever that is; two of its issues came five days ago.
moved=$((($(date +%s) - $(date -d 2026-03-05 +%s)) / 86400 * 86400))
whole=$area/whole.json
jq --argjson moved "$moved" '
    def moves: (. + "T00:00:00Z" | fromdate) + $moved | todate[:10];
    .start_on |= moves | .milestones[].due_on |= moves' "$root/roadmap/database.json" >"$whole"
jq 'del(.issues[-2:])' "$whole" >p22/roadmap/database.json
git -C p22 add -A
GIT_COMMITTER_DATE=$(date -d '31 days ago' -Is) git -C p22 commit -qm "the plan"
cp "$whole" p22/roadmap/database.json
GIT_COMMITTER_DATE=$(date -d '5 days ago' -Is) git -C p22 commit -qam "two more"
sandbox_start
on_sandbox -C p22 sync --yes
expect_status 0
for number in 1 2 3 4; do
    sandbox POST edit "issue $number close" >/dev/null
done
sandbox POST edit "issue 5 assign octocat" >/dev/null
on_sandbox -C p22 status --fetch
expect_status 0
run -C p22 report
expect_status 0
expect has p22/roadmap-report.html burnup-picture

mkdir "$shots"

it "has no message, no request, no overlap and no barrier, whatever stands in it"
run_command env REPORT_SHOTS="$shots" node "$node/report_page.mjs" p1=p1/roadmap-report.html \
    p22=p22/roadmap-report.html p1000=p1000/roadmap-report.html p10000=p10000/roadmap-report.html \
    same:harmless=harmless/roadmap-report.html same:hostile=hostile/roadmap-report.html
expect_status 0
expect_stderr_empty
expect_stdout_matches '^p22: [0-9]+ elements, [1-4] sheets of A4$'
