#!/usr/bin/env bash
# npm run try -- <the tool's arguments>: installs, builds and runs the tool. Works in a fresh clone.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
bash "$here/scripts/install.sh"
npm run --silent --prefix "$here" build
cd "${INIT_CWD:-$PWD}" # where the command was typed; npm changes to the checkout
exec node "$here/bin/create-o2switch-rust.js" "$@"
