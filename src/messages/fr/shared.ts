import type { shared as en } from '../en/shared.ts'
import { allOptions, and, didYouMean } from './words.ts'

// Spaces before : ; ! ? » and after « are no-break spaces (U+00A0); a test checks this.

const untouched = 'Rien n’a été écrit.'

/** Messages of both programs, in French. What is typed stays English: commands, options, file names. */
export const shared: typeof en = {
  commandLine: {
    headings: { Usage: 'Utilisation :', Arguments: 'Arguments :', Options: 'Options :', Commands: 'Commandes :' },
    values: { directory: 'dossier', name: 'nom', folder: 'dossier', file: 'fichier', code: 'code' },
    version: 'afficher la version',
    help: 'afficher cette aide',
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
    unknownCommand: (word, meant, all) => ({
      message: `Il n’y a pas de commande « ${word} ».`,
      hint: `${didYouMean(meant)}Les commandes sont : ${all.join(', ')}.`,
    }),
    noCommand: (all) => ({
      message: 'Quelle commande ?',
      hint: `Les commandes sont : ${all.join(', ')}. Toutes les options : --help.`,
    }),
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
    unknownValue: (flag, value, meant, all) => ({
      message: `${flag} ne peut pas valoir « ${value} ».`,
      hint: `${didYouMean(meant)}Valeurs possibles : ${all.join(', ')}. ${untouched}`,
    }),
    contradiction: (one, other) => ({
      message: `${one} et ${other} sont incompatibles.`,
      hint: `Retirez l’une des deux. ${untouched}`,
    }),
  },
  currentFolder: {
    gone: {
      message: 'Le dossier courant n’existe plus.',
      hint: `Allez dans un dossier qui existe (cd) et relancez la même commande. ${untouched}`,
    },
    unreachable: (path, reason) => ({
      message: `Le dossier courant, ${path}, ne peut pas être atteint par son chemin : ${reason}.`,
      hint: `Allez dans un autre dossier (cd) et relancez la même commande. ${untouched}`,
    }),
    notUtf8: (path) => ({
      message: `Le nom du dossier courant n’est pas en UTF-8 : Node le prend pour ${path}, qui est un autre dossier.`,
      hint: `Renommez-le, ou allez dans un autre dossier (cd), et relancez la même commande. ${untouched}`,
    }),
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
    stoppedImmediately: 'Arrêt immédiat ; ce qui a été écrit est toujours là.',
  },
  ended: {
    exitCode: (code) => `code de sortie ${code}`,
    signal: (name) => `arrêt par ${name}`,
    unknownCause: 'arrêt de cause inconnue',
    timedOut: (seconds) => `pas de réponse en ${seconds} s`,
    missing: (program) => `${program} est introuvable`,
    notStarted: (reason) => `démarrage impossible : ${reason}`,
    noFolder: (folder) => `le dossier ${folder} n’existe plus`,
  },
  cancelled: {
    untouched: { message: 'Annulé.', hint: untouched },
    afterwards: (place, next) => ({
      message: 'Annulé.',
      hint: `Tous les fichiers du projet sont là, dans ${place} ; pour continuer : ${next}`,
    }),
  },
  failure: {
    noLinker:
      'Rust a besoin d’un compilateur C pour l’édition de liens : apt-get install build-essential (Debian), xcode-select --install (macOS).',
    problems: (each) => each.join(' ; '),
    bug: (version) =>
      `C’est un bug de create-o2switch-rust ${version}. Merci de le signaler, avec les lignes ci-dessus :`,
    output: (reason) => `La sortie ne peut pas être écrite : ${reason}`,
  },
  checks: {
    rustMissing: 'Rust n’est pas installé',
    rustcMissing: 'Rust est là, mais sans rustc',
    installRust: (command) => `Installez Rust : ${command}`,
    rustBroken: (reason) => `Rust est là, mais ne répond pas : ${reason}`,
    noToolchain: 'S’il lui manque une toolchain : rustup default stable',
    rustOld: (version, needed) => `Rust ${version} est trop ancien, le projet demande la version ${needed}`,
    updateRust: 'Mettez-le à jour : rustup update stable',
    notOnPath: (program) => `${program} n’est pas dans votre PATH`,
    sourceEnv: (command) => `${command} (ou ouvrez un nouveau terminal)`,
    newTerminal: 'Ouvrez un nouveau terminal',
    broken: (program, reason) => `${program} ne répond pas : ${reason}`,
    pinnedRust: (file) =>
      `${file} le demande : modifiez ce fichier, ou donnez au projet son propre rust-toolchain.toml`,
    installNode: 'npm vient avec Node : réinstallez-le depuis https://nodejs.org, ou vérifiez votre PATH.',
    reasons: { notOnPath: 'il n’est pas dans votre PATH', noOutput: 'il n’affiche rien' },
    titles: { linker: 'éditeur de liens C', disk: 'espace disque', target: 'cible de l’hébergeur' },
    install: (command) => `Installez-le : ${command}`,
    nodeOld: (version) => `Node ${version} ne convient pas, il faut la version 20.19, ou la 22 et les suivantes`,
    rustOldFor: (framework, needed) => `trop ancien pour ${framework}, qui demande la version ${needed}`,
    linkerMissing: 'Rust ne trouve pas de compilateur C (cc) pour l’édition de liens',
    libcMissing: 'il manque au compilateur C (cc) les fichiers de la bibliothèque C pour l’édition de liens',
    linkerOnWindows: 'sous Windows, rustc trouve le sien',
    configuredLinkerMissing: (program, source) =>
      `l’éditeur de liens ${program}, choisi dans ${source}, est introuvable`,
    fixConfiguredLinker: (program, source) => `Installez ${program}, ou choisissez-en un autre dans ${source}`,
    configuredIn: (program, source) => (program ? `${program}, choisi dans ${source}` : `choisi dans ${source}`),
    sameTarget: (triple) => `${triple}, celle de cette machine`,
    targetOptional: 'absente ; utile seulement pour compiler pour l’hébergeur sur cette machine',
    targetUnknown: 'seul rustc le sait, et il ne répond pas',
    zigOptional: 'absent ; utile seulement à « bundle », qui compile pour un hébergeur dont la glibc est plus ancienne',
    gitOptional: 'absent ; utile seulement pour le premier commit',
    napiMissing: 'Les paquets du projet ne sont pas installés',
    installPackages: (command) => `Installez-les : ${command}`,
    sshOptional: 'absent ; utile seulement à « deploy »',
    rsyncOptional: 'absent ; « deploy » prend scp à la place',
    passengerOptional: 'absent ; « rehearse » prend à la place une doublure de son chargeur',
    rehearsalElsewhere: 'une répétition demande Linux sur x86-64',
    diskSpace: (free, enough) =>
      enough ? `${free} libres ; un projet en prend jusqu’à ${enough} avec toutes ses compilations` : `${free} libres`,
    diskTooSmall: (free, needed) => `seulement ${free} libres sur le disque, une compilation demande ${needed}`,
    diskUnknown: 'ce disque ne le dit pas',
    targetDirTaken: (targetDir, name, other) =>
      `Dans ${targetDir}, le nom « ${name} » est déjà pris par ${other} : cargo prendrait l’un pour l’autre.`,
    freeDiskSpace: 'Libérez de la place, ou faites compiler sur un autre disque : --target-dir <dossier>',
  },
  doctor: {
    look: 'Examiner cette machine',
    found: 'présent',
    ready: 'Tout ce qu’il faut à un projet est là.',
    notReady: (titles) =>
      `Un projet ne peut pas encore être compilé ici, il manque : ${titles.join(', ')}. Suivez les indications ci-dessus, puis relancez la commande.`,
  },
  amounts: {
    decimal: (text) => text.replace('.', ','),
    bytes: (count) => `${count} ${Number(count) < 2 ? 'octet' : 'octets'}`,
    kilobytes: (count) => `${count} ko`,
    megabytes: (count) => `${count} Mo`,
    gigabytes: (count) => `${count} Go`,
  },
  system: {
    failed: (what, reason) => ({
      message: `Cette machine pose problème : ${what} : ${reason}.`,
      hint: 'Corrigez cela, puis relancez la même commande.',
    }),
    notStarted: (program, reason) => ({
      message: `Cette machine ne peut pas lancer ${program} : ${reason}.`,
      hint: 'Corrigez cela, puis relancez la même commande.',
    }),
    notFound: 'introuvable',
    noTemporaryFolder: (folder, reason) => ({
      message: `Impossible d’écrire des fichiers temporaires dans ${folder} : ${reason}.`,
      hint: 'Faites pointer TMPDIR vers un dossier utilisable, puis relancez la même commande.',
    }),
    reasons: {
      CERT_HAS_EXPIRED: 'son certificat a expiré',
      E2BIG: 'l’environnement et les arguments sont trop longs à eux tous',
      EACCES: 'permission refusée',
      EAI_AGAIN: 'aucun serveur DNS ne répond à cette machine',
      EAGAIN: 'impossible de lancer d’autres processus (ulimit -u, ou la limite d’un conteneur)',
      ECONNREFUSED: 'rien n’écoute à cette adresse',
      EDQUOT: 'votre quota de disque est épuisé',
      EEXIST: 'quelque chose du même nom vient d’y apparaître',
      EFBIG: 'un fichier y serait trop gros',
      EHOSTUNREACH: 'cette machine n’y a pas accès',
      EIO: 'le disque ou le terminal ne fonctionne plus',
      ELOOP: 'ses liens tournent en rond',
      EMFILE: 'trop de fichiers sont ouverts ici (ulimit -n)',
      ENAMETOOLONG: 'le nom est trop long',
      ENETUNREACH: 'cette machine n’a pas de réseau',
      ENFILE: 'trop de fichiers sont ouverts sur cette machine',
      ENOENT: 'le dossier parent n’en accepte pas de nouveau',
      ENOMEM: 'il n’y a pas assez de mémoire',
      ENOSPC: 'le disque est plein',
      ENOTFOUND: 'aucun hôte ne porte ce nom',
      ENOTDIR: 'une partie de ce chemin est un fichier',
      ENOTEMPTY: 'quelque chose vient d’y apparaître',
      EPERM: 'opération non permise',
      EROFS: 'le disque est en lecture seule',
      ETXTBSY: 'il est en cours d’écriture',
      EXDEV: 'une partie se trouve sur un autre disque',
    },
  },
}
