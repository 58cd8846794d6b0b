import type { toolkit as en } from '../en/toolkit.ts'

/** What the command of a project says about itself, in French. */
export const toolkit: typeof en = {
  about: 'La commande du projet : elle lance, compile, empaquette et déploie l’application.',
  commands: {
    dev: 'compiler et servir, à nouveau après chaque modification',
    build: 'compiler l’addon pour cette machine',
    bundle: 'compiler pour l’hébergeur, vérifier et empaqueter dans dist/',
    rehearse: 'démarrer le paquet comme le fait l’hébergeur, et interroger /health',
    deploy: 'mettre le paquet en ligne, et revenir en arrière s’il ne répond pas',
    doctor: 'vérifier que cette machine a ce qu’il faut pour les autres commandes',
  },
  cargoArguments: 'options de cargo',
  options: {
    dev: 'compiler plutôt avec le profil dev, dans ce fichier',
    addon: 'prendre un addon compilé ailleurs',
    standIn: 'utiliser la doublure du chargeur de Passenger même si Passenger est installé',
    node: 'lancer l’application avec ce Node.js, par exemple dans la version de l’hébergeur',
    setup: 'créer l’application Node.js chez l’hébergeur, une seule fois',
    dryRun: 'montrer le plan, puis s’arrêter',
    rollback: 'revenir à la version précédant celle qui est en ligne',
    skipTrial: 'ne pas démarrer la version chez l’hébergeur, sur un port à part, avant la mise en ligne',
    unlock: 'retirer le verrou qu’un déploiement a laissé chez l’hébergeur',
    close: 'retirer l’adresse de cette machine de la liste blanche, si un déploiement interrompu l’y a laissée',
    lang: 'langue : en ou fr ; celle de votre terminal',
  },
}
