# shellcheck shell=bash disable=SC2154
# `roadmap status` with several plans: one line each, and a broken one does not hide the others.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
export SOURCE_DATE_EPOCH=1770109800 # Tue 3 Feb 2026 09:10 UTC

sandbox_start
git_init
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/database.json
cat >roadmap/web.yaml <<'PLAN'
version: 1
scope: web
repository: acme/data-pipeline
milestones:
  - {id: WEB-M1, title: "🚀 公開サイトの設計と実装、およびレビューの実施と公開準備作業の全工程", due_on: 2026-02-02}
issues:
  - {id: WEB-001, title: "WEB-001: 公開サイト", milestone: WEB-M1, effort_hours: 8}
  - {id: WEB-002, title: "WEB-002: Launch", milestone: WEB-M1, effort_hours: 8, depends_on: [WEB-001]}
PLAN
both=(--spec roadmap/database.json --spec roadmap/web.yaml)

it "says that nobody has read GitHub yet"
run "${both[@]}" status
expect_status 0
expect_stdout_first "Unknown, 2 of 2 plans: database.json, nothing was read from GitHub yet."
expect_stdout_matches "^read it:$"
expect_stdout_has "  roadmap status --fetch --spec roadmap/database.json --spec roadmap/web.yaml"

it "reads all of them with --fetch"
on_sandbox --spec roadmap/database.json sync --yes
on_sandbox --spec roadmap/web.yaml sync --yes
expect_status 0
sandbox_forget
on_sandbox "${both[@]}" status --fetch
expect_status 0
[ "$(sandbox_gets)" -gt 0 ] || fail "GitHub was not asked"
expect_equal "$(sandbox_writes)" 0

it "shows one line a plan, the worst first"
run "${both[@]}" status
expect_status 0
expect_stderr_empty
expect_stdout_first "Late, 1 of 2 plans: web.yaml, WEB-M1 was due Mon 2 Feb, 0 of 2 done."
expect_stdout_matches "^  web.yaml +Late +░+ 0 % +0/2 +WEB-M1 +2 Feb +-[0-9]+ d$"
expect_stdout_matches "^  database.json +(On track|At risk) "
expect_stdout_matches "^  all plans +░+ 0 % +0/24$"
expect_equal "$(grep -nE '^  (web|database)' "$out" | sed 's/.*  \(web\|database\).*/\1/' | paste -sd ' ')" "web database"
expect_stdout_has "see one:  roadmap status --spec roadmap/web.yaml"
expect_stdout_lacks "Ready"
run -q "${both[@]}" status
expect_equal "$(wc -l <"$out")" 1
run "${both[@]}" --spec roadmap/web.yaml status # the same file once more
expect_stdout_matches "^  all plans .* 0/24$"

it "stays within the columns, and shows each plan with -v"
for width in 40 80 120 200; do
    for more in "" -v; do
        run_with COLUMNS=$width -- "${both[@]}" status $more
        expect_status 0
        [ "$(wc -L <"$out")" -le $width ] || fail "a line is wider than $width"
    done
done
run -v "${both[@]}" status
expect_stdout_first "Late, 1 of 2 plans: web.yaml, WEB-M1 was due Mon 2 Feb, 0 of 2 done."
expect_stdout_matches "^web.yaml$"
expect_stdout_matches "^    WEB-002 Launch +blocked$"
expect_stdout_matches "^    DB-001 Matrix of entity, store.* ready$"

it "gives them as data"
run "${both[@]}" status --json
expect_status 0
expect_json '[.plans[].spec] | join(" ")' "roadmap/web.yaml roadmap/database.json"
expect_json '[.verdict, .plans[0].verdict, .plans[0].focus] | join(" ")' "late late WEB-M1"
expect_json '[.whole.done, .whole.total, (.plans[1].ready | length > 0), .exit] | join(" ")' "0 24 true 0"
run "${both[@]}" status --format csv
expect_status 0
expect_stdout_first "$(printf 'plan,milestone,id,number,title,state,owner,blocked_by\r')"
expect_stdout_has "roadmap/web.yaml,WEB-M1,WEB-002,"
expect_equal "$(wc -l <"$out")" 25

it "shows the others when one is broken, and ends with what is worst"
echo '{"version": 1, "issues": []}' >roadmap/broken.json
run "${both[@]}" --spec roadmap/broken.json status
expect_status 65
expect_stdout_first "Late, 1 of 3 plans: web.yaml, WEB-M1 was due Mon 2 Feb, 0 of 2 done. 1 of 3"
expect_stdout_matches "^  broken.json +Invalid$"
expect_stdout_matches "^  database.json "
expect_stdout_has "mend it:  roadmap validate --spec roadmap/broken.json"
expect_stderr_has "error[E0106]: a plan needs the key 'milestones'"
expect_stderr_has "error: 'roadmap/broken.json' has 1 error"
run "${both[@]}" --spec roadmap/broken.json status --json
expect_status 65
expect_json '[.exit, .error.code, (.plans | length), .plans[0].spec, .plans[0].diagnostics[0].code] | join(" ")' \
    "65 spec 3 roadmap/broken.json E0106"
run "${both[@]}" --spec roadmap/broken.json status --format csv
expect_status 65
expect_equal "$(wc -l <"$out")" 25
run --spec roadmap/broken.json --spec roadmap/none.json status
expect_stdout_first "Unknown: none of 2 plans can be shown."
expect_stderr_has "roadmap/none.json"

it "takes nothing of this project for a plan of another one, whatever its file is called"
git_init ../other
mkdir ../other/roadmap
sed '/^repository/d' roadmap/web.yaml >../other/roadmap/web.yaml
run --spec roadmap/database.json --spec ../other/roadmap/web.yaml status
expect_status 0
expect_stdout_first "Unknown, 1 of 2 plans: ../other/roadmap/web.yaml, nothing was read from GitHub"
run --spec ../other/roadmap/web.yaml status
expect_stdout_first "Unknown: nothing was read from GitHub yet."
run --spec ../other/roadmap/web.yaml --repo acme/data-pipeline status
expect_stdout_first "Late: WEB-M1 was due Mon 2 Feb, 0 of 2 done."

it "is only for status"
run "${both[@]}" validate
expect_status 64
expect_stderr_has "--spec names one plan, not 'roadmap/database.json' and"
expect_stderr_has "hint: roadmap status shows several"
