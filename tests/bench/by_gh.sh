#!/bin/sh
# The plan by a loop over `gh api`: one request a process. usage: by_gh.sh FOLDER OWNER/NAME
# FOLDER has the body of every request ready; GH_HOST and GH_ENTERPRISE_TOKEN say where to.
set -eu
cd "$1"
repo=repos/$2
for file in label-*.json; do
    gh api --silent -X POST "$repo/labels" --input "$file"
done
for file in milestone-*.json; do
    gh api --silent -X POST "$repo/milestones" --input "$file"
done
for file in issue-*.json; do
    gh api -X POST "$repo/issues" --input "$file" --jq '"\(.number) \(.id)"' >answer
    read -r number id <answer
    eval "id_$number=$id"
done
while read -r number blocker; do
    eval "id=\$id_$blocker"
    gh api --silent -X POST "$repo/issues/$number/dependencies/blocked_by" -F issue_id="$id"
done <links
