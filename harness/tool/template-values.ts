import type { Values } from '../../src/template/render.ts'

/** A value for everything that a template can use. */
export const values: Values = {
  projectName: 'my-api',
  npmName: 'my-api',
  crateName: 'my-api',
  libraryName: 'my_api',
  framework: {
    name: 'plain',
    title: 'Plain <&>',
    docs: 'https://example.org/?a=1&b=2',
    answers: 'router',
    rust: '1.88',
  },
  packageManager: { name: 'npm', run: 'npm run', overrides: 'overrides' },
  targetDir: '"/a"',
  toolVersion: '1.2.3',
  stamp: '{ "version": "1.2.3" }',
  recreate: 'npx x',
}
