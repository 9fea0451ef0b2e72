# shellcheck shell=bash disable=SC2154
# The comment on a pull request of a GitHub that others wrote.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/emulate.sh"
emulate_start
git_init
mkdir roadmap
printf 'scope: db\nmilestones: []\nissues: [{id: DB-001, title: One}]\n' >roadmap/roadmap.yaml
git add .
git commit -qm one
git checkout -qb topic
printf 'scope: db\nmilestones: []\nissues: [{id: DB-001, title: One}, {id: DB-002, title: "Two | <b> @hubot"}]\n' \
    >roadmap/roadmap.yaml
git commit -qam two
printf '%s\n' "$canary" >"$HOME/token"
repo=/repos/acme/data-pipeline

base=$(emulate GET $repo/git/ref/heads%2Fmain | jq -r .object.sha)
emulate POST $repo/git/refs "{\"ref\": \"refs/heads/topic\", \"sha\": \"$base\"}" >/dev/null
emulate POST $repo/pulls '{"title": "Two", "head": "topic", "base": "main"}' >"$area/pull.json"
number=$(jq .number "$area/pull.json")
head=$(jq -r .head.sha "$area/pull.json")

on_emulate() {
    run_with ROADMAP_RETRY_BASE_MS=5 GITHUB_BASE_REF=main ${extra:+"${extra[@]}"} -- \
        --api-url "$emulate_url" --token-file "$HOME/token" --repo acme/data-pipeline "$@"
}
extra=()
bodies() { emulate GET "$repo/issues/$number/comments?per_page=100" | jq -r '.[].body'; }

it "comments once on a pull request there, and writes nothing the second time"
emulate POST "$repo/issues/$number/comments" '{"body": "Looks good."}' >/dev/null
on_emulate comment --pr "$number" -o comment.json
expect_status 0
expect_stdout_first "Said on #$number: one comment made."
expect_equal "$(bodies | grep -c '<!-- roadmap:v1 scope=db kind=comment key=plan')" 1
expect_equal "$(bodies | grep -c 'Two \\| &lt;b&gt;')" 1
on_emulate comment --pr "$number" --json
expect_status 0
expect_json .outcome unchanged
expect_json .requests.write 0

it "edits it in place, and deletes a twin of its own"
emulate POST "$repo/issues/$number/comments" \
    '{"body": "<!-- roadmap:v1 scope=db kind=comment key=plan -->\nRoadmap: a twin."}' >/dev/null
sed -i 's/Two/Second/' roadmap/roadmap.yaml
on_emulate comment --pr "$number"
expect_status 0
expect_equal "$(bodies | grep -c '<!-- roadmap:v1')" 1
expect_equal "$(bodies | grep -c 'Second')" 1
expect_equal "$(bodies | grep -c 'Looks good')" 1

it "publishes a file on the pull request that has the commit"
jq -n --arg head "$head" '{workflow_run: {head_sha: $head, head_branch: "topic",
    head_repository: {owner: {login: "acme"}}}}' >"$area/run.json"
extra=(GITHUB_EVENT_NAME=workflow_run "GITHUB_EVENT_PATH=$area/run.json")
on_emulate comment --from comment.json
expect_status 0
expect_stdout_first "Said on #$number: the comment there is changed in place."
expect_equal "$(bodies | grep -c 'Two \\| &lt;b&gt;')" 1
