import { execa } from 'execa'

/**
 * Builds dist/, which all tests of the real programs run; `npm test` has built it for all projects, which run side by
 * side and would write over each other.
 */
export async function setup(): Promise<void> {
  if (process.env.DIST_IS_BUILT !== '1') await execa('npm', ['run', 'build'])
}
