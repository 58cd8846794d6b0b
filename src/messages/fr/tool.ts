import type { tool as en } from '../en/tool.ts'
import { and, andMore, because, didYouMean, requoted } from './words.ts'

// Spaces before : ; ! ? » and after « are no-break spaces (U+00A0); a test checks this.

const untouched = 'Rien n’a été écrit.'

/** Messages of the tool alone, in French. */
export const tool: typeof en = {
  help: {
    about: 'Crée une API web en Rust que Phusion Passenger sert en hébergement mutualisé.',
    examples: 'Exemples :',
    asks: 'demande le dossier et le framework',
    asksNothing: 'ne demande rien',
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
    unknownFramework: (name, meant, all) => ({
      message: `Le framework « ${name} » n’existe pas.`,
      hint: `${didYouMean(meant)}Frameworks possibles : ${all.join(', ')}. ${untouched}`,
    }),
    commandMeant: (folder, command) =>
      `« ${folder} » est pris pour le dossier d’un projet. La commande est : create-o2switch-rust ${command}`,
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
    notUtf8: (shown) => ({
      message: `Le chemin « ${shown} » n’est pas en UTF-8 : Node prendrait un autre dossier.`,
      hint: `Choisissez un chemin en UTF-8. ${untouched}`,
    }),
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
      notAFolder: (path) => `${path} n’est pas un dossier`,
      folder: (path) => `${path} est un dossier`,
    },
    notThere: (path) => ({
      message: `${path} a été écrit sans erreur, mais n’est pas là en entier.`,
      hint: `Le disque ou votre quota est peut-être plein. Faites de la place, ou choisissez un autre dossier. ${untouched}`,
    }),
    rollbackFailed: (shown, reason, moved) => ({
      message: `Le projet n’a pas pu être écrit dans « ${shown} » (${reason}), et tout n’a pas pu être remis en place.`,
      hint: `Vos propres fichiers sont ceux-ci, à renommer à la main : ${moved.join(', ')}`,
    }),
    otherName: `Choisissez un autre nom, ou donnez-en un avec --name. ${untouched}`,
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
    here: 'ce dossier',
  },
  around: {
    obeys: (program, file, pinned) => `${program} obéit à ${file}, qui demande ${pinned}`,
    choosePinned: (name, file) =>
      `Prenez-le (--package-manager ${name}), changez de dossier, ou modifiez « packageManager » dans ${file}.`,
    enableCorepack: (file) => `corepack enable, ou modifiez « packageManager » dans ${file}.`,
    repair: (program) => `Voyez ce qu’il en dit : ${program} --version`,
    cargo: (file, pattern, path) => ({
      message: `Le workspace cargo de ${file} engloberait le projet (members : « ${pattern} »). Un workspace dans un autre empêche celui-ci de compiler.`,
      hint: `Ajoutez \`exclude = ["${path}"]\` à son [workspace] (ou retirez de members un membre nommé sans motif), puis relancez la même commande. ${untouched}`,
    }),
    locked: (file, pattern, lock, path, key) => ({
      message: `Le workspace de ${file} engloberait le projet (« ${pattern} »), et ${lock} n’y correspondrait plus : npm ci et ses semblables échoueraient.`,
      hint: `Ajoutez \`"!${path}"\` à « ${key} » dans ${file}, puis relancez la même commande. ${untouched}`,
    }),
    installsAbove: (program, file, pattern, path, key) => ({
      message: `${program} installerait dans le workspace de ${file}, qui englobe le projet (« ${pattern} »).`,
      hint: `Ajoutez-y \`"!${path}"\` à « ${key} », puis relancez la même commande. ${untouched}`,
    }),
    included: (file, pattern, path, key) => ({
      message: `Le workspace de ${file} englobe le projet (« ${pattern} ») : les installations faites là-bas le concernent aussi.`,
      hint: `Pour l’en exclure, ajoutez \`"!${path}"\` à « ${key} » dans ce fichier.`,
    }),
    github: (root, path, name) => ({
      message: `GitHub ne lit .github qu’à la racine du dépôt, ${root} : pas dans ${path}.`,
      hint: `Déplacez-y ${path}/.github/workflows/deploy.yml en .github/workflows/${name}.yml, et réglez deux lignes : \`PROJECT: ${path}\` (le working-directory) et \`paths: ["${path}/**"]\`. Dans dependabot.yml : \`directory: /${path}\``,
    }),
    gitlab: (root, path) => ({
      message: `GitLab ne lit .gitlab-ci.yml qu’à la racine du dépôt, ${root} : pas dans ${path}.`,
      hint: `Lancez-le de là comme pipeline enfant (trigger, include), avec \`PROJECT: ${path}\` ; le README.md donne les lignes.`,
    }),
    ignored: (source, pattern, files, more) => ({
      message: `${source} (« ${pattern} ») tient à l’écart de git : ${files.join(', ')}${andMore(more)}.`,
      hint: 'Sans eux, un clone ne marche pas. Une ligne avec `!` après celle-là, ou dans le .gitignore du projet, les fait entrer ; git add --force aussi, pour une fois.',
    }),
    filtered: (filter, files, more) => ({
      message: `Un .gitattributes plus haut range avec le filtre « ${filter} » : ${files.join(', ')}${andMore(more)}.`,
      hint: 'Un clone sans ce filtre ne marche pas. Une ligne comme * -filter dans le .gitattributes du projet l’évite.',
    }),
    pinned: (file, pinned, needed) => ({
      message: `${file} demande ${pinned}, pour le projet aussi, qui a besoin de ${needed}.`,
      hint: 'Relevez cette version, ou donnez au projet un tel fichier à lui.',
    }),
    image: (file, path) => ({
      message: `${file} copie depuis un dossier qui englobe le projet et tout ce qui y est compilé.`,
      hint: `Pour l’en exclure, ajoutez ${path} au .dockerignore voisin.`,
    }),
  },
  template: {
    notFound: (folder) => ({
      message: `Le dossier « ${folder} » n’existe pas.`,
      hint: `--template attend un dossier de framework à vous, depuis le dossier courant. ${untouched}`,
    }),
    rejected: (folder, problems) => ({
      message: `« ${folder} » n’est pas un dossier de framework : ${problems.join(' ; ')}.`,
      hint: `Ce qu’il doit contenir : https://github.com/create-o2switch-rust/create-o2switch-rust/blob/main/CONTRIBUTING.md#adding-a-framework. ${untouched}`,
    }),
    containsProject: (shown, folder) => ({
      message: `Le projet « ${shown} » serait dans son propre modèle, ${folder}, et ferait partie du suivant.`,
      hint: `Choisissez un dossier en dehors. ${untouched}`,
    }),
    unreadable: (folder, reason) => ({
      message: `Le dossier de framework « ${folder} » ne peut pas être lu : ${reason}.`,
      hint: `Corrigez cela, et relancez la même commande. ${untouched}`,
    }),
    missingFile: (file) => `il n’a pas de ${file}`,
    notJson: (file) => `${file} n’est pas du JSON`,
    missingKey: (file, key) => `${file} n’a pas de « ${key} »`,
    missingText: (file, text) => `il manque ${text} dans ${file}`,
    duplicate: (path) => `il y a deux fichiers pour ${path}`,
    unrendered: (path, reason) => `${path} ne peut pas être rempli (en anglais : ${reason})`,
    notAFile: (path) => `${path} n’est ni un fichier ni un dossier`,
  },
  name: {
    rejected: (name, problem, suggestion) => ({
      message: `Un projet ne peut pas s’appeler ${requoted(name)} : ${problem}.`,
      hint: `Choisissez un autre nom, par exemple « ${suggestion} » (avec --name, il peut différer de celui du dossier). ${untouched}`,
    }),
    noLetter: 'il faut au moins une lettre de a à z',
    tooLong: (longest) => `il dépasse ${longest} caractères`,
    keyword: (name) => `« ${name} » est un mot-clé de Rust`,
    compilerCrate: (name) => `« ${name} » est le nom d’une crate fournie avec Rust`,
    artifactFolder: (name) => `« ${name} » est le nom d’un dossier que cargo se réserve`,
    device: (name) => `« ${name} » est le nom d’un périphérique sous Windows`,
    command: (name) => `« ${name} » est une commande de cet outil`,
    dependency: (name) => `« ${name} » est le nom d’une crate dont le projet a besoin`,
    npm: (name, reason) => `npm refuse « ${name} » (en anglais : ${reason})`,
    renamed: (name, requested) => `Le projet s’appelle ${name} : « ${requested} » ne peut pas être le nom d’un paquet.`,
  },
  summary: {
    files: (name, framework, count, place) => `${name} : ${framework}, ${count} fichiers dans ${place}`,
    afterwards: (commands) => `, puis ${commands.join(', ')}`,
  },
  git: {
    missing: 'git n’est pas installé',
    inside: 'déjà dans un dépôt, le commit vous revient',
    broken: (reason) => because('git ne répond pas ici, le commit vous revient', reason),
    failedInit: (reason) => because('échec de git init', reason),
    unknownAuthor: 'dépôt créé, sans commit : git ne connaît pas encore votre nom et votre adresse',
    failedAdd: (reason) => because('dépôt créé, mais échec de git add', reason),
    failedCommit: (reason) => because('dépôt créé, mais échec de git commit', reason),
    unsigned: (reason) => because('fait, mais sans la signature que demande commit.gpgSign', reason),
    leftOut: (paths, more) => `fait, mais sans ${paths.join(', ')}${andMore(more)}`,
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
  unfinished: {
    step: (title, reason) => `Échec de ${title} (${reason}).`,
    files: (place) => `Tous les fichiers du projet sont là, dans ${place}. Une fois ce point corrigé, continuez avec :`,
    notInstalled: (packages, settings) =>
      `${and(packages)} manque ensuite, à cause ${settings.length > 0 ? `de ${and(settings)}` : 'd’un de vos réglages'}`,
    noAddon: 'sans produire app.node',
    alsoMissing: (problem) => `Par ailleurs, ${problem}.`,
    noOutput: (program, verbose) => `${program} n’a rien affiché. Pour en savoir plus : ${verbose}`,
    toolsMissing: (problems) => `${problems}. Le projet est écrit, mais pas compilé.`,
    afterwards: (place) => `Ensuite, pour le projet dans ${place} :`,
  },
}
