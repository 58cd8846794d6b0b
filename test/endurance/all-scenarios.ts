import type { Trial } from './trial.ts'
import { coldSpawns } from './trials/cold-spawns.ts'
import { descriptorLimit } from './trials/descriptors.ts'
import { fullDisk } from './trials/full-disk.ts'
import { hostile } from './trials/hostile.ts'
import { idle } from './trials/idle.ts'
import { killed } from './trials/killed.ts'
import { memoryLimit } from './trials/memory.ts'
import { panics } from './trials/panics.ts'
import { processLimit } from './trials/processes.ts'
import { requests } from './trials/requests.ts'
import { restarts, swaps } from './trials/restarts.ts'
import { stopped } from './trials/stopped.ts'

/** All trials, in the order in which they are made. */
export const trials: readonly Trial[] = [
  coldSpawns,
  restarts,
  swaps,
  panics,
  requests,
  hostile,
  idle,
  descriptorLimit,
  killed,
  stopped,
  memoryLimit,
  processLimit,
  fullDisk,
]
