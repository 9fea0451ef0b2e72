# Sourced first by every tests/e2e/NAME.sh; tests/e2e/run NAME starts them. The working directory is
# a fresh folder that is removed at the end. Started programs get a clean environment: no token, no
# setting, an empty home, UTC, UTF-8.
#
#   it "says what this part shows"
#   run ARGS…               runs the program with no stdin; then $status and the files
#                           $out and $err hold what came
#   run_in FILE ARGS…       the same with FILE as stdin
#   run_with NAME=VALUE… -- ARGS…   the same with variables set
#   run_command CMD…        any other command, captured the same way
#   expect_status N
#   expect_stdout_has TEXT      expect_stdout_lacks TEXT      expect_stdout_matches ERE
#   expect_stderr_has TEXT      expect_stderr_lacks TEXT      expect_stderr_matches ERE
#   expect_stdout_empty         expect_stderr_empty
#   expect_stdout_is TEXT       expect_stderr_is TEXT      the whole, but for the last line end
#   expect_stdout_first TEXT    the first line is exactly TEXT
#   expect_json FILTER VALUE    jq -r FILTER of stdout gives VALUE
#   expect_same A B             two files with the same bytes
#   expect_equal ACTUAL VALUE   expect_file PATH   expect_no_file PATH
#   expect CMD…                 any command that has to succeed
#   fixture PATH                the path of tests/fixtures/PATH
#   git_init [FOLDER]           a repository with a fixed author and branch main
#   background NAME CMD…        starts CMD with its output in NAME.log; stopped at the end
#   stop NAME                   stops it and waits for it
#   wait_for TEXT FILE          until FILE holds TEXT; at most 20 s
#   free_port                   prints a port of 127.0.0.1 that nobody listens on
#
# The first failing assertion ends the script and prints what the program said. A line
# `# e2e: short` in a script runs it with every compiler; without it, with gcc only.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=${ROADMAP:-$root/build/roadmap}
keep=${E2E_KEEP:-}
unset ROADMAP
[ -x "$program" ] || {
    echo "e2e: there is no program at '$program'" >&2
    exit 1
}

for name in $(compgen -e); do
    case $name in
    PATH | TERM | ROADMAP_SANDBOX_RECORD | ROADMAP_TEST_JSON | ASAN_OPTIONS | UBSAN_OPTIONS | LSAN_OPTIONS | \
        SSL_CERT_FILE | TMPDIR) ;;
    *) unset "$name" 2>/dev/null || true ;;
    esac
done
export LC_ALL=C.UTF-8 TZ=UTC TERM=dumb
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:exitcode=99:log_path=stderr
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-}:print_stacktrace=1:exitcode=99
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=octocat GIT_AUTHOR_EMAIL=octocat@example.com
export GIT_COMMITTER_NAME=octocat GIT_COMMITTER_EMAIL=octocat@example.com

area=$(mktemp -d "${TMPDIR:-/tmp}/roadmap-e2e.XXXXXX")
out=$area/stdout err=$area/stderr status=0
mkdir "$area/home" "$area/place"
export HOME=$area/home
cd "$area/place"
# The one token of all scripts. It must appear in no output and in no file that the program writes.
canary="canary-3b9d1f0c-token"
assertions=0
doing="(before the first it)"
last="(nothing was run)"
declare -A processes=()

finish() {
    local code=$? name
    trap - EXIT
    for name in "${!processes[@]}"; do
        stop "$name" || true
    done
    if [ $code = 0 ]; then
        echo "e2e: $assertions assertions"
    fi
    cd /
    if [ -n "$keep" ]; then
        echo "e2e: kept $area" >&2
    else
        rm -rf "$area"
    fi
    exit $code
}
trap finish EXIT

it() {
    doing=$1
    echo "- $1"
}

fail() {
    {
        echo "FAILED: $doing"
        echo "  $*"
        echo "  at $(caller 1 | awk '{ print $3 ":" $1 }')"
        echo "  last run: $last"
        echo "  status $status, stdout:"
        sed 's/^/  | /' "$out" 2>/dev/null | head -n 80
        echo "  stderr:"
        sed 's/^/  | /' "$err" 2>/dev/null | head -n 80
    } >&2
    exit 1
}

