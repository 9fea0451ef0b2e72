# shellcheck shell=bash disable=SC2154,SC2034
# Promises of README that no other script holds: thresholds, a day's portion, the cache, names that
# change, tokens and their hosts, and that each exit status can be reached.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
sandbox_start
git_init
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/roadmap.json
on_repo() { on_sandbox --repo acme/data-pipeline "$@"; }
plan_with() { # FILTER: the example, changed
    jq "$1" "$root/roadmap/database.json" >roadmap/roadmap.json
}

it "creates a portion a day when told so, and never calls that the whole plan"
on_repo sync --yes --max-creates 10
expect_status 0
expect_stdout_matches '^Done in .*: 10 created\. 57 left for another run by --max-creates\.$'
expect_stdout_lacks "the whole plan"
expect_stdout_has "and 37 more; -v lists them"
expect_stdout_has "go on:"
expect_equal "$(sandbox_writes)" 10
on_repo sync --yes --max-creates 0 --json
expect_json .requests.write 0
expect_json '.skipped | length' 57
expect_json '.skipped[0] | .kind + " " + .reason' "label left for another run by --max-creates"
on_repo plan --max-creates 0
expect_stdout_lacks "Nothing to do"
on_repo sync --yes
expect_stdout_matches '^Done in .*: acme/data-pipeline holds the whole plan\.$'

it "refuses too much at once, with the option that allows exactly this run"
plan_with '.issues[].title |= . + " x"'
on_repo sync --yes
expect_status 5
expect_stdout_first "Refused: this would change 22 of 22 issues (100 %). Above 30 %, say the number."
expect_stdout_has "If it is meant:"
expect_stdout_has "--allow-changes 22"
on_repo sync --yes --allow-changes 21
expect_status 5
on_repo plan
expect_status 0
expect_stdout_first "Sync would refuse this: this would change 22 of 22 issues (100 %). Above 30 %,"
expect_stdout_has "--allow-changes 22"
on_repo plan --json
expect_json '.refused | startswith("this would change 22")' true
plan_with '.issues[].state |= "closed"'
on_repo sync --yes
expect_status 5
expect_stdout_has "--allow-closes 22"
echo '{"scope": "db", "milestones": [], "issues": []}' >roadmap/roadmap.json
on_repo sync --yes
expect_status 5
expect_stdout_has "Refused: the plan holds no milestone and no issue"
on_repo plan
expect_stdout_has "Sync would refuse this"
expect_stdout_lacks "Nothing to do"
plan_with '.scope = "other"'
on_repo sync --yes
expect_status 5
expect_stderr_has "'db'"
expect_stderr_has "'other'"
plan_with .

it "neutralises formulas in CSV"
mkdir other other/roadmap
cat >other/roadmap/roadmap.yaml <<'END'
milestones: []
issues: [{id: A-1, title: "=cmd()"}, {id: A-2, title: "@x, \"y\""}, {id: A-3, title: "-1"}]
END
on_repo --spec other/roadmap/roadmap.yaml plan --format csv
expect_stdout_has "\"'=cmd()\""
expect_stdout_has "\"'@x, \"\"y\"\"\""
expect_stdout_has "\"'-1\""

it "makes a damaged cache anew, moves the old one aside and says so"
head -c 5000 /dev/zero | tr '\0' 'x' >.git/roadmap/cache.db
on_repo plan
expect_status 0
expect_stdout_matches "^Nothing to do: 67 objects agree"
expect_stdout_has "the cache was damaged"
expect test -n "$(compgen -G '.git/roadmap/cache.db.corrupt-*')"
rm -f .git/roadmap/cache.db.corrupt-*
head -c 5000 /dev/zero | tr '\0' 'x' >.git/roadmap/cache.db
on_repo sync --yes --json
expect_json '.notes[0].kind' null
expect_json '.notes[0].reason | startswith("the cache was damaged")' true
expect_json .requests.write 0

it "keeps its cache to itself, under any umask"
rm -rf .git/roadmap
umask 000
on_repo plan
umask 022
expect_equal "$(stat -c %a .git/roadmap .git/roadmap/cache.db | tr '\n' ' ')" "700 600 "

it "refuses a cache that is newer, foreign, a link or tracked by git"
sqlite3 .git/roadmap/cache.db 'PRAGMA user_version = 99'
on_repo plan
expect_status 5
expect_stderr_has "newer"
sqlite3 .git/roadmap/cache.db 'PRAGMA application_id = 7'
on_repo plan
expect_status 5
expect_stderr_has "another program"
mv .git/roadmap/cache.db "$HOME/cache.db"
ln -s "$HOME/cache.db" .git/roadmap/cache.db
on_repo plan
expect_status 5
expect_stderr_has "symbolic link"
rm -rf .git/roadmap
run init
on_repo plan
expect_file cache/roadmap.db
git add -f cache/roadmap.db
on_repo plan
expect_status 5
expect_stderr_has "tracked by"
git rm -q --cached cache/roadmap.db
rm -rf cache
mkdir -p .github
run_with ROADMAP_CACHE="$PWD/.github/cache.db" -- check
git add -f .github/cache.db
for cache in "$PWD/.github/cache.db" "/..$PWD/.github/cache.db" "$PWD/.git/../.github/cache.db"; do
    run_with ROADMAP_CACHE="$cache" -- check
    expect_status 5
    expect_stderr_has "tracked"
