import { and } from './words.ts'

const untouched = 'Nothing was written.'

/** What the tool alone says, in English. */
export const tool = {
  help: {
    about: 'Start a Rust web API that Phusion Passenger serves on shared hosting.',
    examples: 'Examples:',
    asks: 'asks for the folder and the framework',
    asksNothing: 'asks nothing',
    doctor: 'look whether this machine has what a project needs',
  },
  options: {
    directory: 'folder of the new project; "." is this one',
    framework: 'web framework',
    template: 'a framework folder of your own instead',
    name: "the project's name, if not the folder's",
    packageManager: 'npm, pnpm, yarn or bun; the one that started this',
    ci: 'workflow to deploy: github (default), gitlab, none',
    lang: 'language: en or fr; that of your terminal',
    targetDir: 'share compiled dependencies in this folder',
    yes: 'ask nothing, take the default for what is not given',
    install: 'do not install (nor build, which needs it)',
    build: 'do not build the addon',
    git: 'do not make a git repository with a first commit',
    overwrite: "replace the template's files, keeping yours as .bak",
    dryRun: 'show what would be done, and write nothing',
    json: 'the result on stdout as one JSON document',
    verbose: 'show what npm and cargo say while they work',
  },
  questions: {
    directory: 'Which folder for the project?',
    framework: 'Which framework?',
    keys: { navigate: 'navigate', select: 'select' },
    unknownFramework: (name: string, meant: string | undefined, all: readonly string[]) => ({
      message: `There is no framework "${name}".`,
      hint: `${meant ? `Did you mean ${meant}? ` : ''}The frameworks are: ${all.join(', ')}. ${untouched}`,
    }),
    commandMeant: (folder: string, command: string) =>
      `"${folder}" is taken for the folder of a project. The command is: create-o2switch-rust ${command}`,
  },
  npm: {
    recovered: (options: readonly string[]) =>
      `npm took ${options.join(' ')} for itself; taken back. (It passes on only what follows --.)`,
    lost: (flags: readonly string[]) => ({
      message: `npm took ${flags.join(' ')} for itself, and which word was the value cannot be told.`,
      hint: `Put -- before the options: npm create o2switch-rust@latest my-api -- ${flags.join(' … ')} … ${untouched}`,
    }),
  },
  folder: {
    empty: { message: 'The folder name is empty.', hint: `Type a name, for instance "my-api". ${untouched}` },
    invisible: (shown: string) => ({
      message: `The folder name ${shown} holds a line break or another invisible character.`,
      hint: `Type it without, for instance "my-api". ${untouched}`,
    }),
    spaces: (directory: string) => ({
      message: `The folder name "${directory}" begins or ends with a space.`,
      hint: `Type it without, for instance "${directory.trim()}". ${untouched}`,
    }),
    notEmpty: (shown: string, some: readonly string[], more: number) => ({
      message: `The folder "${shown}" is not empty: it holds ${some.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: `Choose another name, or add --overwrite: it replaces the files of the template alone, and keeps yours as .bak. ${untouched}`,
    }),
    notAFolder: (shown: string) => ({
      message: `"${shown}" exists and is not a folder.`,
      hint: `Choose another name, or move it out of the way. ${untouched}`,
    }),
    gone: {
      message: 'The folder you are in is gone.',
      hint: `Go to one that exists (cd), and run the same command again. ${untouched}`,
    },
    delimiter: (path: string, delimiter: string) => ({
      message: `The path "${path}" holds a "${delimiter}", with which npm cannot run the project's build.`,
      hint: `Choose another folder. ${untouched}`,
    }),
    cannotWrite: (shown: string, reason: string) => ({
      message: `The project cannot be written to "${shown}": ${reason}.`,
      hint: `Choose another folder, or mend this and run the same command again. ${untouched}`,
    }),
    obstructed: (shown: string, conflicts: readonly string[], more: number) => ({
      message: `The project's files have no place in "${shown}": ${conflicts.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: `Choose another folder, or move it out of the way: not even --overwrite does. ${untouched}`,
    }),
    conflicts: {
      link: (path: string) => `${path} is a link, which may lead anywhere`,
      noFolder: (path: string) => `${path} is not a folder`,
      folder: (path: string) => `${path} is a folder`,
    },
    notPutBack: (shown: string, reason: string, moved: readonly string[]) => ({
      message: `The project could not be written to "${shown}" (${reason}), nor could all be put back as it was.`,
      hint: `Your own files are these, and can be renamed by hand: ${moved.join(', ')}`,
    }),
    targetDirTaken: (targetDir: string, name: string, other: string) => ({
      message: `In ${targetDir}, the name "${name}" is already used by ${other}: cargo would take one for the other.`,
      hint: `Choose another name, or give one with --name. ${untouched}`,
    }),
    targetDirNested: (targetDir: string, shown: string) => ({
      message: `The target folder ${targetDir} and the project's "${shown}" lie in one another: nothing could be shared, and cargo clean would delete too much.`,
      hint: `Choose a --target-dir apart from the project, or leave it out. ${untouched}`,
    }),
    targetDirDelimiter: (path: string, delimiter: string) => ({
      message: `The path "${path}" holds a "${delimiter}", with which cargo cannot build.`,
      hint: `Choose another --target-dir. ${untouched}`,
    }),
    replaced: (names: readonly string[], more: number) =>
      `Replaced, with yours kept beside: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    keptAs: (path: string, backup: string) => `${path} (yours is ${backup})`,
    completed: (path: string, backup: string) =>
      `Your ${path} got the lines that it lacked; as it was, it is ${backup}.`,
    beside: (theirs: string, ours: string) => `Your ${theirs} stays as it is; the project's own is ${ours}.`,
    notes: {
      unchanged: 'there already',
      completed: 'adds lines',
      backup: (backup: string) => `yours kept as ${backup}`,
      beside: (theirs: string) => `beside your ${theirs}`,
    },
    occupied: 'the folder holds other files of yours, left to you',
    here: 'this folder',
  },
  template: {
    missing: (folder: string) => ({
      message: `There is no folder "${folder}".`,
      hint: `--template takes a framework folder of your own, from here. ${untouched}`,
    }),
    refused: (folder: string, problems: readonly string[]) => ({
      message: `"${folder}" is not a framework folder: ${problems.join('; ')}.`,
      hint: `What one holds: https://github.com/create-o2switch-rust/create-o2switch-rust/blob/main/CONTRIBUTING.md#adding-a-framework. ${untouched}`,
    }),
    around: (shown: string, folder: string) => ({
      message: `The project "${shown}" would lie in its own template, ${folder}, and be a part of the next one.`,
      hint: `Choose a folder outside of it. ${untouched}`,
    }),
    unreadable: (folder: string, reason: string) => ({
      message: `The framework folder "${folder}" cannot be read: ${reason}.`,
      hint: `Mend this, and run the same command again. ${untouched}`,
    }),
    lacks: (file: string) => `it has no ${file}`,
    noJson: (file: string) => `${file} is not JSON`,
    noText: (file: string, key: string) => `${file} has no "${key}"`,
    lacksIn: (file: string, words: string) => `${file} has no ${words}`,
    twice: (path: string) => `there are two files for ${path}`,
    unrendered: (path: string, reason: string) => `${path} cannot be rendered (${reason})`,
    link: (path: string) => `${path} is neither a file nor a folder`,
  },
  name: {
    refused: (name: string, problem: string, suggestion: string) => ({
      message: `A project cannot be called ${name}: ${problem}.`,
      hint: `Choose another name, for instance "${suggestion}" (--name gives one apart from the folder's). ${untouched}`,
    }),
    noLetter: 'a name needs a letter from a to z',
    tooLong: (longest: number) => `it is longer than ${longest} characters`,
    keyword: (name: string) => `"${name}" is a Rust keyword`,
    compilerCrate: (name: string) => `"${name}" is the name of a crate that comes with Rust`,
    artefactFolder: (name: string) => `"${name}" is the name of a folder that cargo needs for itself`,
    device: (name: string) => `"${name}" is the name of a device on Windows`,
    command: (name: string) => `"${name}" is a command of this tool`,
    dependency: (name: string) => `"${name}" is the name of a crate that the project needs`,
    npm: (name: string, reason: string) => `npm refuses "${name}" (${reason})`,
    renamed: (name: string, asked: string) =>
      `The project is called ${name}: "${asked}" cannot be the name of a package.`,
  },
  summary: {
    files: (name: string, framework: string, count: number, place: string) =>
      `${name}: ${framework}, ${count} files in ${place}`,
    afterwards: (commands: readonly string[]) => `, then ${commands.join(', ')}`,
  },
  git: {
    missing: 'git is not installed',
    inside: 'inside a repository already, left to you',
    silent: 'git does not answer here, left to you',
    failedInit: 'git init failed',
    unknownPerson: 'repository made, nothing committed: git does not know your name and email yet',
    failedAdd: 'repository made, but git add failed',
    failedCommit: 'repository made, but git commit failed',
  },
  report: {
    created: (place: string, message: string, time: string) => `Your API is in ${place}: ${message}, in ${time}.`,
    addon: (size: string) => `addon of ${size}`,
    next: 'Next:',
  },
  dryRun: {
    title: (name: string, framework: string) => `The project would be called ${name}, with ${framework}.`,
    files: (place: string, count: number, size: string) => `Files to write in ${place} (${count}, ${size}):`,
    commands: 'Commands to run there:',
    versions: (versions: readonly string[]) => `With ${and(versions)}.`,
    untouched,
    missing: (problems: string) => `${problems}. The project could be written, but not built.`,
  },
  unfinished: {
    step: (title: string, reason: string) => `${title} failed (${reason}).`,
    files: (place: string) => `The files of the project are all there, in ${place}. When this is mended, go on with:`,
    noAddon: 'it left no app.node',
    besides: (problem: string) => `Besides, ${problem}.`,
    silent: (program: string, louder: string) => `${program} said nothing. To hear more: ${louder}`,
    toolsMissing: (problems: string) => `${problems}. The project is written, but not built.`,
    afterwards: (place: string) => `Then, for the project in ${place}:`,
  },
}
