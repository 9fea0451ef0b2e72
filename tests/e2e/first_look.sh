# shellcheck shell=bash disable=SC2154
# A plan that was looked at and never synced.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
sandbox_start
git_init
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/roadmap.json

it "plans for an empty repository when nothing was read, and says so"
run --repo acme/data-pipeline plan --offline
expect_status 0
expect_stdout_has "67 to create"
cat "$out" "$err" >both
expect grep -q "nothing was read from acme/data-pipeline yet" both

on_sandbox plan
expect_status 0

it "says of a plan that was only read where it stands"
run status
expect_status 0
expect_stdout_first "Unknown: nothing of the plan is on GitHub yet."
expect_stdout_has "roadmap sync"

it "answers with one line at the edge when told to be quiet"
on_sandbox plan -q
expect_stdout_is "67 to create: 17 labels, 6 milestones, 22 issues, 22 blocked-by links."
