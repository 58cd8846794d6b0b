import { readFileSync } from 'node:fs'
import { type Edit, insertAfter } from './edit.ts'

/** Where the route of the WebSocket goes in src/routes.rs. */
const route: Readonly<Record<string, readonly [RegExp, string]>> = {
  axum: [/\.merge\(examples::routes\(\)\)/, '.merge(socket::routes())'],
  actix: [/\.configure\(examples::routes\)/, '.configure(socket::routes)'],
  warp: [/\.map\(Reply::into_response\)/, '.or(socket::routes(state.clone())).unify()'],
}

/** The frameworks whose connections hyper upgrades. Their probes name it; it is in the lock already. */
const onHyper = ['axum', 'warp']

/** Adds a WebSocket at `/socket` to a project: by hand, since the lock has no crate for it. */
export function withWebSocket(framework: string): { edit: Edit; files: Readonly<Record<string, string>> } {
  const source = (name: string) => readFileSync(`harness/project/web-socket/${name}.rs`, 'utf8')
  const usesHyper = onHyper.includes(framework)
  return {
    edit(file, text) {
      const [place, addition] = route[framework] ?? [/never/, '']
      if (file === 'src/routes.rs')
        return insertAfter(insertAfter(text, /^mod examples;\n/m, 'mod socket;\n'), place, addition)
      if (!usesHyper) return text
      if (file === 'src/lib.rs') return insertAfter(text, /^pub mod tasks;\n/m, 'pub mod upgraded;\n')
      if (file === 'Cargo.toml') return insertAfter(text, /^\[dependencies\]\n/m, 'hyper = "1"\n')
      const before = new RegExp(
        `^name = "probe-${framework}"\n.*\ndependencies = \\[\n(?: .*\n)*? "http-body-util",\n`,
        'm',
      )
      return file === 'Cargo.lock' ? insertAfter(text, before, ' "hyper",\n') : text
    },
    files: {
      'src/routes/socket.rs': source(framework),
      ...(usesHyper ? { 'src/upgraded.rs': source('hyper') } : {}),
    },
  }
}
