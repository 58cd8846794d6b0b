import { and, because } from './words.ts'

const untouched = 'Nothing was written.'

/** Messages of the tool alone, in English. */
export const tool = {
  help: {
    about: 'Start a Rust web API that Phusion Passenger serves on shared hosting.',
    examples: 'Examples:',
    asks: 'asks for the folder and the framework',
    asksNothing: 'asks no questions',
    doctor: 'check that this machine has what a project needs',
  },
  options: {
    directory: 'folder of the new project; "." for the current one',
    framework: 'web framework',
    template: 'your own framework folder instead',
    name: 'project name (default: the name of the folder)',
    packageManager: 'npm, pnpm, yarn or bun (default: the one in use)',
    ci: 'workflow to deploy: github (default), gitlab, none',
    lang: "language: en or fr (default: your terminal's)",
    targetDir: 'share compiled dependencies in this folder',
    yes: 'no prompts; use the defaults for missing answers',
    install: 'do not install (nor build, which needs it)',
    build: 'do not build the addon',
    git: 'do not create a git repository and a first commit',
    overwrite: "replace the template's files, keeping yours as .bak",
    dryRun: 'show what would be done, without writing anything',
    json: 'print the result on stdout as one JSON document',
    verbose: 'show the output of npm and cargo as they run',
  },
  questions: {
    directory: 'Which folder for the project?',
    framework: 'Which framework?',
    keys: { navigate: 'navigate', select: 'select' },
    unknownFramework: (name: string, meant: string | undefined, all: readonly string[]) => ({
      message: `Unknown framework "${name}".`,
      hint: `${meant ? `Did you mean ${meant}? ` : ''}Frameworks: ${all.join(', ')}. ${untouched}`,
    }),
    commandMeant: (folder: string, command: string) =>
      `Using "${folder}" as the project folder. If you meant the command: create-o2switch-rust ${command}`,
  },
  npm: {
    recovered: (options: readonly string[]) =>
      `npm kept ${options.join(' ')} for itself; recovered. (npm passes on only what follows --.)`,
    lost: (flags: readonly string[]) => ({
      message: `npm kept ${flags.join(' ')} for itself, and the value cannot be recovered.`,
      hint: `Put -- before the options: npm create o2switch-rust@latest my-api -- ${flags.join(' … ')} … ${untouched}`,
    }),
  },
  folder: {
    empty: { message: 'The folder name is empty.', hint: `Type a name, for instance "my-api". ${untouched}` },
    invisible: (shown: string) => ({
      message: `The folder name ${shown} contains a line break or another invisible character.`,
      hint: `Choose a name without it, for instance "my-api". ${untouched}`,
    }),
    spaces: (directory: string) => ({
      message: `The folder name "${directory}" starts or ends with a space.`,
      hint: `Remove that space, for instance "${directory.trim()}". ${untouched}`,
    }),
    notEmpty: (shown: string, some: readonly string[], more: number) => ({
      message: `The folder "${shown}" is not empty: it contains ${some.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: `Choose another name, or add --overwrite, which replaces only the template's files and keeps yours as .bak. ${untouched}`,
    }),
    notAFolder: (shown: string) => ({
      message: `"${shown}" exists and is not a folder.`,
      hint: `Choose another name, or move it out of the way. ${untouched}`,
    }),
    notUtf8: (shown: string) => ({
      message: `The path "${shown}" is not UTF-8: Node would use another folder.`,
      hint: `Choose a path in UTF-8. ${untouched}`,
    }),
    delimiter: (path: string, delimiter: string) => ({
      message: `The path "${path}" contains a "${delimiter}"; npm cannot run the project's build in such a path.`,
      hint: `Choose another folder. ${untouched}`,
    }),
    cannotWrite: (shown: string, reason: string) => ({
      message: `The project cannot be written to "${shown}": ${reason}.`,
      hint: `Choose another folder, or fix this and run the same command again. ${untouched}`,
    }),
    obstructed: (shown: string, conflicts: readonly string[], more: number) => ({
      message: `The project's files conflict with what is in "${shown}": ${conflicts.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: `Choose another folder, or move what is in the way; even --overwrite does not. ${untouched}`,
    }),
    conflicts: {
      link: (path: string) => `${path} is a link, which may point anywhere`,
      notAFolder: (path: string) => `${path} is not a folder`,
      folder: (path: string) => `${path} is a folder`,
    },
    notThere: (path: string) => ({
      message: `${path} was written without an error, but is not there in full.`,
      hint: `The disk or your quota may be full. Make room, or choose another folder. ${untouched}`,
    }),
    rollbackFailed: (shown: string, reason: string, moved: readonly string[]) => ({
      message: `The project could not be written to "${shown}" (${reason}), and some of your files could not be renamed back.`,
      hint: `Your files now have these names; rename them by hand: ${moved.join(', ')}`,
    }),
    otherName: `Choose another name, or set one with --name. ${untouched}`,
    targetDirNested: (targetDir: string, shown: string) => ({
      message: `The target folder ${targetDir} and the project folder "${shown}" must not contain one another: nothing would be shared, and cargo clean would delete too much.`,
      hint: `Choose a --target-dir apart from the project, or leave it out. ${untouched}`,
    }),
    targetDirDelimiter: (path: string, delimiter: string) => ({
      message: `The path "${path}" contains a "${delimiter}"; cargo cannot build in such a path.`,
      hint: `Choose another --target-dir. ${untouched}`,
    }),
    replaced: (names: readonly string[], more: number) =>
      `Replaced, with yours kept: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    keptAs: (path: string, backup: string) => `${path} (yours is ${backup})`,
    completed: (path: string, backup: string) => `Added missing lines to your ${path}; the original is ${backup}.`,
    beside: (theirs: string, ours: string) => `Your ${theirs} is unchanged; the project's own is ${ours}.`,
    notes: {
      unchanged: 'already there',
      completed: 'adds lines',
      backup: (backup: string) => `yours kept as ${backup}`,
      beside: (theirs: string) => `next to your ${theirs}`,
    },
    occupied: 'the folder contains other files of yours, so committing is up to you',
    here: 'this folder',
  },
  around: {
    obeys: (program: string, file: string, pinned: string) => `${program} obeys ${file}, which asks for ${pinned}`,
    choosePinned: (name: string, file: string) =>
      `Choose it (--package-manager ${name}), another folder, or change "packageManager" in ${file}.`,
    enableCorepack: (file: string) => `corepack enable, or change "packageManager" in ${file}.`,
    repair: (program: string) => `Find out with: ${program} --version`,
    cargo: (file: string, pattern: string, path: string) => ({
      message: `The cargo workspace in ${file} would include the project (members: "${pattern}"). A workspace in a workspace breaks its build.`,
      hint: `Add \`exclude = ["${path}"]\` to its [workspace] (a member that is named without a pattern must be removed instead), then run the same command again. ${untouched}`,
    }),
    locked: (file: string, pattern: string, lock: string, path: string, key: string) => ({
      message: `The workspace in ${file} would include the project ("${pattern}"), and ${lock} would no longer match: npm ci and the like would fail there.`,
      hint: `Add \`"!${path}"\` to "${key}" in ${file}, then run the same command again. ${untouched}`,
    }),
    installsAbove: (program: string, file: string, pattern: string, path: string, key: string) => ({
      message: `${program} would install into the workspace in ${file}, which includes the project ("${pattern}").`,
      hint: `Add \`"!${path}"\` to "${key}" there, then run the same command again. ${untouched}`,
    }),
    included: (file: string, pattern: string, path: string, key: string) => ({
      message: `The workspace in ${file} includes the project ("${pattern}"): installs there cover it too.`,
      hint: `To keep it out, add \`"!${path}"\` to "${key}" in that file.`,
    }),
    github: (root: string, path: string, name: string) => ({
      message: `GitHub reads .github only at the root of the repository, ${root}: not in ${path}.`,
      hint: `Move ${path}/.github/workflows/deploy.yml to .github/workflows/${name}.yml there and set two lines: \`PROJECT: ${path}\` (the working-directory) and \`paths: ["${path}/**"]\`. In dependabot.yml: \`directory: /${path}\``,
    }),
    gitlab: (root: string, path: string) => ({
      message: `GitLab reads .gitlab-ci.yml only at the root of the repository, ${root}: not in ${path}.`,
      hint: `Include it from there as a child pipeline (trigger, include), with \`PROJECT: ${path}\`; README.md has the lines.`,
    }),
    ignored: (source: string, pattern: string, files: readonly string[], more: number) => ({
      message: `${source} ("${pattern}") keeps out of git: ${files.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: "Without them, a clone does not work. A line with ! after that one, or in the project's .gitignore, lets them in; git add --force does it once.",
    }),
    filtered: (filter: string, files: readonly string[], more: number) => ({
      message: `A .gitattributes above stores with the filter "${filter}": ${files.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: "A clone without that filter does not work. A line such as * -filter in the project's .gitattributes prevents it.",
    }),
    pinned: (file: string, pinned: string, needed: string) => ({
      message: `${file} asks for ${pinned}, in the project too, which needs ${needed}.`,
      hint: 'Raise it there, or give the project such a file of its own.',
    }),
    image: (file: string, path: string) => ({
      message: `${file} copies from a folder that includes the project, with all that is built in it.`,
      hint: `To keep it out, add ${path} to the .dockerignore beside it.`,
    }),
  },
  template: {
    notFound: (folder: string) => ({
      message: `The folder "${folder}" does not exist.`,
      hint: `--template takes the path to your own framework folder, from the current folder. ${untouched}`,
    }),
    rejected: (folder: string, problems: readonly string[]) => ({
      message: `"${folder}" is not a framework folder: ${problems.join('; ')}.`,
      hint: `What it must contain: https://github.com/create-o2switch-rust/create-o2switch-rust/blob/main/CONTRIBUTING.md#adding-a-framework. ${untouched}`,
    }),
    containsProject: (shown: string, folder: string) => ({
      message: `The project "${shown}" would be inside its own template, ${folder}, and become part of the next project.`,
      hint: `Choose a folder outside it. ${untouched}`,
    }),
    unreadable: (folder: string, reason: string) => ({
      message: `The framework folder "${folder}" cannot be read: ${reason}.`,
      hint: `Fix this, then run the same command again. ${untouched}`,
    }),
    missingFile: (file: string) => `it has no ${file}`,
    notJson: (file: string) => `${file} is not JSON`,
    missingKey: (file: string, key: string) => `${file} has no "${key}"`,
    missingText: (file: string, text: string) => `${file} has no ${text}`,
    duplicate: (path: string) => `there are two files for ${path}`,
    unrendered: (path: string, reason: string) => `${path} cannot be rendered (${reason})`,
    notAFile: (path: string) => `${path} is neither a file nor a folder`,
  },
  name: {
    rejected: (name: string, problem: string, suggestion: string) => ({
      message: `A project cannot be named ${name}: ${problem}.`,
      hint: `Choose another name, for instance "${suggestion}" (--name sets one that differs from the folder's). ${untouched}`,
    }),
    noLetter: 'a name needs a letter from a to z',
    tooLong: (longest: number) => `it is longer than ${longest} characters`,
    keyword: (name: string) => `"${name}" is a Rust keyword`,
    compilerCrate: (name: string) => `"${name}" is the name of a crate that comes with Rust`,
    artifactFolder: (name: string) => `"${name}" is the name of a folder that cargo reserves`,
    device: (name: string) => `"${name}" is the name of a device on Windows`,
    command: (name: string) => `"${name}" is a command of this tool`,
    dependency: (name: string) => `"${name}" is the name of a crate that the project needs`,
    npm: (name: string, reason: string) => `npm rejects "${name}" (${reason})`,
    renamed: (name: string, requested: string) =>
      `The project is named ${name}: "${requested}" is not a valid package name.`,
  },
  summary: {
    files: (name: string, framework: string, count: number, place: string) =>
      `${name}: ${framework}, ${count} files in ${place}`,
    afterwards: (commands: readonly string[]) => `, then ${commands.join(', ')}`,
  },
  git: {
    missing: 'git is not installed',
    inside: 'already inside a repository, so committing is up to you',
    broken: (reason: string) => because('git does not work here, so committing is up to you', reason),
    failedInit: (reason: string) => because('git init failed', reason),
    unknownAuthor: 'repository created, nothing committed: git does not know your name and email yet',
    failedAdd: (reason: string) => because('repository created, but git add failed', reason),
    failedCommit: (reason: string) => because('repository created, but git commit failed', reason),
    unsigned: (reason: string) => because('done, but not signed as commit.gpgSign asks', reason),
    leftOut: (paths: readonly string[], more: number) =>
      `done, but without ${paths.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  },
  report: {
    created: (place: string, message: string, time: string) => `Your API is in ${place}: ${message}, in ${time}.`,
    addon: (size: string) => `addon of ${size}`,
    next: 'Next:',
  },
  dryRun: {
    title: (name: string, framework: string) => `The project would be named ${name}, with ${framework}.`,
    files: (place: string, count: number, size: string) => `Files to write in ${place} (${count}, ${size}):`,
    commands: 'Commands to run there:',
    versions: (versions: readonly string[]) => `With ${and(versions)}.`,
    untouched,
    missing: (problems: string) => `${problems}. The project could be written, but not built.`,
  },
  unfinished: {
    step: (title: string, reason: string) => `${title} failed (${reason}).`,
    files: (place: string) => `All project files are in ${place}. Once this is fixed, continue with:`,
    notInstalled: (packages: readonly string[], settings: readonly string[]) =>
      `${and(packages)} is missing after it, ${settings.length > 0 ? `because of ${and(settings)}` : 'because of a setting of yours'}`,
    noAddon: 'it produced no app.node',
    alsoMissing: (problem: string) => `Also, ${problem}.`,
    noOutput: (program: string, verbose: string) => `${program} printed nothing. For details: ${verbose}`,
    toolsMissing: (problems: string) => `${problems}. The project is written, but not built.`,
    afterwards: (place: string) => `Then, for the project in ${place}:`,
  },
}