capture() { # STDIN CMD…
    local stdin=$1
    shift
    last=$*
    status=0
    "$@" <"$stdin" >"$out" 2>"$err" || status=$?
    if [ $status = 99 ] || grep -qE 'ERROR: (Address|Leak)Sanitizer|runtime error:' "$err"; then
        fail "a sanitizer spoke"
    fi
    if grep -qF "$canary" "$out" "$err"; then
        fail "the token was printed"
    fi
    # Every --json output of the suite is held against the published schema at the end, but for
    # those that a script sends somewhere else.
    if [ -n "${ROADMAP_TEST_JSON:-}" ] && [[ " $last " == *" --json"* && $last != *[">|"]* ]]; then
        cp "$out" "$(mktemp "$ROADMAP_TEST_JSON/XXXXXXXX.json")"
    fi
}

run() {
    capture /dev/null "$program" "$@"
}

run_in() {
    local stdin=$1
    shift
    capture "$stdin" "$program" "$@"
}

run_with() {
    local variables=()
    while [ "$1" != -- ]; do
        variables+=("$1")
        shift
    done
    shift
    capture /dev/null env "${variables[@]}" "$program" "$@"
}

run_command() {
    capture /dev/null "$@"
}

held() {
    assertions=$((assertions + 1))
}

expect_status() {
    [ "$status" = "$1" ] || fail "expected status $1, not $status"
    held
}

has() { grep -qF -e "$2" "$1"; }
matches() { grep -qE -e "$2" "$1"; }

expect_stdout_has() { has "$out" "$1" || fail "stdout lacks '$1'" && held; }
expect_stderr_has() { has "$err" "$1" || fail "stderr lacks '$1'" && held; }
expect_stdout_lacks() { ! has "$out" "$1" || fail "stdout has '$1'" && held; }
expect_stderr_lacks() { ! has "$err" "$1" || fail "stderr has '$1'" && held; }
expect_stdout_matches() { matches "$out" "$1" || fail "no line of stdout matches '$1'" && held; }
expect_stderr_matches() { matches "$err" "$1" || fail "no line of stderr matches '$1'" && held; }
expect_stdout_empty() { [ ! -s "$out" ] || fail "stdout is not empty" && held; }
expect_stderr_empty() { [ ! -s "$err" ] || fail "stderr is not empty" && held; }

expect_stdout_is() {
    [ "$(cat "$out")" = "$1" ] || fail "stdout is not exactly '$1'"
    held
}

expect_stderr_is() {
    [ "$(cat "$err")" = "$1" ] || fail "stderr is not exactly '$1'"
    held
}

expect_stdout_first() {
    [ "$(head -n 1 "$out")" = "$1" ] || fail "the first line of stdout is not '$1'"
    held
}

expect_json() {
    local value
    value=$(jq -r "$1" "$out" 2>&1) || fail "stdout is no JSON for '$1': $value"
    [ "$value" = "$2" ] || fail "expected $1 to be '$2', not '$value'"
    held
}

expect_same() {
    cmp "$1" "$2" >/dev/null 2>&1 || {
        diff -u "$1" "$2" | head -n 60 >&2 || true
        fail "'$1' and '$2' differ"
    }
    held
}

expect_equal() {
    [ "$1" = "$2" ] || fail "expected '$2', not '$1'"
    held
}

expect_file() { [ -e "$1" ] || fail "'$1' is not there" && held; }
expect_no_file() { [ ! -e "$1" ] || fail "'$1' is there" && held; }

expect() {
    "$@" || fail "this failed: $*"
    held
}

# Every file below the given folders, or the whole area: the token is in none of them.
expect_no_token() {
    local where=("${@:-$area}")
    if grep -rlaF "$canary" "${where[@]}" 2>/dev/null; then
        fail "the token stands in a file"
    fi
    held
}

fixture() {
    local path=$root/tests/fixtures/$1
    [ -e "$path" ] || fail "there is no fixture '$1'"
    echo "$path"
}

git_init() {
    git init -q -b main "${1:-.}"
}

background() { # NAME CMD…
    local name=$1
    shift
    "$@" </dev/null >"$area/place/$name.log" 2>&1 &
    processes[$name]=$!
}

stop() { # NAME; what the process left is in $stopped
    local pid=${processes[$1]:-}
    [ -n "$pid" ] || return 0
    unset "processes[$1]"
    kill "$pid" 2>/dev/null || true
    stopped=0
    wait "$pid" 2>/dev/null || stopped=$?
}

wait_for() {
    local i
    for ((i = 0; i < 400; i++)); do
        if [ -e "$2" ] && has "$2" "$1"; then
            return 0
        fi
        sleep 0.05
    done
    sed 's/^/  | /' "$2" >&2 || true
    fail "'$2' never held '$1'"
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 20000))
        # Nobody answers: the connection is refused at once.
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo $port
            return
        fi
    done
}
