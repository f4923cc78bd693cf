#!/usr/bin/env bash
# Runs the command for a hook of pre-commit: downloads or builds it the first time.
#
#   hook.sh ARGUMENTS OF eventspec
set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
command=$("$checkout/action/install.sh" "$checkout/target/hook")
exec "$command" "$@"
