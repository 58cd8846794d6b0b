import { builtVariant, edited } from '../apps/crate.ts'
import { fastify, host, otherApps } from '../apps/hosted.ts'
import type { Figure } from '../figure.ts'
import { items, sameAnswers } from '../request.ts'
import { connections, requestRate } from '../tools/wrk.ts'

const route = '        .route("/client", get(client))\n'

/** What bench/contenders/fastify/app.js does as well. */
const itemsInRust = `
async fn items() -> Json<Vec<Item>> {
    Json((0..1000).map(Item::new).collect())
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

export const cpu: Figure = {
  name: 'cpu',
  title: 'A route that makes 100 KB of JSON, through Apache and Passenger',
  unit: 'requests/s',
  how: `wrk, ${connections} connections that stay open: 1,000 items are made and written as JSON for each request`,
  rounds: 5,
  bars: [{ contender: 'axum', against: fastify }],
  async prepare({ seconds }, atEnd) {
    const { root } = await builtVariant('axum', 'items', (file, text) =>
      file === 'src/app.rs'
        ? edited(text, route, `${route}        .route("/items", get(items))\n`) + itemsInRust
        : text,
    )
    const apps = await host([{ name: 'axum', project: root }, ...(await otherApps([fastify]))], atEnd, 10)
    await sameAnswers(apps, items)
    for (const { url } of apps) await requestRate(url, items, 1) // warm
    return { contenders: apps.map((app) => ({ ...app, measure: () => requestRate(app.url, items, seconds) })) }
  },
}
