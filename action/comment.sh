#!/usr/bin/env bash
# Writes the comparison into one comment of the pull request: the first run makes it, later runs replace its text.
#
#   REPORT          the comparison, as Markdown
#   PULL_REQUEST    the number of the pull request
#   GH_TOKEN        a token that may write to pull requests
#
# A comment is a service: where it cannot be written (the token of a fork cannot), the run says so and goes on.
set -euo pipefail

marker='<!-- eventspec diff -->'
limit=65000
comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
GH_HOST=${GITHUB_SERVER_URL#https://}
export GH_HOST

say() { echo "::warning title=eventspec::$*"; }

[[ -s $REPORT ]] || exit 0
if ! command -v gh >/dev/null; then
  say "no comment was written: the command gh was not found"
  exit 0
fi
body=$(mktemp)
trap 'rm -f "$body"' EXIT
{
  echo "$marker"
  if (($(wc -c <"$REPORT") < limit)); then
    cat "$REPORT"
  else
    echo "The comparison is too long for a comment: the summary of the run has it."
  fi
} >"$body"
# Each page of comments prints a line of its own: the first is the comment.
find="[.[] | select(.body | startswith(\"$marker\")) | .id] | first // empty"
if ! known=$(gh api --paginate "$comments" --jq "$find"); then
  say "no comment was written: the comments of the pull request cannot be read"
elif [[ -n $known ]]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/${known%%$'\n'*}" --field "body=@$body" || say "the comment was not replaced"
else
  gh api --silent --method POST "$comments" --field "body=@$body" || say "no comment was written"
fi
