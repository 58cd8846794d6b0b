import type { Figure } from './figure.ts'
import { addonSize } from './figures/addon-size.ts'
import { coldStart } from './figures/cold-start.ts'
import { bigAnswer, cpu } from './figures/cpu.ts'
import { devEdit } from './figures/dev-edit.ts'
import { firstRun, secondProject } from './figures/first-answer.ts'
import { memory, threads } from './figures/memory.ts'
import { npxPackages, npxSize, npxTime } from './figures/npx.ts'
import { p99 } from './figures/p99.ts'
import { passengerEcho, passengerHello } from './figures/passenger.ts'
import { profileBuild, profileCpuTime, profileSize } from './figures/profile.ts'
import { routesBuild, routesClose, routesKeepAlive, routesSize } from './figures/routes.ts'
import { scaffold } from './figures/scaffold.ts'
import { socketClose, socketCpuTime, socketKeepAlive } from './figures/socket.ts'
import { startUp } from './figures/start-up.ts'

/** All figures, in the order in which they are measured and shown. */
export const figures: readonly Figure[] = [
  memory,
  threads,
  startUp,
  scaffold,
  npxTime,
  npxPackages,
  npxSize,
  firstRun,
  secondProject,
  devEdit,
  addonSize,
  passengerHello,
  passengerEcho,
  socketKeepAlive,
  socketClose,
  socketCpuTime,
  cpu,
  bigAnswer,
  p99,
  coldStart,
  routesBuild,
  routesSize,
  routesKeepAlive,
  routesClose,
  profileBuild,
  profileSize,
  profileCpuTime,
]
