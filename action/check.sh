#!/usr/bin/env bash
# Lints catalogues and compares them with what they were, for a workflow of GitHub.
#
#   AGAINST     the revision to compare with, as `eventspec diff --against` takes it; the base of the pull request, or what was
#               pushed to, unless it is given
#   PATHS       catalogues, one a line; those of eventspec.toml unless they are given
#   FAIL_ON     as `eventspec diff --fail-on` takes it
#   BEFORE      the commit before a push
#   REPORT      the file to write the comparison to, as Markdown
#
# Findings become annotations, the comparison goes to the step's summary, `verdict` and `next-version` to its outputs. Fails where
# there are findings.
set -euo pipefail

paths=()
while IFS= read -r line; do
  [[ -z ${line// /} ]] || paths+=("$line")
done <<<"${PATHS:-}"
findings=0

# Runs the command; findings are remembered, and what could not run ends everything.
check() {
  local status=0
  eventspec "$@" ${paths[@]+-- "${paths[@]}"} || status=$?
  case $status in
    0) ;;
    100) findings=1 ;;
    *) exit "$status" ;;
  esac
}

# Sees to it that a commit is there. `--depth` would cut off the history of a whole clone.
fetch() {
  local depth=()
  git cat-file -e "$1^{commit}" 2>/dev/null && return
  [[ $(git rev-parse --is-shallow-repository) == false ]] || depth=(--depth 1)
  git fetch --quiet --no-tags ${depth[@]+"${depth[@]}"} origin "$1"
}

# What to compare with; nothing where there is nothing.
against() {
  local base=
  if [[ -n ${AGAINST:-} ]]; then
    echo "$AGAINST"
    return
  fi
  if [[ ${GITHUB_REF:-} == refs/pull/*/merge && $(git rev-parse HEAD) == "${GITHUB_SHA:-}" ]]; then
    # The first parent of the merge that GitHub tests is the base, in a shallow clone, too.
    base=$(git cat-file commit HEAD | sed -n '/^$/q; s/^parent //p' | head -n 1)
  fi
  if [[ -z $base && -n ${GITHUB_BASE_REF:-} ]]; then
    git fetch --quiet --no-tags origin "+refs/heads/$GITHUB_BASE_REF:refs/remotes/origin/$GITHUB_BASE_REF"
    echo ".git#branch=origin/$GITHUB_BASE_REF"
    return
  fi
  base=${base:-${BEFORE:-}}
  [[ -n ${base//0/} ]] || return 0
  fetch "$base"
  echo ".git#commit=$base"
}

# The worst verdict of all catalogues.
worst() {
  local verdict
  for verdict in breaking unclear clients-first server-first; do
    if grep -q "^{\"kind\":\"catalogue\".*\"verdict\":\"$verdict\"" "$1"; then
      echo "$verdict"
      return
    fi
  done
  echo safe
}

# A line for each catalogue that changed: its name and its next version.
next_versions() {
  grep '^{"kind":"catalogue".*"fate":"changed"' "$1" |
    sed -n 's/^{"kind":"catalogue","catalogue":"\([^"]*\)".*"next":"\([^"]*\)".*/\1 \2/p' || true
}

check lint --format github

revision=$(against)
if [[ -z $revision ]]; then
  echo "::notice title=eventspec::there is no earlier revision to compare the catalogues with"
  exit "$findings"
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
check diff --against "$revision" --fail-on never --format markdown >"$scratch/report.md"
cat "$scratch/report.md" >>"$GITHUB_STEP_SUMMARY"
cp "$scratch/report.md" "$REPORT"
check diff --against "$revision" --fail-on never --format json >"$scratch/changes.json"
{
  echo "verdict=$(worst "$scratch/changes.json")"
  echo "next-version<<end-of-versions"
  next_versions "$scratch/changes.json"
  echo "end-of-versions"
} >>"$GITHUB_OUTPUT"
check diff --against "$revision" --fail-on "$FAIL_ON" --format github
exit "$findings"
