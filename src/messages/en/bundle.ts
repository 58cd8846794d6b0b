const noBundle = 'There is no bundle in dist/ now.'

type Setting = { readonly name: string; readonly file?: string }

export function named(settings: readonly Setting[]): string {
  return settings.map(({ name, file }) => (file ? `${name} (${file})` : name)).join(', ')
}

type Way = 'node' | 'rust'

/** Messages of dev, build, bundle and rehearse, in English. */
export const bundle = {
  dev: {
    failed: (message: string, isServing: boolean) =>
      `${message} ${isServing ? 'The last version that compiled is still served.' : 'Nothing is served.'} Waiting for a change…`,
    ended: 'The app has exited. Waiting for a change…',
    stoppedImmediately: 'Stopped immediately.',
    polling: (reason: string) => `${reason} dev looks for changes twice a second instead.`,
    unwatchable: (reason: string) => `Changes cannot be watched: ${reason}.`,
    limit: (limits: string, setting: string, value: string) =>
      `no inotify watches are left (${limits}; to raise it: sudo sysctl ${setting}=${value})`,
    silentFileSystem: (kind: string) => `This file system (${kind}) does not report every change.`,
  },
  cargo: {
    failed: (command: string, reason: string) => `${command} failed (${reason}).`,
    noAddon: 'cargo built no addon.',
    crateType: (state: string) => `host/addon/Cargo.toml needs [lib] with crate-type = ["cdylib"]. ${state}`,
    sayAbove: (state: string) => `See the output of cargo above. ${state}`,
    noPackage: (file: string) => ({
      message: `${file} describes no package.`,
      hint: 'Run this command in the folder of the project.',
    }),
    otherProject:
      'Rename one of the two in Cargo.toml, or give this one a target folder of its own: CARGO_TARGET_DIR=target, or target-dir under [build] in .cargo/config.toml. Nothing was built.',
    states: {
      addonKept: 'app.node is unchanged.',
      noAddon: (file: string) => `${file} was not written.`,
      noBundle,
    },
  },
  settings: {
    leftOut: (settings: readonly Setting[]) =>
      `This machine's settings do not get into a bundle: ${named(settings)}. What the project needs belongs in its own .cargo/config.toml or Cargo.toml.`,
    unavoidable: (settings: readonly Setting[]) => ({
      message: `This machine has settings that would change the bundle, and nothing overrides them: ${named(settings)}.`,
      hint: `If the project needs them, move them into its own .cargo/config.toml or Cargo.toml; else remove them. ${noBundle}`,
    }),
    native: {
      message:
        "The project's .cargo/config.toml says target-cpu=native: each machine that builds it would make something else of it.",
      hint: `Name the processor that the host has at least, such as target-cpu=x86-64-v2. ${noBundle}`,
    },
  },
  build: {
    plugAndPlay: {
      message: "Yarn runs with Plug'n'Play, in which napi cannot build.",
      hint: 'Unset YARN_NODE_LINKER, keep "nodeLinker: node-modules" in .yarnrc.yml, then: yarn install',
    },
    failed: (reason: string) => ({
      message: `napi build failed (${reason}).`,
      hint: 'See the output of cargo above. app.node is unchanged.',
    }),
    notWritten: {
      message: 'napi build ended without an error, but did not write app.node.',
      hint: 'See its output above; "napi" in package.json must have "binaryName": "app".',
    },
  },
  launcher: {
    missing: (file: string, state: string) => ({
      message: `${file} is missing, and "process": "rust" in package.json needs it.`,
      hint: `Put it back, or choose "auto". ${state}`,
    }),
    failed: (compiler: string, reason: string, state: string) => ({
      message: `host/addon/launcher.c was not compiled (${compiler}: ${reason}).`,
      hint: `See the output above. Without it, the app can only be served inside Node: "o2switch": { "process": "node" } in package.json. ${state}`,
    }),
    noCompiler: 'there is no such program',
    addonBuilt: 'app.node is built.',
    noSource: 'Without host/addon/launcher.c, the host serves the app inside Node.',
    noZig: (addon: string, install: string) =>
      `Without zig (${install}), and without a launcher beside ${addon}, the host serves the app inside Node.`,
  },
  zig: {
    missing: (programs: readonly string[], install: string) => ({
      message: `To build for the host, ${programs.join(' and ')} must be installed.`,
      hint: `Install it: ${install}\n${noBundle}`,
    }),
    noTarget: (install: string) => ({
      message: "Rust's standard library for the host's target is not installed.",
      hint: `${install}\n${noBundle}`,
    }),
  },
  config: {
    unreadable: (reason: string) => ({
      message: `package.json cannot be read: ${reason}.`,
      hint: 'Run this command in the folder of the project. Nothing was changed.',
    }),
    noJson: (reason: string, state: string) => ({
      message: `package.json is not JSON: ${reason}.`,
      hint: `Fix this, and run the same command again. ${state}`,
    }),
    noObject: (key: string, state: string) => ({
      message: `package.json: ${key} must be an object.`,
      hint: `Fix this, and run the same command again. ${state}`,
    }),
    process: (value: string, state: string) => ({
      message: `package.json: "o2switch"."process" must be "auto", "rust" or "node", not ${value}.`,
      hint: `The project's README says when to choose which. ${state}`,
    }),
    glibc: (value: string) => ({
      message: `package.json: "glibc" must be "2.17" or later, not ${value}.`,
      hint: `"ldd --version" prints that of the host when run there. ${noBundle}`,
    }),
    noList: (value: string) => ({
      message: `package.json: "o2switch"."include" must be a list of files and folders, not ${value}.`,
      hint: `For instance "include": ["public"]. ${noBundle}`,
    }),
    noPath: (value: string) => ({
      message: `package.json: "o2switch"."include" contains ${value}, which is not a path inside the project.`,
      hint: `Write it relative to the project with forward slashes, as in "public/images". ${noBundle}`,
    }),
    reserved: (path: string) => ({
      message: `package.json: "o2switch"."include" contains "${path}", which the bundle always has.`,
      hint: `Remove it from the list. ${noBundle}`,
    }),
    versions: (npm: string, cargo: string) => ({
      message: `package.json has the version ${npm}, and Cargo.toml has ${cargo}.`,
      hint: `Write version = "${npm}" into Cargo.toml, which the archive and /health go by; or, for ${cargo}: npm version ${cargo} --no-git-tag-version. ${noBundle}`,
    }),
    epoch: (value: string) => ({
      message: `SOURCE_DATE_EPOCH must be a number of seconds since 1970, not "${value}".`,
      hint: `Unset it, or see https://reproducible-builds.org/specs/source-date-epoch. ${noBundle}`,
    }),
  },
  pack: {
    noSuchFile: 'there is no such file',
    missing: (path: string) => ({
      message: `${path} is missing, and the bundle needs it.`,
      hint: `Put it back. ${noBundle}`,
    }),
    notIncluded: (path: string) => ({
      message: `${path} is missing, and package.json's "o2switch"."include" names it.`,
      hint: `Create it, or remove it from the list. ${noBundle}`,
    }),
    notAFile: (path: string) => ({
      message: `${path} is neither a file nor a folder.`,
      hint: `Replace it with what it points to. ${noBundle}`,
    }),
    noAddon: (path: string, reason: string) => ({
      message: `The addon ${path} cannot be read: ${reason}.`,
      hint: `--addon takes the path of a .node file. ${noBundle}`,
    }),
    unreadableName: (path: string) => ({
      message: `The name ${path} is not UTF-8, or has a control character in it.`,
      hint: `Rename it: not every program on the way to the host keeps such a name. ${noBundle}`,
    }),
    unreadable: (path: string, reason: string) => ({
      message: `${path} cannot be read: ${reason}.`,
      hint: `Leave it out of "include" in package.json, or fix that. ${noBundle}`,
    }),
    notWritten: (path: string, reason: string) => ({
      message: `${path} was not written: ${reason}.`,
      hint: 'Fix this, and run the same command again. What dist/ has now is no bundle.',
    }),
    notListed: (path: string, reason: string) => ({
      message: `${path} is damaged: tar does not list what was packed (${reason}).`,
      hint: 'Run the same command again. If it stays so, the disk may be full or damaged. What dist/ has now is no bundle.',
    }),
    leftOut: (path: string) => `Left out: ${path}`,
    made: (processor: readonly string[], glibc: string, size: string) =>
      `For Linux on ${processor.join(' + ')} with glibc ${glibc} or later and Node.js 16 or later; ${size}:`,
  },
  rejected: {
    message: 'No bundle was created, because it would not run on the host:',
    problem: (message: string, hint: string) => `✗ ${message}.\n  To fix it: ${hint}.`,
  },
  addon: {
    build: 'build it for x86_64-unknown-linux-gnu, as the script "bundle" does',
    notElf: (file: string) => `${file} is not a 64-bit Linux binary: the host cannot load it`,
    otherProcessor: (file: string) =>
      `${file} was built for a processor other than the host's x86-64, which cannot load it`,
    damaged: (file: string, reason: string) => `${file} is damaged (${reason}): the host cannot load it`,
    damage: {
      outside: 'a section is outside of the file',
      endless: 'a name does not end',
      sectionless: 'no section headers',
    },
    processor: (file: string, features: readonly string[]) => ({
      message: `${file} was compiled for processors with ${features.join(', ')}: on a host without them, it would end with SIGILL`,
      hint: 'build it without the flags that ask for them (RUSTFLAGS, -C target-cpu), as the script "bundle" does; or, if the host has them, say so in .cargo/config.toml of the project: [build] rustflags = ["-Ctarget-cpu=x86-64-v3"]',
    }),
    glibc: (file: string, version: string, functions: readonly string[], glibc: string) => ({
      message: `${file} requires ${functions.length > 0 ? `${version} (${functions.join(', ')})` : version}: the host's glibc ${glibc} has no such version, so it would not load`,
      hint: 'link it for an older glibc, as the script "bundle" does; or, if the host has a newer one ("ldd --version" prints it), write it into package.json: "o2switch": { "glibc": "2.28" }',
    }),
    library: (file: string, library: string) =>
      `${file} needs ${library}, which the host may not have: it would not load there`,
    insteadOf: {
      openssl: 'use rustls: most crates that link OpenSSL have a feature for it ("rustls-tls" or "rustls")',
      sqlite: 'enable the feature "bundled" of rusqlite or libsqlite3-sys, which compiles SQLite in',
      database: 'use a driver in pure Rust: sqlx, tokio-postgres or mysql_async',
      musl: 'build for glibc (x86_64-unknown-linux-gnu), not for musl',
      other: 'link it statically, or do without the crate that brings it (cargo tree shows where it comes from)',
    },
    loading: {
      staticTls: (file: string) => ({
        message: `${file} needs static thread-local storage, of which a running process has next to nothing left ("cannot allocate memory in static TLS block")`,
        hint: 'an allocator usually brings it, and has a feature against it: "disable_initial_exec_tls" of tikv-jemallocator, "local_dynamic_tls" of mimalloc; elsewhere, compile with -ftls-model=global-dynamic',
      }),
      textRelocations: (file: string) => ({
        message: `${file} contains code that must be rewritten when it is loaded (text relocations), which hosts forbid`,
        hint: 'compile its C or assembler parts with -fPIC',
      }),
      executableStack: (file: string) => ({
        message: `${file} wants a stack that can be executed, which hosts and glibc 2.41 reject`,
        hint: 'link it with -z noexecstack, or end each assembler file with .section .note.GNU-stack,"",@progbits',
      }),
      noLibrary: (file: string) => ({
        message: `${file} is no library that Node can load: it is a program, or linked with -z nodlopen`,
        hint: 'crate-type = ["cdylib"] in host/addon/Cargo.toml, and no such argument for the linker',
      }),
    },
    searched: (file: string, folder: string) => ({
      message: `${file} searches for libraries in ${folder}, a folder of the machine that linked it`,
      hint: 'remove -rpath from the linker\'s arguments, and "rpath" from the profile',
    }),
    unresolved: (file: string, names: readonly string[]) => ({
      message: `${file} calls ${names.join(', ')}, which is in none of its libraries: it would not load`,
      hint: 'link the library that has it statically (cargo:rustc-link-lib=static=… in a build script)',
    }),
    nodeApi: (file: string, name: string) => ({
      message: `${file} calls ${name}, which needs Node-API 9 or later: Node.js 16 has Node-API 8`,
      hint: 'in Cargo.toml, remove "napi9", "napi10" or "experimental" from the features of napi: "napi8" is the last one',
    }),
  },
  files: {
    node16: 'write it for Node.js 16: require() and module.exports, and no newer syntax',
    noCommonJs: (place: string, path: string) => `${place}: the host loads ${path} with require(), as CommonJS`,
    newerSyntax: (path: string, syntax: string) =>
      `${path} uses newer syntax than Node.js 16 supports (${syntax}): it may not start on the host`,
    syntax: {
      unicodeSets: 'the v flag of a RegExp',
      modifiers: 'flags inside a RegExp',
      using: 'the using declaration',
    },
    noFile: (path: string, name: string, file: string) => ({
      message: `${path} requires ${name}: it does not start on the host, because that file is not in the bundle`,
      hint: `add ${file} to package.json's "o2switch"."include"`,
    }),
    noModule: (path: string, name: string) => ({
      message: `${path} requires ${name}: it does not start on the host, because the bundle has no node_modules`,
      hint: 'do it in Rust, or with a module that is built into Node',
    }),
    typeModule: {
      message: 'package.json says "type": "module": the host loads app.js with require(), which then fails',
      hint: 'remove that line',
    },
    dependencies: (names: readonly string[]) => ({
      message: `package.json has dependencies (${names.join(', ')}): the bundle has no node_modules, so they are missing on the host`,
      hint: 'move to "devDependencies" what only this machine needs, and do the rest in Rust',
    }),
    nodeModules: (path: string) => ({
      message: `${path} would be uploaded: on the host, node_modules is a link that cPanel made, and an app with a folder in its place is rejected`,
      hint: 'remove it',
    }),
  },
  rehearse: {
    platform: {
      message: 'Only Linux on x86-64 can load what is built for the host.',
      hint: 'Rehearse there, in CI for example.',
    },
    noBundle: { message: 'There is no bundle in dist/.', hint: 'Run the script "bundle" first.' },
    missing: (program: string) => ({
      message: `${program} was not found, and the rehearsal needs it.`,
      hint: 'Install it, and rehearse again.',
    }),
    notUnpacked: (archive: string) => ({
      message: `${archive} is damaged.`,
      hint: 'Create the bundle again with the script "bundle".',
    }),
    cannotUnpack: (folder: string, reason: string) => ({
      message: `The bundle cannot be unpacked in ${folder}: ${reason}.`,
      hint: 'The bundle itself is complete. Set TMPDIR to a folder with room for it, and rehearse again.',
    }),
    elsewhere: (folder: string, reason: string, other: string) =>
      `${folder} cannot be used (${reason}): the bundle is unpacked in ${other}/ instead.`,
    noPlace: (places: readonly string[]) => ({
      message: 'This machine has no folder to rehearse in.',
      hint: `${places.join('\n')}\nSet TMPDIR to a folder that can be used. Nothing was started.`,
    }),
    notExecutable: 'programs in it cannot be started: mounted noexec?',
    tooLong: 'its path is too long for sockets',
    noPipes: 'its file system has no pipes',
    noGlibc: 'it has no glibc, which what is built for the host needs',
    machine: (reason: string) => ({
      message: `This machine cannot rehearse: ${reason}.`,
      hint: 'See the output above, if there is any. This says nothing about your app.',
    }),
    noAppStarts: 'not even an app that does nothing but answer can be started here',
    passengerEnded: (name: string, how: string) => `${name} itself has ended (${how})`,
    noNode: (program: string, reason: string) => ({
      message: `--node ${program} does not work: ${reason}.`,
      hint: 'It takes the path of a Node.js program. Nothing was started.',
    }),
    /** What to do about every failure: the app's own words are there to read. */
    hint: "See the app's output above. Do not deploy this bundle: fix the app, bundle it, and rehearse again.",
    cancelled: { message: 'Cancelled.', hint: 'The rehearsal left nothing behind.' },
    passenger: (version: string) => `Passenger ${version} of this machine`,
    standIn: "a stand-in for Passenger's loader",
    unusable: (name: string, reason: string) => `${name} cannot be used (${reason}): a stand-in is used instead.`,
    unknownReason: 'it does not say why',
    notReady: (seconds: number) => `The app was not ready within ${seconds} seconds.`,
    endedEarly: 'The app exited before it was ready. On the host, visitors would see an error page.',
    noSocket: 'The app reports that it is ready, but its socket is gone: Passenger could not reach it.',
    noAnswer: (reason: string) => `/health did not answer: ${reason}`,
    noAnswerWithin: (seconds: number) => `/health did not answer within ${seconds} seconds.`,
    wrongAnswer: (version: string, status: number, shown: string) =>
      `/health must answer 200 with { "version": "${version}" }, not ${status} with ${shown}`,
    html: 'an HTML page',
    notStarted: (cause: string) => `Passenger could not start the app; visitors would see an error page: ${cause}`,
    notStopped: (seconds: number) => `The app did not stop within ${seconds} seconds.`,
    passengerNotStopped: (seconds: number) => `Passenger did not stop within ${seconds} seconds.`,
    killed: (seconds: number) => `The app did not stop within ${seconds} seconds, so Passenger killed it.`,
    wrongEnd: (code: string) => `The app exited with ${code} instead of 0 when it was told to stop.`,
    wrongProcess: (way: Way, shown: string) =>
      `The app was not served ${way === 'rust' ? 'in place of' : 'inside'} Node: /health must say "process": "${way}", not ${shown}`,
    notInPlaceOfNode: (reason: string, runner: string) =>
      `It does not run in place of Node.js under ${runner}, so the host may serve it inside Node. ${reason}`,
    done: (app: string, way: Way, node: string, runner: string) =>
      `${app} started, answered /health and stopped, ${way === 'rust' ? 'in place of' : 'on'} Node.js ${node} under ${runner}`,
  },
}
