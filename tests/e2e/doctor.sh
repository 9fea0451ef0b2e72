# shellcheck shell=bash disable=SC2154
# doctor: every check made to fail once where that can be done, and nothing changed by looking.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
git_init
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/roadmap.json

# Everything that a look could change: names, rights, times and bytes; servers' logs are not ours.
tree_state() {
    find . -path ./sandbox.log -prune -o -printf '%p %m %y %s %T@ %l\n' | sort
    find . -type f ! -name sandbox.log ! -name '*.sock' -exec sha256sum {} + | sort
}

# Runs doctor against the sandbox, and holds it to its promise: only GETs, and no byte moved.
look() {
    tree_state >"$area/before"
    sandbox_forget
    on_sandbox "$@"
    tree_state >"$area/after"
    expect_same "$area/before" "$area/after"
    expect_equal "$(sandbox_writes)" 0
}

result() { # NAME RESULT: of the last --json
    expect_json ".checks[] | select(.name == \"$1\") | .result" "$2"
}

command_of() {
    jq -r ".checks[] | select(.name == \"$1\") | .command" "$out"
}

it "works without network, token and cache, and never calls unknown well"
run_with "https_proxy=http://octocat:secret@127.0.0.1:$(free_port)" -- \
    doctor --repo acme/data-pipeline --api-url https://api.github.example --json
expect_status 3
result connection fail
result proxy warn
result token fail
for name in clock rate-limit token-kind token-scopes token-expiry repository rights features \
    default-branch cache-content pending runs creations twins copies planted blocks; do
    result "$name" unknown
done
result plan ok
result target ok
result git ok
expect_stdout_lacks secret
expect_json '[.checks[] | select((.result == "warn" or .result == "fail") and .command == null)] | length' 0
expect_json '.checks | length >= 15' true
expect_json '.counts.fail' 2
expect_no_file .git/roadmap

it "tells a name that is not found from a port that nobody answers"
run doctor --repo acme/data-pipeline --api-url https://no-such-host.invalid
expect_status 3
expect_stdout_has "DNS: "
expect_stdout_has "curl -v -o /dev/null https://no-such-host.invalid/rate_limit"
run doctor --repo acme/data-pipeline --api-url "http://127.0.0.1:$(free_port)"
expect_status 3
expect_stdout_has "cannot connect to '127.0.0.1'"

it "is well with a fresh project, and makes no cache"
sandbox_start --token-scopes repo,workflow
look doctor --json --repo acme/data-pipeline
expect_status 0
result connection ok
result clock ok
result token ok
result token-scopes ok
result repository ok
result rights ok
result features unknown
expect_no_file .git/roadmap
expect_equal "$(sandbox_gets)" 3

it "is well after a sync, but for what nobody can know"
on_sandbox sync --yes --repo acme/data-pipeline
expect_status 0
git add roadmap
git commit -qm plan
git update-ref refs/remotes/origin/main HEAD # as in every clone
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
look doctor --repo acme/data-pipeline
expect_status 0
expect_stdout_matches '^Nothing fails: [0-9]+ of [0-9]+ checks are well, 1 could not be made\.$'
expect_stdout_has "67"
look doctor -q --repo acme/data-pipeline
expect_equal "$(wc -l <"$out")" 1

it "finds broken settings and goes on"
echo "api_url: https://example.com" >roadmap/settings.yaml
look doctor --json --repo acme/data-pipeline
expect_status 3
result settings fail
result repository ok
rm roadmap/settings.yaml
extra=(ROADMAP_MAX_WAIT_MS=soon)
look doctor --json --repo acme/data-pipeline
expect_status 3
result settings fail
result connection unknown
result plan ok
extra=()
look doctor --color=never --api-url nonsense
expect_status 64

