#!/usr/bin/env bash
# Puts the command into a folder, and prints where it is.
#
#   install.sh FOLDER
#
# The released binary of this platform is taken where there is one and its checksum is right; else the command is built from
# the checkout that this script lies in. What is in the folder already is taken as it is.
#
#   EVENTSPEC_VERSION   the release, as in 0.1.0; that of this checkout unless it is given. `build` downloads nothing.
#   EVENTSPEC_RELEASES  the address below which releases lie; that of this checkout's origin unless it is given
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$1
suffix=
[[ ${OS:-} == Windows_NT ]] && suffix=.exe

say() { printf '%s\n' "$*" >&2; }

# The Rust target of this machine, as the names of releases have it; nothing where none is released.
target() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo x86_64-unknown-linux-gnu ;;
    Linux-aarch64 | Linux-arm64) echo aarch64-unknown-linux-gnu ;;
    Darwin-x86_64) echo x86_64-apple-darwin ;;
    Darwin-arm64) echo aarch64-apple-darwin ;;
    MINGW*-x86_64 | MSYS*-x86_64) echo x86_64-pc-windows-msvc ;;
  esac
}

own_version() {
  sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' "$checkout/Cargo.toml"
}

# Where releases lie: nothing for a checkout that came from nowhere.
releases() {
  if [[ -n ${EVENTSPEC_RELEASES:-} ]]; then
    echo "$EVENTSPEC_RELEASES"
  elif [[ -n ${ACTION_REPOSITORY:-} ]]; then
    echo "${GITHUB_SERVER_URL:-https://github.com}/$ACTION_REPOSITORY/releases/download"
  else
    git -C "$checkout" remote get-url origin 2>/dev/null | sed -n 's|^\(https://[^@]*\)$|\1|p' | sed 's|\.git$||; s|$|/releases/download|'
  fi
}

checksum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# Fails where there is no such release. A release whose checksum is wrong ends everything.
download() {
  local version=$1 target=$2 base=$3 scratch=$4
  local archive="eventspec-$version-$target.tar.gz"
  local fetch=(curl --fail --silent --show-error --location --retry 2 --max-time 120 --output)
  "${fetch[@]}" "$scratch/$archive" "$base/v$version/$archive" || return 1
  "${fetch[@]}" "$scratch/sum" "$base/v$version/$archive.sha256" || return 1
  if [[ $(checksum "$scratch/$archive") != "$(cut -d ' ' -f 1 "$scratch/sum")" ]]; then
    say "error: the checksum of $archive is wrong: it is not what was released"
    exit 1
  fi
  tar -xzf "$scratch/$archive" -C "$scratch"
  mv "$scratch/eventspec$suffix" "$folder/"
}

build() {
  if ! command -v cargo >/dev/null; then
    say "error: there is no release for this platform, and no cargo to build one: install Rust from https://rustup.rs"
    exit 1
  fi
  (cd "$checkout" && cargo build --quiet --release --locked --package eventspec --target-dir "$folder/build" >&2)
  cp "$folder/build/release/eventspec$suffix" "$folder/"
  rm -rf "$folder/build"
}

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
if [[ ! -x $folder/eventspec$suffix ]]; then
  version=${EVENTSPEC_VERSION:-$(own_version)}
  target=$(target)
  base=$(releases)
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  if [[ $version == build || -z $target || -z $base ]]; then
    say "building eventspec"
    build
  elif ! download "${version#v}" "$target" "$base" "$scratch"; then
    say "eventspec $version is not released for $target: building it"
    build
  fi
fi
echo "$folder/eventspec$suffix"
