# shellcheck shell=bash disable=SC2154
# One living comment on a pull request: `roadmap comment` in the workflow of a branch, in that of a
# fork, and in the trusted one that publishes what a fork's run wrote down.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
export SOURCE_DATE_EPOCH=1772614800 # 4 Mar 2026
sandbox_start --app-token --login 'github-actions[bot]' --edit 'pull new Partition'
git_init
mkdir roadmap
cat >roadmap/roadmap.yaml <<'PLAN'
scope: db
repository: acme/data-pipeline
milestones:
  - {id: DB-ML1, title: "DB-ML1: Postgres OLTP schema finalized", due_on: 2026-03-13}
issues:
  - id: DB-005
    title: "DB-005: RLS and tenant guards on every table"
    milestone: DB-ML1
    effort_hours: 8
    docs: [README.md]
    checks: [{file: {path: README.md}, id: readme}]
PLAN
echo Read me. >README.md
git add .
git commit -qm one
git checkout -qb topic

event() { # FORK(true|false) [HEAD]
    jq -n --argjson fork "$1" --arg head "${2:-$(git rev-parse HEAD)}" '{
        pull_request: {number: 1,
            head: {ref: "topic", sha: $head, user: {login: (if $fork then "hubot" else "acme" end)},
                repo: {full_name: (if $fork then "hubot/data-pipeline" else "acme/data-pipeline" end)}},
            base: {ref: "main", repo: {full_name: "acme/data-pipeline"}}}}' >"$area/event.json"
}
in_workflow() { # ARGS…
    extra=(GITHUB_ACTIONS=true CI=true GITHUB_EVENT_NAME=pull_request "GITHUB_EVENT_PATH=$area/event.json"
        GITHUB_BASE_REF=main GITHUB_REPOSITORY=acme/data-pipeline GITHUB_RUN_ID=77
        GITHUB_SERVER_URL=https://github.com "GITHUB_STEP_SUMMARY=$area/summary.md")
    : >"$area/summary.md"
    on_sandbox "$@"
    extra=()
}
comments() { sandbox GET world | jq '.comments | length'; }
comment() { sandbox GET world | jq -r '.comments[0].body'; }
event false

it "says nothing on a pull request that does not touch the plan"
echo more >>README.md
git commit -qam "words"
event false
in_workflow comment
expect_status 0
expect_stdout_is "Nothing to say: #1 does not change the plan."
expect_equal "$(sandbox_writes)" 0
expect_equal "$(cat "$area/summary.md")" ""

cat >roadmap/roadmap.yaml <<'PLAN'
scope: db
repository: acme/data-pipeline
milestones:
  - {id: DB-ML1, title: "DB-ML1: Postgres OLTP schema finalized", due_on: 2026-03-20}
issues:
  - {id: DB-005, title: "DB-005: RLS and tenant guards on every table", milestone: DB-ML1, effort_hours: 8, docs: [README.md]}
  - {id: DB-023, title: "DB-023: Ask @octocat about #12 <img src=x>", milestone: DB-ML1, effort_hours: 32, depends_on: [DB-005]}
PLAN
git commit -qam "more to do"
event false

it "says once what it does to the plan, what asks for less first"
in_workflow comment
expect_status 0
expect_stdout_first "Said on #1: one comment made."
expect_equal "$(comments)" 1
head=$(git rev-parse HEAD) base=$(git rev-parse main)
comment | sed 's/ n=[0-9a-f]* / n=N /' | tr -d '\342\200\213' >"$area/body.md"
cat >"$area/want.md" <<WANT
<!-- roadmap:v1 scope=db kind=comment key=plan n=N -->
**Roadmap: this pull request asks for less proof: check 'readme' of DB-005 (file) is gone.**

| | main | with this pull request |
|:--|:--|:--|
| **DB-ML1** due | 13 Mar | 20 Mar |
| **DB-ML1** scope | 1 issue, 8 h | 2 issues, 40 h |
| **DB-005** RLS and tenant guards on every table | checks readme | checks none |
| **DB-023** Ask @octocat about \\#12 &lt;img src=x&gt; |  | new, 32 h, after DB-005 |

Needs a look:
- less proof: check 'readme' of DB-005 (file) is gone ([roadmap/roadmap.yaml:6](https://github.com/acme/data-pipeline/blob/$head/roadmap/roadmap.yaml#L6))

After merging, \`roadmap sync\` creates 1 issue and 1 link and changes 1 milestone. Nobody is mentioned or assigned.

<details><summary>1 check passes, 0 not yet, 0 fail</summary>

| issue | check | result |
|:--|:--|:--|
| DB-005 | \`README.md\` | pass |

</details>

<sub>${head:0:7} against main ${base:0:7}. This comment is edited in place and only when its content changes. <a href="https://github.com/acme/data-pipeline/actions/runs/77">Report</a></sub>
WANT
expect_same "$area/want.md" "$area/body.md"
expect_equal "$(comment | grep -c $'@\u200boctocat about .#\u200b12')" 1
grep -q "Needs a look" "$area/summary.md" || fail "the job summary lacks it"
held

it "writes nothing while it says the same, also from another commit and another run"
sandbox_forget
git commit -q --allow-empty -m nothing
event false
in_workflow comment --json
expect_status 0
expect_json .outcome unchanged
expect_json .requests.write 0
expect_equal "$(sandbox_writes)" 0

it "changes it in place when it says something else"
sed -i 's/effort_hours: 32/effort_hours: 16/' roadmap/roadmap.yaml
git commit -qam "less to do"
event false
in_workflow comment
expect_status 0
expect_stdout_first "Said on #1: the comment there is changed in place."
expect_equal "$(sandbox GET requests | jq -r '[.[] | select(.method != "GET") | .method] | join(" ")')" PATCH
expect_equal "$(comments)" 1

it "keeps several comments apart by their key"
in_workflow comment --key numbers
expect_equal "$(comments)" 2
in_workflow comment --key 'no key'
expect_status 64

it "takes it back to one line when the plan is as it was"
git revert --no-edit HEAD >/dev/null 2>&1
git checkout -q main -- roadmap
git commit -qam "as it was"
event false
in_workflow comment
expect_status 0
expect_equal "$(comment | tail -n +2)" "Roadmap: this pull request no longer changes the plan."
sandbox_forget
in_workflow comment
expect_equal "$(sandbox_writes)" 0

it "shows what it would say without a token or a network, at any width"
git revert --no-edit HEAD >/dev/null 2>&1
for columns in 40 80 200; do
    run_with COLUMNS=$columns GITHUB_BASE_REF=main -- comment --dry-run
    expect_status 0
    expect_stdout_first "Not sent: this is what it would say."
done
run comment --pr 1
expect_status 4
expect_stderr_has "No token: roadmap needs one to comment on acme/data-pipeline"
run comment
expect_status 64
expect_stderr_has "no pull request is known here"
stop sandbox

it "puts a fork's into the job summary and into a file, and ends with 0"
sandbox_start --app-token --login 'github-actions[bot]' --read-only --edit 'pull new Partition'
event true
in_workflow comment -o "$area/place/comment.json"
expect_status 0
expect_stdout_first "Not said on #1: the branch is in a fork, so the token of this run may not write."
expect_equal "$(comments)" 0
expect_equal "$(sandbox_writes)" 0
grep -q "Needs a look" "$area/summary.md" || fail "the job summary lacks it"
held
expect_equal "$(jq -r .scope comment.json)" db

it "does the same where the token of a branch may not write"
event false
in_workflow comment
expect_status 0
expect_stdout_has "Not said on #1"
expect_equal "$(comments)" 0
extra=(GITHUB_BASE_REF=main)
on_sandbox --repo acme/data-pipeline comment --pr 1
expect_status 4
extra=()
stop sandbox

it "publishes a fork's file on the pull request that GitHub names for the commit"
head=$(git rev-parse HEAD)
sandbox_start --app-token --login 'github-actions[bot]' --edit 'pull new Other' \
    --edit 'pull new Partition' --edit "pull 2 head hubot:topic $head"
run_event() { # HEAD
    jq -n --arg head "$1" '{workflow_run: {head_sha: $head, head_branch: "topic",
        head_repository: {owner: {login: "hubot"}}, pull_requests: []}}' >"$area/run.json"
}
published() { # FILE
    extra=(GITHUB_ACTIONS=true CI=true GITHUB_EVENT_NAME=workflow_run "GITHUB_EVENT_PATH=$area/run.json"
        GITHUB_REPOSITORY=acme/data-pipeline)
    mkdir -p "$area/trusted"
    on_sandbox -C "$area/trusted" comment --from "$1"
    extra=()
}
run_event "$head"
published "$PWD/comment.json"
expect_status 0
expect_stdout_first "Said on #2: one comment made."
expect_equal "$(sandbox GET world | jq -r '.comments[0].issue')" 2
expect_equal "$(comment | grep -c 'Reported by the run of the pull request itself')" 1
expect_equal "$(comment | grep -c "blob/$head/roadmap")" 1

it "takes neither number nor commit nor links from the file"
jq '.number = 1 | .head = "0000000000000000000000000000000000000000" | .repository = "evil/evil"
    | .base_name = "[x](https://evil.example) @octocat" | .weakened[0].at.file = "../../x) [y](https://evil.example"
    | .changes[0].title = "<!-- roadmap:v1 scope=db kind=comment key=other -->\n# Heading\n- [ ] @hubot"' \
    comment.json >hostile.json
sandbox_forget
published "$PWD/hostile.json"
expect_status 0
expect_equal "$(sandbox GET world | jq -r '[.comments[].issue] | join(" ")')" 2
expect_equal "$(comment | grep -cE '^(#|- \[ \])|<!--|]\(https://evil')" 1 # the marker alone
expect_equal "$(comment | grep -c '0000000')" 0
expect_equal "$(comment | grep -c 'evil/evil')" 0

it "says nothing for a commit that no open pull request ends with"
run_event 0123456789abcdef0123456789abcdef01234567
sandbox_forget
published "$PWD/comment.json"
expect_status 0
expect_stdout_has "no open pull request ends with 0123456"
expect_equal "$(sandbox_writes)" 0

it "refuses what it did not write"
run_event "$head"
echo '{"format": 1, "command": "plan"}' >other.json
echo 'not json' >broken.json
head -c 9000000 /dev/zero | tr '\0' ' ' >large.json
published "$PWD/other.json"
expect_status 5
published "$PWD/broken.json"
expect_status 5
published "$PWD/large.json"
expect_status 1
expect_stderr_has "large.json"
ln -s other.json link.json
jq '.changes = [range(2100) | {kind: "issue", change: "added", id: "X-\(.)", title: ("|" * 1100)}]
    | .weakened = [range(2100) | {message: ("&" * 1100), path: ("&" * 1100), line: 1}]' comment.json >deep.json
published "$PWD/deep.json"
expect_status 0
expect_equal "$(comment | wc -m | awk '{ print ($1 <= 65536) }')" 1
expect_equal "$(comment | grep -c 'further changes')" 1
expect_equal "$(comment | grep -c 'and 1,\?995 more')" 1
stop sandbox

it "keeps where the plan stands on a tracking issue, in place"
git checkout -q topic
sandbox_start --edit 'issue new Progress | <b>'
on_sandbox comment --issue 1
expect_status 0
expect_stdout_first "Said on #1: one comment made."
expect_equal "$(comment | head -n 1 | sed 's/ n=[0-9a-f]* / n=N /')" \
    "<!-- roadmap:v1 scope=db kind=comment key=status n=N -->"
expect_equal "$(comment | grep -c '^| \*\*DB-ML1\*\* Postgres OLTP schema finalized | 0 % | 0/2 | ')" 1
sandbox_forget
on_sandbox comment --issue 1
expect_status 0
expect_stdout_first "Nothing to do: the comment on #1 says it already."
expect_equal "$(sandbox_writes)" 0
on_sandbox sync --yes
expect_status 0
sandbox POST edit 'issue 2 close completed' >/dev/null
sandbox_forget
on_sandbox comment --issue 1
expect_stdout_first "Said on #1: the comment there is changed in place."
expect_equal "$(sandbox_writes)" 1
expect_equal "$(comment | grep -c '| 1/2 |')" 2
on_sandbox comment --issue 1 --pr 2
expect_status 64
on_sandbox comment --issue 99
expect_status 4
expect_stderr_has "there is no issue #99 in 'acme/data-pipeline'"
expect_stderr_has "hint: it is the number at the end of its address on GitHub"

it "says what is wrong with the number of a pull request"
sandbox_forget
extra=(GITHUB_BASE_REF=main)
on_sandbox comment --pr 99
expect_status 4
expect_stderr_has "there is no pull request #99 in 'acme/data-pipeline'"
expect_stderr_lacks "--repo"
on_sandbox --json comment --pr 1
expect_status 64
expect_stderr_has "#1 is an issue, no pull request"
expect_stderr_has "hint: roadmap comment --issue 1 keeps where the plan stands there"
expect_json .exit 64
expect_equal "$(sandbox_writes)" 0
on_sandbox --repo acme/nowhere comment --pr 1
expect_status 4
expect_stderr_has "check the name (--repo OWNER/NAME)"
extra=()

it "says which dates move, once it is known what is done already"
sed -i 's/effort_hours: [13][26]/effort_hours: 320/' roadmap/roadmap.yaml
extra=(GITHUB_BASE_REF=topic SOURCE_DATE_EPOCH=) # the server has no other clock
on_sandbox comment --dry-run
expect_status 0
expect_stdout_has "DB-ML1 moves from"
expect_stdout_matches '^\| \*\*DB-ML1\*\* expected \| .* \| \*\*.* late\*\* \|$'
extra=()
git checkout -q -- roadmap
it "does not take back what it said because it cannot compare"
git clone -q --depth 1 --branch topic "file://$PWD" "$area/shallow"
git -C "$area/shallow" remote set-head origin --delete # as actions/checkout leaves it
extra=(GITHUB_BASE_REF=main)
on_sandbox -C "$area/shallow" comment --pr 1
expect_status 1
expect_stderr_has "this branch cannot be compared with where it began"
git checkout -qb broken main
printf 'issues: 7\n' >roadmap/roadmap.yaml
git commit -qam "a plan that cannot be read"
git checkout -qb mended
git checkout -q main -- roadmap
git commit -qm "mended"
extra=(GITHUB_BASE_REF=broken)
sandbox POST edit 'pull new Mended' >/dev/null
on_sandbox comment --pr "$(sandbox GET world | jq '[.issues[] | select(.pull_request) | .number] | max')"
expect_status 0
expect_stdout_has "the plan at 'broken' has"
extra=()
stop sandbox
git checkout -qf topic

it "leaves one comment where several runs of the same push meet, each with its own cache"
sandbox_start --app-token --login 'github-actions[bot]' --edit 'pull new Partition' \
    --fault 'POST /repos/*/*/issues/1/comments 1-8 stall:1500'
event false
runs=()
for i in 1 2 3 4 5 6 7 8; do
    env GITHUB_ACTIONS=true CI=true GITHUB_EVENT_NAME=pull_request "GITHUB_EVENT_PATH=$area/event.json" \
        GITHUB_BASE_REF=main GITHUB_REPOSITORY=acme/data-pipeline "ROADMAP_CACHE=$area/cache$i.db" \
        "$program" --api-url "$url" --token-file "$HOME/token" comment >"$area/run$i" 2>&1 </dev/null &
    runs+=($!)
done
for run in "${runs[@]}"; do
    wait "$run" || fail "a run ended with $?"
done
expect_equal "$(comments)" 1
expect_equal "$(comment | grep -c 'DB-023')" 1
