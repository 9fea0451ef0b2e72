# shellcheck shell=bash disable=SC2154
# Output as others receive it: on a terminal, in a pipe, in a log of GitHub Actions; the same bytes for
# the same input; nothing wider than the window, whatever the script of a title.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
export SOURCE_DATE_EPOCH=1772705400 # 5 Mar 2026 10:10 UTC
sandbox_start --repository acme/data-pipeline
git_init
mkdir roadmap migrations
cat >roadmap/roadmap.yaml <<'END'
milestones:
  - id: M1
    title: "::error::データベースの移行 ##[error]x"
    due_on: 2026-12-24
issues:
  - id: A-1
    title: "::warning file=x::顧客テーブルを作成する — 非常に長い題名がここにあります、八十桁を超えるはずです、そうでしょう"
    milestone: M1
    migrations: [migrations/0001_*.sql]
  - id: A-2
    title: "##[error]👩‍👩‍👧‍👦 family é́ combining"
    milestone: M1
    depends_on: [A-1]
  - id: A-3
    title: "　::set-env name=x::مرحبا ##[add-mask]x ::error::"
END
echo 'CREATE TABLE a (id INTEGER PRIMARY KEY);' >migrations/0001_a.sql
git add -A && git commit -qm "A plan and its first migration"
on_sandbox --repo acme/data-pipeline sync --yes >"$area/sync"
expect_status 0

# Everything that only reads, and needs no network.
looks=("validate" "plan --offline --repo acme/data-pipeline" "status" "trace" "check" "gaps" "matrix" "log"
    "explain drift" "config" "help --all")

it "writes the same bytes for the same input, whatever the zone and however often"
# What an earlier run found is input, too: everything that check can keep has to be kept before runs
# are compared. A leg that a busy machine could not end is not kept, and asked again.
for _ in 1 2 3 4 5; do
    run check
    if grep -q "nothing run" "$out"; then break; fi
done
expect_stdout_has "(2 reused, nothing run)"
for line in "${looks[@]}"; do
    for form in "" " --json"; do
        rm -f "$area"/first
        for zone in UTC Asia/Tokyo UTC; do
            # shellcheck disable=SC2086
            run_with TZ=$zone -- $line$form
            [ "$status" = 0 ] || fail "'$line$form' ended with $status"
            [ -e "$area/first" ] || cp "$out" "$area/first"
            expect_same "$area/first" "$out"
        done
        if [ -n "$form" ]; then
            # shellcheck disable=SC2086
            run_with LC_ALL=C -- $line$form
            expect_same "$area/first" "$out"
        fi
    done
done

it "is obeyed by no log of GitHub Actions"
# What the runner sees: both streams in one pipe. What a step keeps in a file stays as it is.
in_actions() { # COMMAND LINE
    run_command bash -c "export GITHUB_ACTIONS=true; { $1; } 2>&1 | cat"
}
harmless() { # NAME
    if LC_ALL=C grep -nE '^[^!-~]*::|##\[' "$out"; then
        fail "'$1' holds a command"
    fi
    held
}
for line in "${looks[@]}"; do
    for form in "" " --json" " --verbose"; do
        for columns in 40 80; do
            in_actions "COLUMNS=$columns '$program' $line$form"
            harmless "$line$form"
        done
    done
done
in_actions "'$program' sync --repo '##[error]x/::error::y'"
harmless "a message"
run_with GITHUB_ACTIONS=true -- plan --offline --repo acme/data-pipeline
expect_stdout_has "##[error]x" # a file
in_actions "'$program' plan --offline --repo acme/data-pipeline --json"
expect_equal "$(jq -r '.. | strings | select(startswith("##[error]"))' "$out" | sort -u | cut -c1-9)" '##[error]'
sed -i 's/milestone: M1/milestone: "::error::M9 ##[error]"/' roadmap/roadmap.yaml
in_actions "'$program' validate --format github"
expect_equal "$(grep -c '^::error file=' "$out")" "$(wc -l <"$out")"
git checkout -q roadmap

it "keeps to the columns with every script"
for columns in 40 80 200; do
    for line in "${looks[@]}"; do
        # shellcheck disable=SC2086
        run_with COLUMNS=$columns -- $line
        node "$root/tests/support/columns.mjs" "$columns" <"$out" >"$area/wide" ||
            fail "'$line' is wider than $columns: $(head -n 3 "$area/wide")"
        held
    done
done

# On a terminal of 24 lines and 80 columns, with what a shell says there.
on_terminal() { # COMMAND LINE
    run_command env TERM=xterm-256color script -qec "stty rows 24 cols 80; $*" /dev/null
}

it "knows for each stream whether it is a terminal"
esc=$(printf '\033')
on_terminal "'$program' validate"
expect_stdout_has "${esc}["
on_terminal "'$program' validate | cat"
expect_stdout_lacks "$esc"
on_terminal "'$program' validate >'$area/piped'"
if grep -q "$esc" "$area/piped"; then fail "an escape in a file"; fi
on_terminal "'$program' nothing 2>'$area/piped'; true"
if grep -q "$esc" "$area/piped"; then fail "an escape in a file"; fi

it "decides on colours in the order that everybody knows"
while read -r shown variables; do
    # shellcheck disable=SC2086
    on_terminal "env $variables '$program' validate"
    if [ "$shown" = yes ]; then expect_stdout_has "${esc}["; else expect_stdout_lacks "${esc}["; fi
    # shellcheck disable=SC2086
    run_command env $variables "$program" validate
    if [[ $variables == *FORCE*=1* && $variables != *NO_COLOR=1* ]]; then
        expect_stdout_has "${esc}["
    else
        expect_stdout_lacks "${esc}["
    fi
done <<'END'
yes X=
no NO_COLOR=1
yes NO_COLOR=
yes CLICOLOR_FORCE=1
yes FORCE_COLOR=1
yes FORCE_COLOR=0
no CLICOLOR=0
yes CLICOLOR=1
no TERM=dumb
yes TERM=dumb CLICOLOR_FORCE=1
yes CLICOLOR=0 FORCE_COLOR=1
no NO_COLOR=1 FORCE_COLOR=1
END
on_terminal "env NO_COLOR=1 '$program' --color always validate"
expect_stdout_has "${esc}["
on_terminal "env FORCE_COLOR=1 '$program' --color never validate"
expect_stdout_lacks "${esc}["

it "shows what is long through a pager, on a terminal only"
cat >"$area/pager" <<END
#!/bin/sh
echo paged
[ -z "\$QUIT" ] && exec cat
END
chmod +x "$area/pager"
on_terminal "env ROADMAP_PAGER='$area/pager' '$program' help --all"
expect_status 0
expect_stdout_has "paged"
on_terminal "env PAGER='$area/pager' QUIT=1 '$program' help --all"
expect_status 0
expect_stdout_has "paged"
expect_equal "$(wc -l <"$out")" 1
for line in "--no-pager help --all" "validate"; do
    on_terminal "env PAGER='$area/pager' '$program' $line"
    expect_stdout_lacks "paged"
done
on_terminal "env PAGER='$area/pager' '$program' help --all | cat"
expect_stdout_lacks "paged"
run_with PAGER="$area/pager" -- help --all
expect_stdout_lacks "paged"
