# shellcheck shell=bash disable=SC2154
# What these scripts rest on themselves.
. "$(dirname "$0")/lib.sh"

# A script that runs nothing, started as tests/e2e/run starts one.
script() {
    printf '. "%s/tests/e2e/lib.sh"\n%s\n' "$root" "$1" >"$area/script.sh"
}

it "removes a script's folder at the end, and keeps it where that is asked for"
script 'touch made'
run_command env TMPDIR="$area/place" ROADMAP="$program" bash "$area/script.sh"
expect_status 0
expect_equal "$(find . -name made | wc -l)" 0
run_command env TMPDIR="$area/place" ROADMAP="$program" E2E_KEEP=1 bash "$area/script.sh"
expect_status 0
expect_stderr_has "e2e: kept $area/place/roadmap-e2e."
expect_equal "$(find . -name made | wc -l)" 1

it "gives the programs it starts nothing of its own settings"
# shellcheck disable=SC2016
script '[ -z "${E2E_KEEP:-}${ROADMAP:-}${GH_TOKEN:-}" ]'
run_command env ROADMAP="$program" E2E_KEEP= GH_TOKEN=none bash "$area/script.sh"
expect_status 0
