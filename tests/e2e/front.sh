# shellcheck shell=bash disable=SC2154
# e2e: short
# The front of the house: help, words, streams, colours, exit codes, settings.
. "$(dirname "$0")/lib.sh"

commands="init rehearse validate plan sync status explain config help version"

it "prints the overview alone"
run
expect_status 0
expect_stdout_first "roadmap 1.0: a plan in your repository, in step with GitHub"
expect_stderr_empty

it "gives help wherever it is asked for, whatever else is wrong"
for command in $commands; do
    run "$command" --help
    expect_status 0
    expect_stdout_has "Usage: roadmap $command"
    expect_stderr_empty
    cp "$out" page
    run "$command" --no-such-option -h extra arguments
    expect_status 0
    expect_same "$out" page
    run -h "$command"
    expect_same "$out" page
    [ "$command" = help ] || {
        run help "$command"
        expect_same "$out" page
    }
done
run help --all
expect_status 0
expect_stdout_has "--token-file FILE"

it "never guesses what was meant"
for line in "plam" "plan --offlin" "plan --off" "sync --ye" "validate a b c" "plan --max-creates x" \
    "plan --format yaml" "explain drfit" "config no_such_key" "help plam"; do
    # shellcheck disable=SC2086
    run $line
    expect_status 64
    expect_stdout_empty
    expect_stderr_matches '^error: '
done
run plam
expect_stderr_has "did you mean 'roadmap plan'?"

it "answers with exactly one object, on failure too"
for line in "plam --json" "--json plan --offlin" "plan --json" "sync --json" "status --json" \
    "explain drfit --json" "validate none.json --json"; do
    # shellcheck disable=SC2086
    run $line
    expect_json '.format' 1
    expect_json '.error.message | length > 0' true
    expect_json '.exit' "$status"
done

it "gives help and lists as one object, too"
for line in "--json" "help --json" "help --all --json" "sync --help --json" "explain --json"; do
    # shellcheck disable=SC2086
    run $line
    expect_status 0
    expect_json '.format' 1
    expect_json '.exit' 0
    expect_json 'has("error")' false
done
run help sync --json
expect_json .topic sync
expect_json '.text | contains("Usage: roadmap sync")' true
run explain --json
expect_json '[.words[] | select(.word == "drift")] | length' 1

it "refuses a format that a command does not have"
for line in "config --format csv" "explain --format csv" "help --format csv" "version --format csv" \
    "init --format csv" "rehearse --format csv" "sync --yes --format github"; do
    # shellcheck disable=SC2086
    run $line
    expect_status 64
    expect_stderr_has "format"
done
expect_no_file roadmap

it "names the nearest setting, and a -C that is no folder"
run config api_ur
expect_stderr_has "did you mean 'roadmap config api_url'?"
run -C /etc/passwd plan
expect_status 64
expect_stderr_has "-C: '/etc/passwd' is not a folder"

it "fails when its answer cannot be written"
for line in "" "help --all" "version" "explain" "explain drift" "config" "rehearse" "--json version"; do
    run_command bash -c "'$program' $line > /dev/full"
    [ "$status" != 0 ] || fail "'$line' ended with 0 on a full device"
    expect_stderr_has "standard output cannot be written: No space left on device"
done
it "is quiet when nobody reads on"
run_command bash -c "set -o pipefail; '$program' explain | head -1 > first; exit 0"
expect_stderr_empty
run_command bash -c "'$program' doctor --json | true; exit 0"
expect_stderr_empty

it "writes no colour and no control character into a pipe, unless told to"
git_init
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/roadmap.json
for line in "" "help --all" "validate" "explain drift" "config --show-origin" "status"; do
    # shellcheck disable=SC2086
    run $line
    if grep -q "$(printf '\033')" "$out" "$err"; then
        fail "'$line' wrote an escape sequence"
    fi
done
run --color always validate
expect_stdout_has "$(printf '\033[1;32mValid')"
run_with NO_COLOR=1 CLICOLOR_FORCE=1 -- validate
expect_stdout_first "Valid: 6 milestones, 22 issues and 17 labels in roadmap/roadmap.json."
run_with CLICOLOR_FORCE=1 -- validate
expect_stdout_has "$(printf '\033[1;32mValid')"

it "needs no UTF-8"
for line in "" "help --all" "status" "explain exit-codes"; do
    # shellcheck disable=SC2086
    run_with LC_ALL=C -- $line
    if LC_ALL=C grep -q '[^ -~]' "$out"; then
        fail "'$line' is not ASCII"
    fi
done

it "keeps to the columns"
for width in 40 80 200; do
    for line in "" "help plan" "explain conflict" "status"; do
        # shellcheck disable=SC2086
        run_with COLUMNS=$width -- $line
        if awk -v w=$width 'length($0) > w && $0 ~ /^ *[^ ]+ .*[^ ]/ { print; bad = 1 } END { exit !bad }' "$out"; then
            fail "'$line' is wider than $width"
        fi
    done
