import { and } from './words.ts'

const untouched = 'Nothing was written.'

/** Messages of both programs, in English. */
export const shared = {
  commandLine: {
    headings: { Usage: 'Usage:', Arguments: 'Arguments:', Options: 'Options:', Commands: 'Commands:' },
    values: { directory: 'directory', name: 'name', folder: 'folder', file: 'file', code: 'code' },
    version: 'show the version',
    help: 'show this help',
  },
  missing: {
    directory: "the project's folder",
    framework: 'the framework',
    answers: (missing: readonly string[], reason: string, example: string) => ({
      message: `Missing: ${missing.join(' and ')}. ${reason}`,
      hint: `Add to the command line: ${example} (or --yes for the defaults). ${untouched}`,
    }),
    ci: 'No questions are asked when CI is set.',
    noTerminal: 'There is no terminal to prompt on.',
    piped: 'No questions are asked when the output goes to a file or a pipe.',
    json: 'No questions are asked with --json.',
  },
  usage: {
    unknownCommand: (word: string, meant: string | undefined, all: readonly string[]) => ({
      message: `Unknown command "${word}".`,
      hint: `${meant ? `Did you mean ${meant}? ` : ''}Commands: ${all.join(', ')}.`,
    }),
    noCommand: (all: readonly string[]) => ({
      message: 'No command given.',
      hint: `Commands: ${all.join(', ')}. All options: --help.`,
    }),
    unknownOption: (flag: string, meant: string | undefined, command: string) => ({
      message: `Unknown option ${flag}.`,
      hint: `${meant ? `Did you mean ${meant}? ` : ''}All options: ${command} --help. ${untouched}`,
    }),
    noValue: (flag: string, command: string) => ({
      message: `The option ${flag} needs a value.`,
      hint: `All options: ${command} --help. ${untouched}`,
    }),
    tooManyArguments: (surplus: readonly string[], command: string) => ({
      message: `Too many arguments: ${surplus.join(' ')}.`,
      hint: `Put a name with spaces in quotes. All options: ${command} --help. ${untouched}`,
    }),
    other: (message: string, command: string) => ({
      message,
      hint: `All options: ${command} --help. ${untouched}`,
    }),
    unknownValue: (flag: string, value: string, meant: string | undefined, all: readonly string[]) => ({
      message: `Invalid value "${value}" for ${flag}.`,
      hint: `${meant ? `Did you mean ${meant}? ` : ''}Valid values: ${all.join(', ')}. ${untouched}`,
    }),
    contradiction: (one: string, other: string) => ({
      message: `${one} and ${other} cannot be used together.`,
      hint: `Remove one of them. ${untouched}`,
    }),
  },
  currentFolder: {
    gone: {
      message: 'The current folder no longer exists.',
      hint: `Change to one that exists (cd), then run the same command again. ${untouched}`,
    },
    unreachable: (path: string, reason: string) => ({
      message: `The current folder, ${path}, cannot be reached by its path: ${reason}.`,
      hint: `Change to another one (cd), then run the same command again. ${untouched}`,
    }),
    notUtf8: (path: string) => ({
      message: `The name of the current folder is not UTF-8: Node takes it for ${path}, which is another folder.`,
      hint: `Rename it, or change to another folder (cd), then run the same command again. ${untouched}`,
    }),
  },
  steps: {
    look: (tools: readonly string[]) => `Check ${and(tools)}`,
    write: 'Write the files',
    commit: 'git commit',
    done: (time: string) => `done in ${time}`,
    failed: (time: string) => `failed after ${time}`,
    skipped: 'skipped',
    stopped: 'stopped',
    colon: ': ',
    stopping: 'stopping…',
    stoppingTwice: 'stopping; press Ctrl-C again to force quit',
    stoppedImmediately: 'Stopped immediately; files already written are still there.',
  },
  ended: {
    exitCode: (code: number) => `exit code ${code}`,
    signal: (name: string) => `terminated by ${name}`,
    unknownCause: 'terminated for an unknown reason',
    timedOut: (seconds: number) => `no response within ${seconds} s`,
    missing: (program: string) => `${program} was not found`,
    notStarted: (reason: string) => `it could not be started: ${reason}`,
    noFolder: (folder: string) => `the folder ${folder} is gone`,
  },
  cancelled: {
    untouched: { message: 'Cancelled.', hint: untouched },
    afterwards: (place: string, next: string) => ({
      message: 'Cancelled.',
      hint: `All project files are in ${place}; to continue: ${next}`,
    }),
  },
  failure: {
    noLinker:
      'Rust needs a C compiler to link with: apt-get install build-essential (Debian), xcode-select --install (macOS).',
    problems: (each: readonly string[]) => each.join('; '),
    bug: (version: string) =>
      `This is a bug in create-o2switch-rust ${version}. Please report it, with the lines above:`,
    output: (reason: string) => `Cannot write the output: ${reason}`,
  },
  checks: {
    rustMissing: 'Rust is not installed',
    rustcMissing: 'Rust is installed without rustc',
    installRust: (command: string) => `Install Rust: ${command}`,
    rustBroken: (reason: string) => `Rust is installed but does not work: ${reason}`,
    noToolchain: 'If no toolchain is installed: rustup default stable',
    rustOld: (version: string, needed: string) => `Rust ${version} is too old; the project needs ${needed}`,
    updateRust: 'Update it: rustup update stable',
    notOnPath: (program: string) => `${program} is not on your PATH`,
    sourceEnv: (command: string) => `${command} (or open a new terminal)`,
    newTerminal: 'Open a new terminal',
    broken: (program: string, reason: string) => `${program} does not work: ${reason}`,
    pinnedRust: (file: string) =>
      `${file} asks for it: change that file, or give the project a rust-toolchain.toml of its own`,
    installNode: 'npm comes with Node: reinstall Node from https://nodejs.org, or check your PATH.',
    reasons: { notOnPath: 'it is not on your PATH', noOutput: 'it prints nothing' },
    titles: { linker: 'C linker', disk: 'disk space', target: "host's Rust target" },
    install: (command: string) => `Install it: ${command}`,
    nodeOld: (version: string) => `Node ${version} is not supported; use 20.19, or 22 or later`,
    rustOldFor: (framework: string, needed: string) => `too old for ${framework}, which needs ${needed}`,
    linkerMissing: 'Rust finds no C compiler (cc) to link with',
    libcMissing: 'the C compiler (cc) has no C library files to link with',
    linkerOnWindows: 'rustc finds its own on Windows',
    configuredLinkerMissing: (program: string, source: string) =>
      `the linker ${program}, configured in ${source}, was not found`,
    fixConfiguredLinker: (program: string, source: string) =>
      `Install ${program}, or configure another linker in ${source}`,
    configuredIn: (program: string | undefined, source: string) =>
      program ? `${program}, configured in ${source}` : `configured in ${source}`,
    sameTarget: (triple: string) => `${triple}, the same as on this machine`,
    targetOptional: 'not installed; only needed to build for the host on this machine',
    targetUnknown: 'unknown without a working rustc',
    zigOptional: 'not installed; only needed for "bundle", which builds for a host with an older glibc',
    gitOptional: 'not installed; only needed for the first commit',
    napiMissing: "The project's packages are not installed",
    installPackages: (command: string) => `Install them: ${command}`,
    sshOptional: 'not installed; only needed for "deploy"',
    rsyncOptional: 'not installed; "deploy" uses scp instead',
    passengerOptional: 'not installed; "rehearse" uses a stand-in for its loader instead',
    rehearsalElsewhere: 'a rehearsal needs Linux on x86-64',
    diskSpace: (free: string, enough: string | undefined) =>
      enough ? `${free} free; a project with all its builds takes up to ${enough}` : `${free} free`,
    diskTooSmall: (free: string, needed: string) => `only ${free} of disk space free; a build needs ${needed}`,
    diskUnknown: 'unknown on this file system',
    targetDirTaken: (targetDir: string, name: string, other: string) =>
      `In ${targetDir}, the name "${name}" is already used by ${other}: cargo would confuse the two.`,
    freeDiskSpace: 'Free up space, or build on another disk: --target-dir <folder>',
  },
  doctor: {
    look: 'Check this machine',
    found: 'found',
    ready: 'This machine has everything that a project needs.',
    notReady: (titles: readonly string[]) =>
      `A project cannot be built here yet. Failed: ${titles.join(', ')}. Fix this as shown above, then run the same command again.`,
  },
  amounts: {
    decimal: (text: string) => text,
    bytes: (count: string) => `${count} bytes`,
    kilobytes: (count: string) => `${count} kB`,
    megabytes: (count: string) => `${count} MB`,
    gigabytes: (count: string) => `${count} GB`,
  },
  system: {
    failed: (what: string, reason: string) => ({
      message: `A problem of this machine: ${what}: ${reason}.`,
      hint: 'Fix it, and run the same command again.',
    }),
    notStarted: (program: string, reason: string) => ({
      message: `This machine cannot start ${program}: ${reason}.`,
      hint: 'Fix it, and run the same command again.',
    }),
    notFound: 'it was not found',
    noTemporaryFolder: (folder: string, reason: string) => ({
      message: `Temporary files cannot be written to ${folder}: ${reason}.`,
      hint: 'Set TMPDIR to a folder that can be used, and run the same command again.',
    }),
    reasons: {
      CERT_HAS_EXPIRED: 'its certificate has expired',
      E2BIG: 'the environment and the arguments are too large together',
      EACCES: 'permission denied',
      EAI_AGAIN: 'no name server answers this machine',
      EAGAIN: 'no more processes may be started (ulimit -u, or the limit of a container)',
      ECONNREFUSED: 'nothing listens there',
      EDQUOT: 'your disk quota is used up',
      EEXIST: 'something with that name has just appeared there',
      EFBIG: 'files that large are not allowed here',
      EHOSTUNREACH: 'this machine has no way there',
      EIO: 'the disk or the terminal does not work any more',
      ELOOP: 'its links form a loop',
      EMFILE: 'too many files are open here (ulimit -n)',
      ENAMETOOLONG: 'the name is too long',
      ENETUNREACH: 'this machine has no network',
      ENFILE: 'too many files are open on this machine',
      ENOENT: 'its parent folder does not accept new ones',
      ENOMEM: 'there is not enough memory',
      ENOSPC: 'the disk is full',
      ENOTFOUND: 'there is no host of that name',
      ENOTDIR: 'part of that path is a file',
      ENOTEMPTY: 'something has just appeared there',
      EPERM: 'not permitted',
      EROFS: 'the disk is read-only',
      ETXTBSY: 'it is being written at this moment',
      EXDEV: 'part of it is on another disk',
    },
  },
}
