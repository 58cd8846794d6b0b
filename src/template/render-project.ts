import { renamePackages } from './cargo-lock.ts'
import { setRootPackage } from './npm-lock.ts'
import { render, TemplateError, type Values } from './render.ts'
import { type TemplateFile, textOf, withText } from './template-file.ts'

/** Renders the files of a template. Throws a TemplateError. */
export function renderProject(template: readonly TemplateFile[], values: Values): TemplateFile[] {
  const files = rejectDuplicates(template.map((file) => renderFile(file, values)))
  const manifest = manifestOf(files)
  return files.map((file) =>
    file.path === 'package-lock.json' ? withText(file, setRootPackage(textOf(file), manifest)) : file,
  )
}

/** The project's package.json; an empty one if it has none. */
export function manifestOf(files: readonly TemplateFile[]) {
  const file = files.find(({ path }) => path === 'package.json')
  return JSON.parse(file ? textOf(file) : '{}')
}

function renderFile(file: TemplateFile, values: Values): TemplateFile {
  const renamed = { ...file, path: projectPath(file.path) }
  if (file.path.endsWith('.hbs')) return withText(renamed, render(textOf(file), values, file.path))
  if (renamed.path === 'Cargo.lock') return withText(renamed, renamePackages(textOf(file), values.crateName))
  return renamed
}

/**
 * `src/x.toml.hbs` → `src/x.toml`; `_gitignore` → `.gitignore`, which npm would not publish under its real name. The same
 * for everything that tools would apply to this repository itself: `_github/…`, `_gitlab-ci.yml`, `_cargo/…`.
 */
function projectPath(templatePath: string): string {
  return templatePath.replace(/\.hbs$/, '').replace(/(^|\/)_(?=git[^/]*$|cargo\/|github\/|yarnrc)/g, '$1.')
}

function rejectDuplicates(files: TemplateFile[]): TemplateFile[] {
  const paths = files.map(({ path }) => path)
  const duplicate = paths.find((path, index) => paths.indexOf(path) !== index)
  if (duplicate) throw new TemplateError((t) => t.template.duplicate(duplicate))
  return files
}
