#!/usr/bin/env bash
# npm test: everything, from a fresh clone on. Closes with one line of true numbers.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/sbin" # where Debian puts apache2, and where only root looks

# What the tests need and npm cannot install. Nothing is skipped if it is missing.
node harness/requirements.mjs test --install

bash scripts/install.sh
npm run --silent build > /dev/null
export DIST_IS_BUILT=1 # for harness/build.ts

results=target/test-results
rm -rf "$results"
mkdir -p "$results"

# Runs vitest projects one after the other, and prints what each took; fails if one of them fails.
lane() {
  local project status=0 TIMEFORMAT
  for project in "$@"; do
    TIMEFORMAT="$project: %0R s, CPU %0U s + %0S s"
    time npx vitest run --project "$project" --reporter default --reporter json --outputFile.json "$results/$project.json" ||
      status=$?
  done
  return "$status"
}

# Three lanes side by side. `host` and `bundles` compile most of the time, in target folders of their own; `cargo` has the folder of
# `host`, and would wait for it. `probes` uses what `host` has compiled by then. The others start programs and wait for them. The
# output of the first two goes to files, which are shown after the others: nobody could read all of them at once. `set -m` makes
# each a process group of its own, all of which ends with this script, at Ctrl-C too.
set -m
lane host cargo > "$results/host.log" 2>&1 < /dev/null &
host=$!
lane bundles scripts probes > "$results/bundles.log" 2>&1 < /dev/null &
bundles=$!
set +m
# `|| :`, or with `set -e` a group that has ended already would make the exit code 1.
trap 'kill -TERM -- "-$host" "-$bundles" 2> /dev/null || :' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

status=0
npm run --silent lint || status=$?
npm run --silent typecheck || status=$?
(lane tool package-managers deploy) || status=$? # a shell of its own: this one would count what the other lanes took
for group in "$bundles" "$host"; do
  [ "$group" = "$host" ] && log=host || log=bundles
  tail --lines=+1 --follow --pid="$group" "$results/$log.log"
  wait "$group" || status=$?
done
# Counts the threads of this user: nothing else may run meanwhile.
lane limits || status=$?

node scripts/count-tests.mjs "$results" tool scripts package-managers deploy probes bundles cargo host limits || status=$?
exit "$status"
