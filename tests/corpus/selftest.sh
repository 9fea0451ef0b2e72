#!/bin/bash
# selftest.sh CORPUS: the program of `./dev corpus` on folders made here: what it prints of good ones,
# and that it fails on each kind of wrong.
set -u
corpus=$(readlink -f "$1") || exit 1
top=$(mktemp -d "${TMPDIR:-/tmp}/corpus.XXXXXX")
trap 'rm -rf "$top"' EXIT
cd "$top" || exit 1
failed=0
output='' status=0

# put FILE TEXT
put() {
    mkdir -p "$(dirname "$1")"
    printf '%s\n' "$2" >"$1"
}

run() {
    output=$("$corpus" "$@" 2>&1)
    status=$?
}

expect() { # WHAT STATUS PATTERN…: each a fixed text somewhere in the output
    local what=$1 want=$2 pattern
    shift 2
    if [ "$status" != "$want" ]; then
        echo "$what: status $status, not $want"
        failed=1
    fi
    for pattern in "$@"; do
        if ! grep -qF -e "$pattern" <<<"$output"; then
            echo "$what: nowhere '$pattern'"
            failed=1
        fi
    done
    [ $failed = 0 ] || printf '%s\n' "$output"
}

expect_not() { # WHAT TEXT
    if grep -qF -e "$2" <<<"$output"; then
        printf '%s\n' "$1: there is '$2'" "$output"
        failed=1
    fi
}

# ---- good ones
put good/one/db/migrations/1_a.up.sql 'CREATE TABLE a (id INTEGER PRIMARY KEY, n TEXT);'
put good/one/db/migrations/1_a.down.sql 'DROP TABLE a;'
put good/one/db/migrations/2_b.up.sql 'ALTER TABLE a ADD COLUMN m TEXT;'
put good/one/db/migrations/2_b.down.sql '-- later'
put good/one/db/migrations/3_c.up.sql 'DROP TABLE a; CREATE TABLE a (id INTEGER PRIMARY KEY);'
put good/one/db/migrations/README.md 'words'
put good/one/db/migrations/4-d.sql 'SELECT 1;'
put good/two/migrations/mysql/1_a.sql 'CREATE TABLE a (id INT AUTO_INCREMENT) ENGINE=InnoDB;'
put good/two/migrations/sqlite/1_a.sql 'CREATE TABLE b (id INT);'
put good/two/tools/report.sql 'SELECT 1;'
run good
expect good 0 'one/db/migrations; 1 of the ways back are empty; 1 have none' \
    '; passed over: 4-d.sql; beside: README.md' \
    'two/migrations/mysql: another engine, read only' \
    'SQL in no folder of migrations: 1 files in 1 folders' '  two/tools' \
    '3 folders, 9 files (8 SQL), 5 migrations; 2 folders run, 0 stop on the way;' \
    '4 migrations applied, 1 ways back do not restore, 1 lose rows; 1 files passed over; wrong: 0'
grep -qE '^ +7 +3/3 +1 +1 +1 +[0-9]+  golang-migrate sqlite +one/db/migrations;' <<<"$output" || {
    printf '%s\n' "good: the figures of one/db/migrations" "$output"
    failed=1
}
run --steps good
expect steps 0 'fail 2_b: down is empty and up changes the schema' "table 'a': column 'm' is new"

# ---- stops that the program explains itself
put brings/x/migrations/1_a.sql 'CREATE TABLE a (n TEXT);'
put brings/x/migrations/2_b.sql 'UPDATE a SET n = our_own(n);'
put brings/y/migrations/V1__a.sql 'CREATE TABLE a (n TEXT);'
# shellcheck disable=SC2016 # the dollar is meant
put brings/y/migrations/V2__b.sql 'CREATE TABLE b (n TEXT DEFAULT ${word});'
run brings
expect brings 0 'stops at 2: up fails at' 'no such function: our_own (2_b.sql:1:' \
    "stops at 2: the tool fills in '\${word}': what runs is not known" 'wrong: 0'

# ---- stops that somebody has to explain
put stops/x/migrations/1_a.sql 'CREATE TABLE a (n TEXT);'
put stops/x/migrations/2_b.sql 'ALTER TABLE users ADD COLUMN m TEXT;'
put stops/x/migrations/3_c.sql 'SELEC 1;'
run stops
expect stops 1 '; of those behind it 1 are' 'stops at 2: up fails at' 'no such table: users (2_b.sql:1:1)' \
    'wrong: nobody has explained this stop'
printf 'x/**\t2\tno such table: users\tmade elsewhere\n' >explained
run --explained explained stops
expect explained 0 '[made elsewhere]' 'wrong: 0'
printf 'x/**\t2\tno such column\tmade elsewhere\n' >explained
run --explained explained stops
expect 'explained otherwise' 1 'wrong: nobody has explained this stop'
printf 'x/**\t9\tno such function\tmade elsewhere\n' >explained
run --explained explained brings
expect 'another stop' 1 'wrong: another stop of this folder is explained'
printf 'one/**\t2\tno such table\tmade elsewhere\n' >explained
run --explained explained good
expect 'no stop' 1 'wrong: a stop is explained that does not happen'
printf 'one/**\t2\n' >explained
run --explained explained good
expect 'half a line' 2 'explained:1: FOLDER, VERSION, WORDS and WHY are wanted'
expect_not 'half a line' 'migrations applied'

# ---- no tool
put none/x/migrations/migration_lock.toml 'provider = "sqlite"'
put none/x/migrations/a.sql 'SELECT 1;'
run none
expect none 1 'passed over: a.sql' 'wrong: no migrations were recognised'
printf 'x/**\t-\t\tonly a lock\n' >explained
run --explained explained none
expect 'none explained' 0 '[only a lock]'

# ---- a time-out
put slow/x/migrations/1_a.sql 'CREATE TABLE a (n TEXT);'
put slow/x/migrations/2_b.sql \
    'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c;'
run --leg-ms 200 slow
expect slow 1 'stops at 2: up fails at' 'took longer than 200 ms' 'wrong: 2_b:'
printf 'x/**\t2\ttook longer\tit does\n' >explained
run --leg-ms 200 --explained explained slow
expect 'slow is never explained' 1 'wrong: 2_b:'

# ---- a crash: of the reading, and of the SQL box. Neither dies by itself, so they are killed.
child_of() { # PID: once it has one
    local child
    for _ in $(seq 600); do
        child=$(pgrep -P "$1" | head -n 1)
        [ -z "$child" ] || break
        sleep 0.05
    done
    echo "${child:?no process below $1}"
}

killed() { # DEPTH: kills the process so far below the corpus, in the middle of an endless statement
    "$corpus" --leg-ms 60000 slow >killed.out 2>&1 &
    local first=$! pid=$! depth
    for ((depth = 0; depth < $1; depth++)); do
        pid=$(child_of "$pid") || break
    done
    sleep 0.5
    kill -KILL "$pid"
    wait "$first"
    status=$?
    output=$(cat killed.out)
}
killed 1
expect 'the reading dies' 1 'wrong: x/migrations: crashed (signal 9)' 'wrong: 1'
killed 2
expect 'the box dies' 1 'stops at 2: statement 1' 'wrong: 2_b: statement 1' \
    'brought the SQL box down (signal 9)'

run
expect usage 2 'corpus [--explained FILE]'
mkdir empty
run empty
expect empty 2 'there is no folder of migrations'
[ $failed = 0 ] && echo "corpus: all as expected"
exit $failed
