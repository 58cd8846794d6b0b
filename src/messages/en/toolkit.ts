/** What the command of a project says about itself, in English. */
export const toolkit = {
  about: "A project's own command: it runs, builds, packs and deploys the app.",
  commands: {
    dev: 'build and serve, again after each change',
    build: 'build the addon for this machine',
    bundle: 'build for the host, check it, and pack it into dist/',
    rehearse: 'start the bundle as the host does, and ask /health',
    deploy: 'put the bundle online, and take it back if it does not answer',
    doctor: 'check that this machine has what the other commands need',
  },
  cargoArguments: 'cargo options',
  options: {
    dev: 'build in the dev profile instead, into this file',
    addon: 'take an addon that was built elsewhere',
    standIn: "use a stand-in for Passenger's loader even if Passenger is installed",
    node: "run the app with this Node.js, for instance the host's version",
    setup: 'create the Node.js app on the host, once',
    dryRun: 'show the plan and stop',
    rollback: 'go back to the release before the live one',
    skipTrial: 'do not start the release on the host, on a port of its own, before it goes live',
    unlock: 'remove the lock that a deploy has left on the host',
    close: "take this machine's address off the whitelist, if a killed deploy left it there",
    lang: 'language: en or fr; that of your terminal',
  },
}
