# shellcheck shell=bash disable=SC2154
# A mistyped word is named, the nearest known one is offered, and nothing is done in its place: at
# least 95 of 100 typos find what was meant.
. "$(dirname "$0")/lib.sh"
git_init
mkdir roadmap

plan() { # TOPKEY ISSUEKEY CHECK LABEL MILESTONE DEPENDS
    cat >roadmap/roadmap.yaml <<END
scope: db
$1
labels: [{name: "area:db"}, {name: "priority:high"}]
milestones: [{id: M1, title: Foundation}, {id: M2, title: "Second part"}]
issues:
  - {id: DB-001, title: "DB-001: One", milestone: $5}
  - id: DB-002
    title: "DB-002: Two"
    labels: ["$4"]
    depends_on: [$6]
    checks: [$3]
    $2
END
}
good() { plan "x-a: 1" "x-b: 1" "{file: a.md}" area:db M1 DB-001; }

try() { # DOMAIN TYPO
    good
    rm -f roadmap/settings.yaml
    case $1 in
    command) run "$2" ;;
    option) run plan --offline "$2" ;;
    word) run explain "$2" ;;
    setting)
        echo "$2: 1" >roadmap/settings.yaml
        run validate
        ;;
    topkey)
        plan "$2: 1" "x-b: 1" "{file: a.md}" area:db M1 DB-001
        run validate
        ;;
    key)
        plan "x-a: 1" "$2: 1" "{file: a.md}" area:db M1 DB-001
        run validate
        ;;
    kind)
        plan "x-a: 1" "x-b: 1" "{$2: a}" area:db M1 DB-001
        run validate
        ;;
    label)
        plan "x-a: 1" "x-b: 1" "{file: a.md}" "$2" M1 DB-001
        run validate
        ;;
    milestone)
        plan "x-a: 1" "x-b: 1" "{file: a.md}" area:db "$2" DB-001
        run validate
        ;;
    issue)
        plan "x-a: 1" "x-b: 1" "{file: a.md}" area:db M1 "$2"
        run validate
        ;;
    id) run --repo acme/data-pipeline plan --offline "$2" ;;
    *) fail "no domain '$1'" ;;
    esac
}

it "offers what was meant for at least 95 of 100 typos, and does nothing else"
all=0 found=0
while read -r domain typo meant; do
    case $domain in
    '' | '#'*) continue ;;
    esac
    all=$((all + 1))
    try "$domain" "$typo"
    [ "$domain" = label ] || [ "$status" = 64 ] || [ "$status" = 65 ] ||
        fail "$domain '$typo' ended with $status"
    if grep -hoE "'[^']*'" "$out" "$err" | grep -qE "^'(roadmap |roadmap explain )?$meant'\$" ||
        grep -hqE "did you mean [^']*$meant" "$out" "$err"; then
        found=$((found + 1))
    else
        echo "  $domain $typo: not $meant"
    fi
done <"$(fixture typos.txt)"
[ "$all" -ge 100 ] || fail "only $all typos"
[ $((found * 100)) -ge $((all * 95)) ] || fail "$found of $all typos found what was meant"
held
echo "  $found of $all"
