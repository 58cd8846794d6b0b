import { cargo } from './cargo.ts'
import type { Check } from './check.ts'
import { disk } from './disk.ts'
import { git } from './git.ts'
import { linker } from './linker.ts'
import { node } from './node.ts'
import { packageManager } from './package-manager.ts'
import { target } from './rust-target.ts'
import { rustc } from './rustc.ts'
import { zig } from './zig.ts'

/** In the order in which a person needs them. */
export const checks: readonly Check[] = [node, packageManager, cargo, rustc, linker, disk, git, target, zig]
