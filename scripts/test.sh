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

# One after the other: the last builds Rust and keeps the processors busy.
results=target/test-results
rm -rf "$results"
status=0
for project in tool scripts ways deploy host; do
  npx vitest run --project "$project" --reporter default --reporter json --outputFile.json "$results/$project.json" || status=$?
done
node scripts/count-tests.mjs "$results"
exit "$status"
