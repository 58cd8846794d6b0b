// @ts-check
// What the tests, the benchmarks and the endurance tests need and npm cannot install; requirements.mjs looks for it.

/** @typedef {'test' | 'bench' | 'endurance' | 'chroot'} Purpose `chroot`: endurance with another Passenger */

/**
 * A program, or something else about the machine. It is met if all `commands` are on the PATH, all `files` exist and the
 * shell script `check` exits with 0; what is left out is not looked at.
 *
 * @typedef {object} Requirement
 * @property {string} name
 * @property {readonly Purpose[]} purposes
 * @property {readonly string[]} [commands]
 * @property {readonly string[]} [files]
 * @property {string} [check]
 * @property {readonly string[] | string} fix Debian packages that bring it, or else what to do
 */

const descriptors = 10_500

/** @type {readonly Requirement[]} */
export const requirements = [
  {
    name: 'Linux',
    purposes: ['endurance'],
    files: ['/proc/self/status'],
    fix: 'run it in a virtual machine',
  },
  {
    name: 'Rust',
    purposes: ['test', 'bench', 'endurance'],
    commands: ['cargo'],
    fix: "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh",
  },
  {
    name: 'a C compiler, which Rust links with',
    purposes: ['test', 'bench', 'endurance'],
    commands: ['cc'],
    fix: ['build-essential'],
  },
  {
    // Only the programs, without Debian's apache2 service: an Apache with a configuration of its own is started each time.
    name: 'Apache with Passenger',
    purposes: ['test', 'bench', 'endurance'],
    commands: ['apache2'],
    files: ['/usr/lib/apache2/modules/mod_passenger.so'],
    fix: ['apache2-bin', 'libapache2-mod-passenger'],
  },
  { name: 'git', purposes: ['test', 'bench'], commands: ['git'], fix: ['git'] },
  { name: 'ps', purposes: ['test'], commands: ['ps'], fix: ['procps'] },
  { name: 'prlimit', purposes: ['test', 'endurance'], commands: ['prlimit'], fix: ['util-linux'] },
  {
    // Deploys go through it. The tests start an sshd of their own as well.
    name: 'OpenSSH',
    purposes: ['test'],
    commands: ['ssh'],
    files: ['/usr/sbin/sshd'],
    fix: ['openssh-server', 'openssh-client'],
  },
  { name: 'rsync', purposes: ['test'], commands: ['rsync'], fix: ['rsync'] },
  { name: 'openssl', purposes: ['test'], commands: ['openssl'], fix: ['openssl'] },
  {
    // cargo-zigbuild and zig come from PyPI: harness/project installs them into target/.
    name: 'Python with venv',
    purposes: ['test'],
    check: "python3 -c 'import ensurepip, venv'",
    fix: ['python3-venv'],
  },
  {
    // harness/ downloads an old glibc and newer Passengers from Debian into target/, and verifies them with these keys.
    name: "Debian's archive keys",
    purposes: ['test', 'chroot'],
    files: ['/usr/share/keyrings/debian-archive-keyring.gpg'],
    fix: ['debian-archive-keyring'],
  },
  { name: 'root', purposes: ['chroot'], check: '[ "$(id -u)" = 0 ]', fix: 'run it as root' },
  { name: "Debian's mirror, for a chroot", purposes: ['chroot'], commands: ['apt-get'], fix: 'run it on Debian' },
  { name: 'debootstrap', purposes: ['chroot'], commands: ['debootstrap'], fix: ['debootstrap'] },
  { name: 'bwrap', purposes: ['chroot'], commands: ['bwrap'], fix: ['bubblewrap'] },
  { name: 'unshare, nsenter', purposes: ['chroot'], commands: ['unshare', 'nsenter'], fix: ['util-linux'] },
  { name: 'wrk', purposes: ['bench'], commands: ['wrk'], fix: ['wrk'] },
  { name: 'hyperfine', purposes: ['bench'], commands: ['hyperfine'], fix: ['hyperfine'] },
  {
    name: 'oha',
    purposes: ['bench'],
    commands: ['oha'],
    fix: 'cargo install --locked --version 1.4.6 oha', // later versions need a later rustc
  },
  {
    // For 10,000 connections, at both of their ends. Node raises its soft limit to the hard one by itself.
    name: `a limit of ${descriptors} open files`,
    purposes: ['endurance'],
    check: `limit=$(ulimit -Hn) && { [ "$limit" = unlimited ] || [ "$limit" -ge ${descriptors} ]; }`,
    fix: `as root: ulimit -Hn ${descriptors}`,
  },
]
