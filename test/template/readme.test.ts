import { expect, test } from 'vitest'
import { options } from '../../harness/tool/options.ts'
import { typos } from '../../harness/tool/typography.ts'
import { type Language, languages } from '../../src/choices/language.ts'
import { planProject } from '../../src/plan/plan.ts'
import { listFrameworks, readTemplate } from '../../src/template/read-template.ts'

const frameworks = listFrameworks('templates')

/** The README of a project. */
async function readme(framework: (typeof frameworks)[number], language: Language): Promise<string> {
  const destination = { path: '/x', shown: 'x', folder: 'x', exists: false }
  const chosen = { ...options, destination, name: 'my-shop', framework, language }
  const template = readTemplate({ templates: 'templates', toolkit: 'dist' }, chosen)
  const plan = planProject(chosen, { template, version: '1.2.3' })
  return Buffer.from(plan.files.find(({ path }) => path === 'README.md')?.content ?? '').toString()
}

const both = frameworks.flatMap((framework) =>
  (Object.keys(languages) as Language[]).map((language) => [framework.name, language, framework] as const),
)

test.each(both)(
  'the README of %s in %s has the name, framework, scripts and recreate command',
  async (_, language, framework) => {
    const text = await readme(framework, language)
    expect(text).toMatch(/^# my-shop\n/)
    expect(text).toContain(`[${framework.title}](${framework.docs})`)
    for (const script of ['dev', 'test', 'build', 'start', 'bundle', 'rehearse', 'deploy'])
      expect(text).toContain(`| \`npm run ${script}\` |`)
    expect(text).toContain(`1.2.3. ${language === 'fr' ? 'Cette commande' : 'This command'}`)
    expect(text).toMatch(
      /```\nnpx create-o2switch-rust@1\.2\.3 x --framework \S+ --name my-shop --lang (en|fr)\n```\n$/,
    )
    expect(text).toContain(`--lang ${language}\n`)
  },
)

test('the READMEs in both languages have the same structure, code and links', async () => {
  const [framework] = frameworks
  if (!framework) throw new Error('no framework')
  const [english, french] = await Promise.all([readme(framework, 'en'), readme(framework, 'fr')])
  const all = (text: string, what: RegExp) => text.match(what) ?? []

  const code = (text: string) => [...new Set(all(text.replace(/```.*?```/gs, ''), /`[^`]+`/g))].sort()
  expect(code(english).length).toBeGreaterThan(30)
  expect(code(french)).toEqual(code(english))
  const links = (text: string) => all(text, /https?:\/\/[^\s),]+/g)
  expect(links(french)).toEqual(links(english))

  for (const shape of [/^#+ /gm, /^\|/gm, /^\| `.*?` \|/gm, /^\d\. /gm, /^- /gm, /^```/gm])
    expect(all(french, shape).length, String(shape)).toBe(all(english, shape).length)
  const first = (text: string) => all(text, /^\| `.*?` \|/gm)
  expect(first(french)).toEqual(first(english))
})

test('the French README follows French typography', async () => {
  for (const framework of frameworks) expect(typos(await readme(framework, 'fr'))).toEqual([])
  for (const { hint } of frameworks) expect(typos(hint.fr)).toEqual([])
})
