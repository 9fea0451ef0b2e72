#!/bin/sh
# The plan by a loop over curl: one request a process. usage: by_curl.sh FOLDER OWNER/NAME URL
# FOLDER has the body of every request ready.
set -eu
cd "$1"
api=$3/repos/$2
post() {
    curl -sS --fail -o answer -H 'Authorization: Bearer bench' \
        -H 'Accept: application/vnd.github+json' -H 'User-Agent: roadmap-bench' \
        -H 'Content-Type: application/json' --data-binary "$2" "$api/$1"
}
for file in label-*.json; do
    post labels "@$file"
done
for file in milestone-*.json; do
    post milestones "@$file"
done
for file in issue-*.json; do
    post issues "@$file"
    # The first id and number of an answer are those of the issue; the shell alone finds them.
    IFS= read -r answer <answer || true
    id=${answer#*'"id":'}
    number=${answer#*'"number":'}
    eval "id_${number%%[!0-9]*}=${id%%[!0-9]*}"
done
while read -r number blocker; do
    eval "id=\$id_$blocker"
    post "issues/$number/dependencies/blocked_by" "{\"issue_id\":$id}"
done <links
