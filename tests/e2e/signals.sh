# shellcheck shell=bash disable=SC2154,SC2034
# Ctrl-C and SIGTERM while a run writes, a second one at once, and --max-wait: what is asserted is the
# order of things, what stands on GitHub, and that the next run goes on without a duplicate.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
git_init
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/roadmap.json
on_repo() { on_sandbox --repo acme/data-pipeline "$@"; }
afresh() {
    stop sandbox
    sandbox_start
    rm -rf .git/roadmap
    : >"$err"
}
# The program in the background, its status later from `wait`; on time it hangs in the 5th issue.
start_sync() {
    env ROADMAP_WRITE_INTERVAL_MS=0 ROADMAP_CREATES_PER_HOUR=0 ROADMAP_CREATES_PER_MINUTE=0 \
        ROADMAP_RECOVERY_DELAYS_MS=10,20 "$program" --api-url "$url" --token-file "$HOME/token" \
        --repo acme/data-pipeline sync --yes </dev/null >"$out" 2>"$err" &
    pid=$!
    last="sync in the background"
}
issues() { sandbox GET world | jq '.issues | length'; }
until_issues() { # N
    local i
    for ((i = 0; i < 400; i++)); do
        [ "$(issues)" = "$1" ] && return
        sleep 0.05
    done
    fail "there were never $1 issues"
}
ended() {
    status=0
    wait "$pid" || status=$?
}
completes() {
    sandbox DELETE faults >/dev/null
    on_repo sync --yes
    expect_status 0
    expect_equal "$(issues)" 22
    expect_equal "$(sandbox GET world | jq '[.issues[].title] | unique | length')" 22
    sandbox_forget
    on_repo sync --yes
    expect_status 0
    expect_equal "$(sandbox_writes)" 0
}

it "answers a signal at once, gives the write a moment, and says that its outcome is not known"
for signal in INT:130 TERM:143; do
    afresh
    # The issue is made, and its answer does not come.
    sandbox POST faults 'POST /repos/*/*/issues 5 stall:20000' >/dev/null
    start_sync
    until_issues 5
    kill -"${signal%:*}" "$pid"
    wait_for "Stopping after this write." "$err"
    began=$SECONDS
    kill -0 "$pid" 2>/dev/null || fail "it was gone before it gave the write its moment"
    ended
    expect [ $((SECONDS - began)) -lt 10 ]
    expect_status "${signal#*:}"
    expect_stdout_matches "^Stopped: "
    expect_stdout_has "in doubt"
    completes
done

it "lets a write that is answered in time come to its end"
afresh
sandbox POST faults 'POST /repos/*/*/issues 5 stall-before:400' >/dev/null
start_sync
until_issues 4
sleep 0.1
kill -INT "$pid"
ended
expect_status 130
expect_stderr_has "Stopping after this write."
expect_stdout_has "none of them in doubt"
expect_equal "$(tail -n 1 .git/roadmap/runs/*.jsonl | jq .status)" 130
completes

it "ends at once at the second signal, and is safe all the same"
afresh
sandbox POST faults 'POST /repos/*/*/issues 5 stall:20000' >/dev/null
start_sync
until_issues 5
kill -INT "$pid"
wait_for "Stopping after this write." "$err"
kill -INT "$pid"
ended
expect_status 130
expect_stdout_empty
expect_equal "$(tail -n 1 .git/roadmap/runs/*.jsonl | jq 'has("ended")')" false
run log --json
expect_json '.runs[0].status' null
completes

it "is killed without a word, and the next run goes on"
afresh
sandbox POST faults 'POST /repos/*/*/issues 5 stall:20000' >/dev/null
start_sync
until_issues 5
kill -KILL "$pid"
ended 2>/dev/null
run log ".git/roadmap/runs/$(basename .git/roadmap/runs/*)" --json
expect_status 0
expect_json '[.changes[] | select(.kind == "issue" and .field == null)] | length' 4
completes

it "stops where a wait would be longer than --max-wait, and goes on in the next run"
afresh
extra=(ROADMAP_CREATES_PER_HOUR=30)
on_repo sync --yes --max-wait 1s
expect_status 6
expect_stdout_first "Stopped by GitHub's hourly limit on new content: 30 of 67 written."
extra=(ROADMAP_CREATES_PER_HOUR=0)
completes
