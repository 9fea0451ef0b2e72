# shellcheck shell=bash disable=SC2154,SC2034
# Every example of the help pages and of `roadmap explain` can be typed as it stands there.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
sandbox_start
git_init
git_init ../other
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/database.json
cp "$root/roadmap/database.json" roadmap/roadmap.yaml # JSON is YAML
mkdir -p db/migrations
cp "$root"/migrations/*.sql db/migrations
git add -A
git commit -qm "the plan and its migrations"
git tag v1.0
on_sandbox --repo acme/data-pipeline sync --yes --journal journal.jsonl
expect_status 0
# What the examples call 7f3a91c. `init` gives the project another cache, which does not know it.
run_id=$(head -n 1 journal.jsonl | jq -r .run)

# As a person with a token would run it: nothing but what the example says on the command line.
typed() {
    run_with ROADMAP_API_URL="$url" ROADMAP_TOKEN_FILE="$HOME/token" ROADMAP_REPO=acme/data-pipeline \
        ROADMAP_WRITE_INTERVAL_MS=0 ROADMAP_CREATES_PER_MINUTE=0 -- "$@"
}

try() { # the line without "roadmap"
    local words
    [ ! -e cache/CACHEDIR.TAG ] || install -D journal.jsonl "cache/runs/$run_id.jsonl"
    read -ra words <<<"${1//7f3a91c/$run_id}"
    case " $1 " in
    *" undo "*) words+=(--yes) ;;
    *" --serve "*)
        run_command timeout -s INT 3 "$program" "${words[@]}"
        [ "$status" = 124 ] || [ "$status" = 130 ] || [ "$status" = 0 ] || fail "'$1' ended with $status"
        return
        ;;
    *" --from-repo "*) words=(-C "$(mktemp -d "$area/place.XXXXXX")" "${words[@]}") ;;
    *" sync "*)
        case " $1 " in
        *" --yes "* | *" help "*) ;;
        *) words+=(--yes) ;;
        esac
        ;;
    esac
    typed "${words[@]}"
    case $status in
    0) ;;
    2) [[ $1 == *--detailed-exitcode* ]] || fail "'$1' ended with 2" ;;
    5) [[ $1 == *--adopt* || $1 == *--recreate* || $1 == *--take* ]] || fail "'$1' ended with 5" ;;
    *) fail "'$1' ended with $status" ;;
    esac
    held
}

it "runs every example of every help page"
examples=0
while IFS= read -r line; do
    try "$line"
    examples=$((examples + 1))
done < <(sed -n 's/^\$ roadmap//p' "$root/docs/reference/commands.md" | sed 's/  *#.*//; s/^ //')
[ $examples -ge 25 ] || fail "only $examples examples were found"

it "runs every command that an explanation prints"
examples=0
while IFS= read -r line; do
    try "$line"
    examples=$((examples + 1))
done < <(sed -n 's/^    roadmap //p' "$root"/docs/explain/*.md | sed 's/ *||.*//' | sort -u)
[ $examples -ge 8 ] || fail "only $examples commands were found"