it "finds a plan with errors, and one that is not there"
cp roadmap/roadmap.json "$area/plan"
jq '.issues[0].depends_on = ["nobody"]' "$area/plan" >roadmap/roadmap.json
look doctor --json --repo acme/data-pipeline
result plan fail
result twins unknown
expect_equal "$(command_of plan)" "roadmap validate --repo acme/data-pipeline --api-url $url --token-file $HOME/token"
rm roadmap/roadmap.json
look doctor --json --repo acme/data-pipeline
result plan fail
expect_equal "$(command_of plan)" "roadmap init --repo acme/data-pipeline --api-url $url --token-file $HOME/token"
cp "$area/plan" roadmap/roadmap.json

it "finds two repositories that are meant"
jq '.repository = "acme/other"' "$area/plan" >roadmap/roadmap.json
git remote add origin https://github.com/acme/data-pipeline.git
look doctor --json
expect_status 3
result target fail
expect_equal "$(command_of target)" "roadmap plan --repo acme/other --api-url $url --token-file $HOME/token"
git remote remove origin

it "finds no repository named at all"
jq 'del(.repository)' "$area/plan" >roadmap/roadmap.json
look doctor --json
result target fail
result repository unknown
cp "$area/plan" roadmap/roadmap.json
extra=(GITHUB_REPOSITORY=acme/data-pipeline)

it "finds a shallow clone, a bare one and none at all"
git clone -q --depth 1 "file://$PWD" "$area/shallow"
look -C "$area/shallow" doctor --json
result history warn
expect_equal "$(command_of history)" "git -C $area/shallow fetch --unshallow"
git init -q --bare "$area/bare"
look -C "$area/bare" doctor --json
result git warn
mkdir "$area/plain"
look -C "$area/plain" doctor --json
result git warn
result history unknown

it "finds a token that is refused, too little, or at its end"
echo wrong >"$HOME/wrong"
look doctor --json --token-file "$HOME/wrong"
expect_status 3
result token fail
result connection ok
result clock ok
result repository unknown
stop sandbox
sandbox_start --token-scopes gist --token-expires "$(date -u -d '+2 days' '+%F %T') UTC"
look doctor --json
result token-scopes fail
result token-expiry warn
expect_equal "$(command_of token-scopes)" "gh auth refresh --hostname ${url#http://} --scopes repo"
run_with GH_TOKEN=x -- doctor --json --api-url "$url" --repo acme/data-pipeline
expect_json '.checks[] | select(.name == "token") | .text | contains("GH_TOKEN is set, but not for")' true

it "finds a clock that is wrong"
for offset in 120000:warn -120000:warn 3600000:fail -3600000:fail; do
    stop sandbox
    sandbox_start --clock-offset-ms "${offset%:*}"
    look doctor --json
    result clock "${offset#*:}"
done

it "finds a limit that is used up or nearly"
stop sandbox
sandbox_start --primary-per-hour 20
for ((i = 0; i < 19; i++)); do
    curl -sS -o /dev/null -H "Authorization: Bearer $canary" "$url/repos/acme/data-pipeline"
done
look doctor --json
result rate-limit warn
look doctor --json
expect_status 3
result rate-limit fail
expect_equal "$(command_of rate-limit | cut -d' ' -f1)" sleep

it "finds a repository that is archived, closed, hidden or only to be read"
stop sandbox
sandbox_start --archived
look doctor --json
result repository fail
expect_equal "$(command_of repository)" "gh repo unarchive acme/data-pipeline"
stop sandbox
sandbox_start --issues-disabled
look doctor --json
result repository fail
result features unknown
stop sandbox
sandbox_start --hidden
look doctor --json
result repository fail
result rights unknown
stop sandbox
sandbox_start --role read
look doctor --json
result rights fail
stop sandbox
sandbox_start --app-token
look doctor --json
result rights unknown
sandbox POST edit "repository rename acme/pipeline" >/dev/null
look doctor --json
result repository warn
stop sandbox
sandbox_start --no-dependencies --issues 1
look doctor --json
result features warn

it "finds a server in trouble, and does not wait for it"
sandbox POST faults 'GET /rate_limit * status:503' >/dev/null
look doctor --json
result connection fail
sandbox DELETE faults >/dev/null
sandbox POST faults 'GET /repos/*/* * status:500' >/dev/null
look doctor --json
result repository unknown
result connection ok

