# shellcheck shell=bash disable=SC2154
# A migration with the right name, tied to its issue: `roadmap new`.
. "$(dirname "$0")/lib.sh"
export SOURCE_DATE_EPOCH=1772705400 # 5 Mar 2026 10:10 UTC

# plan ENTRY…: a plan with two issues and these folders of migrations.
plan() {
    mkdir -p roadmap
    {
        echo "milestones: []"
        echo "issues:"
        echo "  - {id: DB-005, title: \"DB-005: RLS and tenant guards on every table\"}"
        echo "  - {id: DB-006, title: \"DB-006: Indexes and constraints\"}"
        [ $# = 0 ] || printf 'migrations:\n'
        [ $# = 0 ] || printf '  - %s\n' "$@"
    } >roadmap/roadmap.yaml
}

place() { # NAME: the next repository
    mkdir "$area/$1"
    cd "$area/$1"
    git_init
}

commit() {
    git add -A
    git commit -qm "$1"
}

it "writes the next pair of golang-migrate with its header and shows the paths"
place pairs
plan "{id: db, path: db/migrations}"
mkdir -p db/migrations
for version in 202602010900_core 202603011700_scan_status; do
    echo "CREATE TABLE t_${version%%_*} (id INTEGER PRIMARY KEY);" >db/migrations/$version.up.sql
    echo "DROP TABLE t_${version%%_*};" >db/migrations/$version.down.sql
done
commit "two migrations"
run new DB-005 "Tenant guards"
expect_status 0
expect_stdout_first "Made 2 files for DB-005: RLS and tenant guards on every table."
expect_stdout_has "+ db/migrations/202603051010_tenant_guards.up.sql"
expect_stdout_has "+ db/migrations/202603051010_tenant_guards.down.sql"
expect_stdout_has "golang-migrate, free here; compared with no other branch"
expect_stdout_has "where it stands:  roadmap trace DB-005"
expect_stderr_empty
expect_equal "$(head -n 1 db/migrations/202603051010_tenant_guards.up.sql)" "-- roadmap: DB-005"
expect_equal "$(head -n 1 db/migrations/202603051010_tenant_guards.down.sql)" "-- roadmap: DB-005"

it "takes a number behind the one that it made before"
run --json new DB-006 event_indexes
expect_status 0
expect_json .issue DB-006
expect_json .source db
expect_json .folder db/migrations
expect_json .convention golang-migrate
expect_json .version 202603051011
expect_json '.files | length' 2
expect_json '.files[0].path' db/migrations/202603051011_event_indexes.up.sql
expect_file db/migrations/202603051011_event_indexes.up.sql

it "takes a number behind what only the target branch has"
place target
plan "{id: db, path: migrations}"
mkdir migrations
echo "CREATE TABLE a (id INTEGER PRIMARY KEY);" >migrations/0001_a.up.sql
echo "DROP TABLE a;" >migrations/0001_a.down.sql
commit "first"
git checkout -qb colleague
echo "CREATE TABLE b (id INTEGER PRIMARY KEY);" >migrations/0002_b.up.sql
echo "DROP TABLE b;" >migrations/0002_b.down.sql
commit "second"
git update-ref refs/remotes/origin/main colleague
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
git checkout -q main
run new DB-005 guards
expect_status 0
expect_stdout_has "free here and in origin/main"
expect_file migrations/0003_guards.up.sql
expect_no_file migrations/0002_guards.up.sql

it "names the nearest id, and writes nothing, when the issue is unknown"
run new DB-05 guards_again
expect_status 64
expect_stderr_has "the plan has no issue 'DB-05'"
expect_stderr_has "did you mean 'DB-005'?"
expect_equal "$(git status --porcelain | wc -l)" 2
run new DB-005 "!?"
expect_status 64
expect_stderr_has "leaves nothing for a file name"

it "writes one file with both sections for dbmate"
place dbmate
plan
mkdir -p db/migrations
for name in 20260201090000_core 20260301170000_scan; do
    printf -- '-- migrate:up\nCREATE TABLE %s (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE %s;\n' \
        "${name#*_}" "${name#*_}" >db/migrations/$name.sql
done
run new DB-005 guards
expect_status 0
expect_stdout_has "+ db/migrations/20260305101000_guards.sql"
expect_equal "$(grep -c '^-- migrate:' db/migrations/20260305101000_guards.sql)" 2
expect_equal "$(head -n 1 db/migrations/20260305101000_guards.sql)" "-- roadmap: DB-005"

it "keeps to one file where a folder has no way back"
place plain
plan "{id: db, path: sql}"
mkdir sql
echo "CREATE TABLE a (id INTEGER PRIMARY KEY);" >sql/001-core.sql
echo "CREATE TABLE b (id INTEGER PRIMARY KEY);" >sql/002-scan.sql
run new DB-006 indexes
expect_status 0
expect_stdout_first "Made 1 file for DB-006: Indexes and constraints."
expect_file sql/003-indexes.sql

it "makes a folder for Prisma"
place prisma
plan "{id: db, path: prisma/migrations}"
mkdir -p prisma/migrations/20260201090000_core
echo "CREATE TABLE a (id INTEGER PRIMARY KEY);" >prisma/migrations/20260201090000_core/migration.sql
echo 'provider = "sqlite"' >prisma/migrations/migration_lock.toml
run new DB-005 guards
expect_status 0
expect_stdout_has "+ prisma/migrations/20260305101000_guards/migration.sql"
expect_file prisma/migrations/20260305101000_guards/migration.sql

it "adds to the plan of sqitch, once, and refuses a file that is there"
place sqitch
plan "{id: db, path: sqitch}"
mkdir -p sqitch/deploy sqitch/revert sqitch/verify
printf '%%syntax-version=1.0.0\n%%project=demo\n\ncore 2026-02-01T09:00:00Z octocat <octocat@example.com> # first\n' \
    >sqitch/sqitch.plan
for folder in deploy revert verify; do echo "BEGIN; COMMIT;" >sqitch/$folder/core.sql; done
cp sqitch/sqitch.plan before
echo "-- mine" >sqitch/revert/guards.sql
run new DB-005 guards
expect_status 5
expect_stderr_has "'sqitch/revert/guards.sql' is there already"
expect_same sqitch/sqitch.plan before
expect_no_file sqitch/deploy/guards.sql
rm sqitch/revert/guards.sql
run new DB-005 guards
expect_status 0
expect_stdout_has "~ sqitch/sqitch.plan"
expect_equal "$(tail -n 1 sqitch/sqitch.plan)" \
    "guards 2026-03-05T10:10:00Z octocat <octocat@example.com> # DB-005"
expect_file sqitch/verify/guards.sql

it "says that there is no folder, and how to name one"
place none
plan
run new DB-005 guards
expect_status 5
expect_stderr_has "no folder of migrations was found"
expect_stderr_has "migrations: [{id: db"

it "asks which folder where there are several, and takes the one that the issue is about"
place several
plan "{id: pg, path: pg, convention: golang-migrate}" "{id: lite, path: lite, convention: plain}"
mkdir pg lite
echo "SELECT 1;" >pg/0001_a.up.sql
echo "SELECT 1;" >pg/0001_a.down.sql
echo "SELECT 1;" >lite/0001_a.sql
run new DB-005 guards
expect_status 64
expect_stderr_has "there are 2 folders of migrations, and nothing says which"
expect_stderr_has "--source pg or --source lite"
run new DB-005 guards --source lite
expect_status 0
expect_file lite/0002_guards.sql
run new DB-005 policies --source sqlite
expect_status 64
run new DB-005 policies
expect_status 0
expect_file lite/0003_policies.sql

it "writes nothing through a link that leads out of the repository"
place outside
plan "{id: db, path: db, convention: golang-migrate}"
mkdir "$area/elsewhere"
ln -s "$area/elsewhere" db
run new DB-005 guards
expect_status 5
expect_stderr_has "outside of the repository"
expect_equal "$(find "$area/elsewhere" -type f | wc -l)" 0
