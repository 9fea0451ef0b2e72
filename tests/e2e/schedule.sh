# shellcheck shell=bash disable=SC2154
# When is what done: `roadmap schedule`.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
export SOURCE_DATE_EPOCH=1772529000 # Tue 3 Mar 2026 09:10 UTC
export GIT_AUTHOR_DATE="2026-02-02T09:00:00Z" GIT_COMMITTER_DATE="2026-02-02T09:00:00Z"

# No line is wider than it may be, by columns and not by characters.
narrow_enough() { # WIDTH
    [ "$(wc -L <"$out")" -le "$1" ] || fail "a line is wider than $1"
}

git_init
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/roadmap.json
git add -A
git commit -qm "The plan"
git tag v1.0

it "shows how a plan was meant to go before GitHub is read"
run schedule
expect_status 0
expect_stderr_empty
expect_stdout_first "As planned, 5 days of slack: DB-ML4 is due 24 Apr, expected 17 Apr."
expect_stdout_matches "^  DB-ML5 DR, performance and capacity  +27 Apr +29 Apr +8 May +7 d$"
expect_stdout_matches "^  whole plan +2 Feb +29 Apr +8 May +7 d$"
expect_stdout_has "Critical path: DB-021 → DB-022, from 27 Apr, when DB-ML5 starts."
expect_stdout_matches "^  DB-006 Indexes and constraints +18 Feb +19 Feb +11 Mar +14 d  DB-004$"
expect_stdout_has "read it:  roadmap status --fetch"
run -q schedule
expect_equal "$(wc -l <"$out")" 1
run --ascii schedule
expect_stdout_has "Critical path: DB-021 -> DB-022"

it "counts with the hours that a team really has"
run_with ROADMAP_WORKDAY=4h -- schedule
expect_stdout_has "at 4 h a day"
expect_stdout_matches "^  DB-ML2 .* 16 Mar +3 Apr +10 Apr +5 d$"
run_with ROADMAP_WORKDAY=30h -- schedule
expect_status 64
expect_stderr_has "ROADMAP_WORKDAY: '30h' cannot be used"

it "begins today with what is open, once GitHub is read"
sandbox_start
on_sandbox sync --yes
expect_status 0
cache=.git/roadmap/cache.db
closed() { # DAY ID…
    local day=$1 id
    shift
    for id; do
        sqlite3 $cache "UPDATE issue SET state = 'closed', state_reason = 'completed', closed_at = '${day}T10:00:00Z'
            WHERE number = (SELECT number FROM item WHERE kind = 'issue' AND id = '$id')"
    done
}
closed 2026-02-05 DB-001
closed 2026-02-13 DB-002 DB-003
closed 2026-03-02 DB-004
run schedule
expect_status 0
expect_stdout_first "On track, 5 days of slack: DB-ML1 is due Fri 13 Mar, expected Fri 6 Mar."
expect_stdout_matches "^  DB-ML0 Inventory and gap map +5 Feb +13 Feb +13 Feb +done$"
expect_stdout_matches "^  DB-ML1 Postgres OLTP schema finalized \(nc\.\*\) +26 Feb +6 Mar +13 Mar +5 d$"
expect_stdout_matches "^  DB-006 Indexes and constraints +3 Mar +4 Mar +11 Mar +5 d$"
expect_stdout_lacks "DB-004 Physical"
expect_stdout_has "Read from GitHub"
run --json schedule
expect_json .open 18
expect_json .done 4
expect_json '.issues[3] | [.state, .start, .end, .latest_end] | join(" ")' "done 2026-02-26 2026-03-02 "
expect_json '.issues[5] | [.begins_by, .start] | join(" ")' "today 2026-03-03"
expect_json '.critical_path | join(" ")' "DB-021 DB-022"
expect_json .least_slack DB-ML1
run --format csv schedule
expect_status 0
expect_stdout_first "$(printf 'milestone,id,title,state,owner,hours,start,end,latest_start,latest_end,slack_days,critical,waits_for\r')"
expect_stdout_has "DB-ML1,DB-007,DB-007: Retention and partitioning,open,,16,2026-03-04,2026-03-06,2026-03-12,2026-03-13,5,no,DB-006"

it "agrees with status, which says the same from the cache alone"
run --json schedule
scheduled=$(jq -c '[.milestones[] | select(.open > 0) | [.id, .expected, .slack_days]]' "$out")
run --json status
expect_status 0
expect_equal "$(jq -c '[.milestones[] | select(.done < .total) | [.id, .expected_on, .slack_days]]' "$out")" "$scheduled"
expect_json .verdict on_track
run status
expect_stdout_first "On track, 5 days of slack: DB-ML1 is due Fri 13 Mar, expected Fri 6 Mar."
run -v status
expect_stdout_matches "^    DB-004 Physical DDL for all entities +done$"
expect_stdout_matches "^    DB-007 Retention and partitioning +blocked$"
for width in 40 80 200; do
    run_with COLUMNS=$width -- -v status
    narrow_enough $width
done
run_with SOURCE_DATE_EPOCH=1773216000 -- status
expect_stdout_has "At risk: DB-ML1 Postgres OLTP schema finalized (nc.*), expected 3 days after its"

it "says late and at risk"
run_with SOURCE_DATE_EPOCH=1773216000 -- schedule # Wed 11 Mar
expect_stdout_first "At risk: DB-ML1 is due Fri 13 Mar, expected Mon 16 Mar, 1 working day later."
run_with SOURCE_DATE_EPOCH=1773648000 -- schedule # Mon 16 Mar
expect_stdout_first "Late: DB-ML1 was due Fri 13 Mar, expected Thu 19 Mar."