it "finds rights of the cache that are too wide, and mends them when told"
stop sandbox
sandbox_start
cache=.git/roadmap/cache.db
rm -rf .git/roadmap
on_sandbox sync --yes
expect_status 0
chmod 644 $cache
look doctor --json
expect_status 0
result cache-file warn
expect_equal "$(command_of cache-file)" "chmod 600 $PWD/$cache"
sandbox_forget
on_sandbox doctor --fix
expect_status 0
expect_stdout_has "mended: now nobody else can read it"
expect_equal "$(stat -c %a $cache)" 600
expect_equal "$(sandbox_writes)" 0
look doctor --json
result cache-file ok

it "finds a cache that is a link"
mv $cache "$area/real.db"
ln -s "$area/real.db" $cache
look doctor --json
expect_status 3
result cache-file fail
result pending unknown
rm $cache
cp "$area/real.db" $cache
chmod 600 $cache

it "finds a file where the folder of the cache has to be"
mv .git/roadmap "$area/kept"
: >.git/roadmap
look doctor --json
result cache-file fail
expect_equal "$(command_of cache-file)" "mv $PWD/.git/roadmap $PWD/.git/roadmap.aside"
rm .git/roadmap
mv "$area/kept" .git/roadmap

it "finds unsettled writes and runs that did not end"
sqlite3 $cache "UPDATE intent SET state = 'unknown' WHERE key = (SELECT max(key) FROM intent);
    UPDATE run SET ended_ms = 0; UPDATE scope SET sync_ms = 0"
look doctor --json
expect_status 0
result pending warn
result runs warn
expect_equal "$(command_of pending)" "roadmap sync --api-url $url --token-file $HOME/token"
sandbox_forget
on_sandbox sync --yes
expect_status 0
look doctor --json
result pending ok
result runs ok

it "finds copies, planted marks, twins and damaged texts as last read"
n=$(sandbox GET world | jq '.issues[] | select(.title | startswith("DB-002")) | .number')
sandbox POST edit "issue $n copy" >/dev/null
sandbox POST edit "issue $((n + 1)) replace |<!-- /roadmap -->||" >/dev/null
on_sandbox plan
look doctor --json
result planted warn
result copies ok
result blocks warn
expect_json '.checks[] | select(.name == "planted") | .text | startswith("#23:")' true
expect_equal "$(command_of planted)" "gh issue edit 23 --repo ${url#http://}/acme/data-pipeline"
sandbox POST edit "issue 23 milestone $(sandbox GET world | jq -r '.milestones[0].title')" >/dev/null
on_sandbox plan
look doctor --json
result planted ok
result copies warn
expect_json ".checks[] | select(.name == \"blocks\") | .text | startswith(\"#$((n + 1)):\")" true

it "says who holds the lock"
: >"$cache.lock"
printf 'pid 7\nhost there\n' >"$cache.lock"
background holder flock -o "$cache.lock" sleep 50
for ((i = 0; i < 100; i++)); do flock -n "$cache.lock" true || break; done
look doctor --json
result lock warn
expect_json '.checks[] | select(.name == "lock") | .text' "a run holds it: pid 7, host there"
stop holder

it "finds a newer cache and leaves it alone, also with --fix"
cp $cache "$area/good.db"
sqlite3 $cache "PRAGMA user_version = 9999"
look doctor --json
expect_status 3
result cache-content fail
look doctor --fix --json
result cache-content fail
cp "$area/good.db" $cache

it "finds a reference that leads nowhere"
sqlite3 $cache "PRAGMA foreign_keys = OFF; DELETE FROM issue WHERE number = $n"
look doctor --json
result cache-content fail
cp "$area/good.db" $cache

