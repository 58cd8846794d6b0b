import type { Check } from './check.ts'
import { disk } from './disk.ts'
import { git } from './git.ts'
import { node } from './node.ts'
import { packageManager } from './package-manager.ts'
import { cargo } from './rust/cargo.ts'
import { linker } from './rust/linker.ts'
import { rustc } from './rust/rustc.ts'
import { target } from './rust/target.ts'
import { zig } from './zig.ts'

/** The checks of the tool, in the order in which they are needed. */
export const checks: readonly Check[] = [node, packageManager, cargo, rustc, linker, disk, git, target, zig]
