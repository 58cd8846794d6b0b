import type { Messages } from './en.ts'

// The spaces before : ; ! ? » and after « are no-break ones (U+00A0), as French wants them; a test looks after it.

const untouched = 'Rien n’a été écrit.'

/** All that is said to a person, in French. What one types stays English: commands, options, files. */
export const fr: Messages = {
  help: {
    about: 'Crée une API web en Rust que Phusion Passenger sert en hébergement mutualisé.',
    headings: { Usage: 'Utilisation :', Arguments: 'Arguments :', Options: 'Options :', Commands: 'Commandes :' },
    values: { directory: 'dossier', name: 'nom', folder: 'dossier', code: 'code' },
    examples: 'Exemples :',
    asks: 'demande le dossier et le framework',
    asksNothing: 'ne demande rien',
    version: 'afficher la version',
    help: 'afficher cette aide',
    doctor: 'vérifier que cette machine a tout ce qu’il faut',
  },
  options: {
    directory: 'dossier du nouveau projet ; « . » pour celui-ci',
    framework: 'framework web',
    template: 'votre propre dossier de framework à la place',
    name: 'nom du projet, si ce n’est pas celui du dossier',
    packageManager: 'npm, pnpm, yarn ou bun ; sinon, celui qui l’a lancé',
    ci: 'met en ligne : github (par défaut), gitlab ou none',
    lang: 'langue : en ou fr ; sinon, celle de votre terminal',
    targetDir: 'partager les dépendances compilées dans ce dossier',
    yes: 'ne rien demander, prendre les valeurs par défaut',
    install: 'ne pas installer (ni compiler, qui en dépend)',
    build: 'ne pas compiler l’addon',
    git: 'ne pas créer de dépôt git avec un premier commit',
    overwrite: 'remplacer les fichiers du modèle (copies en .bak)',
    dryRun: 'montrer ce qui serait fait, sans rien écrire',
    json: 'le résultat sur stdout, en un seul document JSON',
    verbose: 'montrer ce qu’affichent npm et cargo au travail',
  },
  questions: {
    directory: 'Dans quel dossier créer le projet ?',
    framework: 'Quel framework ?',
    keys: { navigate: 'se déplacer', select: 'choisir' },
  },
  missing: {
    directory: 'le dossier du projet',
    framework: 'le framework',
    answers: (missing, reason, example) => ({
      message: `Il manque ${and(missing)}. ${reason}`,
      hint: `À ajouter à la ligne de commande : ${example} (ou --yes pour les valeurs par défaut). ${untouched}`,
    }),
    ci: 'Aucune question n’est posée quand CI est définie.',
    noTerminal: 'Il n’y a pas de terminal où poser la question.',
    piped: 'Aucune question n’est posée quand la sortie va dans un fichier ou dans un tube.',
    json: 'Aucune question n’est posée avec --json.',
  },
  usage: {
    unknownOption: (flag, meant, command) => ({
      message: `L’option ${flag} n’existe pas.`,
      hint: `${didYouMean(meant)}${allOptions(command)} ${untouched}`,
    }),
    noValue: (flag, command) => ({
      message: `Il manque une valeur à l’option ${flag}.`,
      hint: `${allOptions(command)} ${untouched}`,
    }),
    tooManyArguments: (surplus, command) => ({
      message: `Arguments en trop : ${surplus.join(' ')}.`,
      hint: `Mettez entre guillemets un nom qui contient des espaces. ${allOptions(command)} ${untouched}`,
    }),
    other: (message, command) => ({
      message,
      hint: `${allOptions(command)} ${untouched}`,
    }),
    unknownFramework: (name, meant, all) => ({
      message: `Le framework « ${name} » n’existe pas.`,
      hint: `${didYouMean(meant)}Frameworks possibles : ${all.join(', ')}. ${untouched}`,
    }),
    unknownValue: (flag, value, meant, all) => ({
      message: `${flag} ne peut pas valoir « ${value} ».`,
      hint: `${didYouMean(meant)}Valeurs possibles : ${all.join(', ')}. ${untouched}`,
    }),
    commandMeant: (folder, command) =>
      `« ${folder} » est pris pour le dossier d’un projet. La commande est : create-o2switch-rust ${command}`,
    contradiction: (one, other) => ({
      message: `${one} et ${other} sont incompatibles.`,
      hint: `Retirez l’une des deux. ${untouched}`,
    }),
  },
  npm: {
    recovered: (options) =>
      `npm avait pris ${options.join(' ')} pour lui ; c’est repris. (Il ne transmet que ce qui suit --.)`,
    lost: (flags) => ({
      message: `npm a pris ${flags.join(' ')} pour lui, et rien ne dit quel mot en était la valeur.`,
      hint: `Mettez -- avant les options : npm create o2switch-rust@latest my-api -- ${flags.join(' … ')} … ${untouched}`,
    }),
  },
  folder: {
    empty: { message: 'Le nom du dossier est vide.', hint: `Donnez un nom, par exemple « my-api ». ${untouched}` },
    invisible: (shown) => ({
      message: `Le nom de dossier ${requoted(shown)} contient un saut de ligne ou un autre caractère invisible.`,
      hint: `Retirez ce caractère : par exemple « my-api ». ${untouched}`,
    }),
    spaces: (directory) => ({
      message: `Le nom de dossier « ${directory} » commence ou finit par un espace.`,
      hint: `Retirez cet espace : par exemple « ${directory.trim()} ». ${untouched}`,
    }),
    notEmpty: (shown, some, more) => ({
      message: `Le dossier « ${shown} » n’est pas vide : il contient ${some.join(', ')}${andMore(more)}.`,
      hint: `Choisissez un autre nom, ou ajoutez --overwrite : seuls les fichiers du modèle sont remplacés, et les vôtres gardés en .bak. ${untouched}`,
    }),
    notAFolder: (shown) => ({
      message: `« ${shown} » existe et n’est pas un dossier.`,
      hint: `Choisissez un autre nom, ou déplacez ce qui s’y trouve. ${untouched}`,
    }),
    gone: {
      message: 'Le dossier courant n’existe plus.',
      hint: `Allez dans un dossier qui existe (cd) et relancez la même commande. ${untouched}`,
    },
    delimiter: (path, delimiter) => ({
      message: `Le chemin « ${path} » contient « ${delimiter} », et npm ne peut alors pas compiler le projet.`,
      hint: `Choisissez un autre dossier. ${untouched}`,
    }),
    cannotWrite: (shown, reason) => ({
      message: `Impossible d’écrire le projet dans « ${shown} » : ${reason}.`,
      hint: `Choisissez un autre dossier, ou corrigez cela et relancez la même commande. ${untouched}`,
    }),
    obstructed: (shown, conflicts, more) => ({
      message: `Les fichiers du projet n’ont pas leur place dans « ${shown} » : ${conflicts.join(', ')}${andMore(more)}.`,
      hint: `Choisissez un autre dossier, ou déplacez ce qui gêne : même --overwrite ne le fait pas. ${untouched}`,
    }),
    conflicts: {
      link: (path) => `${path} est un lien, qui peut mener n’importe où`,
      noFolder: (path) => `${path} n’est pas un dossier`,
      folder: (path) => `${path} est un dossier`,
    },
    notPutBack: (shown, reason, moved) => ({
      message: `Le projet n’a pas pu être écrit dans « ${shown} » (${reason}), et tout n’a pas pu être remis en place.`,
      hint: `Vos propres fichiers sont ceux-ci, à renommer à la main : ${moved.join(', ')}`,
    }),
    targetDirTaken: (targetDir, name, other) => ({
      message: `Dans ${targetDir}, « ${name} » est déjà compilé, pour ${other} : cargo prendrait l’un pour l’autre.`,
      hint: `Choisissez un autre nom, ou donnez-en un avec --name. ${untouched}`,
    }),
    targetDirNested: (targetDir, shown) => ({
      message: `Le dossier de compilation ${targetDir} et celui du projet, « ${shown} », sont l’un dans l’autre : rien ne serait partagé, et cargo clean effacerait trop.`,
      hint: `Choisissez un --target-dir à l’écart du projet, ou retirez l’option. ${untouched}`,
    }),
    targetDirDelimiter: (path, delimiter) => ({
      message: `Le chemin « ${path} » contient « ${delimiter} », et cargo ne peut alors pas compiler.`,
      hint: `Choisissez un autre --target-dir. ${untouched}`,
    }),
    replaced: (names, more) => `Remplacés, les vôtres étant gardés à côté : ${names.join(', ')}${andMore(more)}.`,
    keptAs: (path, backup) => `${path} (le vôtre est ${backup})`,
    completed: (path, backup) =>
      `Votre ${path} a reçu les lignes qui lui manquaient ; tel qu’il était, c’est ${backup}.`,
    beside: (theirs, ours) => `Votre ${theirs} reste tel quel ; celui du projet est ${ours}.`,
    notes: {
      unchanged: 'déjà là',
      completed: 'le vôtre, avec ce qui lui manquait',
      backup: (backup) => `le vôtre est gardé : ${backup}`,
      beside: (theirs) => `à côté de votre ${theirs}`,
    },
    occupied: 'le dossier contient d’autres fichiers à vous, le commit vous revient',
    reasons: {
      EACCES: 'permission refusée',
      EDQUOT: 'votre quota de disque est épuisé',
      EEXIST: 'quelque chose du même nom vient d’y apparaître',
      EFBIG: 'un fichier y serait trop gros',
      ELOOP: 'ses liens tournent en rond',
      ENAMETOOLONG: 'le nom est trop long',
      ENOENT: 'le dossier parent n’en accepte pas de nouveau',
      ENOSPC: 'le disque est plein',
      ENOTDIR: 'une partie de ce chemin est un fichier',
      ENOTEMPTY: 'quelque chose vient d’y apparaître',
      EPERM: 'opération non permise',
      EROFS: 'le disque est en lecture seule',
      EXDEV: 'une partie se trouve sur un autre disque',
    },
    here: 'ce dossier',
  },
  template: {
    missing: (folder) => ({
      message: `Le dossier « ${folder} » n’existe pas.`,
      hint: `--template attend un dossier de framework à vous, depuis le dossier courant. ${untouched}`,
    }),
    refused: (folder, problems) => ({
      message: `« ${folder} » n’est pas un dossier de framework : ${problems.join(' ; ')}.`,
      hint: `Ce qu’il doit contenir : https://github.com/create-o2switch-rust/create-o2switch-rust/blob/main/CONTRIBUTING.md#adding-a-framework. ${untouched}`,
    }),
    around: (shown, folder) => ({
      message: `Le projet « ${shown} » serait dans son propre modèle, ${folder}, et ferait partie du suivant.`,
      hint: `Choisissez un dossier en dehors. ${untouched}`,
    }),
    unreadable: (folder, why) => ({
      message: `Le dossier de framework « ${folder} » ne peut pas être lu : ${why}.`,
      hint: `Corrigez cela, et relancez la même commande. ${untouched}`,
    }),
    lacks: (file) => `il n’a pas de ${file}`,
    noJson: (file) => `${file} n’est pas du JSON`,
    noText: (file, key) => `${file} n’a pas de « ${key} »`,
    lacksIn: (file, words) => `il manque ${words} dans ${file}`,
    twice: (path) => `il y a deux fichiers pour ${path}`,
    unrendered: (path, why) => `${path} ne peut pas être rempli (en anglais : ${why})`,
    link: (path) => `${path} n’est ni un fichier ni un dossier`,
  },
  name: {
    refused: (name, problem, suggestion) => ({
      message: `Un projet ne peut pas s’appeler ${requoted(name)} : ${problem}.`,
      hint: `Choisissez un autre nom, par exemple « ${suggestion} » (avec --name, il peut différer de celui du dossier). ${untouched}`,
    }),
    noLetter: 'il faut au moins une lettre de a à z',
    tooLong: (longest) => `il dépasse ${longest} caractères`,
    keyword: (name) => `« ${name} » est un mot-clé de Rust`,
    compilerCrate: (name) => `« ${name} » est le nom d’une crate fournie avec Rust`,
    artefactFolder: (name) => `« ${name} » est le nom d’un dossier que cargo se réserve`,
    device: (name) => `« ${name} » est le nom d’un périphérique sous Windows`,
    command: (name) => `« ${name} » est une commande de cet outil`,
    dependency: (name) => `« ${name} » est le nom d’une crate dont le projet a besoin`,
    npm: (name, why) => `npm refuse « ${name} » (en anglais : ${why})`,
    renamed: (name, asked) => `Le projet s’appelle ${name} : « ${asked} » ne peut pas être le nom d’un paquet.`,
  },
  summary: {
    files: (name, framework, count, place) => `${name} : ${framework}, ${count} fichiers dans ${place}`,
    afterwards: (commands) => `, puis ${commands.join(', ')}`,
  },
  steps: {
    look: (tools) => `Vérifier ${and(tools)}`,
    write: 'Écrire les fichiers',
    commit: 'git commit',
    done: (time) => `terminé en ${time}`,
    failed: (time) => `échec après ${time}`,
    skipped: 'ignoré',
    stopped: 'arrêté',
    colon: ' : ',
    stopping: 'arrêt en cours…',
    stoppingTwice: 'arrêt en cours ; encore une fois pour arrêter aussitôt',
    stoppedAtOnce: 'Arrêt immédiat ; ce qui a été écrit est toujours là.',
  },
  ended: {
    exitCode: (code) => `code de sortie ${code}`,
    signal: (name) => `arrêt par ${name}`,
    unknownCause: 'arrêt de cause inconnue',
    late: (seconds) => `pas de réponse en ${seconds} s`,
    missing: (program) => `${program} est introuvable`,
  },
  git: {
    missing: 'git n’est pas installé',
    inside: 'déjà dans un dépôt, le commit vous revient',
    silent: 'git ne répond pas ici, le commit vous revient',
    failedInit: 'échec de git init',
    unknownPerson: 'dépôt créé, sans commit : git ne connaît pas encore votre nom et votre adresse',
    failedAdd: 'dépôt créé, mais échec de git add',
    failedCommit: 'dépôt créé, mais échec de git commit',
  },
  cancelled: {
    untouched: { message: 'Annulé.', hint: untouched },
    afterwards: (place, next) => ({
      message: 'Annulé.',
      hint: `Tous les fichiers du projet sont là, dans ${place} ; pour continuer : ${next}`,
    }),
  },
  failure: {
    step: (title, how) => `Échec de ${title} (${how}).`,
    files: (place) => `Tous les fichiers du projet sont là, dans ${place}. Une fois ce point corrigé, continuez avec :`,
    noAddon: 'sans produire app.node',
    besides: (problem) => `Par ailleurs, ${problem}.`,
    silent: (program, louder) => `${program} n’a rien dit. Pour en savoir plus : ${louder}`,
    noLinker:
      'Rust a besoin d’un compilateur C pour l’édition de liens : apt-get install build-essential (Debian), xcode-select --install (macOS).',
    problems: (each) => each.join(' ; '),
    toolsMissing: (problems) => `${problems}. Le projet est écrit, mais pas compilé.`,
    afterwards: (place) => `Ensuite, pour le projet dans ${place} :`,
    bug: (version) =>
      `C’est un bug de create-o2switch-rust ${version}. Merci de le signaler, avec les lignes ci-dessus :`,
    output: (why) => `La sortie ne peut pas être écrite : ${why}`,
  },
  report: {
    created: (place, message, time) => `Votre API est dans ${place} : ${message}, en ${time}.`,
    addon: (size) => `addon de ${size}`,
    next: 'Ensuite :',
  },
  dryRun: {
    title: (name, framework) => `Le projet s’appellerait ${name}, avec ${framework}.`,
    files: (place, count, size) => `Fichiers à écrire dans ${place} (${count}, ${size}) :`,
    commands: 'Commandes à y lancer :',
    versions: (versions) => `Avec ${and(versions)}.`,
    untouched,
    missing: (problems) => `${problems}. Le projet pourrait être écrit, mais pas compilé.`,
  },
  checks: {
    rustMissing: 'Rust n’est pas installé',
    rustcMissing: 'Rust est là, mais sans rustc',
    installRust: (command) => `Installez Rust : ${command}`,
    rustSilent: (why) => `Rust est là, mais ne répond pas : ${why}`,
    noToolchain: 'S’il lui manque une toolchain : rustup default stable',
    rustOld: (version, needed) => `Rust ${version} est trop ancien, le projet demande la version ${needed}`,
    updateRust: 'Mettez-le à jour : rustup update stable',
    notOnPath: (program) => `${program} n’est pas dans votre PATH`,
    sourceEnv: (command) => `${command} (ou ouvrez un nouveau terminal)`,
    newTerminal: 'Ouvrez un nouveau terminal',
    silent: (program, why) => `${program} ne répond pas : ${why}`,
    installNode: 'npm vient avec Node : réinstallez-le depuis https://nodejs.org, ou vérifiez votre PATH.',
    whyMissing: 'il n’est pas dans votre PATH',
    whyEmpty: 'il ne dit rien',
    titles: { linker: 'éditeur de liens C', disk: 'espace disque', target: 'cible de l’hébergeur' },
    install: (command) => `Installez-le : ${command}`,
    nodeOld: (version) => `Node ${version} ne convient pas, il faut la version 20.19, ou la 22 et les suivantes`,
    rustOldFor: (framework, needed) => `trop ancien pour ${framework}, qui demande la version ${needed}`,
    linkerMissing: 'Rust ne trouve pas de compilateur C (cc) pour l’édition de liens',
    libcMissing: 'il manque au compilateur C (cc) les fichiers de la bibliothèque C pour l’édition de liens',
    linkerOnWindows: 'sous Windows, rustc trouve le sien',
    ownLinkerMissing: (program, source) => `l’éditeur de liens ${program}, choisi dans ${source}, est introuvable`,
    ownLinkerMend: (program, source) => `Installez ${program}, ou choisissez-en un autre dans ${source}`,
    chosenBy: (program, source) => (program ? `${program}, choisi dans ${source}` : `choisi dans ${source}`),
    targetOfThisMachine: (triple) => `${triple}, celle de cette machine`,
    targetUnneeded: 'absente ; utile seulement pour compiler pour l’hébergeur sur cette machine',
    targetUnknown: 'seul rustc le sait, et il ne répond pas',
    zigUnneeded: 'absent ; utile seulement à « bundle », qui compile pour un hébergeur dont la glibc est plus ancienne',
    gitUnneeded: 'absent ; utile seulement pour le premier commit',
    room: (free, enough) =>
      enough ? `${free} libres ; un projet en prend jusqu’à ${enough} avec toutes ses compilations` : `${free} libres`,
    roomTooSmall: (free, needed) => `seulement ${free} libres sur le disque, une compilation demande ${needed}`,
    roomUnknown: 'ce disque ne le dit pas',
    makeRoom: 'Libérez de la place, ou faites compiler sur un autre disque : --target-dir <dossier>',
  },
  doctor: {
    look: 'Examiner cette machine',
    there: 'présent',
    wellEquipped: 'Tout ce qu’il faut à un projet est là.',
    missing: (titles) =>
      `Un projet ne peut pas encore être compilé ici, il manque : ${titles.join(', ')}. Suivez les indications ci-dessus, puis relancez la commande.`,
  },
  amounts: {
    decimal: (text) => text.replace('.', ','),
    bytes: (count) => `${count} ${Number(count) < 2 ? 'octet' : 'octets'}`,
    kilobytes: (count) => `${count} ko`,
    megabytes: (count) => `${count} Mo`,
    gigabytes: (count) => `${count} Go`,
  },
}

function allOptions(command: string): string {
  return `Toutes les options : ${command} --help.`
}

function and(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} et ${words.at(-1)}`
}

function andMore(more: number): string {
  if (more < 1) return ''
  return more === 1 ? ' et un autre élément' : ` et ${more} autres éléments`
}

function didYouMean(meant: string | undefined): string {
  return meant ? `Vouliez-vous dire ${meant} ? ` : ''
}

/** What comes in JSON's quotes because something invisible may be in it. */
function requoted(json: string): string {
  return `« ${json.slice(1, -1)} »`
}
