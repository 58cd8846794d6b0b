import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { writeProgram } from '../../harness/deploy/account.ts'
import { withoutSite } from '../../harness/deploy/no-site.ts'

const french = { LANG: 'fr_FR.UTF-8' }

/** Replaces no-break spaces, which another test checks. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}

test('in French: the plan, and an error for missing settings', async () => {
  const { project } = await withoutSite()
  const plan = await project.deploy(['--dry-run'], french)
  expect(plan).toMatchObject({ exitCode: 0, stdout: '' })
  expect(plain(plan.stderr)).toMatch(/^Plan de déploiement :\n {2}1\. se connecter à .*, port \d+\n/)

  const { exitCode, stderr } = await project.deploy([], { ...french, O2SWITCH_HOST: undefined })
  expect(exitCode).toBe(2)
  expect(plain(stderr)).toContain('Le déploiement ne sait pas où aller. Il n’y a pas de terminal où poser la question.')
  expect(plain(stderr)).toMatch(/Il manque :\n {4}O2SWITCH_HOST +ou « host » dans deploy\.json : Hôte SSH/)
})

test('in French: an error reported by the host', async () => {
  const { account, project } = await withoutSite()
  writeProgram(
    path.join(account.localPrograms, 'rsync'),
    `/usr/bin/rsync "$@"; code=$?; [ "$1" = --version ] || { cd ${account.root}/releases/part-* && echo more >> app.node; }; exit $code`,
  )
  const { exitCode, stdout, stderr } = await project.deploy([], french)
  expect([exitCode, stdout], stderr).toEqual([7, ''])
  expect(plain(stderr)).toMatch(
    /✖ Chez l’hébergeur : ce qui est arrivé n’est pas ce qui a été envoyé\.\n.*\n {2}Rien n’a changé en ligne\.\n$/s,
  )
  expect(readdirSync(path.join(account.root, 'releases'))).toEqual([])
})
