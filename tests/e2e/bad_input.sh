# shellcheck shell=bash disable=SC2154
# Each kind of bad input has its own words and its own exit status, and nothing is lost.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
git_init
mkdir roadmap
plan='{"scope": "db", "milestones": [{"id": "M1", "title": "M1: First"}],
  "issues": [{"id": "DB-001", "title": "DB-001: One", "milestone": "M1", "labels": ["area:db"]}]}'

it "names every problem of a plan with its place"
printf 'milestones:\n  - {id: M1, titel: First}\nissues:\n  - {id: A-1, title: "A-1: x", milestone: M9}\n' \
    >roadmap/roadmap.yaml
run validate
expect_status 65
expect_stdout_has "roadmap/roadmap.yaml:2:"
expect_stdout_has "roadmap/roadmap.yaml:4:"
expect_stdout_has "title"
run validate --json
expect_status 65
expect_json '.format' 1
rm roadmap/roadmap.yaml

it "asks for a plan when there is none"
run validate
expect_status 64

it "says that no token was found, and what needs none"
printf '%s' "$plan" >roadmap/roadmap.json
run_with PATH=/usr/bin:/bin -- --repo acme/data-pipeline sync --yes
expect_status 4
expect_stderr_has "No token"

it "refuses an address in a project file"
printf '%s' "$plan" | jq '. + {api_url: "https://example.com"}' >roadmap/roadmap.json
run validate
expect_status 65
expect_stdout_has "api_url"
printf '%s' "$plan" >roadmap/roadmap.json

it "tells a bad token from a missing right, a missing repository and a read-only one"
sandbox_start
printf 'wrong\n' >"$HOME/wrong"
run --api-url "$url" --repo acme/data-pipeline --token-file "$HOME/wrong" sync --yes
expect_status 4
expect_stderr_has "401"
stop sandbox
sandbox_start --hidden
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 4
expect_stderr_has "acme/data-pipeline"
stop sandbox
sandbox_start --archived
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 5
expect_stderr_has "archived"
stop sandbox
sandbox_start --issues-disabled
on_sandbox --repo acme/data-pipeline sync --yes
expect_stderr_has "switched off"
[ "$status" != 0 ] || fail "disabled issues are no success"
stop sandbox

it "finds fields that GitHub drops for want of rights"
sandbox_start --drop-fields
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 4
stop sandbox

it "keeps what is done when the server goes away, and finishes later"
sandbox_start
sandbox POST faults 'POST /repos/*/*/issues 1+ refuse' >/dev/null
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 6
sandbox DELETE faults >/dev/null
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 0
expect_equal "$(sandbox GET world | jq '.issues | length')" 1

it "does not take a full disk for success"
if [ -e /dev/full ]; then
    for command in version help validate status plan; do
        status=0
        "$program" --api-url "$url" --repo acme/data-pipeline --token-file "$HOME/token" $command \
            >/dev/full 2>"$err" </dev/null || status=$?
        [ "$status" != 0 ] || fail "$command wrote to /dev/full and said 0"
        held
    done
fi

it "shows escapes in titles harmless"
printf '\033]0;owned\007' >esc
sandbox POST edit "milestone new $(cat esc)Bad" >/dev/null
sandbox POST edit "issue new $(printf 'DB-001 \033[31mred\033[0m')" >/dev/null
on_sandbox --repo acme/data-pipeline plan --full
if LC_ALL=C grep -q "$(printf '\033')" "$out" "$err"; then fail "an escape came through"; fi
held
stop sandbox

it "is bounded against a hostile server"
for fault in link-loop link-foreign-host huge-body; do
    sandbox_start
    sandbox POST faults "GET /repos/*/*/labels * $fault" >/dev/null
    on_sandbox --repo acme/data-pipeline --no-input plan --full
    [ "$status" != 0 ] || fail "$fault passed"
    held
    stop sandbox
done

it "names hostile SQL by file and line, and goes on with the other folders"
git_init "$area/hostile" >/dev/null
cd "$area/hostile"
mkdir roadmap
printf 'version: 1\nmigrations:\n' >roadmap/roadmap.yaml
hostile() { # NAME SQL
    mkdir -p "db/$1"
    printf 'CREATE TABLE a (id INTEGER PRIMARY KEY);\n\n%s\n' "$2" >"db/$1/1_first.up.sql"
    echo "DROP TABLE a;" >"db/$1/1_first.down.sql"
    echo "  - {id: $1, path: db/$1, convention: golang-migrate}" >>roadmap/roadmap.yaml
}
hostile attach "ATTACH '/etc/passwd' AS p;"
hostile extension "SELECT load_extension('x');"
hostile schema "PRAGMA writable_schema = ON;"
hostile blob "CREATE TABLE b AS SELECT zeroblob(1000000000);"
hostile broken "CREATE TABEL b (id);"
hostile good "CREATE TABLE b (id INTEGER PRIMARY KEY);"
sed -i 's/^DROP TABLE a;/DROP TABLE b; DROP TABLE a;/' db/good/1_first.down.sql
cat >>roadmap/roadmap.yaml <<'YAML'
milestones:
  - {id: M1, title: One}
issues:
  - {id: A-1, title: One, milestone: M1}
YAML
git add -A && git commit -qm "One"
run check --json
expect_status 3
for name in attach extension schema blob; do
    expect_json "[.checks[] | select(.source == \"$name\" and .kind == \"apply\")][0]
        | .verdict + \" \" + .at.file + \":\" + (.at.line | tostring)" "error db/$name/1_first.up.sql:3"
done
expect_json '[.checks[] | select(.source == "broken" and .kind == "apply")][0] | "\(.verdict) \(.at.line):\(.at.column)"' \
    "fail 3:8"
expect_json '[.checks[] | select(.source == "good" and (.kind == "apply" or .kind == "smoke")) | .verdict] | unique | join(" ")' pass

it "refuses a cache behind a link, which somebody else may have laid"
ln -s "$area/elsewhere.db" kept.db
run_with ROADMAP_CACHE="$PWD/kept.db" -- check
expect_status 5
expect_no_file "$area/elsewhere.db"
