import { rolldown } from 'rolldown'
import config, { withoutNeedless } from '../../rolldown.config.ts'

/** Each file of dist/ with the names of the packages that are bundled in it. */
export async function bundledPackages(): Promise<Map<string, Set<string>>> {
  if (Array.isArray(config)) throw new Error('one bundle is expected')
  const bundle = await rolldown({ ...config, plugins: [withoutNeedless] }) // without the one that writes
  const { output } = await bundle.generate({ ...config.output, cleanDir: false })
  return new Map(
    output.map((part) => [part.fileName, new Set(part.type === 'chunk' ? part.moduleIds.flatMap(packageOf) : [])]),
  )
}

/** `/…/node_modules/@inquirer/core/dist/index.js` → `@inquirer/core`. */
function packageOf(moduleId: string): string[] {
  const inside = moduleId.split('node_modules/').pop()?.split('/') ?? []
  const name = inside[0]?.startsWith('@') ? inside.slice(0, 2).join('/') : inside[0]
  return moduleId.includes('node_modules/') && name ? [name] : []
}
