import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { packages as zig } from '../../harness/project/zig.ts'
import { options } from '../../harness/tool/options.ts'
import { type CiProvider, ciProviders, defaultCi } from '../../src/choices/ci.ts'
import { languages } from '../../src/choices/language.ts'
import { planProject } from '../../src/plan/plan.ts'
import { listFrameworks, readTemplate } from '../../src/template/read-template.ts'

const files = {
  github: { template: 'templates/ci/github/_github/workflows/deploy.yml', path: '.github/workflows/deploy.yml' },
  gitlab: { template: 'templates/ci/gitlab/_gitlab-ci.yml', path: '.gitlab-ci.yml' },
}
const dependabot = { template: 'templates/ci/github/_github/dependabot.yml', path: '.github/dependabot.yml' }
const sources = { templates: 'templates', toolkit: 'dist' }
const providers = ['github', 'gitlab'] as const
const secrets = ['O2SWITCH_SSH_KEY', 'O2SWITCH_KNOWN_HOSTS', 'O2SWITCH_API_TOKEN']
const workflow = (provider: keyof typeof files) => readFile(files[provider].template, 'utf8')

async function projectWith(ci: CiProvider) {
  const [framework] = listFrameworks('templates')
  if (!framework) throw new Error('no framework')
  const chosen = { ...options, framework, ci, name: 'my-shop' }
  return planProject(chosen, { template: readTemplate(sources, chosen), version: '1.2.3' })
}

test.each([
  ['github', [files.github, dependabot]],
  ['gitlab', [files.gitlab]],
] as const)('%s: a project gets exactly the CI files of the template, byte for byte', async (provider, added) => {
  const [plan, without] = await Promise.all([projectWith(provider), projectWith('none')])
  for (const { template, path } of added) {
    const content = plan.files.find((file) => file.path === path)?.content
    expect(Buffer.from(content ?? '').equals(await readFile(template))).toBe(true)
  }
  const others = without.files.map((file) => file.path)
  expect(plan.files.map((file) => file.path).sort()).toEqual([...others, ...added.map(({ path }) => path)].sort())
  expect(others.filter((other) => /git(hub|lab)/.test(other))).toEqual([])
})

test('the default CI is GitHub; the others are GitLab and none', () => {
  expect(defaultCi).toBe('github')
  expect([...ciProviders]).toEqual([...providers, 'none'])
})

test.each(providers)('%s runs scripts of the project, in the same order as on a laptop', async (provider) => {
  const { scripts } = await projectWith('none')
  const run = [...(await workflow(provider)).matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script)
  expect(run).toEqual(['test', 'bundle', 'rehearse', 'deploy', 'deploy'])
  expect(scripts).toEqual(expect.arrayContaining(run))
})

test.each(providers)('%s uses the same versions of the tools as our tests, and checks host keys', async (provider) => {
  const text = await workflow(provider)
  for (const version of zig) expect(text).toContain(` ${version}`)
  expect(text).toContain('>> ~/.ssh/known_hosts')
  expect(text).not.toMatch(/StrictHostKeyChecking|ssh-keyscan|set -x/)
})

test('GitHub: actions are pinned by commit and have read-only permissions', async () => {
  const text = await workflow('github')
  const actions = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action)
  expect(actions.length).toBeGreaterThan(4)
  for (const action of actions) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  expect(text.match(/permissions:\n.*\n/g)).toEqual(['permissions:\n  contents: read\n'])
  expect(text.match(/: (write|write-all|read-all)\b/)).toBeNull()
})

test.each(providers)('%s: secrets are passed as variables, never in a command', async (provider) => {
  for (const line of (await workflow(provider)).split('\n').filter((line) => line.includes('{{ secrets.')))
    expect(line).toMatch(/^ {10}(\w+): \$\{\{ secrets\.\1 \}\}$/)
})

/** Runs the lines that check the secrets, followed by one in place of the deploy. */
async function checkSecrets(provider: keyof typeof files, env: Record<string, string>) {
  const [found = ''] = /^ *missing=$.*?^ *esac$/ms.exec(await workflow(provider)) ?? []
  const output = join(await emptyFolder(), 'output')
  const deploys = provider === 'github' ? `grep -q ^ready=true$ "${output}"` : 'true'
  const script = `set -e\n: > "${output}"\n${found}\n${deploys} && echo deploys || true`
  const { exitCode, stdout } = await execa('bash', ['-c', script], {
    env: { PATH: process.env.PATH ?? '', GITHUB_OUTPUT: output, ...env },
    extendEnv: false,
    reject: false,
  })
  return { exitCode, stdout }
}

const all = Object.fromEntries(secrets.map((name) => [name, 'x']))

test.each(providers)('%s: with all secrets, it deploys', async (provider) => {
  expect(await checkSecrets(provider, all)).toEqual({ exitCode: 0, stdout: 'deploys' })
})

test.each(providers)('%s: without any secret, it skips the deploy, says why and succeeds', async (provider) => {
  const unset = Object.fromEntries(secrets.map((name) => [name, '']))
  for (const env of [unset, {}] as Record<string, string>[]) {
    const { exitCode, stdout } = await checkSecrets(provider, env)
    expect(exitCode).toBe(0)
    expect(stdout).not.toContain('deploys')
    expect(stdout).toContain(`README.md says where to get these: ${secrets.join(' ')}`)
    if (provider === 'github') expect(stdout).toMatch(/^::notice /)
  }
})

test.each(providers)('%s: with only some of the secrets, it fails and lists the missing ones', async (provider) => {
  const [first = '', ...others] = secrets
  const { exitCode, stdout } = await checkSecrets(provider, { [first]: 'x' })
  expect(exitCode).toBe(1)
  expect(stdout).toContain(`see README.md: ${others.join(' ')}`)
})

test.each(Object.keys(languages))('the README in %s documents every variable of the workflows', async (language) => {
  const text = await readFile(`templates/languages/${language}/README.md.hbs`, 'utf8')
  const [, section = ''] = /^## (?:Continuous integration|Intégration continue)\n(.*?)^## /ms.exec(text) ?? []
  const named = new Set((await Promise.all(providers.map(workflow))).join('').match(/O2SWITCH_\w+/g))
  named.delete('O2SWITCH_KEY') // made by the workflow itself
  expect(named.size).toBe(8)
  for (const name of named) expect(section).toContain(`\`${name}\``)
  for (const secret of secrets) expect(section).toContain(`| \`${secret}\` |`)
  for (const { path } of Object.values(files)) expect(section).toContain(`\`${path}\``)
})
