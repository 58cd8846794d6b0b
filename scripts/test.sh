#!/usr/bin/env bash
# npm test: everything, from a fresh clone on. Closes with one line of true numbers.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/sbin" # where Debian puts apache2, and where only root looks

# What the tests need and npm cannot install. Nothing is skipped if it is missing.
node harness/requirements.mjs test --install

bash scripts/install.sh
npm run --silent lint
npm run --silent typecheck

npm run --silent build > /dev/null
export DIST_IS_BUILT=1 # for harness/build.ts

# Two lanes side by side: the tests of the deploy wait more than they work, the others keep the processors busy.
results=target/test-results
rm -rf "$results"
lane() {
  local status=0
  for project in "$@"; do
    npx vitest run --project "$project" --reporter default --reporter json --outputFile.json "$results/$project.json" || status=$?
  done
  return "$status"
}
trap 'kill 0' INT TERM
lane deploy &
deploy=$!
status=0
lane tool scripts ways host || status=$?
wait "$deploy" || status=$?
node scripts/count-tests.mjs "$results"
exit "$status"