done

it "explains every code that it can give"
for code in 0 1 2 3 4 5 6 7 64 65 128; do
    run explain $code
    expect_status 0
    expect_stdout_matches "^Exit codes? .*$code"
done
run explain 143
expect_stdout_has "ended by a signal"
for word in migration_pair rls coverage E0103 W0301 spec item gate unplanned; do
    run explain $word
    expect_status 0
done
run explain
expect_status 0
for word in drift base adopt conflict marker scope ticks threshold exit-codes; do
    expect_stdout_has "$word"
done

it "says where each setting comes from"
run_with ROADMAP_ASCII=true -- --max-wait 5min config --show-origin
expect_status 0
expect_stdout_matches '^ascii +true +environment +ROADMAP_ASCII$'
expect_stdout_matches '^max_wait_ms +300000 +flag +--max-wait$|^max_wait_ms +5min +flag +--max-wait$'

it "refuses to sync where a fork could start it, and without a terminal"
run sync
expect_status 64
expect_stderr_has "roadmap sync --yes"
run_with GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request_target -- sync --yes
expect_status 5
expect_stderr_has "pull_request_target"

it "looks for what a line names before it asks anybody"
run plan DB-999
expect_status 64
expect_stderr_has "the plan has no item 'DB-999'"
run plan db-001
expect_stderr_has "did you mean 'DB-001'?"
run plan --take DB-001.titel=spec
expect_status 64
expect_stderr_has "'DB-001' has no field 'titel'"

it "never tells people to remove what they named by mistake"
for place in "$HOME" /dev/null "$PWD/roadmap/roadmap.json"; do
    git add roadmap
    run_with "ROADMAP_CACHE=$place" -- plan --offline
    expect_status 5
    expect_stderr_has "ROADMAP_CACHE=FILE"
    expect_stderr_lacks "remove"
    expect_stderr_lacks "git rm"
done

it "says what to do where a file stands in the way of the cache"
mkdir blocked
cd blocked
git_init
mkdir roadmap
cp ../roadmap/roadmap.json roadmap/
: >.git/roadmap
run_with ROADMAP_TOKEN=x -- --repo acme/data-pipeline sync --yes
expect_stderr_has "cannot make folder '$PWD/.git/roadmap'"
expect_stderr_has "move it away"
expect_stderr_has "ROADMAP_CACHE=FILE"
cd ..

it "begins a plan that is valid, and overwrites nothing"
mkdir fresh
cd fresh
git_init
run init
expect_status 0
expect_file roadmap/roadmap.yaml
for workflow in check publish sync pull; do
    expect_file ".github/workflows/roadmap-$workflow.yml"
done
expect_file cache/CACHEDIR.TAG
expect grep -q "path: .git/roadmap" "$root/action.yml"
expect_equal "$(cat .github/workflows/roadmap-*.yml "$root/action.yml" | grep -c ROADMAP_CACHE)" 0
run validate --strict
expect_status 0
echo "mine" >roadmap/README.md
run init
expect_status 0
expect_stdout_first "Nothing to do: everything is there already."
expect_equal "$(cat roadmap/README.md)" mine
run rehearse roadmap/roadmap.yaml
expect_status 0
expect_stdout_first "Rehearsed: 6 created, then a second run with 0 writes. Nothing was sent out."
expect_no_token

it "says who named a repository that cannot be one"
run_with GITHUB_REPOSITORY=bad -- plan
expect_status 64
expect_stderr_has "GITHUB_REPOSITORY: 'bad' is not OWNER/NAME"

it "takes no repository of another forge for one on github.com"
git remote add origin https://gitlab.com/acme/data-pipeline.git
run plan
expect_status 64
expect_stderr_has "origin is at 'gitlab.com', not at github.com"
git remote set-url origin git@work:acme/data-pipeline.git
run plan
expect_status 4
expect_stderr_has "read acme/data-pipeline"

it "begins no plan in a bare repository, whose files are git's own"
git init -q --bare "$area/bare"
run -C "$area/bare" init
expect_status 5
expect_stderr_has "bare repository"
expect_no_file "$area/bare/roadmap"
run -C "$area/bare" init --from-repo acme/data-pipeline
expect_status 5
expect_stderr_has "bare repository"

it "says what to do about migrations that it found"
mkdir -p "$area/with/db/migrations"
touch "$area/with/db/migrations/202602010900_one.sql" "$area/with/db/migrations/202602020900_two.sql"
git_init "$area/with"
for columns in 40 80 200; do
    run_with COLUMNS=$columns -- -C "$area/with" init
    expect_status 0
    expect_stdout_has "'db/migrations' looks like"
    expect_stdout_has "roadmap check"
    expect_stdout_has "migrations: [{id: db, path: db/migrations, engine: postgres}]"
    rm -r "$area/with/roadmap"
done
