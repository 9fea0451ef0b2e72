# shellcheck shell=bash disable=SC2154
# Repositories of which a part is somewhere else: in Git LFS, behind a filter, outside of a sparse
# checkout, in a submodule, not fetched. What is not here is unknown, and never gone or edited.
. "$(dirname "$0")/lib.sh"

# libgit2 1.5 does not give back what a regular expression needs that matches nothing, and it looks
# for extensions of a repository with one.
echo "leak:libpcre2" >"$area/suppressions"
export LSAN_OPTIONS=suppressions=$area/suppressions:print_suppressions=0

made=0
# make [FOLDER OF THE MIGRATIONS]: a repository with two merged migrations, and goes there.
make() {
    made=$((made + 1))
    git_init "$area/place/r$made" && cd "$area/place/r$made" || exit 1
    mkdir -p roadmap db docs
    cat >roadmap/roadmap.yaml <<YAML
migrations: [{id: main, path: ${1:-db}, engine: sqlite, convention: golang-migrate}]
milestones: []
issues:
  - id: A-1
    title: One
    migrations: ["${1:-db}/*"]
    checks: [{table: t, id: t}, {smoke: {}}, {immutable: {}}, {file: docs/t.md, id: doc}]
YAML
    echo "CREATE TABLE t (id INTEGER PRIMARY KEY);" >db/1_t.up.sql
    echo "DROP TABLE t;" >db/1_t.down.sql
    echo "ALTER TABLE t ADD COLUMN m TEXT;" >db/2_m.up.sql
    echo "ALTER TABLE t DROP COLUMN m;" >db/2_m.down.sql
    echo "# t" >docs/t.md
    merge "Two tables"
}
merge() { # MESSAGE
    git add -A && git commit -qm "$1"
    git update-ref refs/remotes/origin/main HEAD
    git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
}
verdicts() { # KIND: of all checks of that kind, each once
    echo "[.checks[] | select(.kind == \"$1\").verdict] | unique | join(\" \")"
}
passes_all() {
    run check --json
    expect_status 0
    expect_json '[.checks[].verdict] | unique | join(" ")' pass
}

it "takes a pointer of Git LFS for what it is, and not for wrong SQL"
make
pointer() { # FILE
    printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 123\n' 7 >"$1"
}
pointer db/3_p.up.sql
pointer db/3_p.down.sql
merge "Pointers"
for at in "" "--ref HEAD"; do
    read -ra words <<<"$at"
    run check --json "${words[@]}"
    expect_status 0
    expect_json "$(verdicts smoke)" unknown
    expect_json "$(verdicts migration_pair)" unknown
    expect_stdout_has "is a pointer of Git LFS"
done
run --json trace A-1
expect_json .issue.proof named

