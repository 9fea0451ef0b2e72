# shellcheck shell=bash disable=SC2154,SC2016
# One HTML page to forward: `roadmap report`.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
export SOURCE_DATE_EPOCH=1772702000 # 2026-03-05
at() { run_with SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH -- "$@"; }
page=roadmap-report.html

it "says what is missing where nothing was read, outside git"
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/database.json
at report
expect_status 0
expect_stdout_first "Unknown: nothing was read from GitHub yet."
expect_stdout_has "Written to $page"
expect_stderr_empty
expect has $page 'GitHub was never read'
expect has $page 'DB-ML5'

it "is one file without script and without a request"
git_init
git add -A
git commit -qm "the plan"
sandbox_start
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 0
sandbox POST edit "issue 1 close" >/dev/null
on_sandbox --repo acme/data-pipeline status --fetch
expect_status 0
at report
expect_status 0
expect_stdout_matches "^On track: DB-ML0 is due 13 Feb|^Late: "
[ "$(grep -c '<script' $page)" = 0 ] || fail "there is a script"
! grep -qE '@import|url\(|<(img|iframe|object|embed|link rel="stylesheet)' $page ||
    fail "something would be loaded"
expect has $page "default-src 'none'"
expect matches $page '<td>✓ done [0-9]+ '

it "says in words what a history of one day has, and draws nothing"
expect has $page 'The history begins today, 5 Mar, with 22 issues in scope, of which 1 is done'
! grep -q burnup-picture $page || fail "there is a picture of one day"

it "answers on the first screen: when against the plan, what blocks, what is due"
expect has $page 'Whole plan expected'
expect matches $page 'due 8 May: [0-9]+ working days (late|of slack)'
expect matches $page '<span class="id">DB-002</span> holds up [0-9]+ issues'
expect matches $page '<a href="#blocks">Blocks</a> DB-002 holds up [0-9]+ issues'
expect matches $page 'DB-002</span> nobody has it, and [0-9]+ issues wait for it'

it "is the same bytes for the same input, in any zone and locale"
cp $page first.html
run_with SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH TZ=Asia/Kathmandu LC_ALL=C -- report -o second.html
expect_status 0
expect_same first.html second.html
at report -o -
expect_status 0
expect_same first.html "$out"

it "gives the same as data"
at --json report --since 2026-03-01
expect_status 0
expect_json .file $page
expect_json .bytes "$(wc -c <$page)"
expect_json .since 2026-03-01
at --json report
expect_json .since 2026-02-26

it "shows an issue that was reopened as open again, and knows that it was done"
sandbox POST edit "issue 1 reopen" >/dev/null
on_sandbox --repo acme/data-pipeline status --fetch
expect_status 0
at report
expect matches $page 'DB-001</span> reopened on GitHub'
expect matches $page 'DB-001</span> done<'
expect has $page 'of which 0 are done'
sandbox POST edit "issue 1 close" >/dev/null
on_sandbox --repo acme/data-pipeline status --fetch
at report
expect has $page 'of which 1 is done'

it "refuses a day that is none"
run report --since yesterday
expect_status 64
expect_stderr_has "--since: 'yesterday' is no day"
run report --since 2099-01-01
expect_status 64
expect_stderr_has "--since: 2099-01-01 has not begun yet"

it "counts proof only where it is asked for"
jq '(.issues[] | select(.id == "DB-005")).checks = [{file: "docs/guards.md"}]' roadmap/database.json >asks.json
mv asks.json roadmap/database.json
run report
expect_status 0
expect has $page '>0/1<'
expect_equal "$(grep -c '>0/0<' $page)" 0

# On a terminal, with a stand-in for a browser that writes down what it was given.
on_terminal() { # COMMAND LINE
    run_command env TERM=xterm-256color script -qec "$*" /dev/null
}
mkdir "$area/programs"
cat >"$area/programs/seen" <<END
#!/bin/sh
[ -z "\$GH_TOKEN" ] || echo token >>"$area/seen"
for word; do echo "\$word" >>"$area/seen"; done
exit \${SEEN_STATUS:-0}
END
chmod +x "$area/programs/seen"
seen=$area/programs/seen
opens() { # COMMAND LINE, its BROWSER in front: what the stand-in saw
    rm -f "$area/seen"
    on_terminal "env $*"
    expect_status 0
}

it "opens the page in the program of BROWSER"
opens "BROWSER='$seen' GH_TOKEN=x '$program' report --open"
expect_equal "$(cat "$area/seen")" "file://$PWD/$page"
expect_stdout_has "Written to $page"
expect_stdout_lacks warning
opens "BROWSER='no-such-program:$seen --new %s -x' '$program' --json report --open -o 'a \$(b);%s.html'"
expect_equal "$(tr '\n' ' ' <"$area/seen")" "--new file://$PWD/a%20%24%28b%29%3B%25s.html -x "
[ -f 'a $(b);%s.html' ] || fail "the page is not there"

it "takes xdg-open where there is a display and no BROWSER"
ln -s seen "$area/programs/xdg-open"
opens "-u WAYLAND_DISPLAY DISPLAY=:9 PATH='$area/programs:$PATH' '$program' report --open"
expect_equal "$(cat "$area/seen")" "file://$PWD/$page"

it "says why it does not open the page, and has written it"
refused() { # WHY, COMMAND LINE
    rm -f "$page" "$area/seen"
    on_terminal "env $2"
    expect_status 0
    expect_stdout_has "warning: $page was not opened: $1"
    expect_file "$page"
    expect_no_file "$area/seen"
}
refused "the variable CI is set" "CI=true BROWSER='$seen' '$program' --color never report --open"
refused "there is no display" "-u DISPLAY -u WAYLAND_DISPLAY '$program' --color never report --open"
refused "there is no terminal, or --no-input" \
    "BROWSER='$seen' '$program' --no-input --color never report --open"
refused "'no-such-program' is not installed" \
    "BROWSER=no-such-program '$program' --color never report --open"
refused "BROWSER names no program" "BROWSER=: '$program' --color never report --open"
on_terminal "env BROWSER='$seen' SEEN_STATUS=3 '$program' -q --color never report --open"
expect_stdout_has "'$seen' ended with status 3"
rm -f "$area/seen"
run_with BROWSER="$seen" -- report --open
expect_status 0
expect_stderr_has "warning: $page was not opened: there is no terminal"
expect_no_file "$area/seen"

it "has nothing to open on standard output"
run report --open -o -
expect_status 64
expect_stderr_has "--open needs a file"
