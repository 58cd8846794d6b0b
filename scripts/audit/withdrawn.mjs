import { said, unchecked } from './run.mjs'

/**
 * The locked versions that their authors have withdrawn from crates.io ("yanked"). Of all commands, `cargo package` is the
 * one that tells; it writes an archive into the target folder, and publishes nothing.
 * @param {string} crate @returns {import('./run.mjs').Outcome}
 */
export function withdrawnCrates(crate) {
  const { ok, output } = said('cargo', ['package', '--no-verify', '--allow-dirty', '--locked'], crate)
  if (!ok) return unchecked(output)
  const withdrawn = output.split('\n').filter((line) => line.includes(' is yanked in '))
  return withdrawn.length > 0 ? { kind: 'found', why: withdrawn.join('\n') } : { kind: 'passed' }
}
