#!/usr/bin/env bash
# Brings each framework's Cargo.lock to the newest versions that its Cargo.toml allows: npm run locks
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for framework in templates/frameworks/*/; do
  crate=$work/$(basename "$framework")
  mkdir -p "$crate/src"
  touch "$crate/src/lib.rs"
  sed 's/{{crateName}}/template-crate-name/' "$framework/Cargo.toml.hbs" > "$crate/Cargo.toml"
  cargo generate-lockfile --manifest-path "$crate/Cargo.toml"
  cp "$crate/Cargo.lock" "$framework/Cargo.lock"
done
