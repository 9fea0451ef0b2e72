# Sourced by end-to-end scripts after lib.sh: the built-in stand-in as a server of its own.
#
#   sandbox_start [OPTIONS…]   sets $url; options of tests/support/sandbox_server.c
#   sandbox GET|POST|DELETE PATH [TEXT]   the control routes under /_sandbox
#   sandbox_writes             how many requests but GET came since the last sandbox_forget
#   sandbox_gets               how many GETs
#   sandbox_forget             forgets the log of requests
#   on_sandbox ARGS…           runs the program against it, with a token file
# shellcheck shell=bash disable=SC2034,SC2154

sandbox_start() {
    local server
    server=$(dirname "$program")/tests/sandbox_server
    [ -x "$server" ] || fail "there is no sandbox server at '$server'"
    rm -f "$area/place/sandbox.log" # of a server before this one
    background sandbox "$server" --token "$canary" --repository acme/data-pipeline --watchers 14 "$@"
    wait_for http "$area/place/sandbox.log"
    url=$(awk '{ print $1; exit }' "$area/place/sandbox.log")
    printf '%s\n' "$canary" >"$HOME/token"
    chmod 600 "$HOME/token"
}

sandbox() {
    curl -sS -X "$1" ${3:+--data-binary "$3"} "$url/_sandbox/$2"
}

sandbox_writes() {
    sandbox GET requests | jq '[.[] | select(.method != "GET")] | length'
}

sandbox_gets() {
    sandbox GET requests | jq '[.[] | select(.method == "GET")] | length'
}

sandbox_forget() {
    sandbox DELETE requests >/dev/null
}

# No pause between writes, short delays: what is asserted is what happens, not when.
on_sandbox() {
    run_with ROADMAP_WRITE_INTERVAL_MS=0 ROADMAP_CREATES_PER_HOUR=0 ROADMAP_CREATES_PER_MINUTE=0 \
        ROADMAP_RECOVERY_DELAYS_MS=10,20 ROADMAP_RETRY_BASE_MS=5 ROADMAP_SECONDARY_WAIT_MS=20 \
        ${extra:+"${extra[@]}"} -- \
        --api-url "$url" --token-file "$HOME/token" "$@"
}
extra=()