done
git rm -q --cached .github/cache.db
rm -rf .github

it "follows a repository that was renamed, and says so as text and as data"
on_repo plan
sandbox POST edit "repository rename acme/warehouse" >/dev/null
on_repo sync --yes
expect_status 0
expect_stdout_has "acme/warehouse"
on_repo sync --yes --json
expect_json .repository acme/warehouse
sandbox POST edit "repository rename acme/data-pipeline" >/dev/null

it "says that an issue is gone, and brings it back only when told"
n=$(sandbox GET world | jq '.issues[] | select(.title | startswith("DB-009")) | .number')
sandbox POST edit "issue $n delete" >/dev/null
on_repo sync --yes
expect_status 5
expect_stdout_has "--recreate DB-009"
expect_equal "$(sandbox GET world | jq '[.issues[] | select(.title | startswith("DB-009"))] | length')" 0
on_repo sync --yes --recreate DB-009
expect_status 0
expect_equal "$(sandbox GET world | jq '[.issues[] | select(.title | startswith("DB-009"))] | length')" 1

it "lists what nobody planned, in plan and in status"
sandbox POST edit "issue new Audit log is too slow" >/dev/null
n=$(sandbox GET world | jq '[.issues[].number] | max')
sandbox POST edit "issue $n milestone DB-ML1 – Postgres OLTP schema finalized (nc.*)" >/dev/null
on_repo plan
expect_stdout_has "#$n"
run status
expect_stdout_has "1 not in the plan"
expect_stdout_has "#$n"
run status --json
expect_json .not_in_plan 1

it "sends a token to its own host only"
for variable in GH_TOKEN GITHUB_TOKEN; do
    sandbox_forget
    run_with $variable="$canary" -- --repo acme/data-pipeline --api-url "$url" plan
    expect_status 4
    expect_stderr_has "$variable is set, but not for"
    expect_equal "$(sandbox GET requests | jq length)" 0
done
run_with GH_ENTERPRISE_TOKEN="$canary" -- --repo acme/data-pipeline --api-url "$url" plan
expect_status 0
run_with GH_ENTERPRISE_TOKEN="$canary" PATH=/usr/bin:/bin -- --repo acme/data-pipeline plan
expect_status 4
run --api-url http://example.com --repo acme/data-pipeline plan
expect_status 64

it "refuses when several repositories are named"
jq '.repository = "acme/one"' "$root/roadmap/database.json" >roadmap/roadmap.json
extra=(GITHUB_REPOSITORY=acme/two)
on_sandbox sync --yes
expect_status 5
expect_stderr_has "acme/one"
expect_stderr_has "acme/two"
extra=()
plan_with .

it "refuses two plans that both could be meant"
cp roadmap/roadmap.json roadmap/roadmap.yaml
run validate
expect_status 64
expect_stderr_has "roadmap/roadmap.yaml"
expect_stderr_has "roadmap/roadmap.json"
rm roadmap/roadmap.yaml

it "waits for nobody who holds the lock, and reads all the same"
flock .git/roadmap/cache.db.lock sleep 30 &
holder=$!
while flock -n .git/roadmap/cache.db.lock true; do sleep 0.05; done
on_repo sync --yes
expect_status 7
on_repo plan
expect_status 0
kill "$(pgrep -P $holder sleep)" 2>/dev/null || kill $holder
wait $holder 2>/dev/null || true

it "stops at the hourly limit with the time to come back, and goes on then"
stop sandbox
sandbox_start
rm -rf .git/roadmap
extra=(ROADMAP_CREATES_PER_HOUR=20 ROADMAP_MAX_WAIT_MS=1000)
on_repo sync --yes
expect_status 6
expect_stdout_first "Stopped by GitHub's hourly limit on new content: 20 of 67 written."
expect_stdout_matches '^  go on at ([0-9]+ [A-Z][a-z]{2} )?[0-9]{2}:[0-9]{2}:'
expect_stdout_matches '--max-wait 6[01]min$'
on_repo sync --yes --json
expect_status 6
expect_json .stopped.cause limit
expect_json '.stopped.resume_at | length > 0' true
extra=()
on_repo sync --yes
expect_status 0

it "ends by a signal as programs do, and goes on from there"
stop sandbox
sandbox_start
rm -rf .git/roadmap
sandbox POST faults 'POST /repos/*/*/issues 5 stall-before:20000' >/dev/null
env ROADMAP_WRITE_INTERVAL_MS=0 ROADMAP_CREATES_PER_HOUR=0 ROADMAP_RECOVERY_DELAYS_MS=10,20 "$program" \
    --api-url "$url" --token-file "$HOME/token" --repo acme/data-pipeline sync --yes \
    </dev/null >"$out" 2>"$err" &
pid=$!
for ((i = 0; i < 400; i++)); do
    [ "$(sandbox GET world | jq '.issues | length')" = 4 ] && break
    sleep 0.05
done
sleep 0.2
kill -TERM $pid
status=0
wait $pid || status=$?
expect_status 143
sandbox DELETE faults >/dev/null
on_repo sync --yes
expect_status 0
expect_equal "$(sandbox GET world | jq '.issues | length')" 22
expect_no_token "$area/place/.git" "$area/place/roadmap"
