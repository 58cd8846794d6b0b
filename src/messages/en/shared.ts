import { and } from './words.ts'

const untouched = 'Nothing was written.'

/** What both programs say, in English. */
export const shared = {
  commandLine: {
    headings: { Usage: 'Usage:', Arguments: 'Arguments:', Options: 'Options:', Commands: 'Commands:' },
    values: { directory: 'directory', name: 'name', folder: 'folder', code: 'code' },
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
    ci: 'Nobody is asked where CI is set.',
    noTerminal: 'There is no terminal to ask on.',
    piped: 'Nobody is asked while the output goes to a file or a pipe.',
    json: 'Nobody is asked with --json.',
  },
  usage: {
    unknownCommand: (word: string, meant: string | undefined, all: readonly string[]) => ({
      message: `There is no command "${word}".`,
      hint: `${meant ? `Did you mean ${meant}? ` : ''}The commands are: ${all.join(', ')}.`,
    }),
    noCommand: (all: readonly string[]) => ({
      message: 'Which command?',
      hint: `The commands are: ${all.join(', ')}. All options: --help.`,
    }),
    unknownOption: (flag: string, meant: string | undefined, command: string) => ({
      message: `There is no option ${flag}.`,
      hint: `${meant ? `Did you mean ${meant}? ` : ''}All options: ${command} --help. ${untouched}`,
    }),
    noValue: (flag: string, command: string) => ({
      message: `The option ${flag} lacks its value.`,
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
      message: `${flag} cannot be "${value}".`,
      hint: `${meant ? `Did you mean ${meant}? ` : ''}It can be: ${all.join(', ')}. ${untouched}`,
    }),
    contradiction: (one: string, other: string) => ({
      message: `${one} and ${other} do not go together.`,
      hint: `Leave one of them out. ${untouched}`,
    }),
  },
  steps: {
    look: (tools: readonly string[]) => `Look for ${and(tools)}`,
    write: 'Write the files',
    commit: 'git commit',
    done: (time: string) => `done in ${time}`,
    failed: (time: string) => `failed after ${time}`,
    skipped: 'skipped',
    stopped: 'stopped',
    colon: ': ',
    stopping: 'stopping…',
    stoppingTwice: 'stopping; once more to stop at once',
    stoppedAtOnce: 'Stopped at once; what was written is still there.',
  },
  ended: {
    exitCode: (code: number) => `exit code ${code}`,
    signal: (name: string) => `ended by ${name}`,
    unknownCause: 'ended by an unknown cause',
    timedOut: (seconds: number) => `no answer in ${seconds} s`,
    missing: (program: string) => `${program} is missing`,
  },
  cancelled: {
    untouched: { message: 'Cancelled.', hint: untouched },
    afterwards: (place: string, next: string) => ({
      message: 'Cancelled.',
      hint: `The files of the project are all there, in ${place}; to go on: ${next}`,
    }),
  },
  failure: {
    noLinker:
      'Rust needs a C compiler to link with: apt-get install build-essential (Debian), xcode-select --install (macOS).',
    problems: (each: readonly string[]) => each.join('; '),
    bug: (version: string) =>
      `This is a bug in create-o2switch-rust ${version}. Please report it, with the lines above:`,
    output: (reason: string) => `The output cannot be written: ${reason}`,
  },
  checks: {
    rustMissing: 'Rust is not installed',
    rustcMissing: 'Rust has no rustc',
    installRust: (command: string) => `Install Rust: ${command}`,
    rustSilent: (reason: string) => `Rust is there, but does not answer: ${reason}`,
    noToolchain: 'If it lacks a toolchain: rustup default stable',
    rustOld: (version: string, needed: string) => `Rust ${version} is too old, the project needs ${needed}`,
    updateRust: 'Update it: rustup update stable',
    notOnPath: (program: string) => `${program} is not on your PATH`,
    sourceEnv: (command: string) => `${command} (or open a new terminal)`,
    newTerminal: 'Open a new terminal',
    silent: (program: string, reason: string) => `${program} does not answer: ${reason}`,
    installNode: 'npm comes with Node: install it again from https://nodejs.org, or look at your PATH.',
    whyMissing: 'it is not on your PATH',
    whyEmpty: 'it says nothing',
    titles: { linker: 'C linker', disk: 'disk space', target: "the host's target" },
    install: (command: string) => `Install it: ${command}`,
    nodeOld: (version: string) => `Node ${version} will not do, 20.19 or 22 and newer are needed`,
    rustOldFor: (framework: string, needed: string) => `too old for ${framework}, which needs ${needed}`,
    linkerMissing: 'Rust finds no C compiler (cc) to link with',
    libcMissing: 'the C compiler (cc) lacks the files of the C library to link with',
    linkerOnWindows: 'rustc finds its own on Windows',
    ownLinkerMissing: (program: string, source: string) => `the linker ${program}, chosen in ${source}, is not there`,
    ownLinkerMend: (program: string, source: string) => `Install ${program}, or choose another in ${source}`,
    chosenBy: (program: string | undefined, source: string) =>
      program ? `${program}, chosen in ${source}` : `chosen in ${source}`,
    targetOfThisMachine: (triple: string) => `${triple}, that of this machine`,
    targetUnneeded: 'not there; only needed to build for the host on this machine',
    targetUnknown: 'only rustc knows, and it does not answer',
    zigUnneeded: 'not there; only needed for "bundle", which builds for a host with an older glibc',
    gitUnneeded: 'not there; only needed for the first commit',
    napiMissing: "The project's packages are not installed",
    installPackages: (command: string) => `Install them: ${command}`,
    sshUnneeded: 'not there; only needed for "deploy"',
    rsyncUnneeded: 'not there; "deploy" takes scp instead',
    passengerUnneeded: 'not there; "rehearse" takes a stand-in for its loader instead',
    rehearsalElsewhere: 'a rehearsal needs Linux on x86-64',
    room: (free: string, enough: string | undefined) =>
      enough ? `${free} free; a project takes up to ${enough} with all its builds` : `${free} free`,
    roomTooSmall: (free: string, needed: string) => `only ${free} of the disk are free, a build needs ${needed}`,
    roomUnknown: 'this disk does not tell',
    makeRoom: 'Make room, or have it built on another disk: --target-dir <folder>',
  },
  doctor: {
    look: 'Look at this machine',
    there: 'there',
    wellEquipped: 'All that a project needs is there.',
    missing: (titles: readonly string[]) =>
      `A project cannot be built here yet, for lack of: ${titles.join(', ')}. Mend it as said above, then look again.`,
  },
  amounts: {
    decimal: (text: string) => text,
    bytes: (count: string) => `${count} bytes`,
    kilobytes: (count: string) => `${count} kB`,
    megabytes: (count: string) => `${count} MB`,
    gigabytes: (count: string) => `${count} GB`,
  },
  system: {
    reasons: {
      EACCES: 'permission denied',
      EDQUOT: 'your disk quota is used up',
      EEXIST: 'something of that name has just appeared there',
      EFBIG: 'a file may not be that large here',
      ELOOP: 'its links lead in a circle',
      ENAMETOOLONG: 'the name is too long',
      ENOENT: 'the folder around it takes no new ones',
      ENOSPC: 'the disk is full',
      ENOTDIR: 'a part of that path is a file',
      ENOTEMPTY: 'something has just appeared there',
      EPERM: 'not permitted',
      EROFS: 'the disk is read-only',
      EXDEV: 'a part of it lies on another disk',
    },
  },
}
