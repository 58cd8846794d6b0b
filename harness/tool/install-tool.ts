import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

/** Installs the tool as npm does, but with the test templates. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const tool = await mkdtemp(join(tmpdir(), 'create-o2switch-rust-tool-'))
  for (const part of ['bin', 'dist', 'package.json']) await cp(part, join(tool, part), { recursive: true })
  await cp('harness/tool/templates', join(tool, 'templates'), { recursive: true })
  project.provide('tool', tool)
  return () => rm(tool, { recursive: true })
}

declare module 'vitest' {
  interface ProvidedContext {
    tool: string
  }
}
