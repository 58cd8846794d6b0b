import { expect, test } from 'vitest'
import { chooseLanguage } from '../../src/choices/language.ts'

const french = { LANG: 'fr_FR.UTF-8' }

test.each([
  [['--lang', 'fr'], 'fr'],
  [['--lang=fr'], 'fr'],
  [['x', '--lang', 'fr', '--yes'], 'fr'],
  [['doctor', '--lang=fr'], 'fr'],
  [['--lang', 'fr', '--lang', 'en'], 'en'],
  [[], 'en'],
  [['fr'], 'en'],
  [['--language', 'fr'], 'en'],
])('the arguments %j choose %s', (argv, language) => {
  expect(chooseLanguage(argv, {})).toBe(language)
})

test.each([
  [{ LANG: 'fr_FR.UTF-8' }, 'fr'],
  [{ LANG: 'fr_CA.UTF-8' }, 'fr'],
  [{ LANG: 'fr' }, 'fr'],
  [{ LANG: 'fr_BE@euro' }, 'fr'],
  [{ LANG: 'fr.UTF-8' }, 'fr'],
  [{ LANG: 'fr-CH' }, 'fr'],
  [{ LANG: 'en_GB.UTF-8' }, 'en'],
  [{ LC_MESSAGES: 'fr_FR', LANG: 'en_US' }, 'fr'],
  [{ LC_MESSAGES: 'en_US', LANG: 'fr_FR' }, 'en'],
  [{ LC_ALL: 'fr_FR', LC_MESSAGES: 'en_US', LANG: 'en_US' }, 'fr'],
  [{ LC_ALL: 'C', LC_MESSAGES: 'fr_FR', LANG: 'fr_FR' }, 'en'],
  [{ LC_ALL: '', LC_MESSAGES: '', LANG: 'fr_FR' }, 'fr'],
  [{ LC_ALL: '', LANG: '' }, 'en'],
  [{ LANG: 'C' }, 'en'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'POSIX' }, 'en'],
  [{ LANG: 'french' }, 'en'],
  [{ LANG: 'frp_FR' }, 'en'],
  [{ LANG: 'de_DE.UTF-8' }, 'en'],
  [{ LANG: 'constructor' }, 'en'],
])('the environment %j chooses %s', (env, language) => {
  expect(chooseLanguage([], env)).toBe(language)
})

test('the flag wins over the environment', () => {
  expect(chooseLanguage(['--lang', 'en'], french)).toBe('en')
  expect(chooseLanguage(['--lang=fr'], { LC_ALL: 'en_US.UTF-8' })).toBe('fr')
})

test.each([[['--lang', 'xx']], [['--lang=']], [['--lang', '']], [['--lang']], [['--lang', '--yes']]])(
  'the invalid %j leaves the choice to the environment',
  (argv) => {
    expect(chooseLanguage(argv, french)).toBe('fr')
    expect(chooseLanguage(argv, {})).toBe('en')
  },
)
