import { expect, test } from 'vitest'
import { backupName } from '../../src/plan/backup-name.ts'

test('a backup gets a name that is free, ignoring case', () => {
  expect(backupName('a/app.js', ['app.js.bak'])).toBe('a/app.js.bak')
  expect(backupName('app.js', ['app.js.bak'])).toBe('app.js.2.bak')
  expect(backupName('app.js', ['APP.JS.BAK', 'app.js.2.bak'])).toBe('app.js.3.bak')
})
