#!/usr/bin/env bash
# Packs a built command for a release, with its checksum, as install.sh looks for them.
#
#   pack.sh VERSION TARGET FOLDER
set -euo pipefail
version=$1 target=$2 folder=$3
archive="eventspec-$version-$target.tar.gz"
binary=eventspec
[[ -e $folder/$binary.exe ]] && binary=eventspec.exe
tar -czf "$archive" -C "$folder" "$binary"
if command -v sha256sum >/dev/null; then sha256sum "$archive"; else shasum -a 256 "$archive"; fi >"$archive.sha256"
