# shellcheck shell=bash disable=SC2154
# e2e: short
# A sync against the built-in stand-in: the first thing that people see.
. "$(dirname "$0")/lib.sh"

it "rehearses the example without a plan, a token or a network"
run rehearse
expect_status 0
expect_stdout_first "Rehearsed: 67 created, then a second run with 0 writes. Nothing was sent out."
expect_stdout_has "6 milestones, 22 issues, 17 labels, 22 links"
expect_stdout_has "your own plan:  roadmap rehearse FILE"
expect_stdout_lacks "for real" # the example is no plan of anybody

it "rehearses a plan of one's own"
cp "$root/roadmap/database.json" mine.json
run rehearse mine.json
expect_status 0
expect_stdout_has "Rehearsed: 67 created"
expect_stdout_has "for real:  roadmap plan --repo OWNER/NAME --spec mine.json"

it "leaves nothing behind"
expect_no_file .git
expect_no_file cache

it "says the same as data"
run rehearse --json
expect_status 0
expect_json .format 1
