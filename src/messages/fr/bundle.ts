import type { bundle as en } from '../en/bundle.ts'
import { named } from '../en/bundle.ts'
import { and } from './words.ts'

// The spaces before : ; ! ? » and after « are no-break ones (U+00A0); a test holds this.

const noBundle = 'Il n’y a plus de paquet dans dist/.'

/** Messages of dev, build, bundle and rehearse, in French. */
export const bundle: typeof en = {
  dev: {
    failed: (message, isServing) =>
      `${message} ${isServing ? 'La dernière version qui a compilé est toujours servie.' : 'Rien n’est servi.'} En attente d’une modification…`,
    ended: 'L’application s’est arrêtée. En attente d’une modification…',
    stoppedImmediately: 'Arrêt immédiat.',
    polling: (reason) => `${reason} dev cherche donc les modifications deux fois par seconde.`,
    unwatchable: (reason) => `Impossible de surveiller les fichiers : ${reason}.`,
    limit: (limits, setting, value) =>
      `il ne reste plus de surveillances inotify (${limits} ; pour augmenter cette limite : sudo sysctl ${setting}=${value})`,
    silentFileSystem: (kind) => `Ce système de fichiers (${kind}) ne signale pas toutes les modifications.`,
  },
  cargo: {
    failed: (command, reason) => `Échec de ${command} (${reason}).`,
    noAddon: 'cargo n’a produit aucun addon.',
    crateType: (state) => `host/addon/Cargo.toml doit avoir [lib] avec \`crate-type = ["cdylib"]\`. ${state}`,
    sayAbove: (state) => `cargo dit pourquoi ci-dessus. ${state}`,
    noPackage: (file) => ({
      message: `${file} ne décrit aucun paquet.`,
      hint: 'Lancez cette commande dans le dossier du projet.',
    }),
    otherProject:
      'Renommez l’un des deux dans Cargo.toml, ou donnez à celui-ci son propre dossier target : CARGO_TARGET_DIR=target, ou target-dir sous [build] dans .cargo/config.toml. Rien n’a été compilé.',
    states: {
      addonKept: 'app.node est resté tel quel.',
      noAddon: (file) => `${file} n’a pas été écrit.`,
      noBundle,
    },
  },
  settings: {
    leftOut: (settings) =>
      `Les réglages de cette machine n’entrent pas dans un paquet : ${named(settings)}. Ce dont le projet a besoin va dans son .cargo/config.toml ou son Cargo.toml.`,
    unavoidable: (settings) => ({
      message: `Cette machine a des réglages qui changeraient le paquet, et que rien ne remplace : ${named(settings)}.`,
      hint: `Si le projet en a besoin, déplacez-les dans son .cargo/config.toml ou son Cargo.toml ; sinon, retirez-les. ${noBundle}`,
    }),
    native: {
      message:
        'Le .cargo/config.toml du projet demande target-cpu=native : chaque machine qui le compile en ferait autre chose.',
      hint: `Nommez le processeur que l’hébergeur a au moins, comme target-cpu=x86-64-v2. ${noBundle}`,
    },
  },
  build: {
    plugAndPlay: {
      message: 'Yarn tourne en mode Plug’n’Play, où napi ne peut pas compiler.',
      hint: 'Videz YARN_NODE_LINKER, gardez `nodeLinker: node-modules` dans .yarnrc.yml, puis : yarn install',
    },
    failed: (reason) => ({
      message: `Échec de napi build (${reason}).`,
      hint: 'cargo dit pourquoi ci-dessus. app.node est resté tel quel.',
    }),
    notWritten: {
      message: 'napi build s’est terminé sans erreur, mais n’a pas écrit app.node.',
      hint: 'Voyez ce qu’il affiche ci-dessus ; « napi » dans package.json doit avoir `"binaryName": "app"`.',
    },
  },
  launcher: {
    missing: (file, state) => ({
      message: `${file} est introuvable, et \`"process": "rust"\` en a besoin dans package.json.`,
      hint: `Remettez-le en place, ou choisissez « auto ». ${state}`,
    }),
    failed: (compiler, reason, state) => ({
      message: `host/addon/launcher.c n’a pas été compilé (${compiler} : ${reason}).`,
      hint: `Ce qui précède dit pourquoi. Sans lui, l’application ne peut tourner que dans Node : \`"o2switch": { "process": "node" }\` dans package.json. ${state}`,
    }),
    noCompiler: 'programme introuvable',
    addonBuilt: 'app.node est compilé.',
    noSource: 'Sans host/addon/launcher.c, l’application tournera dans Node chez l’hébergeur.',
    noZig: (addon, install) =>
      `Sans zig (${install}), et sans launcher à côté de ${addon}, l’application tournera dans Node chez l’hébergeur.`,
  },
  zig: {
    missing: (programs, install) => ({
      message: `Pour compiler pour l’hébergeur, il faut ${and(programs)}.`,
      hint: `Installez-le : ${install}\n${noBundle}`,
    }),
    noTarget: (install) => ({
      message: 'Rust n’a pas ici de bibliothèque pour le système de l’hébergeur.',
      hint: `${install}\n${noBundle}`,
    }),
  },
  config: {
    unreadable: (reason) => ({
      message: `Impossible de lire package.json : ${reason}.`,
      hint: 'Lancez cette commande dans le dossier du projet. Rien n’a changé.',
    }),
    noJson: (reason, state) => ({
      message: `package.json n’est pas du JSON : ${reason}.`,
      hint: `Corrigez, puis relancez la même commande. ${state}`,
    }),
    noObject: (key, state) => ({
      message: `package.json : ${key} doit être un objet.`,
      hint: `Corrigez, puis relancez la même commande. ${state}`,
    }),
    process: (value, state) => ({
      message: `package.json : o2switch.process doit être « auto », « rust » ou « node », pas ${value}.`,
      hint: `Le README du projet dit quand choisir l’un ou l’autre. ${state}`,
    }),
    glibc: (value) => ({
      message: `package.json : o2switch.glibc doit être une version à partir de 2.17, pas ${value}.`,
      hint: `« ldd --version » chez l’hébergeur affiche la sienne. ${noBundle}`,
    }),
    noList: (value) => ({
      message: `package.json : o2switch.include doit être une liste de fichiers et de dossiers, pas ${value}.`,
      hint: `Par exemple \`"include": ["public"]\`. ${noBundle}`,
    }),
    noPath: (value) => ({
      message: `package.json : o2switch.include contient ${value}, qui n’est pas un chemin à l’intérieur du projet.`,
      hint: `Écrivez un chemin relatif au projet, avec des barres obliques, comme public/images. ${noBundle}`,
    }),
    reserved: (path) => ({
      message: `package.json : o2switch.include contient ${path}, que le paquet contient toujours.`,
      hint: `Retirez-le de la liste. ${noBundle}`,
    }),
    versions: (npm, cargo) => ({
      message: `package.json porte la version ${npm}, et Cargo.toml la version ${cargo}.`,
      hint: `Écrivez \`version = "${npm}"\` dans Cargo.toml, d’où viennent celles de l’archive et de /health ; ou, pour ${cargo} : npm version ${cargo} --no-git-tag-version. ${noBundle}`,
    }),
    epoch: (value) => ({
      message: `SOURCE_DATE_EPOCH doit être un nombre de secondes depuis 1970, pas « ${value} ».`,
      hint: `Supprimez-la, ou voyez https://reproducible-builds.org/specs/source-date-epoch. ${noBundle}`,
    }),
  },
  pack: {
    noSuchFile: 'ce fichier n’existe pas',
    missing: (path) => ({
      message: `${path} est introuvable, et le paquet en a besoin.`,
      hint: `Remettez-le en place. ${noBundle}`,
    }),
    notIncluded: (path) => ({
      message: `${path} est introuvable, alors que o2switch.include le nomme dans package.json.`,
      hint: `Créez-le, ou retirez-le de la liste. ${noBundle}`,
    }),
    notAFile: (path) => ({
      message: `${path} n’est ni un fichier ni un dossier.`,
      hint: `Remplacez-le par ce vers quoi il mène. ${noBundle}`,
    }),
    noAddon: (path, reason) => ({
      message: `Impossible de lire l’addon ${path} : ${reason}.`,
      hint: `--addon attend le chemin d’un fichier .node. ${noBundle}`,
    }),
    unreadableName: (path) => ({
      message: `Le nom ${path} n’est pas en UTF-8, ou contient un caractère de contrôle.`,
      hint: `Renommez-le : tous les programmes jusqu’à l’hébergeur ne gardent pas un tel nom. ${noBundle}`,
    }),
    unreadable: (path, reason) => ({
      message: `Impossible de lire ${path} : ${reason}.`,
      hint: `Retirez-le de o2switch.include dans package.json, ou corrigez cela. ${noBundle}`,
    }),
    notWritten: (path, reason) => ({
      message: `${path} n’a pas été écrit : ${reason}.`,
      hint: 'Corrigez cela, puis relancez la même commande. Ce qui est dans dist/ n’est pas un paquet.',
    }),
    notListed: (path, reason) => ({
      message: `${path} est endommagé : tar n’y trouve pas ce qui a été mis dedans (${reason}).`,
      hint: 'Relancez la même commande. Si cela persiste, le disque est peut-être plein ou endommagé. Ce qui est dans dist/ n’est pas un paquet.',
    }),
    leftOut: (path) => `Laissé de côté : ${path}`,
    made: (processor, glibc, size) =>
      `Pour Linux sur ${processor.join(' + ')} avec la glibc ${glibc} ou plus récente et Node.js 16 ou plus récent ; ${size} :`,
  },
  rejected: {
    message: 'Aucun paquet n’a été fait, car il ne tournerait pas chez l’hébergeur :',
    problem: (message, hint) => `✗ ${message}.\n  Pour y remédier : ${hint}.`,
  },
  addon: {
    build: 'compilez-le pour x86_64-unknown-linux-gnu, comme le script « bundle » le fait de lui-même',
    notElf: (file) => `${file} n’est pas un binaire Linux 64 bits : l’hébergeur ne peut pas le charger`,
    otherProcessor: (file) =>
      `${file} est fait pour un autre processeur que le x86-64 de l’hébergeur, qui ne peut pas le charger`,
    damaged: (file, reason) => `${file} est endommagé (${reason}) : l’hébergeur ne peut pas le charger`,
    damage: {
      outside: 'une section sort du fichier',
      endless: 'un nom sans fin',
      sectionless: 'pas d’en-têtes de sections',
    },
    processor: (file, features) => ({
      message: `${file} est compilé pour des processeurs qui ont ${features.join(', ')} : chez un hébergeur qui ne les a pas, il finirait sur SIGILL`,
      hint: 'compilez-le sans les options qui les demandent (RUSTFLAGS, -C target-cpu), comme le script « bundle » le fait de lui-même ; ou, si l’hébergeur les a, dites-le dans le .cargo/config.toml du projet : `[build] rustflags = ["-Ctarget-cpu=x86-64-v3"]`',
    }),
    glibc: (file, version, functions, glibc) => ({
      message: `${file} demande ${functions.length > 0 ? `${version} (${functions.join(', ')})` : version} : la glibc ${glibc} de l’hébergeur n’a pas cette version, et ne le charge pas`,
      hint: 'faites l’édition de liens pour une glibc plus ancienne, comme le script « bundle » le fait de lui-même ; ou, si l’hébergeur en a une plus récente (« ldd --version » l’affiche), indiquez-la dans package.json : `"o2switch": { "glibc": "2.28" }`',
    }),
    library: (file, library) =>
      `${file} a besoin de ${library}, que l’hébergeur n’a pas forcément : il ne pourrait alors pas y être chargé`,
    insteadOf: {
      openssl:
        'utilisez rustls : la plupart des crates qui utilisent OpenSSL ont une feature pour cela (rustls-tls ou rustls)',
      sqlite: 'activez la feature bundled de rusqlite ou de libsqlite3-sys, qui intègre SQLite',
      database: 'utilisez un pilote entièrement en Rust : sqlx, tokio-postgres ou mysql_async',
      musl: 'compilez pour la glibc (x86_64-unknown-linux-gnu), pas pour musl',
      other: 'liez-la statiquement, ou passez-vous de la crate qui l’apporte (cargo tree montre d’où elle vient)',
    },
    loading: {
      staticTls: (file) => ({
        message: `${file} demande du stockage local aux threads (TLS) statique, dont un processus lancé n’a presque plus (« cannot allocate memory in static TLS block »)`,
        hint: 'il vient en général d’un allocateur, qui a une feature contre cela : disable_initial_exec_tls de tikv-jemallocator, local_dynamic_tls de mimalloc ; sinon, compilez avec -ftls-model=global-dynamic',
      }),
      textRelocations: (file) => ({
        message: `${file} contient du code à réécrire au chargement (text relocations), ce que les hébergeurs interdisent`,
        hint: 'compilez ses parties en C ou en assembleur avec -fPIC',
      }),
      executableStack: (file) => ({
        message: `${file} veut une pile exécutable, que les hébergeurs et la glibc 2.41 rejettent`,
        hint: 'faites l’édition de liens avec -z noexecstack, ou terminez chaque fichier assembleur par `.section .note.GNU-stack,"",@progbits`',
      }),
      noLibrary: (file) => ({
        message: `${file} n’est pas une bibliothèque que Node peut charger : c’est un programme, ou il est lié avec -z nodlopen`,
        hint: '`crate-type = ["cdylib"]` dans host/addon/Cargo.toml, et pas de tel argument pour l’éditeur de liens',
      }),
    },
    searched: (file, folder) => ({
      message: `${file} cherche des bibliothèques dans ${folder}, un dossier de la machine qui a fait l’édition de liens`,
      hint: 'retirez -rpath des arguments de l’éditeur de liens, et rpath du profil',
    }),
    unresolved: (file, names) => ({
      message: `${file} appelle ${names.join(', ')}, qu’aucune de ses bibliothèques n’a : il ne se chargerait pas`,
      hint: 'liez statiquement la bibliothèque qui l’a (`cargo:rustc-link-lib=static=…` dans un script de build)',
    }),
    nodeApi: (file, name) => ({
      message: `${file} appelle ${name}, qui fait partie de Node-API 9 ou d’une version ultérieure : Node.js 16 a Node-API 8`,
      hint: 'dans Cargo.toml, retirez napi9, napi10 ou experimental des features de napi : napi8 est la dernière',
    }),
  },
  files: {
    node16: 'écrivez-le comme Node.js 16 le lit : require() et module.exports, et pas de syntaxe plus récente',
    noCommonJs: (place, path) => `${place} : l’hébergeur charge ${path} avec require(), comme du CommonJS`,
    newerSyntax: (path, syntax) =>
      `${path} utilise une syntaxe plus récente que celle que lit Node.js 16 (${syntax}) : il risque de ne pas démarrer chez l’hébergeur`,
    syntax: {
      unicodeSets: 'le drapeau v d’une RegExp',
      modifiers: 'des drapeaux dans une RegExp',
      using: 'la déclaration using',
    },
    noFile: (path, name, file) => ({
      message: `${path} appelle require() sur ${name} : il ne démarre pas chez l’hébergeur, car ce fichier n’est pas dans le paquet`,
      hint: `ajoutez ${file} à o2switch.include dans package.json`,
    }),
    noModule: (path, name) => ({
      message: `${path} appelle require() sur ${name} : il ne démarre pas chez l’hébergeur, car le paquet n’a pas de node_modules`,
      hint: 'faites-le en Rust, ou avec ce que Node a',
    }),
    typeModule: {
      message: 'package.json indique `"type": "module"` : l’hébergeur charge app.js avec require(), qui échoue alors',
      hint: 'retirez cette ligne',
    },
    dependencies: (names) => ({
      message: `package.json a des dépendances (${names.join(', ')}) : le paquet n’a pas de node_modules, donc l’hébergeur n’en a aucune`,
      hint: 'déplacez dans devDependencies ce qui ne sert que sur cette machine, et faites le reste en Rust',
    }),
    nodeModules: (path) => ({
      message: `${path} serait mis en ligne : chez l’hébergeur, node_modules est un lien de cPanel, et l’application est refusée si un dossier en prend la place`,
      hint: 'retirez-le',
    }),
  },
  rehearse: {
    platform: {
      message: 'Seul Linux sur x86-64 peut charger ce qui est compilé pour l’hébergeur.',
      hint: 'Lancez-y la répétition, en CI par exemple.',
    },
    noBundle: { message: 'Il n’y a pas de paquet dans dist/.', hint: 'Faites-le d’abord avec le script « bundle ».' },
    missing: (program) => ({
      message: `${program} est introuvable, et la répétition en a besoin.`,
      hint: 'Installez-le, puis relancez la répétition.',
    }),
    notUnpacked: (archive) => ({
      message: `${archive} est abîmé.`,
      hint: 'Refaites le paquet avec le script « bundle ».',
    }),
    cannotUnpack: (folder, reason) => ({
      message: `Impossible de décompresser le paquet dans ${folder} : ${reason}.`,
      hint: 'Le paquet lui-même est complet. Faites pointer TMPDIR vers un dossier qui a assez de place, puis relancez la répétition.',
    }),
    elsewhere: (folder, reason, other) =>
      `${folder} est inutilisable (${reason}) : le paquet est décompressé dans ${other}/.`,
    noPlace: (places) => ({
      message: 'Cette machine n’a pas de dossier où répéter.',
      hint: `${places.join('\n')}\nFaites pointer TMPDIR vers un dossier utilisable. Rien n’a été démarré.`,
    }),
    notExecutable: 'aucun programme ne peut y être lancé : monté avec noexec ?',
    tooLong: 'son chemin est trop long pour une socket',
    noPipes: 'son système de fichiers n’a pas de tubes nommés',
    noGlibc: 'elle n’a pas la glibc, qu’il faut à ce qui est compilé pour l’hébergeur',
    machine: (reason) => ({
      message: `Impossible de répéter sur cette machine : ${reason}.`,
      hint: 'Voyez ce qui est affiché ci-dessus, s’il y a quelque chose. Cela ne dit rien de votre application.',
    }),
    noAppStarts: 'même une application qui ne fait que répondre n’y démarre pas',
    passengerEnded: (name, how) => `${name} s’est lui-même arrêté (${how})`,
    noNode: (program, reason) => ({
      message: `--node ${program} ne répond pas : ${reason}.`,
      hint: 'Cette option attend le chemin d’un programme Node.js. Rien n’a été démarré.',
    }),
    hint: 'Ce que l’application a affiché est ci-dessus. Ne mettez pas ce paquet en ligne : corrigez l’application, refaites le paquet, puis relancez la répétition.',
    cancelled: { message: 'Annulé.', hint: 'Il ne reste rien de la répétition.' },
    passenger: (version) => `Passenger ${version} de cette machine`,
    standIn: 'une doublure du chargeur de Passenger',
    unusable: (name, reason) => `${name} est inutilisable (${reason}) : une doublure prend sa place.`,
    unknownReason: 'il ne dit pas pourquoi',
    notReady: (seconds) => `L’application n’est pas prête au bout de ${seconds} secondes.`,
    endedEarly:
      'L’application s’est arrêtée avant d’être prête. Chez l’hébergeur, les visiteurs verraient une page d’erreur.',
    noSocket: 'L’application se dit prête, mais sa socket a disparu : Passenger ne pourrait pas la joindre.',
    noAnswer: (reason) => `/health n’a pas donné de réponse : ${reason}`,
    noAnswerWithin: (seconds) => `/health n’a pas donné de réponse en ${seconds} secondes.`,
    wrongAnswer: (version, status, shown) =>
      `/health doit répondre 200 avec \`{ "version": "${version}" }\`, pas ${status} avec ${shown}`,
    html: 'une page HTML',
    notStarted: (cause) =>
      `Passenger ne démarre pas l’application, et les visiteurs verraient une page d’erreur : ${cause}`,
    notStopped: (seconds) => `L’application ne s’est pas arrêtée en ${seconds} secondes.`,
    passengerNotStopped: (seconds) => `Passenger ne s’est pas arrêté en ${seconds} secondes.`,
    killed: (seconds) => `L’application ne s’est pas arrêtée en ${seconds} secondes, et Passenger l’a tuée.`,
    wrongEnd: (code) => `L’application s’est terminée avec ${code} quand elle devait s’arrêter, et non avec 0.`,
    wrongProcess: (way, shown) =>
      `L’application n’a pas tourné ${way === 'rust' ? 'à la place de' : 'dans'} Node : /health doit dire \`"process": "${way}"\`, pas ${shown}`,
    notInPlaceOfNode: (reason, runner) =>
      `L’application ne tourne pas à la place de Node.js sous ${runner} : l’hébergeur la servira peut-être dans Node. ${reason}`,
    done: (app, way, node, runner) =>
      `${app} a démarré, a répondu à /health et s’est arrêté, ${way === 'rust' ? 'à la place de' : 'avec'} Node.js ${node}, sous ${runner}`,
  },
}
