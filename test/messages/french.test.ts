import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copy, outputFile } from 'fs-extra/esm'
import { expect, inject, test } from 'vitest'
import { emptyFolder, filesIn } from '../../harness/folder.ts'
import { keys, openTerminal } from '../../harness/terminal.ts'
import { goodPrograms, type Machine, machine, npm, type Programs, runTool } from '../../harness/tool/machine.ts'

/** A machine whose locale is French. */
async function frenchMachine(programs: Programs = goodPrograms, tool = inject('tool')): Promise<Machine> {
  const { cwd, env, bin } = await machine(programs, tool)
  const french = { ...env, LANG: 'fr_FR.UTF-8' }
  return { cwd, env: french, bin, run: (...args) => runTool({ cwd, env: french, bin }, args) }
}

/** With plain spaces: another test checks the no-break spaces. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}

test('0: a complete run is in French', async () => {
  const { run, cwd } = await frenchMachine()
  const { exitCode, stdout, stderr } = await run('ma-boutique', '--framework', 'plain')
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^\nVotre API est dans ma-boutique\u00a0: Plain, addon de 7 octets, en (\d+ ms|\d+,\d s)\.\n/)
  expect(stdout).toContain('\nEnsuite\u00a0:\n  cd ma-boutique\n  npm run dev\n  npm run bundle\n')
  expect(stderr.split('\n').map((line) => line.replace(/ terminé en (\d+ ms|\d+,\d s)$/, ''))).toEqual([
    'Vérifier npm, cargo, rustc, éditeur de liens C et espace disque…',
    'ma-boutique\u00a0: Plain, 11 fichiers dans ma-boutique, puis npm install, git commit, npm run build.',
    'Écrire les fichiers…',
    'npm install…',
    'git commit…',
    'npm run build…',
    '',
  ])
  const readme = await readFile(join(cwd, 'ma-boutique/README.md'), 'utf8')
  expect(readme).toMatch(/Une API avec Plain, faite avec `npx \S+ ma-boutique --framework plain --lang fr`/)
})

test('0: --lang en wins over a French locale, also in the README', async () => {
  const { run, cwd } = await frenchMachine()
  const { stdout, stderr } = await run('shop', '-f', 'plain', '--no-install', '--no-git', '--lang', 'en')
  expect(stdout).toContain('Your API is in shop')
  expect(stderr).toContain('Write the files… done in')
  expect(await readFile(join(cwd, 'shop/README.md'), 'utf8')).toMatch(/An API with Plain, made with `.* --lang en`/)
})

test('0: --lang fr wins over an English locale', async () => {
  const { run, cwd } = await machine()
  const { stdout } = await run('shop', '-f', 'plain', '--no-install', '--no-git', '--lang=fr')
  expect(stdout).toContain('Votre API est dans shop')
  expect(await readFile(join(cwd, 'shop/README.md'), 'utf8')).toContain('Une API avec Plain')
})

test('0: a dry run is in French', async () => {
  const { run, cwd } = await frenchMachine()
  const { exitCode, stdout } = await run('shop', '-f', 'plain', '--dry-run')
  expect(exitCode).toBe(0)
  expect(plain(stdout)).toMatch(
    /Le projet s’appellerait shop, avec Plain\.\n\nFichiers à écrire dans shop \(\d+, .*\) :\n/,
  )
  expect(plain(stdout)).toContain('Commandes à y lancer :\n  npm install')
  expect(stdout).toContain('Avec npm 11.0.0, cargo 1.90.0, rustc 1.90.0, éditeur de liens C 12.2.0 et git ')
  expect(stdout).toMatch(/Rien n’a été écrit\.\n$/)
  expect(await filesIn(cwd)).toEqual([])
})

test('0: --json has English keys and French texts', async () => {
  const { run } = await frenchMachine()
  const good = JSON.parse((await run('shop', '-f', 'plain', '--no-git', '--json')).stdout)
  expect(good.project.language).toBe('fr')
  const { stdout, exitCode } = await run('shop2', '-f', 'zzz', '--json')
  expect(exitCode).toBe(2)
  expect(JSON.parse(stdout).error).toMatchObject({
    kind: 'usage',
    message: 'Le framework «\u00a0zzz\u00a0» n’existe pas.',
  })
})

test('1: a bug of ours is reported in French', async () => {
  const tool = await emptyFolder()
  await copy(inject('tool'), tool)
  await outputFile(join(tool, 'templates/base/broken.txt.hbs'), '{{no.such.value}}')
  const { run } = await frenchMachine(goodPrograms, tool)
  const { exitCode, stderr } = await run('x', '-f', 'plain')
  expect(exitCode).toBe(1)
  expect(stderr).toContain('C’est un bug de create-o2switch-rust')
})

const misuses: [args: string[], says: string[]][] = [
  [[], ['Il manque le dossier du projet et le framework. Il n’y a pas de terminal', 'my-api --framework plain|fancy']],
  [
    ['x', '-f', 'fanzy'],
    ['Le framework « fanzy » n’existe pas.', 'Vouliez-vous dire fancy ?'],
  ],
  [
    ['x', '--framwork', 'plain'],
    ['L’option --framwork n’existe pas.', 'Vouliez-vous dire --framework ?'],
  ],
  [['x', '--framework'], ['Il manque une valeur à l’option --framework.']],
  [['x', 'y', '-f', 'plain'], ['Arguments en trop : y.']],
  [['self', '-f', 'plain'], ['Un projet ne peut pas s’appeler « self » : « self » est un mot-clé de Rust.']],
  [['/proc/my-api', '-f', 'plain'], ['Impossible d’écrire le projet dans « /proc/my-api » : ']],
  [
    ['x', '-f', 'plain', '--lang', 'xx'],
    ['--lang ne peut pas valoir « xx ».', 'Valeurs possibles : en, fr.'],
  ],
  [['x', '-f', 'plain', '--lang='], ['--lang ne peut pas valoir']],
]

test.each(misuses)('2: the arguments %j are rejected in French', async (args, says) => {
  const { run, cwd } = await frenchMachine()
  const { exitCode, stdout, stderr } = await run(...args)
  expect(exitCode).toBe(2)
  expect(stdout).toBe('')
  for (const words of [...says, 'Rien n’a été écrit.']) expect(plain(stderr)).toContain(words)
  expect(await filesIn(cwd)).toEqual([])
})

test('2: a wrong --lang is rejected in the language of the locale', async () => {
  const { run } = await machine()
  const { exitCode, stderr } = await run('x', '-f', 'plain', '--lang', 'xx')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('Invalid value "xx" for --lang.')
})

test('3: missing Rust is reported in French', async () => {
  const { run } = await frenchMachine({ npm, git: 'real' })
  const { exitCode, stderr } = await run('shop', '-f', 'plain')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('Rust n’est pas installé. Le projet est écrit, mais pas compilé.')
  expect(plain(stderr)).toContain('Ensuite, pour le projet dans shop :\n    cd shop\n    npm run build\n')
})

test('4: a failed install is reported in French', async () => {
  const failing = `# Stands for an npm that cannot install.\n[ "$1" = --version ] && echo 11.0.0 && exit\nexit 7`
  const { run } = await frenchMachine({ npm: failing })
  const { exitCode, stderr } = await run('shop', '-f', 'plain')
  expect(exitCode).toBe(4)
  expect(stderr).toContain('Échec de npm install (code de sortie 7).')
  expect(plain(stderr)).toContain('npm n’a rien affiché. Pour en savoir plus : npm install --verbose')
  expect(stderr).toContain('Par ailleurs, Rust n’est pas installé.\n')
})

test('questions, rejected answers, choices, keys and steps are in French', async () => {
  const here = await frenchMachine()
  await outputFile(join(here.cwd, 'pris/notes.txt'), 'mine')
  const { sees, press, exitCode, text } = openTerminal(here, [])
  await sees('Dans quel dossier créer le projet\u00a0? (my-api)')
  press(`pris${keys.enter}`)
  await sees('n’est pas vide\u00a0: il contient notes.txt')
  press(`${keys.clearLine}boutique${keys.enter}`)
  await sees('Quel framework\u00a0?')
  await sees('Plain\u00a0: pour commencer')
  await sees('↑↓ se déplacer • ⏎ choisir')
  press(keys.enter)
  await sees('Votre API est dans boutique\u00a0: Plain')
  expect(await exitCode).toBe(0)
  expect(plain(text())).toMatch(/✔ npm install : terminé en/)
  expect(text()).not.toMatch(/navigate|select|done|Which/)
})

test('130: Ctrl-C at a question is reported in French', async () => {
  const { sees, press, exitCode, text } = openTerminal(await frenchMachine(), [])
  await sees('Dans quel dossier')
  press(keys.ctrlC)
  expect(await exitCode).toBe(130)
  expect(text()).toContain('Annulé. Rien n’a été écrit.')
})