it "does not take a file for edited that git has through a filter which is not run"
printf '*.sql filter=lfs -text\n' >.gitattributes
git config filter.lfs.clean "git cat-file blob HEAD:%f #"
echo "CREATE TABLE p (id INTEGER PRIMARY KEY);" >db/3_p.up.sql
echo "DROP TABLE p;" >db/3_p.down.sql
git add .gitattributes && git commit -qm "A filter"
touch -d "1 minute ago" db/*
run check --json
expect_status 0
expect_json "$(verdicts immutable)" unknown
expect_json "$(verdicts smoke)" pass
expect_stdout_has "git has it through the filter 'lfs', not run here"
run --json trace A-1
expect_json '[.issue.migrations[].edited] | any' false

it "knows the ids where nobody has set the filter up"
git config --unset filter.lfs.clean
git rm -qf db/3_p.*.sql
git commit -qm "None of it" && git update-ref refs/remotes/origin/main HEAD
touch -d "1 minute ago" db/*
passes_all

it "says that git keeps a file in another encoding"
make
printf '*.sql working-tree-encoding=UTF-16LE-BOM\n' >.gitattributes
git add .gitattributes && git commit -qm "An encoding" && git update-ref refs/remotes/origin/main HEAD
rm db/* && git checkout -q db
touch -d "1 minute ago" db/*
run --json trace A-1
expect_json '[.issue.migrations[].edited] | any' false
expect_stdout_has "git keeps it in another encoding than 'UTF-16LE-BOM'"
run check --json
expect_json "$(verdicts immutable)" unknown
expect_stdout_has "is not UTF-8, perhaps UTF-16"

it "is content with line ends that git changes"
make
printf '*.sql text eol=crlf\n' >.gitattributes
merge "Line ends"
rm db/* && git checkout -q db
expect grep -q $'\r' db/1_t.up.sql
passes_all
printf -- '-- more\r\n' >>db/2_m.up.sql
run check --json
expect_json "$(verdicts immutable)" fail

it "takes what a sparse checkout leaves out for unchanged"
make
git sparse-checkout set --cone roadmap
expect_no_file db/1_t.up.sql
passes_all
run --json trace A-1
expect_json .issue.proof verified
expect_json .issue.presence merged
git sparse-checkout set --no-cone '/*' '!/db/1_*'
passes_all

it "says which index it cannot read, and the way out"
git sparse-checkout set --cone --sparse-index roadmap
run check
expect_status 1
expect_stderr_has "git sparse-checkout reapply --no-sparse-index"
git sparse-checkout reapply --no-sparse-index
passes_all

it "knows that a submodule is another repository"
make vendor/db
git rm -rq --cached db
git -c protocol.file.allow=always submodule --quiet add "file://$area/place/r1" vendor 2>/dev/null
git commit -qm "A submodule" && git update-ref refs/remotes/origin/main HEAD
for at in "" "--ref HEAD"; do
    read -ra words <<<"$at"
    run check --json "${words[@]}"
    expect_json "$(verdicts table)" unknown
    expect_json "$(verdicts naming)" unknown
    expect_stdout_has "'vendor' is a submodule, a repository of its own"
done

it "does not say of folders that were not fetched that they are not there"
make
git config extensions.partialclone origin
git remote add origin "file://$area/nowhere"
for folder in docs db; do
    id=$(git rev-parse "HEAD:$folder")
    rm -f ".git/objects/${id:0:2}/${id:2}"
    run check --json --ref HEAD
    expect_status 0
    expect_json '[.checks[].verdict] | any(. == "fail" or . == "error")' false
    expect_json '.checks[] | select(.id == "doc").verdict' unknown
done
expect_json '[.checks[].verdict] | unique | join(" ")' unknown
expect_stdout_has "not all of 'db' is here: partial clone"
run check
expect_status 1
expect_stderr_has "cannot compare the work tree"
expect_stderr_has "git fetch --refetch"
id=$(git rev-parse "HEAD:roadmap")
rm -f ".git/objects/${id:0:2}/${id:2}"
run check --ref HEAD
expect_status 1
expect_stderr_has "'roadmap' of HEAD is not in this clone (partial clone)"

it "looks at what the ids name, and not at what a clone replaces them by"
make
blob=$(echo "NONSENSE;" | git hash-object -w --stdin)
git replace "$(git rev-parse HEAD:db/1_t.up.sql)" "$blob"
run check --json --ref HEAD
expect_status 0
expect_json '[.checks[].verdict] | unique | join(" ")' pass

it "answers in a second work tree as in the first"
make
git worktree add -q ../second -b other && cd ../second || exit 1
passes_all
run --json trace A-1
expect_json .issue.proof verified

it "keeps apart what only the bytes of a name tell apart, and prints none of them raw"
make
name=$(printf 'db/3_\xff\n\033[31m')
echo "CREATE TABLE o (id INTEGER PRIMARY KEY);" >"$name.up.sql"
echo "DROP TABLE o;" >"$name.down.sql"
merge "An odd name"
passes_all
run --json trace A-1
expect_json '.issue.migrations | length' 3
run trace A-1
expect_stdout_lacks $'\033'
expect_stdout_has "3_"
