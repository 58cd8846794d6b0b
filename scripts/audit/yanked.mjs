import { said, unchecked } from './run.mjs'

/**
 * The locked versions that are yanked on crates.io. Of all commands, `cargo package` is the
 * one that tells; it writes an archive into the target folder, and publishes nothing.
 * @param {string} crate @returns {import('./run.mjs').Outcome}
 */
export function yankedCrates(crate) {
  const { ok, output } = said('cargo', ['package', '--no-verify', '--allow-dirty', '--locked'], crate)
  if (!ok) return unchecked(output)
  const yanked = output.split('\n').filter((line) => line.includes(' is yanked in '))
  return yanked.length > 0 ? { kind: 'found', why: yanked.join('\n') } : { kind: 'passed' }
}
