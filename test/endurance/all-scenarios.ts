import type { Scenario } from './scenario.ts'
import { bundle } from './scenarios/bundle.ts'
import { coldSpawns } from './scenarios/cold-spawns.ts'
import { descriptorLimit } from './scenarios/descriptors.ts'
import { fullDisk } from './scenarios/full-disk.ts'
import { hostile } from './scenarios/hostile.ts'
import { idle } from './scenarios/idle.ts'
import { jobs, requestsAcrossRestarts } from './scenarios/jobs.ts'
import { killed } from './scenarios/killed.ts'
import { memoryLimit } from './scenarios/memory.ts'
import { panics } from './scenarios/panics.ts'
import { processLimit } from './scenarios/processes.ts'
import { requests } from './scenarios/requests.ts'
import { addonSwaps, restarts } from './scenarios/restarts.ts'
import { standalone } from './scenarios/standalone.ts'
import { stopped } from './scenarios/stopped.ts'
import { surroundings } from './scenarios/surroundings.ts'

/** In the order in which they run. */
export const scenarios: readonly Scenario[] = [
  coldSpawns,
  restarts,
  addonSwaps,
  jobs,
  requestsAcrossRestarts,
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
  standalone,
  bundle,
  surroundings,
]
