# Sourced by end-to-end scripts after lib.sh: `emulate` 0.11.2, a GitHub that we did not write, on a
# free port of loopback with one empty repository, acme/data-pipeline, and one token, octocat's.
#
#   emulate_start     sets $emulate_url and $emulate_token; the process is $emulate_pid
#   emulate METHOD PATH [JSON]    one request as octocat; prints the body, fails on 4xx and 5xx
#   emulate_stop      stops it (also done at the end of the script)
#
# $emulate_url is the address of a proxy that hands on every byte and records it for the validator
# (record_proxy.mjs). emulate builds the addresses in its answers from the Host of the request, so they
# lead through the proxy too. What its answers lack of GitHub's description stands in
# openapi/deviations.mjs.
#
# What it has, measured: /user, /repos/O/R, /repositories/ID, and for a repository labels (get, post,
# patch, delete), milestones (the same), issues (get, post, patch), their labels, assignees and
# comments. Lists page by number with `Link` (next, last, first, prev), per_page ≤ 100. Pull requests
# are left out of issue lists. x-ratelimit-* headers count down from 5000 and are never enforced.
# What it lacks: ETag and 304, sub-issues, dependencies (404 on both), issue types (dropped silently),
# duplicate checks of milestone titles, length limits, CRLF, error details (a 422 has only a message;
# its documentation_url is not GitHub's), request ids. due_on comes back as it was sent. A label that
# an issue names is made on the fly. An unknown token reads public repositories as if it were good.
# Ids of labels, milestones and issues each count from 1. So results are asserted against it, never
# the number of requests.
# shellcheck shell=bash disable=SC2034,SC2154

emulate_token=$canary
emulate_url=
emulate_pid=

emulate_start() {
    local node=$root/tests/node port tries
    [ -e "$node/node_modules/emulate/dist/index.js" ] || fail "emulate is not installed: ./dev setup"
    jq -n --arg token "$emulate_token" '{
        tokens: {($token): {login: "octocat", scopes: ["repo", "user"]}},
        github: {
            users: [{login: "octocat"}],
            orgs: [{login: "acme", members: [{login: "octocat", role: "admin"}]}],
            repos: [{owner: "acme", name: "data-pipeline", auto_init: true}]
        }
    }' >"$area/emulate.json"
    for tries in 1 2 3; do
        port=$(free_port)
        emulate_proxy "$port"
        node "$node/node_modules/emulate/dist/index.js" start --service github --port "$port" \
            --base-url "$emulate_url" --seed "$area/emulate.json" \
            </dev/null >"$area/emulate.log" 2>&1 &
        emulate_pid=$!
        processes[emulate]=$emulate_pid
        if emulate_ready "$port"; then
            rm -f "$area/emulate.json" "$area/emulate.log" # they hold the token
            return 0
        fi
        emulate_stop
    done
    cat "$area/emulate.log" >&2
    fail "emulate did not start (tried $tries ports)"
}

emulate_proxy() { # PORT
    rm -f "$area/proxy.log"
    node "$root/tests/support/record_proxy.mjs" emulate "$1" </dev/null >"$area/proxy.log" 2>&1 &
    processes[proxy]=$!
    wait_for 'record_proxy: port ' "$area/proxy.log"
    emulate_url=http://127.0.0.1:$(sed -n 's/^record_proxy: port //p' "$area/proxy.log")
}

# Asked without the proxy: nothing that was refused because it came too early is in the record.
emulate_ready() { # PORT
    local i
    for ((i = 0; i < 400; i++)); do
        kill -0 "$emulate_pid" 2>/dev/null || return 1
        if curl -sf --noproxy '*' -o "$area/ready" "http://127.0.0.1:$1/repos/acme/data-pipeline"; then
            rm "$area/ready"
            return 0
        fi
        sleep 0.05
    done
    return 1
}

emulate() {
    # The header comes from stdin, so that the token is in no process list.
    local body=()
    [ $# -lt 3 ] || body=(-H 'Content-Type: application/json' --data-binary "$3")
    printf 'header = "Authorization: Bearer %s"\n' "$emulate_token" |
        curl -sS --fail-with-body --noproxy '*' --config - -X "$1" "${body[@]}" "$emulate_url$2"
}

emulate_stop() {
    stop proxy
    stop emulate
}
