import type { Edit } from '../../harness/project/projects.ts'
import { builtVariant, edited } from '../apps/crate.ts'
import { fastify, host, otherApps } from '../apps/hosted.ts'
import type { Figure } from '../figure.ts'
import { items, itemsLength, type Request, sameAnswers } from '../request.ts'
import { connections, requestRate } from '../tools/wrk.ts'

const routes = '        .route("/client", get(client))\n'

/** What bench/contenders/fastify/app.js does as well. */
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
  file === 'src/app.rs'
    ? edited(
        text,
        routes,
        `${routes}        .route("/items", get(items))\n        .route("/items/length", get(items_length))\n`,
      ) + itemsInRust
    : text

function working(name: string, title: string, request: Request): Figure {
  return {
    name,
    title,
    unit: 'requests/s',
    how: `wrk, ${connections} connections that stay open: 1,000 items are made and written as JSON for each request`,
    rounds: 4,
    bars: [{ contender: 'axum', against: fastify }],
    async prepare({ seconds }, atEnd) {
      const { root } = await builtVariant('axum', 'items', edit)
      const apps = await host([{ name: 'axum', project: root }, ...(await otherApps([fastify]))], atEnd, 10)
      await sameAnswers(apps, request)
      for (const { url } of apps) await requestRate(url, request, 1) // warm
      return { contenders: apps.map((app) => ({ ...app, measure: () => requestRate(app.url, request, seconds) })) }
    },
  }
}

export const cpu = working(
  'cpu',
  'Work for the processor (100 KB of JSON) with a short answer, through Apache and Passenger',
  itemsLength,
)

export const bigAnswer = working('big-answer', 'An answer of 100 KB of JSON, through Apache and Passenger', items)