it "finds a damaged cache, moves it aside when told, and the next plan reads GitHub"
dd if=/dev/urandom of=$cache bs=4096 seek=1 count=8 conv=notrunc status=none
look doctor --json
expect_status 3
result cache-content fail
result pending unknown
sandbox_forget
on_sandbox doctor --fix --json
result cache-content ok
expect_json '[.checks[] | select(.result == "fail") | .name] | join(" ")' ""
expect_json '.counts.mended' 1
expect_equal "$(sandbox_writes)" 0
expect compgen -G "$cache.corrupt-*"
on_sandbox plan
expect_status 0

it "finds a cache in the work tree that git would take, and ignores it when told"
extra=(GITHUB_REPOSITORY=acme/data-pipeline ROADMAP_CACHE="$PWD/c.db")
on_sandbox plan
look doctor --json
expect_status 0
result cache-git warn
printf 'build' >.gitignore
sandbox_forget
on_sandbox doctor --fix --json
result cache-git ok
expect_equal "$(cat .gitignore)" "$(printf 'build\n/c.db*')"
look doctor --json
result cache-git ok
rm .gitignore
git add -f c.db
look doctor --json
expect_status 3
result cache-git fail
git rm -q --cached c.db
rm -f c.db c.db.lock
extra=(GITHUB_REPOSITORY=acme/data-pipeline)

it "finds a lost tag of cache/ and puts it back when told, and no folder of somebody else's"
mkdir cache
echo mine >cache/notes
look doctor --json
result cache-folder ok
cp "$area/good.db" cache/roadmap.db
look doctor --json
result cache-folder warn
on_sandbox doctor --fix --json
result cache-folder ok
expect_file cache/CACHEDIR.TAG
expect_equal "$(cat cache/.gitignore)" "*"
expect_equal "$(cat cache/notes)" mine
look doctor --json
expect_json '.checks[] | select(.name == "cache-file") | .text | contains("/cache/roadmap.db")' true
rm -r cache

it "finds certificates that are not there"
extra+=(SSL_CERT_FILE="$area/none.pem")
look doctor --json
result certificates fail
expect_equal "$(command_of certificates)" "unset SSL_CERT_FILE"
extra=(GITHUB_REPOSITORY=acme/data-pipeline)

it "calls a hurried pace fine on this machine, and nowhere else"
look doctor --json
result pace ok
run_with ROADMAP_WRITE_INTERVAL_MS=0 -- doctor --json --api-url https://no-such-host.invalid
result pace warn
expect_equal "$(command_of pace)" "unset ROADMAP_WRITE_INTERVAL_MS"

it "finds workflows that cannot write, that a fork can start, or that can meet"
mkdir -p .github/workflows
cp "$root/templates/init/github/workflows/"*.yml .github/workflows/
look doctor --json
for name in workflows sync-rights sync-trigger sync-order; do
    result $name ok
done
sed -i 's/issues: write/issues: read/; /^concurrency:/,/cancel/d; s/^  push:/  pull_request:/' \
    .github/workflows/roadmap-sync.yml
look doctor --json
expect_status 3
result sync-rights fail
result sync-trigger fail
result sync-order warn

it "gives a command for a workflow that mends it"
cp "$root/templates/init/github/workflows/roadmap-sync.yml" .github/workflows/
sed -i '/^permissions:/,/issues/d; /^concurrency:/,/cancel/d' .github/workflows/roadmap-sync.yml
look doctor --json
result sync-rights warn
result sync-order warn
bash -c "$(command_of sync-rights)"
bash -c "$(command_of sync-order)"
look doctor --json
result sync-rights ok
result sync-order ok
printf 'on: [push\n' >.github/workflows/broken.yml
look doctor --json
result workflows unknown

it "shows nothing of the token and keeps to the columns"
for columns in 40 80 200; do
    extra=(GITHUB_REPOSITORY=acme/data-pipeline COLUMNS="$columns")
    look doctor
    expect_status 0
    look doctor --ascii
    expect [ "$(LC_ALL=C tr -d '\0-\177' <"$out" | wc -c)" = 0 ]
done
expect_no_token "$area/place"
