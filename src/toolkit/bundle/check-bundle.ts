import { processorFeatures } from '../../addon/processor.ts'
import { BuildError } from '../../errors/errors.ts'
import { firstFew } from '../../text/display.ts'
import type { ErrorText } from '../../text/localized.ts'
import { checkBinary } from './check-binary.ts'
import { checkScripts } from './check-scripts.ts'
import { type Entry, type FileEntry, isFile } from './entry.ts'
import type { PackageJson } from './package-json.ts'

/** Throws a BuildError that lists all that would keep a bundle from running on the host. */
export function rejectUnfit(entries: readonly Entry[], packageJson: PackageJson, rustflags: readonly string[]): void {
  const problems = checkBundle(entries, packageJson, rustflags)
  if (problems.length === 0) return
  throw new BuildError(
    (t) => ({
      message: t.bundle.rejected.message,
      hint: problems
        .map((problem) => problem(t))
        .map(({ message, hint }) => t.bundle.rejected.problem(message, hint))
        .join('\n'),
    }),
    [],
  )
}

function checkBundle(entries: readonly Entry[], packageJson: PackageJson, rustflags: readonly string[]): ErrorText[] {
  const binaries = entries.filter(isFile).filter(({ path }) => path === 'app.node' || path === 'launcher')
  return [
    ...binaries.flatMap((file) => checkBinary(file, packageJson.glibc)),
    ...binaries.flatMap((file) => checkProcessor(file, rustflags)),
    ...checkScripts(entries),
    ...checkPackage(packageJson),
    ...entries.filter(({ path }) => path.split('/').includes('node_modules')).map(inTheWay),
  ]
}

/** An older processor than the addon was compiled for ends the app with SIGILL, at any time. The project may ask for that. */
function checkProcessor({ path, content }: FileEntry, rustflags: readonly string[]): ErrorText[] {
  const features = processorFeatures(content) ?? []
  if (features.length === 0 || /target-(cpu|feature)/.test(rustflags.join(' '))) return []
  const { shown } = firstFew(features)
  return [(t) => t.bundle.addon.processor(path, shown)]
}

function checkPackage({ type, dependencies }: PackageJson): ErrorText[] {
  return [
    ...(type === 'module' ? [((t) => t.bundle.files.typeModule) satisfies ErrorText] : []),
    ...(dependencies.length > 0 ? [((t) => t.bundle.files.dependencies(dependencies)) satisfies ErrorText] : []),
  ]
}

function inTheWay({ path }: Entry): ErrorText {
  return (t) => t.bundle.files.nodeModules(path)
}
