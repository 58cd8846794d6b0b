import { type Plugin, type RolldownOptions, rolldown } from 'rolldown'
import { programs } from '../../rolldown.config.ts'

/** The names of the bundled packages, by the file in dist/ that contains them. */
export async function bundledPackages(): Promise<Map<string, Set<string>>> {
  const outputs = await Promise.all(programs.map(generate))
  return new Map(
    outputs
      .flat()
      .map((part) => [part.fileName, new Set(part.type === 'chunk' ? part.moduleIds.flatMap(packageOf) : [])]),
  )
}

async function generate(options: RolldownOptions) {
  const plugins = (options.plugins as Plugin[]).filter(({ name }) => name !== 'rollup-plugin-license') // it writes a file
  const bundle = await rolldown({ ...options, plugins })
  const { output } = await bundle.generate([options.output].flat()[0])
  return output
}

/** `/…/node_modules/@inquirer/core/dist/index.js` → `@inquirer/core`. */
function packageOf(moduleId: string): string[] {
  const inside = moduleId.split('node_modules/').pop()?.split('/') ?? []
  const name = inside[0]?.startsWith('@') ? inside.slice(0, 2).join('/') : inside[0]
  return moduleId.includes('node_modules/') && name ? [name] : []
}
