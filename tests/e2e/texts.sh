# shellcheck shell=bash disable=SC2154
# What stands on GitHub: a team's own template, the marker, the footer, dates, order.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
sandbox_start
git_init
mkdir roadmap
cat >roadmap/roadmap.yaml <<'END'
scope: db
people: {Dev Team: octocat}
milestones:
  - {id: M1, title: First, due_on: 2026-12-14}
issues:
  - {id: DB-001, title: "DB-001: One", milestone: M1, labels: ["area:db"], summary: All of it, tasks: [a, b], done_when: [it runs]}
  - {id: DB-002, title: "DB-002: Two", depends_on: [DB-001], state: closed, summary: "Ask @octocat about #7 and `@code`"}
END
body() { sandbox GET world | jq -r ".issues[] | select(.number == $1) | .body"; }

it "sends labels, then milestones, then issues, then links, and days as noon UTC"
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 0
writes=$(sandbox GET requests | jq -r '.[] | select(.method != "GET") | .method + " " + (.path | sub("/repos/acme/data-pipeline/"; ""))')
expect_equal "$writes" "POST labels
POST milestones
POST issues
POST issues
PATCH issues/2
POST issues/2/dependencies/blocked_by"
expect_equal "$(sandbox GET requests | jq -r '.[] | select(.path | endswith("/milestones")) | select(.method == "POST") | .body | fromjson.due_on')" \
    2026-12-14T12:00:00Z

it "writes the text as a person would, between marker and end, and one small line below"
body 1 >text
expect_equal "$(sed 1d text)" "
All of it

**Tasks:**

- [ ] a
- [ ] b

**Done when:**

- it runs

<!-- /roadmap -->

<sub>Planned in \`roadmap/roadmap.yaml\` as \`DB-001\`; edit it here or there.</sub>"
hash='[0-9a-f]{12}'
expect grep -qE "^<!-- roadmap:v1 scope=db id=DB-001 n=[0-9a-f]{16} base=t:$hash,b:$hash,k:00,l:[0-9a-f]{8},m:$hash,s:o -->\$" text

it "gives an issue its number and its state with the first PATCH"
body 2 >text
expect grep -qE "^<!-- roadmap:v1 scope=db id=DB-002 n=[0-9a-f]{16} num=2 base=t:$hash,b:$hash,k:,s:c -->\$" text
expect_equal "$(sandbox GET world | jq -r '.issues[1] | .state + " " + .state_reason')" "closed completed"

it "calls nobody who is only named, and links nothing that is only written"
expect grep -qF "Ask @$(printf '\342\200\213')octocat about #7 and \`@code\`" text

it "takes a team's own template, beside the plan or where a setting says"
mkdir roadmap/templates
printf 'Our words: {{summary}}\n' >roadmap/templates/issue.md
on_sandbox --repo acme/data-pipeline sync --yes --rewrite
expect_status 0
body 1 >text
expect grep -qx "Our words: All of it" text
mkdir elsewhere
printf 'Other words: {{summary}}\n' >elsewhere/issue.md
extra=(ROADMAP_TEMPLATES=elsewhere)
on_sandbox --repo acme/data-pipeline sync --yes --rewrite
body 1 >text
expect grep -qx "Other words: All of it" text
extra=()
echo "templates: elsewhere" >roadmap/settings.yaml
on_sandbox --repo acme/data-pipeline --json sync --yes --rewrite
expect_json .requests.write 0

it "refuses a folder of templates outside the repository, or none at all"
echo "templates: ../home" >roadmap/settings.yaml
on_sandbox --repo acme/data-pipeline plan
expect_status 64
expect_stderr_has "inside the repository"
echo "templates: nowhere" >roadmap/settings.yaml
on_sandbox --repo acme/data-pipeline plan
expect_status 64
expect_stderr_has "templates"
