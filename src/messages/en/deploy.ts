const unchanged = 'Nothing was deployed.'

/** What a deploy says, in English. Where nothing live has changed, `nothingChanged` is added to the hint. */
export const deploy = {
  interrupting: 'Interrupted: tidying up…',
  interrupted: 'Interrupted.',
  nothingChanged: 'Nothing live has changed.',
  stoppedImmediately: `Stopped immediately: a release that was being made live may be live without having been checked, and this
machine's address may still be on the whitelist. npm run deploy (again) or npm run deploy -- --rollback settles the
former, npm run deploy -- --close the latter.`,

  config: {
    questions: {
      host: 'SSH host (the server that cPanel names, without https://)',
      user: 'cPanel user',
      appRoot: 'Application root, below the home folder',
      url: 'URL of the site, with the path of the app if it has one',
      port: 'SSH port',
      key: 'Path of the private key (empty: ssh chooses)',
    },
    invalidAnswer: { message: 'This is not valid.', hint: unchanged },
    saved: (file: string) => `Saved in ${file}. It holds no secret: commit it.`,
    cancelled: { message: 'Cancelled.', hint: 'Nothing was saved, nothing was deployed.' },
    missingSetting: (variable: string, key: string, file: string, question: string) =>
      `  ${variable} or "${key}" in ${file}: ${question}`,
    missing: (settings: readonly string[], reason: string) => ({
      message: `The deploy does not know where to go. ${reason}`,
      hint: `Missing:\n${settings.join('\n')}\nOn a terminal, npm run deploy asks for them. ${unchanged}`,
    }),
    invalidSetting: (key: string, variable: string, value: string, question: string) =>
      `${key} (${variable}) "${value}": ${question}`,
    invalid: (settings: readonly string[]) => ({
      message: 'Some settings are not valid.',
      hint: `${settings.join('\n')}\n${unchanged}`,
    }),
    keyContent: (key: string, variable: string) => ({
      message: `${key} (${variable}) is the content of a key.`,
      hint: `Set it to the path of a file that holds the key. ${unchanged}`,
    }),
    documentRoot: (appRoot: string) => ({
      message: `The application root "${appRoot}" is in a document root, where anybody could download the addon.`,
      hint: `Choose a folder beside public_html. ${unchanged}`,
    }),
    patience: (variable: string, value: string) => ({
      message: `${variable} is "${value}", not a number of seconds.`,
      hint: `Set it to a number, or leave it out. ${unchanged}`,
    }),
    unreadable: (file: string, reason: string) => ({
      message: `${file} is not valid JSON: ${reason}`,
      hint: `Fix it, or remove it: npm run deploy then asks again. ${unchanged}`,
    }),
    noObject: (file: string) => ({
      message: `${file} holds no JSON object.`,
      hint: `Fix it, or remove it: npm run deploy then asks again. ${unchanged}`,
    }),
    unknownKeys: (file: string, unknown: readonly string[], known: readonly string[]) => ({
      message: `${file} has "${unknown.join('", "')}".`,
      hint: `It may have ${known.join(', ')}; secrets such as the API token belong in the environment (O2SWITCH_API_TOKEN). ${unchanged}`,
    }),
    noText: (file: string, key: string) => ({
      message: `${file}: "${key}" must be text.`,
      hint: `Put its value in quotes. ${unchanged}`,
    }),
    brokenVariable: (variable: string) => ({
      message: `${variable} contains a space, a line break or a character that cannot be part of it.`,
      hint: `Copy it again. ${unchanged}`,
    }),
    insecureServer: (variable: string) => ({
      message: `${variable} must begin with https://, since the token is sent there.`,
      hint: `Set it to such a URL, or leave it out. ${unchanged}`,
    }),
  },

  plan: {
    title: 'Plan:',
    allow: "put this machine's address on the SSH whitelist, unless it is there",
    connect: (target: string, port: string) => `connect to ${target}, port ${port}`,
    check: (appRoot: string) =>
      `check the app root ${appRoot} on the host: a cPanel app, its links, free space, no other deploy at work`,
    upload: (files: number, kilobytes: number, release: string, appRoot: string) =>
      `upload ${files} files (${kilobytes} kB) of ${release} to ${appRoot}/releases, beside what is live`,
    trial: (page: string) =>
      `start the release there, apart from what is live, and request ${page}: what fails here never goes live`,
    activate:
      'make it live: one rename, and tmp/restart.txt; node_modules, .htaccess, logs and everything else of yours stay as they are',
    awaitHealth: (page: string, seconds: number) =>
      `wait until ${page} answers as it should (${seconds} s at most); else go back, and check that`,
    keep: 'keep the live release and two others',
    rollback: 'make the release before the live one live again, and restart',
    setup: (appRoot: string, url: string) =>
      `create the Node.js app ${appRoot} for ${url} with cloudlinux-selector, unless it is there`,
    unlock: (appRoot: string) => `remove the lock of ${appRoot}`,
    close: 'remove the address that a deploy has left on the whitelist',
    disallow: 'remove the address from the whitelist again, if it was put there',
  },

  bundle: {
    missing: (file: string) => ({
      message: `There is no ${file}.`,
      hint: `npm run bundle makes it. ${unchanged}`,
    }),
    noVersion: (file: string) => ({
      message: `${file} has no version.`,
      hint: `Run npm run bundle again. ${unchanged}`,
    }),
    changedMeanwhile: (file: string) => ({
      message: `${file} has changed since this deploy began.`,
      hint: 'Wait until npm run bundle is done, and deploy again.',
    }),
    changed: (files: readonly string[]) => ({
      message: `Not what npm run bundle made (SHA256SUMS): ${files.join(', ')}.`,
      hint: `Run npm run bundle again. ${unchanged}`,
    }),
  },

  whitelist: {
    stays: (address: string) => `${address} is on the whitelist already, and stays there.`,
    adding: (address: string) => `Putting ${address} on the whitelist, which may take half a minute…`,
    removed: (address: string) => `${address} is off the whitelist.`,
    nothingLeft: 'No address was left on the whitelist.',
    noToken: (address: string) => ({
      message: 'O2SWITCH_API_TOKEN is missing.',
      hint: `Without it, ${address} can only be removed in cPanel.`,
    }),
    unreachable: (operation: string, reason: string) => ({
      message: `The whitelist (${operation}) cannot be reached: ${reason}.`,
      hint: 'Is O2SWITCH_HOST the server that cPanel names?',
    }),
    silent: (seconds: number) => `no answer within ${seconds} s`,
    tokenRejected: (operation: string, status: number, user: string) => ({
      message: `The whitelist (${operation}) rejects the token (${status}).`,
      hint: `Is O2SWITCH_API_TOKEN a token of ${user}, made in cPanel under "Manage API Tokens"?
An account with two-factor authentication needs O2SWITCH_OTP as well.`,
    }),
    failed: (operation: string, reason: string) => ({
      message: `The whitelist (${operation}) failed: ${reason}.`,
      hint: 'cPanel has the whitelist under "SSH whitelist".',
    }),
    unexpected: (status: number) => `HTTP ${status}, and not what the API answers`,
    full: (addresses: readonly string[]) =>
      `All 5 places are taken: ${addresses.join(', ')}. Remove one in cPanel ("SSH whitelist") that is no longer needed.`,
    entries: (addresses: readonly string[]) => `On the list: ${addresses.join(', ')}.`,
    noEntries: 'The list is empty.',
    notRemoved: (address: string, reason: string) => ({
      message: `${address} could not be removed from the whitelist: ${reason}`,
      hint: 'npm run deploy -- --close tries again; or remove it in cPanel.',
    }),
    stillThere: 'it is still on the list.',
    addressUnknown: {
      message: 'The public address of this machine cannot be determined.',
      hint: 'Set O2SWITCH_IP to it.',
    },
  },

  ssh: {
    missing: {
      message: 'The program ssh was not found.',
      hint: `Install OpenSSH. ${unchanged}`,
    },
    silent: (host: string, port: string, user: string, seconds: number) => ({
      message: `${host} accepted the connection, and then said nothing for ${seconds} s.`,
      hint: `Does ssh -p ${port} ${user}@${host} true end by itself?
A profile there (.bashrc, .profile) that starts something or asks something must leave that to sessions with a terminal.`,
    }),
    timedOut: (host: string) => ({
      message: `${host} did not finish in time.`,
      hint: 'The network or the host is slow, or the connection was lost.',
    }),
    said: (lines: string) => `It said:\n  ${lines}`,
    triedKeys: 'the keys that ssh tried',
    causes: {
      hostKeyChanged: (host: string) => ({
        message: `${host} shows another host key than the one you know.`,
        hint: 'Somebody may be in between, or the server was replaced. Ask o2switch before you remove the old key from known_hosts.',
      }),
      hostUnknown: (host: string, port: string, user: string) => ({
        message: `${host} is unknown to ssh here.`,
        hint: `Connect once by hand (ssh -p ${port} ${user}@${host}) and compare its fingerprint with what cPanel or o2switch says, or put its line into known_hosts. Host keys are never accepted unseen.`,
      }),
      ownConfig: {
        message: 'ssh on this machine cannot use its configuration.',
        hint: 'Fix the file that it names below. Nothing was sent.',
      },
      keyReadable: (key: string) => ({
        message: 'ssh rejects a key that others can read.',
        hint: `chmod 600 the file of ${key}.`,
      }),
      keyUnusable: (key: string) => ({
        message: `${key} cannot be used.`,
        hint: 'There is no such file, or it is not a complete private key (a copy that has lost its line ends or its last line?), or it has a passphrase that nobody can be asked for here (use ssh-add, or a separate key for deploys).',
      }),
      noShell: (user: string) => ({
        message: `The account ${user} may not use ssh.`,
        hint: 'It has to be enabled in cPanel ("SSH Access") or by o2switch.',
      }),
      denied: (host: string, user: string, key: string) => ({
        message: `${host} does not let ${user} in with ${key}.`,
        hint: 'In cPanel, "SSH Access" must hold the public key, and it must be authorized there. A key with a passphrase needs an agent (ssh-add) where nobody can be asked.',
      }),
      noSuchHost: (host: string) => ({
        message: `There is no host ${host}.`,
        hint: 'O2SWITCH_HOST is the server that cPanel names.',
      }),
      diskFull: { message: 'The disk of the account is full (quota).', hint: 'Remove something there first.' },
      noAnswer: (host: string, port: string) => ({
        message: `${host} does not answer on port ${port}: most likely this machine's address is not on the whitelist.`,
        hint: 'Add it in cPanel ("SSH whitelist"), or set O2SWITCH_API_TOKEN, and the deploy does it.',
      }),
      nothingListens: (host: string, port: string) => ({
        message: `Nothing listens on port ${port} of ${host}.`,
        hint: 'Are O2SWITCH_HOST and O2SWITCH_PORT right?',
      }),
      lost: { message: 'The connection was lost.', hint: 'Run the same command again.' },
      noNameServer: (host: string) => ({
        message: `This machine cannot look up ${host} now: no name server answers.`,
        hint: 'Is it online? Then run the same command again.',
      }),
      noNetwork: (host: string) => ({
        message: `This machine has no way to ${host}.`,
        hint: 'It is offline, or a VPN or a firewall here is in the way.',
      }),
      cutEarly: (host: string, port: string) => ({
        message: `The connection to port ${port} of ${host} was closed before the login.`,
        hint: 'After many attempts, the host may block this address for a while; or a proxy, jump host or firewall on the way has closed it.',
      }),
      unclean: {
        message: 'The account prints text before each command, which rsync and scp cannot work with.',
        hint: 'Have .bashrc and .profile there print only on a terminal: [ -t 1 ] && echo …',
      },
      noCommand: (host: string, port: string, user: string) => ({
        message: `${host} let us in, but did not run the command.`,
        hint: `The login shell there (a menu?), or an exec in its profile, takes over. ssh -p ${port} ${user}@${host} echo ok must print ok.`,
      }),
      failedThere: (host: string, how: string) => ({
        message: `The connection works, but what was run on ${host} failed (${how}).`,
        hint: 'Is something wrong with the account: its profile, permissions, limits?',
      }),
    },
  },

  host: {
    error: (reason: string) => `On the host: ${reason}.`,
    lockHint: 'One deploy at a time: wait for it. If nobody deploys any more: npm run deploy -- --unlock.',
    reasons: {
      noRoot: (folder: string) => `there is no folder ${folder}`,
      noReleases: () => 'the folder releases cannot be created',
      locked: (holder: string) => `locked by ${holder || 'another deploy'}`,
      cannotLock: () => 'nothing can be created in the folder releases (disk or quota full, or not yours?)',
      noProgram: (program: string) => `it has no ${program}`,
      corrupt: () => 'what has arrived is not what was sent',
      notReceived: () => 'the release cannot be put in its place',
      otherLive: (release: string) => `${release} is live now: another deploy was at work`,
      noRestart: () => 'tmp/restart.txt cannot be written',
      noBackup: () => 'app.js cannot be kept',
      noRelease: (release: string) => `there is no release ${release}`,
      notLinked: (file: string) => `${file} cannot be linked`,
      notReplaced: (file: string) => `${file} cannot be replaced`,
    },
  },

  checks: {
    noApp: (appRoot: string) => ({
      message: `${appRoot} is not a Node.js app on the host yet.`,
      hint: 'npm run deploy -- --setup creates it.',
    }),
    notWritable: (appRoot: string) => ({
      message: `${appRoot} cannot be written to.`,
      hint: 'Make it writable for your user there (chmod, chown).',
    }),
    nodeModules: (appRoot: string) => ({
      message: `${appRoot}/node_modules is a folder.`,
      hint: `cPanel wants a link of its own there, and will not start or set up the app. Remove the folder (nothing in it is needed),
then save the app again in "Setup Node.js App".`,
    }),
    busy: (holder: string) => ({
      message: `Another deploy is at work: ${holder}.`,
      hint: 'If that is not so: npm run deploy -- --unlock.',
    }),
    noSpace: (free: number, needed: number) => ({
      message: `The account has ${free} kB left (disk or quota), the release takes ${needed} kB.`,
      hint: 'Remove something there first.',
    }),
    noLink: 'There is no node_modules link in the app root; the app needs none.',
    noNode: 'No Node was found on the host over ssh: the release is not tried before it goes live.',
    redirected: (url: string, to: string) => ({
      message: `${url} redirects to ${to}.`,
      hint: 'Set O2SWITCH_URL ("url" in deploy.json) to that, so that the app itself is asked.',
    }),
    silent: (url: string, answer: string) => `${url} does not answer now: ${answer}.`,
    unreachable: (url: string, answer: string) => ({
      message: `${url} cannot be reached from here: ${answer}.`,
      hint: 'Is O2SWITCH_URL right, does the domain lead to the host, and does it have a certificate?',
    }),
    noReleaseBefore: (live: string) => ({
      message: `There is no release before the one that is live (${live}).`,
      hint: 'There is nothing to go back to.',
    }),
  },

  health: {
    redirect: (status: number, to: string) => `${status} (to ${to})`,
    noAnswer: (reason: string) => `no answer (${reason})`,
    silence: (seconds: number) => `silence for ${seconds} s`,
    wrong: (page: string, answer: string) => `${page} answers ${answer}`,
    password: ' (is the site behind a password? The deploy has to see this page)',
    otherVersion: (page: string, version: string, expected: string) =>
      `${page} says version ${version}, and the bundle is ${expected}`,
    otherAnswers: (release: string) => `${release} still answers`,
    answers: (answer: string) => `it answers ${answer}`,
    interrupted: 'it was interrupted',
    noneInTime: 'it did not answer in time',
    crashed: 'one of its processes has crashed after starting',
    notStarted:
      'no process has started with the new release (the restart was not picked up, or there is no space for the mark it leaves)',
  },

  release: {
    uploading: (release: string, kilobytes: number) => `Uploading ${release} (${kilobytes} kB)…`,
    ended: (program: string, how: string, said: string) => `${program} ended with ${how}: ${said}`,
    tooSlow: (program: string, seconds: number) => `${program} did not finish within ${seconds} s.`,
    again: (program: string) => `Once more, with ${program}.`,
    uploadFailed: (reason: string) => `The upload failed. ${reason}`,
    tried: (page: string, way: 'node' | 'rust') =>
      `Tried on the host: ${page} answers 200. The app will run ${way === 'rust' ? 'in place of' : 'inside'} Node.`,
    notInPlaceOfNode: (reason: string) => `Tried on the host in place of Node, it does not run: ${reason}.`,
    notTried: 'Not tried: the host has no Node that ssh can see.',
    stayedInNode: 'It runs inside Node all the same: the log on the host says why.',
    untried: 'Without a trial, the app will run inside Node.',
    trialFailed: (reason: string, said: string) => ({
      message: `The release was started on the host, apart from what is live, and is not healthy: ${reason}.`,
      hint: `${said && `The app said:\n  ${said}\n`}If only something that Passenger provides is missing, add --skip-trial.`,
    }),
    trialImpossible: (reason: string) => ({
      message: `The release could not be tried on the host: ${reason}.`,
      hint: 'This says nothing about the app. With --skip-trial, it goes live without a trial.',
    }),
    trialLimit: (words: string) => `“${words}” looks like a limit of the host, not like a fault of the app.`,
    trialSilent: (seconds: number) => `it did not answer within ${seconds} s`,
    trialEnded: (how: string) => `it ended with ${how}`,
    trialNoSocket: 'it says that it is ready, but there is no socket',
    wrongProcess: (page: string, way: 'node' | 'rust') => `${page} does not say "process": "${way}"`,
    trialLost: 'the trial ended without an answer',
    switching: (from: string, to: string) => `Switching from ${from} to ${to}, and restarting…`,
    ownFiles: (files: readonly string[]) =>
      `The app root has its own ${files.join(', ')}, which stays: the release's is in current/.`,
    goingBack: (release: string, reason: string, previous: string) =>
      `${release} is not healthy: ${reason}. Going back to ${previous}…`,
    takenBack: (release: string, reason: string) => `${release} was taken back: ${reason}.`,
    previousLive: (previous: string) => `${previous} is live again, and answers.`,
    previousUnhealthy: (previous: string, reason: string) =>
      `${previous} is live again, but does not answer as it should either: ${reason}.`,
    noneBefore: 'There was no app before; there is none again.',
    log: (lines: string) => `The host's log ends with:\n  ${lines}`,
    unhealthy: (release: string, reason: string) => `${release} is not healthy: ${reason}.`,
    notPutBack: (previous: string) => `${previous} could not be put back.`,
    tryAgain: 'npm run deploy -- --rollback tries again.',
    lost: (release: string) => ({
      message: `The connection was lost while ${release} was being made live.`,
      hint: `It may be live, or the one before: npm run deploy (again) or npm run deploy -- --rollback settles it.`,
    }),
    live: (release: string) => `${release} is live.`,
    liveAgain: (release: string) => `${release} is live again.`,
    removed: (releases: readonly string[]) => `Removed: ${releases.join(', ')}.`,
  },

  setup: {
    fields: (appRoot: string, url: string, logFile: string) =>
      `Node.js version           the newest (16 or later)
Application mode          Production
Application root          ${appRoot}
Application URL           ${url}
Application startup file  app.js
Passenger log file        ${logFile}`,
    noSelector: (fields: string) => ({
      message: 'This host has no cloudlinux-selector that ssh can run.',
      hint: `In cPanel, "Setup Node.js App" → "Create Application":\n${fields}`,
    }),
    failed: (reason: string, fields: string) => ({
      message: `cloudlinux-selector did not create the app: ${reason}`,
      hint: `In cPanel, "Setup Node.js App" → "Create Application" takes these fields:\n${fields}`,
    }),
    exists: (appRoot: string) => `The app ${appRoot} is there already; nothing was changed.`,
    created: (appRoot: string, url: string, version: string, logFile: string) =>
      `Created the app ${appRoot} on ${url} with Node.js ${version}. Next: npm run deploy
For a log, enter ${logFile} as "Passenger log file" in cPanel.`,
    hostsChoice: "(the host's default)",
  },
}