it "compares with the plan of another commit"
jq '(.issues[] | select(.id == "DB-022")).effort_hours = 60
    | (.milestones[] | select(.id == "DB-ML2")).due_on = "2026-04-17"
    | del(.issues[] | select(.id == "DB-020"))
    | .issues += [{"id": "DB-023", "title": "DB-023: Partition the two log tables", "milestone": "DB-ML1",
        "effort_hours": 32, "depends_on": ["DB-007"]}]' roadmap/roadmap.json >changed.json
mv changed.json roadmap/roadmap.json
run schedule --baseline v1.0
expect_status 0
expect_stdout_has "Since v1.0 (2 Feb) the end moved from 29 Apr to 7 May, 6 working days later;"
expect_stdout_has "new issue, 1 removed and 5 later."
expect_stdout_matches "^  ~ DB-ML2 .*due 10 Apr → 17 Apr$"
expect_stdout_matches "^  DB-ML1 .* 23 Feb +12 Mar +\+13 d +13 Mar +1 d$"
expect_stdout_matches "^  ~ DB-022  Capacity model +29 Apr → 7 May  \+6 d$"
expect_stdout_matches "^  \+ DB-023  Partition the two log tables +12 Mar$"
expect_stdout_matches "^  - DB-020  Recovery plan for all stores +was 29 Apr$"
run --json schedule --baseline v1.0
expect_json .baseline.ref v1.0
expect_json .baseline.commit "$(git rev-parse HEAD)"
expect_json .baseline.end_days_later 6
expect_json '.baseline.milestones[] | select(.id == "DB-ML2") | [.due_before, .due_after] | join(" ")' "2026-04-10 2026-04-17"
expect_json '.baseline.issues[] | select(.change == "removed").id' DB-020
run schedule --baseline HEAD~7
expect_status 64
expect_stderr_has "--baseline: there is no 'HEAD~7' in this clone"
expect_stderr_has "hint: git log --oneline"
git checkout -q --orphan empty
git commit -q --allow-empty -m nothing
git rm -rq --cached .
git commit -q --allow-empty -m "no plan"
run schedule --baseline empty
expect_status 65
expect_stderr_has "there is no plan at 'empty'"

it "names a circle with its whole path"
cat >circle.yaml <<'PLAN'
milestones: [{id: M, title: M}]
issues:
  - {id: A-1, title: One, milestone: M, depends_on: [C-3]}
  - {id: B-2, title: Two, milestone: M, depends_on: [A-1]}
  - {id: C-3, title: Three, milestone: M, depends_on: [B-2]}
PLAN
run --spec circle.yaml schedule
expect_status 65
expect_stderr_has "A-1 → C-3 → B-2 → A-1"

it "keeps its columns with titles of every script, and names owners"
cat >wide.yaml <<'PLAN'
scope: wide
start_on: 2026-03-02
people: {Dev Team: [octocat, hubot], 田中: [hubot]}
milestones:
  - {id: M1, title: データベースの設計とすべての表の移行を完了する, due_on: 2026-03-20}
  - {id: M2, title: "🚀 Launch 👩‍👩‍👧 with a very long title that goes on and on for longer than any line", due_on: 2026-03-27}
issues:
  - {id: A-1, title: 全テーブルの物理設計と制約の一覧を作成してレビューを受ける, milestone: M1, owner: 田中, effort_hours: 20}
  - {id: A-2, title: "Résumé naïve: é combining and 🏳️‍🌈 flags in one title, and more words", milestone: M1, owner: 田中, effort_hours: 12}
  - {id: A-3, title: "نص عربي طويل جدا للتجربة في جدول ضيق", milestone: M2, owner: Dev Team, depends_on: [A-2]}
  - {id: A-4, title: Short, milestone: M2, owner: Dev Team, effort_hours: 0.5}
PLAN
for width in 40 80 200; do
    for args in "" "-v" "--ascii"; do
        # shellcheck disable=SC2086
        run_with COLUMNS=$width -- --spec wide.yaml $args schedule
        expect_status 0
        narrow_enough $width
    done
done
run_with COLUMNS=200 -- --spec wide.yaml schedule
expect_stdout_matches "^  A-1 全テーブルの物理設計と制約の一覧を作成してレビューを受ける +hubot "
expect_stdout_matches "^  A-2 .* hubot \(A-1\)$"
expect_stdout_has "about 44.5 h"

it "says so when there is nothing to schedule"
cat >none.yaml <<'PLAN'
scope: none
milestones: []
issues: []
PLAN
run --spec none.yaml schedule
expect_status 0
expect_stdout_first "Nothing to schedule: the plan has no open issue."

it "begins today only where somebody works today"
cat >soon.yaml <<'PLAN'
scope: soon
repository: acme/data-pipeline
milestones: []
issues:
  - {id: A-1, title: One, effort_hours: 4}
  - {id: A-2, title: Two, effort_hours: 4, depends_on: [A-1]}
PLAN
on_sandbox --spec soon.yaml sync --yes
expect_status 0
run --spec soon.yaml schedule
expect_stdout_has "Critical path: A-1 → A-2, from today."
run_with SOURCE_DATE_EPOCH=1772884800 -- --spec soon.yaml schedule # Sat 7 Mar
expect_stdout_has "Critical path: A-1 → A-2, from 9 Mar."
