import type { Edit } from '../../harness/project/edit.ts'
import { builtVariant, replacePart } from '../apps/crate.ts'
import { fastify, host, otherApps } from '../apps/hosted.ts'
import type { Figure } from '../figure.ts'
import { expectSameAnswers, items, itemsLength, type Request } from '../request.ts'
import { connections, requestRate } from '../tools/wrk.ts'

const routes = '        .route("/client", get(client))\n'

/** bench/contenders/fastify/app.js does the same. */
const itemsInRust = `
async fn items() -> Json<Vec<Item>> {
    Json(all_items())
}

async fn items_length() -> Result<String, String> {
    let json = serde_json::to_string(&all_items());
    json.map(|json| json.len().to_string()).map_err(|error| error.to_string())
}

fn all_items() -> Vec<Item> {
    (0..1000).map(Item::new).collect()
}

#[derive(serde::Serialize)]
struct Item {
    id: u32,
    name: String,
    stock: u32,
    available: bool,
    tags: [&'static str; 3],
}

impl Item {
    fn new(id: u32) -> Self {
        Self {
            id,
            name: format!("Item number {id}"),
            stock: (id * 7919) % 1000,
            available: id % 3 > 0,
            tags: ["new", "blue", "small"],
        }
    }
}
`

const edit: Edit = (file, text) =>
  file === 'src/routes/examples.rs'
    ? replacePart(
        text,
        routes,
        `${routes}        .route("/items", get(items))\n        .route("/items/length", get(items_length))\n`,
      ) + itemsInRust
    : text

function jsonItems(name: string, title: string, request: Request): Figure {
  return {
    name,
    title,
    unit: 'requests/s',
    how: `wrk, ${connections} keep-alive connections: each request generates 1,000 items and serialises them as JSON`,
    rounds: 4,
    thresholds: [{ contender: 'axum', against: fastify }],
    async prepare({ seconds }, defer) {
      const { root } = await builtVariant('axum', 'items', edit)
      const apps = await host([{ name: 'axum', project: root }, ...(await otherApps([fastify]))], defer, 10)
      await expectSameAnswers(apps, request)
      for (const { url } of apps) await requestRate(url, request, 1) // warm-up
      return { contenders: apps.map((app) => ({ ...app, measure: () => requestRate(app.url, request, seconds) })) }
    },
  }
}

export const cpu = jsonItems(
  'cpu',
  'CPU-bound work (100 KB of JSON) with a short answer, through Apache and Passenger',
  itemsLength,
)

export const bigAnswer = jsonItems('big-answer', 'A JSON answer of 100 KB, through Apache and Passenger', items)
