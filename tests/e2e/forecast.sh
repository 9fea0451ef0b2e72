# shellcheck shell=bash disable=SC2154
# By when is it done, and how sure is that: `roadmap forecast`.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
export SOURCE_DATE_EPOCH=1773047400 # Mon 9 Mar 2026 09:10 UTC

git_init
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/roadmap.json

it "gives the schedule's date and says what is missing"
run forecast
expect_status 0
expect_stderr_empty
expect_stdout_first "Too early for odds: GitHub was never read for this plan. By the schedule it ends"
expect_stdout_lacks "By week" # nobody knows whether they were quiet
sandbox_start
on_sandbox sync --yes
expect_status 0
cache=.git/roadmap/cache.db
closed() { # DAY ID…
    local day=$1 id
    shift
    for id; do
        sqlite3 $cache "UPDATE issue SET state = 'closed', state_reason = 'completed', closed_at = '${day}T10:00:00Z'
            WHERE number = (SELECT number FROM item WHERE kind = 'issue' AND id = '$id')"
    done
}
closed 2026-02-09 DB-001
closed 2026-02-13 DB-002 DB-003
run forecast
expect_status 0
expect_stdout_first "Too early for odds: there are 5 of 6 weeks and 3 of 10 closed issues. By the"
expect_stdout_matches "^  DB-ML1 .* 5 +16 Mar +13 Mar$"
run --json forecast
expect_json .possible false
expect_json .p85 null
expect_json .scheduled 2026-04-29
expect_json .runs null

it "gives dates with odds, and the issues that it counted"
closed 2026-02-18 DB-004
closed 2026-02-27 DB-006 DB-008 DB-009
closed 2026-03-04 DB-005 DB-013 DB-014
export SOURCE_DATE_EPOCH=1773652200 # Mon 16 Mar
run forecast
expect_status 0
expect_stdout_matches "^Done by [0-9]+ [A-Z][a-z]+ in 85 of 100 cases, by [A-Za-z0-9 ]+ in 50\.$"
expect_stdout_has "12 issues left; 10 were closed in the last 6 weeks."
expect_stdout_has "By week    0 3 1 3 3 0, from 2 Feb on"
expect_stdout_has "Counted    DB-001 9 Feb, DB-002 13 Feb, DB-003 13 Feb, DB-004 18 Feb"
expect_stdout_has "10,000 runs over the past weeks, seed 1"
run --json forecast
cp "$out" first.json
expect_json .possible true
expect_json .closed 10
expect_json '.weeks | tostring' "[0,3,1,3,3,0]"
expect_json '.counted | length' 10
expect_json '.p50 <= .p85 and .p85 <= .p95' true
expect_json '[.milestones[] | .through] | tostring' "[0,1,6,6,9,12]"
expect_json '.milestones[0].p85' null
expect_json '.milestones[5].p85 == .p85' true
expect_json '.milestones[2].p85 == .milestones[3].p85' true # due on one day
run --json status
expect_json '[.whole.p50_on, .whole.p85_on] | tostring' "$(jq -c '[.p50, .p85]' first.json)"
expect_json '.milestones[5].p85_on' "$(jq -r '.milestones[5].p85' first.json)"
expect_json '.milestones[0].p85_on' null
run_with COLUMNS=200 -- status
expect_stdout_matches "Expected +P50 +P85 +Slack"
run_with COLUMNS=80 -- status
expect_stdout_lacks P85
run --format csv forecast
expect_status 0
expect_stdout_first "$(printf 'milestone,title,left,due,scheduled,p50,p85,p95\r')"

it "gives the same dates for the same seed"
run --json forecast
expect_same "$out" first.json
run --json forecast --seed 2
expect_status 0
run --json forecast --runs 100000
expect_json .runs 100000
run forecast --runs 9999
expect_status 64
expect_stderr_has "--runs: 9999 is not from 10000 to 1000000"

it "counts no issue that was closed as not planned, and none that somebody else's plan has"
sqlite3 $cache "UPDATE issue SET state_reason = 'not_planned' WHERE number = (SELECT number FROM item WHERE id = 'DB-014')"
run forecast
expect_stdout_first "Too early for odds: there are 9 of 10 closed issues. By the schedule it ends 29"
closed 2026-03-04 DB-014

it "keeps to the columns"
for width in 40 80 200; do
    for args in "" "-v" "--ascii"; do
        # shellcheck disable=SC2086
        run_with COLUMNS=$width -- $args forecast
        expect_status 0
        [ "$(wc -L <"$out")" -le "$width" ] || fail "a line is wider than $width"
    done
done

it "has nothing to say about a plan that is done"
closed 2026-03-10 DB-007 DB-010 DB-011 DB-012 DB-015 DB-016 DB-017 DB-018 DB-019 DB-020 DB-021 DB-022
run forecast
expect_status 0
expect_stdout_first "Nothing to forecast: the plan has no open issue."
