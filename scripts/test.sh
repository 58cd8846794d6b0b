#!/usr/bin/env bash
# npm test: everything, from a fresh clone on. Closes with one line of true numbers.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/sbin" # where Debian puts apache2, and where only root looks

# What the tests need and npm cannot bring. Nothing is skipped where it is missing.
missing=()
command -v cargo > /dev/null || missing+=("Rust: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh")
command -v git > /dev/null || missing+=('git: apt-get install git')
command -v cc > /dev/null || missing+=('a C compiler, which Rust links with: apt-get install build-essential')
command -v prlimit > /dev/null || missing+=('prlimit: apt-get install util-linux')
packages=()
if ! command -v apache2 > /dev/null || [ ! -f /usr/lib/apache2/modules/mod_passenger.so ]; then
  # The binaries alone, without Debian's apache2 service: the tests start instances of their own.
  packages+=(apache2-bin libapache2-mod-passenger)
fi
# What a deploy goes through. The tests start an sshd of their own, too.
[ -x /usr/sbin/sshd ] && command -v ssh > /dev/null || packages+=(openssh-server openssh-client)
command -v rsync > /dev/null || packages+=(rsync)
command -v openssl > /dev/null || packages+=(openssl)
# cargo-zigbuild and zig come from Python's registry, an old glibc from Debian's: harness/project fetches both into target/.
python3 -c 'import ensurepip, venv' 2> /dev/null || packages+=(python3-venv)
[ -f /usr/share/keyrings/debian-archive-keyring.gpg ] || packages+=(debian-archive-keyring)
if [ ${#packages[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${packages[@]}"
  else
    missing+=("parts of Debian: sudo apt-get install --no-install-recommends ${packages[*]}")
  fi
fi
if [ ${#missing[@]} -gt 0 ]; then
  echo 'The tests need what this machine does not have:' >&2
  printf '  %s\n' "${missing[@]}" >&2
  exit 1
fi

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
