# shellcheck shell=bash disable=SC2154
# sqitch projects whose plan and scripts are not where sqitch init puts them, and changes that are
# reworked: what sqitch.conf says is followed, and what is not followed is said.
. "$(dirname "$0")/lib.sh"

it "finds plan and scripts where a sqitch.conf above the folder says"
git_init
mkdir -p roadmap db
cat >roadmap/roadmap.yaml <<'YAML'
migrations: [{id: main, path: db, engine: sqlite}]
milestones: []
issues:
  - id: A-1
    title: Users
    migrations: ["db/**"]
    checks: [{smoke: {}}, {immutable: {}}, {table: users, id: t}]
YAML
cat >sqitch.conf <<'CONF'
[core]
	engine = sqlite
	plan_file = db/app.plan
	reworked_dir = db/old
	extension = ddl
[engine "sqlite"]
	target = local
[target "local"]
	uri = db:sqlite:app.db
	top_dir = db
	deploy_dir = db/up
	reworked_deploy_dir = db/old/up
CONF
plan() { # CHANGE…
    printf '%%project=app\n' >db/app.plan
    printf '%s 2024-01-02T03:04:05Z octocat <octocat@example.com>\n' "$@" >>db/app.plan
}
plan users
mkdir -p db/up db/revert db/verify db/old
echo "CREATE TABLE users (id INTEGER PRIMARY KEY);" >db/up/users.ddl
echo "DROP TABLE users;" >db/revert/users.ddl
git add -A && git commit -qm "Users"
git update-ref refs/remotes/origin/main main
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
run check --json
expect_status 0
expect_json '[.checks[] | select(.kind == "smoke").verdict] | unique | join(" ")' pass
run --json trace A-1
expect_json '[.issue.migrations[].name] | join(" ")' users
expect_json .issue.proof verified
run --json trace --ref HEAD A-1
expect_json .issue.proof verified

it "finds the earlier form of a reworked change, and takes it for no edit"
git switch -qc work
plan users @v1 users
mkdir -p db/old/up db/old/revert
git mv db/up/users.ddl db/old/up/users@v1.ddl
git mv db/revert/users.ddl db/old/revert/users@v1.ddl
echo "ALTER TABLE users ADD COLUMN name TEXT;" >db/up/users.ddl
echo "ALTER TABLE users DROP COLUMN name;" >db/revert/users.ddl
git add -A && git commit -qm "Users have names"
run check --json
expect_status 0
expect_json '[.checks[] | select(.verdict != "pass").kind] | join(" ")' ""
run --json trace A-1
expect_json '[.issue.migrations[].name] | join(" ")' "users@v1 users"
expect_json '[.issue.migrations[].edited] | any' false

it "says that the earlier form was edited"
echo "CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);" >db/old/up/users@v1.ddl
run check --json
expect_json '[.checks[] | select(.kind == "immutable").verdict] | unique | join(" ")' fail
git restore db

it "writes the next change where sqitch.conf wants it"
run new A-1 "Add orders"
expect_status 0
expect_file db/up/add_orders.ddl
expect_file db/revert/add_orders.ddl
expect_file db/verify/add_orders.ddl
expect grep -q '^add_orders ' db/app.plan

it "says which scripts are outside of the folder, and does not pass"
sed -i 's|deploy_dir = db/up|deploy_dir = up|' sqitch.conf
run check --json
expect_status 3
expect_stdout_has "the deploy scripts are in 'up', which is not looked at"
run check
expect_stdout_has "not looked at"
