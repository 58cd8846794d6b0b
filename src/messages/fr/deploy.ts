import type { deploy as en } from '../en/deploy.ts'
import { and } from './words.ts'

// The spaces before : ; ! ? » and after « are no-break ones (U+00A0); a test holds this.

const unchanged = 'Rien n’a été déployé.'

/** What a deploy says, in French. The labels of cPanel stay as the README has them. */
export const deploy: typeof en = {
  interrupting: 'Interrompu : remise en ordre…',
  interrupted: 'Interrompu.',
  nothingChanged: 'Rien n’a changé en ligne.',
  stoppedImmediately: `Arrêt immédiat : une version en cours de mise en ligne l’est peut-être sans avoir été vérifiée, et l’adresse de cette
machine est peut-être encore sur la liste blanche. npm run deploy (à nouveau) ou npm run deploy -- --rollback règle le
premier point, npm run deploy -- --close le second.`,

  config: {
    questions: {
      host: 'Hôte SSH (le serveur que nomme cPanel, sans https://)',
      user: 'Utilisateur cPanel',
      appRoot: 'Racine de l’application, sous votre dossier personnel',
      url: 'URL du site, avec le chemin de l’application si elle en a un',
      port: 'Port SSH',
      key: 'Chemin de la clé privée (vide : ssh choisit)',
    },
    invalidAnswer: { message: 'Cette valeur n’est pas valable.', hint: unchanged },
    saved: (file) => `Enregistré dans ${file}. Aucun secret n’y figure : ajoutez-le au dépôt.`,
    cancelled: { message: 'Annulé.', hint: 'Rien n’a été enregistré, rien n’a été déployé.' },
    missingSetting: (variable, key, file, question) => `  ${variable} ou « ${key} » dans ${file} : ${question}`,
    missing: (settings, reason) => ({
      message: `Le déploiement ne sait pas où aller. ${reason}`,
      hint: `Il manque :\n${settings.join('\n')}\nDans un terminal, npm run deploy pose ces questions. ${unchanged}`,
    }),
    invalidSetting: (key, variable, value, question) => `${key} (${variable}) « ${value} » : ${question}`,
    invalid: (settings) => ({
      message: 'Certains réglages ne sont pas valables.',
      hint: `${settings.join('\n')}\n${unchanged}`,
    }),
    keyContent: (key, variable) => ({
      message: `${key} (${variable}) est le contenu d’une clé.`,
      hint: `Donnez le chemin d’un fichier qui contient cette clé. ${unchanged}`,
    }),
    documentRoot: (appRoot) => ({
      message: `La racine de l’application « ${appRoot} » est dans un dossier public, d’où n’importe qui pourrait télécharger l’addon.`,
      hint: `Choisissez un dossier à côté de public_html. ${unchanged}`,
    }),
    patience: (variable, value) => ({
      message: `${variable} vaut « ${value} », ce qui n’est pas un nombre de secondes.`,
      hint: `Donnez un nombre, ou retirez cette variable. ${unchanged}`,
    }),
    unreadable: (file, reason) => ({
      message: `${file} n’est pas du JSON valable (en anglais : ${reason})`,
      hint: `Corrigez ce fichier, ou supprimez-le : npm run deploy posera de nouveau les questions. ${unchanged}`,
    }),
    noObject: (file) => ({
      message: `${file} ne contient pas d’objet JSON.`,
      hint: `Corrigez ce fichier, ou supprimez-le : npm run deploy posera de nouveau les questions. ${unchanged}`,
    }),
    unknownKeys: (file, unknown, known) => ({
      message: `${file} contient ${and(unknown.map((key) => `« ${key} »`))}.`,
      hint: `Il peut contenir ${and(known)} ; les secrets comme le jeton de l’API vont dans l’environnement (O2SWITCH_API_TOKEN). ${unchanged}`,
    }),
    noText: (file, key) => ({
      message: `${file} : « ${key} » doit être un texte.`,
      hint: `Mettez sa valeur entre guillemets. ${unchanged}`,
    }),
    brokenVariable: (variable) => ({
      message: `${variable} contient un espace, un saut de ligne ou un caractère qui ne peut pas en faire partie.`,
      hint: `Copiez-la à nouveau. ${unchanged}`,
    }),
    insecureServer: (variable) => ({
      message: `${variable} doit commencer par https://, puisque le jeton y est envoyé.`,
      hint: `Donnez une telle URL, ou retirez cette variable. ${unchanged}`,
    }),
  },

  plan: {
    title: 'Plan de déploiement :',
    allow: 'mettre l’adresse de cette machine sur la liste blanche SSH, si elle n’y est pas',
    connect: (target, port) => `se connecter à ${target}, port ${port}`,
    check: (appRoot) =>
      `vérifier la racine de l’application ${appRoot} chez l’hébergeur : une application de cPanel, ses liens, la place libre, aucun autre déploiement en cours`,
    upload: (files, kilobytes, release, appRoot) =>
      `envoyer ${files} fichiers (${kilobytes} ko) de ${release} dans ${appRoot}/releases, à côté de ce qui est en ligne`,
    trial: (page) =>
      `y démarrer la version, à part de ce qui est en ligne, et interroger ${page} : ce qui échoue là n’est jamais mis en ligne`,
    activate:
      'la mettre en ligne : un renommage, et tmp/restart.txt ; node_modules, .htaccess, les journaux et tout ce qui est à vous restent tels quels',
    awaitHealth: (page, seconds) =>
      `attendre que ${page} réponde comme il faut (${seconds} s au plus) ; sinon, revenir en arrière et le vérifier`,
    keep: 'garder la version en ligne et deux autres',
    rollback: 'remettre en ligne la version précédente, et redémarrer',
    setup: (appRoot, url) =>
      `créer l’application Node.js ${appRoot} pour ${url} avec cloudlinux-selector, si elle n’existe pas`,
    unlock: (appRoot) => `retirer le verrou de ${appRoot}`,
    close: 'retirer de la liste blanche l’adresse qu’un déploiement y a laissée',
    disallow: 'retirer l’adresse de la liste blanche, si elle y a été mise',
  },

  bundle: {
    missing: (file) => ({
      message: `${file} n’existe pas.`,
      hint: `C’est npm run bundle qui le crée. ${unchanged}`,
    }),
    noVersion: (file) => ({
      message: `${file} ne donne pas de version.`,
      hint: `Relancez npm run bundle. ${unchanged}`,
    }),
    changedMeanwhile: (file) => ({
      message: `${file} a changé depuis le début de ce déploiement.`,
      hint: 'Attendez la fin de npm run bundle, puis relancez le déploiement.',
    }),
    changed: (files) => ({
      message: `Ce n’est pas ce que npm run bundle a produit (SHA256SUMS) : ${files.join(', ')}.`,
      hint: `Relancez npm run bundle. ${unchanged}`,
    }),
  },

  whitelist: {
    stays: (address) => `${address} est déjà sur la liste blanche, et y reste.`,
    adding: (address) => `Ajout de ${address} à la liste blanche, ce qui peut prendre une demi-minute…`,
    removed: (address) => `${address} n’est plus sur la liste blanche.`,
    nothingLeft: 'Aucune adresse n’est restée sur la liste blanche.',
    noToken: (address) => ({
      message: 'O2SWITCH_API_TOKEN n’est pas définie.',
      hint: `Sans elle, ${address} ne peut être retirée que dans cPanel.`,
    }),
    unreachable: (operation, reason) => ({
      message: `La liste blanche (${operation}) est injoignable : ${reason}.`,
      hint: 'O2SWITCH_HOST est-il bien le serveur que nomme cPanel ?',
    }),
    silent: (seconds) => `pas de réponse en ${seconds} s`,
    tokenRejected: (operation, status, user) => ({
      message: `La liste blanche (${operation}) refuse le jeton (${status}).`,
      hint: `O2SWITCH_API_TOKEN est-il un jeton de ${user}, créé dans cPanel sous « Manage API Tokens » ?
Un compte avec authentification à deux facteurs demande aussi O2SWITCH_OTP.`,
    }),
    failed: (operation, reason) => ({
      message: `La liste blanche (${operation}) a échoué : ${reason}.`,
      hint: 'Dans cPanel, elle se trouve sous « SSH whitelist ».',
    }),
    unexpected: (status) => `HTTP ${status}, et ce n’est pas une réponse de l’API`,
    full: (addresses) =>
      `Les 5 places sont prises : ${addresses.join(', ')}. Retirez dans cPanel (« SSH whitelist ») une adresse devenue inutile.`,
    entries: (addresses) => `Sur la liste : ${addresses.join(', ')}.`,
    noEntries: 'La liste est vide.',
    notRemoved: (address, reason) => ({
      message: `${address} n’a pas pu être retirée de la liste blanche : ${reason}`,
      hint: 'npm run deploy -- --close essaie à nouveau ; sinon, retirez-la dans cPanel.',
    }),
    stillThere: 'elle y est encore.',
    addressUnknown: {
      message: 'L’adresse publique de cette machine est introuvable.',
      hint: 'Donnez-la dans O2SWITCH_IP.',
    },
  },

  ssh: {
    missing: {
      message: 'Le programme ssh est introuvable.',
      hint: `Installez OpenSSH. ${unchanged}`,
    },
    silent: (host, port, user, seconds) => ({
      message: `${host} a accepté la connexion, puis n’a rien dit pendant ${seconds} s.`,
      hint: `ssh -p ${port} ${user}@${host} true se termine-t-il de lui-même ?
Un profil là-bas (.bashrc, .profile) qui lance ou demande quelque chose doit le réserver aux sessions avec un terminal.`,
    }),
    timedOut: (host) => ({
      message: `${host} n’a pas terminé à temps.`,
      hint: 'Le réseau ou l’hébergeur est lent, ou la connexion a été perdue.',
    }),
    said: (lines) => `Message reçu :\n  ${lines}`,
    triedKeys: 'les clés essayées par ssh',
    causes: {
      hostKeyChanged: (host) => ({
        message: `${host} présente une autre clé d’hôte que celle que vous connaissez.`,
        hint: 'Quelqu’un est peut-être entre les deux, ou le serveur a été remplacé. Demandez à o2switch avant de retirer l’ancienne clé de known_hosts.',
      }),
      hostUnknown: (host, port, user) => ({
        message: `ssh ne connaît pas encore ${host} ici.`,
        hint: `Connectez-vous une fois à la main (ssh -p ${port} ${user}@${host}) et comparez son empreinte à celle que donne cPanel ou o2switch, ou mettez sa ligne dans known_hosts. Aucune clé d’hôte n’est acceptée sans contrôle.`,
      }),
      ownConfig: {
        message: 'Sur cette machine, ssh ne peut pas utiliser sa configuration.',
        hint: 'Corrigez le fichier qu’il nomme ci-dessous. Rien n’a été envoyé.',
      },
      keyReadable: (key) => ({
        message: 'ssh refuse une clé que d’autres peuvent lire.',
        hint: `chmod 600 sur le fichier de ${key}.`,
      }),
      keyUnusable: (key) => ({
        message: `${key} est inutilisable.`,
        hint: 'Ce fichier n’existe pas, ou ce n’est pas une clé privée complète (une copie sans ses fins de ligne ou sa dernière ligne ?), ou elle a une phrase secrète que personne ne peut saisir ici (utilisez ssh-add, ou une clé à part pour les déploiements).',
      }),
      noShell: (user) => ({
        message: `Le compte ${user} n’a pas le droit d’utiliser ssh.`,
        hint: 'Il faut l’activer dans cPanel (« SSH Access ») ou le demander à o2switch.',
      }),
      denied: (host, user, key) => ({
        message: `${host} refuse ${user} avec ${key}.`,
        hint: 'Dans cPanel, « SSH Access » doit contenir la clé publique, et elle doit y être autorisée. Une clé avec phrase secrète demande un agent (ssh-add) là où personne ne peut répondre.',
      }),
      noSuchHost: (host) => ({
        message: `L’hôte ${host} n’existe pas.`,
        hint: 'O2SWITCH_HOST est le serveur que nomme cPanel.',
      }),
      diskFull: { message: 'Le disque du compte est plein (quota).', hint: 'Libérez-y d’abord de la place.' },
      noAnswer: (host, port) => ({
        message: `${host} ne répond pas sur le port ${port} : l’adresse de cette machine n’est sans doute pas sur la liste blanche.`,
        hint: 'Ajoutez-la dans cPanel (« SSH whitelist »), ou définissez O2SWITCH_API_TOKEN, et le déploiement s’en charge.',
      }),
      nothingListens: (host, port) => ({
        message: `Rien n’écoute sur le port ${port} de ${host}.`,
        hint: 'O2SWITCH_HOST et O2SWITCH_PORT sont-ils justes ?',
      }),
      lost: { message: 'La connexion a été perdue.', hint: 'Relancez la même commande.' },
      noNameServer: (host) => ({
        message: `Cette machine n’arrive pas à résoudre le nom ${host} : aucun serveur DNS ne répond.`,
        hint: 'Est-elle en ligne ? Relancez ensuite la même commande.',
      }),
      noNetwork: (host) => ({
        message: `Cette machine n’a pas d’accès à ${host}.`,
        hint: 'Elle est hors ligne, ou un VPN ou un pare-feu d’ici l’en empêche.',
      }),
      cutEarly: (host, port) => ({
        message: `La connexion au port ${port} de ${host} a été fermée avant l’identification.`,
        hint: 'Après trop d’essais, l’hébergeur peut bloquer cette adresse pour un temps ; ou un proxy, un rebond SSH ou un pare-feu intermédiaire l’a fermée.',
      }),
      unclean: {
        message: 'Le compte affiche du texte avant chaque commande, et rsync comme scp ne le supportent pas.',
        hint: 'Sur le compte, .bashrc et .profile ne doivent afficher quelque chose que dans un terminal : [ -t 1 ] && echo …',
      },
      noCommand: (host, port, user) => ({
        message: `${host} nous a laissés entrer, mais n’a pas exécuté la commande.`,
        hint: `Le shell du compte (un menu ?) ou un exec dans son profil prend la main. ssh -p ${port} ${user}@${host} echo ok doit afficher ok.`,
      }),
      failedThere: (host, how) => ({
        message: `La connexion fonctionne, mais ce qui a été lancé sur ${host} a échoué (${how}).`,
        hint: 'Est-ce le compte qui pose problème : son profil, ses droits, ses limites ?',
      }),
    },
  },

  host: {
    error: (reason) => `Chez l’hébergeur : ${reason}.`,
    lockHint:
      'Un seul déploiement à la fois : attendez qu’il se termine. Si plus personne ne déploie : npm run deploy -- --unlock.',
    reasons: {
      noRoot: (folder) => `le dossier ${folder} n’existe pas`,
      noReleases: () => 'le dossier releases ne peut pas être créé',
      locked: (holder) => `verrouillé par ${holder || 'un autre déploiement'}`,
      cannotLock: () =>
        'rien ne peut être créé dans le dossier releases (disque ou quota plein, ou dossier d’un autre ?)',
      noProgram: (program) => `${program} n’y est pas installé`,
      corrupt: () => 'ce qui est arrivé n’est pas ce qui a été envoyé',
      notReceived: () => 'la version ne peut pas être mise à sa place',
      otherLive: (release) => `${release} est maintenant en ligne : un autre déploiement est passé par là`,
      noRestart: () => 'tmp/restart.txt ne peut pas être écrit',
      noBackup: () => 'app.js ne peut pas être conservé',
      noRelease: (release) => `la version ${release} n’existe pas`,
      notLinked: (file) => `${file} ne peut pas être lié`,
      notReplaced: (file) => `${file} ne peut pas être remplacé`,
    },
  },

  checks: {
    noApp: (appRoot) => ({
      message: `${appRoot} n’est pas encore une application Node.js chez l’hébergeur.`,
      hint: 'npm run deploy -- --setup la crée.',
    }),
    notWritable: (appRoot) => ({
      message: `Impossible d’écrire dans ${appRoot}.`,
      hint: 'Rendez ce dossier à votre utilisateur (chmod, chown).',
    }),
    nodeModules: (appRoot) => ({
      message: `${appRoot}/node_modules est un dossier.`,
      hint: `cPanel y veut son propre lien, et refuse sinon de démarrer ou de configurer l’application. Supprimez ce dossier (rien n’y est utile),
puis enregistrez de nouveau l’application dans « Setup Node.js App ».`,
    }),
    busy: (holder) => ({
      message: `Un autre déploiement est en cours : ${holder}.`,
      hint: 'Si ce n’est pas le cas : npm run deploy -- --unlock.',
    }),
    noSpace: (free, needed) => ({
      message: `Il reste ${free} ko sur le compte (disque ou quota), la version en prend ${needed}.`,
      hint: 'Libérez-y d’abord de la place.',
    }),
    noLink: 'Il n’y a pas de lien node_modules dans la racine de l’application ; elle n’en a pas besoin.',
    noNode: 'Aucun Node trouvé chez l’hébergeur par ssh : la version ne sera pas essayée avant sa mise en ligne.',
    redirected: (url, to) => ({
      message: `${url} redirige vers ${to}.`,
      hint: 'Mettez cette adresse dans O2SWITCH_URL (« url » dans deploy.json), pour que l’application elle-même soit interrogée.',
    }),
    silent: (url, answer) => `${url} ne répond pas en ce moment : ${answer}.`,
    unreachable: (url, answer) => ({
      message: `${url} est injoignable d’ici : ${answer}.`,
      hint: 'O2SWITCH_URL est-elle juste, le domaine mène-t-il à l’hébergeur, et a-t-il un certificat ?',
    }),
    noReleaseBefore: (live) => ({
      message: `Il n’y a pas de version avant celle qui est en ligne (${live}).`,
      hint: 'Il n’y a rien vers quoi revenir.',
    }),
  },

  health: {
    redirect: (status, to) => `${status} (vers ${to})`,
    noAnswer: (reason) => `pas de réponse (${reason})`,
    silence: (seconds) => `silence pendant ${seconds} s`,
    wrong: (page, answer) => `${page} répond ${answer}`,
    password: ' (le site est-il derrière un mot de passe ? Le déploiement doit voir cette page)',
    otherVersion: (page, version, expected) => `${page} annonce la version ${version}, et le paquet est en ${expected}`,
    otherAnswers: (release) => `${release} répond encore`,
    answers: (answer) => `la réponse est ${answer}`,
    interrupted: 'interruption',
    noneInTime: 'pas de réponse à temps',
    crashed: 'un de ses processus est tombé après son démarrage',
    notStarted:
      'aucun processus n’a démarré avec la nouvelle version (le redémarrage n’a pas été pris en compte, ou la place manque pour la marque qu’elle laisse)',
  },

  release: {
    uploading: (release, kilobytes) => `Envoi de ${release} (${kilobytes} ko)…`,
    ended: (program, how, said) => `${program} s’est terminé par ${how} : ${said}`,
    tooSlow: (program, seconds) => `${program} n’a pas terminé en ${seconds} s.`,
    again: (program) => `Nouvel essai, avec ${program}.`,
    uploadFailed: (reason) => `L’envoi a échoué. ${reason}`,
    tried: (page, way) =>
      `Essai chez l’hébergeur : ${page} répond 200. L’application tournera ${way === 'rust' ? 'à la place de' : 'dans'} Node.`,
    notInPlaceOfNode: (reason) =>
      `Essayée chez l’hébergeur à la place de Node, l’application n’y tourne pas : ${reason}.`,
    notTried: 'Pas d’essai : l’hébergeur n’a pas de Node visible par ssh.',
    stayedInNode: 'Elle tourne tout de même dans Node : le journal chez l’hébergeur dit pourquoi.',
    untried: 'Faute d’essai, l’application tournera dans Node.',
    trialFailed: (reason, said) => ({
      message: `La version a été démarrée chez l’hébergeur, à part de ce qui est en ligne, et ne va pas bien : ${reason}.`,
      hint: `${said && `L’application a dit :\n  ${said}\n`}S’il ne lui manque que ce que fournit Passenger, ajoutez --skip-trial.`,
    }),
    trialImpossible: (reason) => ({
      message: `La version n’a pas pu être essayée chez l’hébergeur : ${reason}.`,
      hint: 'Cela ne dit rien de l’application. Avec --skip-trial, elle est mise en ligne sans essai.',
    }),
    trialLimit: (words) => `« ${words} » ressemble à une limite de l’hébergeur, et non à une faute de l’application.`,
    trialSilent: (seconds) => `pas de réponse en ${seconds} s`,
    trialEnded: (how) => `elle s’est terminée par ${how}`,
    trialNoSocket: 'elle se dit prête, mais sa socket n’est pas là',
    wrongProcess: (page, way) => `${page} ne dit pas \`"process": "${way}"\``,
    trialLost: 'l’essai s’est terminé sans réponse',
    switching: (from, to) => `Passage de ${from} à ${to}, et redémarrage…`,
    ownFiles: (files) =>
      `La racine de l’application a déjà ${and(files)}, qui reste ; ce que la version apporte est dans current/.`,
    goingBack: (release, reason, previous) => `${release} ne va pas bien : ${reason}. Retour à ${previous}…`,
    takenBack: (release, reason) => `${release} a été retirée : ${reason}.`,
    previousLive: (previous) => `${previous} est de nouveau en ligne, et répond.`,
    previousUnhealthy: (previous, reason) =>
      `${previous} est de nouveau en ligne, mais ne répond pas non plus comme il faut : ${reason}.`,
    noneBefore: 'Il n’y avait pas d’application avant ; il n’y en a de nouveau aucune.',
    log: (lines) => `Le journal de l’hébergeur se termine par :\n  ${lines}`,
    unhealthy: (release, reason) => `${release} ne va pas bien : ${reason}.`,
    notPutBack: (previous) => `${previous} n’a pas pu être remise en ligne.`,
    tryAgain: 'npm run deploy -- --rollback essaie à nouveau.',
    lost: (release) => ({
      message: `La connexion a été perdue pendant la mise en ligne de ${release}.`,
      hint: `Cette version est peut-être en ligne, ou la précédente : npm run deploy (à nouveau) ou npm run deploy -- --rollback règle la question.`,
    }),
    live: (release) => `${release} est en ligne.`,
    liveAgain: (release) => `${release} est de nouveau en ligne.`,
    removed: (releases) => `Retirées : ${releases.join(', ')}.`,
  },

  setup: {
    fields: (appRoot, url, logFile) =>
      `Node.js version           la plus récente (16 au moins)
Application mode          Production
Application root          ${appRoot}
Application URL           ${url}
Application startup file  app.js
Passenger log file        ${logFile}`,
    noSelector: (fields) => ({
      message: 'Cet hébergeur n’a pas de cloudlinux-selector que ssh puisse lancer.',
      hint: `Dans cPanel, « Setup Node.js App » → « Create Application » :\n${fields}`,
    }),
    failed: (reason, fields) => ({
      message: `cloudlinux-selector n’a pas créé l’application : ${reason}`,
      hint: `Dans cPanel, « Setup Node.js App » → « Create Application » demande ces champs :\n${fields}`,
    }),
    exists: (appRoot) => `L’application ${appRoot} existe déjà ; rien n’a été changé.`,
    created: (appRoot, url, version, logFile) =>
      `Application ${appRoot} créée sur ${url} avec Node.js ${version}. Ensuite : npm run deploy
Pour avoir un journal, indiquez ${logFile} comme « Passenger log file » dans cPanel.`,
    hostsChoice: '(au choix de l’hébergeur)',
  },
}
