import { defineConfig } from 'rolldown'
import license from 'rollup-plugin-license'

/** One bundle with everything in it: people who run `npx` download one package instead of a hundred. */
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  output: { dir: 'dist', cleanDir: true, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
  plugins: [license({ thirdParty: { output: 'dist/THIRD-PARTY-LICENSES.txt' } })],
})
