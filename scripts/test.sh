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

results=target/test-results
rm -rf "$results"
mkdir -p "$results"

# Runs vitest projects one after the other; fails if one of them fails.
lane() {
  local project status=0
  for project in "$@"; do
    npx vitest run --project "$project" --reporter default --reporter json --outputFile.json "$results/$project.json" ||
      status=$?
  done
  return "$status"
}

# Two lanes side by side: `host` compiles most of the time, the others start programs and wait for them. The output of
# `host` goes to a file, which is shown after the others: nobody could read both at once. `set -m` makes it a process
# group of its own, all of which ends with this script, at Ctrl-C too.
set -m
lane host > "$results/host.log" 2>&1 < /dev/null &
host=$!
set +m
# `|| :`, or with `set -e` a group that has ended already would make the exit code 1.
trap 'kill -TERM -- "-$host" 2> /dev/null || :' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

status=0
lane tool scripts package-managers deploy probes || status=$?
tail --lines=+1 --follow --pid="$host" "$results/host.log"
wait "$host" || status=$?
# Counts the threads of this user: nothing else may run meanwhile.
lane limits || status=$?

node scripts/count-tests.mjs "$results" tool scripts package-managers deploy probes host limits || status=$?
exit "$status"
