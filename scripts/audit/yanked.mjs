import { capture, unchecked } from './run.mjs'

/**
 * The locked versions that are yanked on crates.io. Only `cargo package` reports them; it writes an archive to the target
 * folder, and publishes nothing.
 * @param {string} crate @returns {import('./run.mjs').Outcome}
 */
export function yankedCrates(crate) {
  const { ok, output } = capture('cargo', ['package', '--no-verify', '--allow-dirty', '--locked'], crate)
  if (!ok) return unchecked(output)
  const yanked = output.split('\n').filter((line) => line.includes(' is yanked in '))
  return yanked.length > 0 ? { kind: 'found', details: yanked.join('\n') } : { kind: 'passed' }
}
