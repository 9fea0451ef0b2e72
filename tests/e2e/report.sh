# shellcheck shell=bash disable=SC2154,SC2016
# One HTML page to forward: `roadmap report`.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
export SOURCE_DATE_EPOCH=1772702000 # 2026-03-05
at() { run_with SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH -- "$@"; }
page=roadmap-report.html

it "says what is missing where nothing was read, outside git"
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/database.json
at report
expect_status 0
expect_stdout_first "Unknown: nothing was read from GitHub yet."
expect_stdout_has "Written to $page"
expect_stderr_empty
expect has $page 'GitHub was never read'
expect has $page 'DB-ML5'

it "is one file without script and without a request"
git_init
git add -A
git commit -qm "the plan"
sandbox_start
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 0
sandbox POST edit "issue 1 close" >/dev/null
on_sandbox --repo acme/data-pipeline status --fetch
expect_status 0
at report
expect_status 0
expect_stdout_matches "^On track: DB-ML0 is due 13 Feb|^Late: "
[ "$(grep -c '<script' $page)" = 0 ] || fail "there is a script"
! grep -qE '@import|url\(|<(img|iframe|object|embed|link rel="stylesheet)' $page ||
    fail "something would be loaded"
expect has $page "default-src 'none'"
expect matches $page '<td>✓ done [0-9]+ '

it "is the same bytes for the same input, in any zone and locale"
cp $page first.html
run_with SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH TZ=Asia/Kathmandu LC_ALL=C -- report -o second.html
expect_status 0
expect_same first.html second.html
at report -o -
expect_status 0
expect_same first.html "$out"

it "gives the same as data"
at --json report --since 2026-03-01
expect_status 0
expect_json .file $page
expect_json .bytes "$(wc -c <$page)"
expect_json .since 2026-03-01
at --json report
expect_json .since 2026-02-26

it "refuses a day that is none"
run report --since yesterday
expect_status 64
expect_stderr_has "--since: 'yesterday' is no day"
run report --since 2099-01-01
expect_status 64
expect_stderr_has "--since: 2099-01-01 has not begun yet"

it "counts proof only where it is asked for"
jq '(.issues[] | select(.id == "DB-005")).checks = [{file: "docs/guards.md"}]' roadmap/database.json >asks.json
mv asks.json roadmap/database.json
run report
expect_status 0
expect has $page '>0/1<'
expect_equal "$(grep -c '>0/0<' $page)" 0
