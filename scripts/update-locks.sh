#!/usr/bin/env bash
# npm run locks: updates the templates' lock files to the newest versions that their manifests allow.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm run --silent build

# Each framework's Cargo.lock, from a new project whose crate is called like the placeholder.
for framework in templates/frameworks/*/; do
  name=$(basename "$framework")
  crate=$work/$name/template-crate-name
  node bin/create-o2switch-rust.js "$crate" --yes --framework "$name" --no-install --no-git
  rm "$crate/Cargo.lock"
  cargo generate-lockfile --manifest-path "$crate/Cargo.toml"
  cp "$crate/Cargo.lock" "$framework/Cargo.lock"
done

# The npm templates' package-lock.json, from the package.json of a new project.
lock=templates/package-managers/npm/package-lock.json
project=$work/template-project-name
node bin/create-o2switch-rust.js "$project" --yes --package-manager npm --no-install --no-git
rm -f "$project/package-lock.json"
npm install --prefix "$project" --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund
cp "$project/package-lock.json" "$lock"
node scripts/complete-lock.mjs --without-libc "$lock"
