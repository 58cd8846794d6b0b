import { statSync } from 'node:fs'
import { utimes } from 'node:fs/promises'
import path from 'node:path'
import type { Edit } from '../../harness/project/edit.ts'
import { buildAddon, type Project, renderProject } from '../../harness/project/projects.ts'
import { builtVariant, replacePart } from '../apps/crate.ts'
import { startLoaded } from '../apps/on-socket.ts'
import { atLeast, type Figure } from '../figure.ts'
import { answer, type Request } from '../request.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { load } from '../tools/oha.ts'
import { connections } from '../tools/wrk.ts'

const counts = [10, 1000]
const named = (count: number) => `${count} routes`
const [few, many] = counts.map(named) as [string, string]

/** An axum project with that many additional routes. */
const withRoutes = (count: number): Promise<Project> => builtVariant('axum', `routes-${count}`, addRoutes(count))

/** Each route has its own handler. */
function addRoutes(count: number): Edit {
  const numbers = Array.from({ length: count }, (_, number) => number)
  const route = (n: number) => `    let router = router.route("/routes/${n}/{id}", axum::routing::get(route_${n}));\n`
  const handler = (n: number) =>
    `async fn route_${n}(axum::extract::Path(id): axum::extract::Path<u32>) -> axum::Json<serde_json::Value> {\n` +
    `    axum::Json(serde_json::json!({ "route": ${n}, "id": id }))\n}\n`
  return (file, text) =>
    file === 'src/app.rs'
      ? replacePart(text, 'routes::all()', 'more(routes::all())') +
        `\nfn more(router: Router<AppState>) -> Router<AppState> {\n${numbers.map(route).join('')}    router\n}\n\n${numbers.map(handler).join('\n')}`
      : text
}

export const routesBuild: Figure = {
  name: 'routes-build',
  title: 'Release build of the crate by number of routes (axum)',
  unit: 's',
  how: 'npm run build after a change of src/app.rs, with all dependencies compiled',
  // It takes a minute and a half of CPU time, and there is no limit to meet.
  rounds: 1,
  thresholds: [{ contender: many, against: few }],
  async prepare() {
    const contenders = []
    for (const count of counts) {
      const project = await renderProject('axum', `bench-rebuilt-${count}`, addRoutes(count))
      await buildAddon(project)
      const measure = async () => {
        await utimes(path.join(project.root, 'src/app.rs'), new Date(), new Date())
        const began = performance.now()
        await buildAddon(project)
        return (performance.now() - began) / 1000
      }
      contenders.push({ name: named(count), measure })
    }
    return { contenders }
  },
}

export const routesSize: Figure = {
  name: 'routes-size',
  title: 'Size of the addon by number of routes (axum)',
  unit: 'MB',
  how: 'app.node, built with the profile of npm run bundle',
  rounds: 1,
  thresholds: [{ contender: many, against: few }],
  async prepare() {
    const size = ({ root }: Project) => statSync(path.join(root, 'app.node')).size / 1e6
    const contenders = counts.map((count) => ({
      name: named(count),
      measure: async () => size(await withRoutes(count)),
    }))
    return { contenders }
  },
}

/** Requests the last route. Passenger opens a connection for each request, so the cost of a connection matters too. */
function lastRoute(name: string, title: string, close: boolean): Figure {
  return {
    name,
    title,
    unit: 'requests/s',
    how: `oha, ${connections} connections`,
    rounds: 4,
    thresholds: [{ contender: many, against: few, limit: atLeast(0.95) }],
    async prepare({ seconds }, defer) {
      const folder = await temporaryFolder(defer)
      const contenders = []
      for (const count of counts) {
        const { root } = await withRoutes(count)
        const app = await startLoaded(root, path.join(folder, `${count}.sock`))
        defer(app.stop)
        const request: Request = { path: `/routes/${count - 1}/7`, method: 'GET' }
        await answer(app, request)
        const rate = async (seconds: number) => (await load(app, { until: { seconds }, request, close })).rate
        await rate(1) // warm-up
        contenders.push({ name: named(count), measure: () => rate(seconds) })
      }
      return { contenders }
    },
  }
}

export const routesKeepAlive = lastRoute(
  'routes-keep-alive',
  'The last route by number of routes, on the Unix socket, keep-alive connections (axum)',
  false,
)

export const routesClose = lastRoute(
  'routes-close',
  'The last route by number of routes, on the Unix socket, a new connection for each request (axum)',
  true,
)
