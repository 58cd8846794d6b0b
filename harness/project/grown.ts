import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'

/** Where the routes of a new file are added to the others: in src/routes.rs, one place. */
const added: Readonly<Record<string, readonly [string, string]>> = {
  axum: ['.merge(examples::routes())', '.merge(examples::routes()).merge(visits::routes())'],
  actix: ['.configure(examples::routes)', '.configure(examples::routes).configure(visits::routes)'],
  warp: ['.or(examples::routes(state))', '.or(examples::routes(state.clone())).unify().or(visits::routes(state))'],
}

/**
 * Adds to a project what its owner would: a module, a route with state, an integration test, a job, a task, a second binary
 * and a crate that is in the lock already. Each in one place, as its README says.
 */
export async function grow(root: string, framework: string): Promise<void> {
  const edit = (file: string, find: string, replacement: string) => {
    const text = readFileSync(path.join(root, file), 'utf8')
    if (!text.includes(find)) throw new Error(`${file} has no ${find}`)
    writeFileSync(
      path.join(root, file),
      text.replace(find, () => replacement),
    )
  }
  const add = (file: string, text: string) => appendFileSync(path.join(root, file), `\n${text}`)

  await execa('cargo', ['add', '--offline', 'memchr'], { cwd: root, stdin: 'ignore' })

  edit('src/lib.rs', 'pub mod tasks;\n', 'pub mod tasks;\npub mod words;\n')
  writeFileSync(
    path.join(root, 'src/words.rs'),
    "pub fn count(text: &str) -> usize {\n    memchr::memchr_iter(b' ', text.as_bytes()).count() + 1\n}\n",
  )

  const [find, replacement] = added[framework] ?? ['', '']
  edit('src/routes.rs', find, replacement)
  edit('src/routes.rs', 'mod examples;\n', 'mod examples;\nmod visits;\n')
  writeFileSync(path.join(root, 'src/routes/visits.rs'), readFileSync(`harness/project/grown/${framework}.rs`))

  const runner = framework === 'actix' ? 'actix_web' : 'tokio'
  add(
    'tests/api.rs',
    `#[${runner}::test]\nasync fn counts_visits() {\n    let (status, body) = send(get("/visits")).await;\n    assert_eq!((status, &*body), (StatusCode::OK, r#"{"visits":0,"words":3}"#));\n}\n`,
  )

  edit(
    'src/jobs.rs',
    'let tasks = &state.tasks;\n',
    'let tasks = &state.tasks;\n    tasks.spawn("mark", mark(state.clone()));\n',
  )
  add(
    'src/jobs.rs',
    'async fn mark(state: AppState) {\n    tracing::info!("grown: the job runs");\n    state.tasks.stopping().await;\n    tracing::info!("grown: the job has ended");\n}\n',
  )

  edit('src/tasks.rs', 'vec![', 'vec![Task::new("words", "counts words", words), ')
  add(
    'src/tasks.rs',
    'async fn words(_state: AppState, args: Vec<String>) -> Result<u8, Error> {\n    Ok(u8::try_from(crate::words::count(&args.join(" ")))?)\n}\n',
  )

  mkdirSync(path.join(root, 'src/bin'))
  writeFileSync(
    path.join(root, 'src/bin/other.rs'),
    'fn main() -> std::process::ExitCode {\n    std::process::ExitCode::from(9)\n}\n',
  )
}
