import { compareVersions, isElf, machineOf, neededLibraries, requiredVersions, symbolsOfVersion } from './elf.mjs'

/** @typedef {{ problem: string, mend: string }} Refusal what would fail on the host and why; what to do about it */

const x86 = 62
/** What every Linux with glibc has: parts of glibc, and the compiler's own. */
const onEveryHost = /^(lib(c|m|dl|pthread|rt)\.so\.\d+|libgcc_s\.so\.1|ld-linux-x86-64\.so\.2)$/

/**
 * What to do instead of linking what the host does not have, by the name of the library.
 * @type {[RegExp, string][]}
 */
const insteadOf = [
  [/^lib(ssl|crypto)\b/, 'use rustls: most crates that link OpenSSL have a feature for it ("rustls-tls" or "rustls")'],
  [/^libsqlite3\b/, 'turn on the feature "bundled" of rusqlite or libsqlite3-sys, which compiles SQLite in'],
  [/^lib(pq|mysqlclient|mariadb)\b/, 'use a driver in pure Rust: sqlx, tokio-postgres or mysql_async'],
  [/^libc\.musl/, 'build for glibc (x86_64-unknown-linux-gnu), not for musl'],
]

/**
 * What would keep the host's Node from loading an addon.
 * @param {Uint8Array} addon
 * @param {string} glibc the host's
 * @returns {Refusal[]}
 */
export function checkAddon(addon, glibc) {
  const build = 'build it for x86_64-unknown-linux-gnu, as the script "bundle" does by itself'
  if (!isElf(addon))
    return [{ problem: "app.node is no 64-bit Linux library: the host's Node cannot load it", mend: build }]
  try {
    if (machineOf(addon) !== x86)
      return [
        { problem: "app.node is for another processor than the host's x86-64, which cannot load it", mend: build },
      ]
    return [...checkGlibc(addon, glibc), ...checkLibraries(addon), ...checkNodeApi(addon)]
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return [{ problem: `app.node is damaged (${error.message}): the host's Node cannot load it`, mend: build }]
  }
}

function checkGlibc(addon, glibc) {
  const newer = requiredVersions(addon).filter((version) => version.glibc && compareVersions(version.glibc, glibc) > 0)
  if (newer.length === 0) return []
  const [highest] = newer.sort((one, other) => compareVersions(other.glibc, one.glibc))
  const symbols = symbolsOfVersion(addon, highest.index)
  const what = symbols.length > 0 ? `${highest.name} (${symbols.slice(0, 3).join(', ')})` : highest.name
  return [
    {
      problem: `app.node asks for ${what}: the host's glibc ${glibc} has no such version, and does not load it`,
      mend:
        'link it for an older glibc, as the script "bundle" does by itself; or, if the host has a newer one (it tells by ' +
        '"ldd --version"), say so in package.json: "o2switch": { "glibc": "2.28" }',
    },
  ]
}

function checkLibraries(addon) {
  return neededLibraries(addon)
    .filter((library) => !onEveryHost.test(library))
    .map((library) => {
      const [, mend] = insteadOf.find(([pattern]) => pattern.test(library)) ?? []
      const other = 'link it statically, or do without the crate that brings it (cargo tree shows where it comes from)'
      return {
        problem: `app.node needs ${library}, which the host need not have: it is not loaded there`,
        mend: mend ?? other,
      }
    })
}

/**
 * Nothing in an addon says which level of Node-API it needs: it follows from the functions that it calls. All since
 * level 9 are called node_api_…, all before napi_…, and their names stand in the file, whether the linker looks them up
 * or the addon itself does (the feature "dyn-symbols" of napi).
 */
function checkNodeApi(addon) {
  const names =
    Buffer.from(addon)
      .toString('latin1')
      .match(/node_api_[a-z0-9_]+(?=\0)/g) ?? []
  const called = names.find((name) => name !== 'node_api_module_get_api_version_v1') // that one it offers
  if (!called) return []
  const mend =
    'in Cargo.toml, take "napi9", "napi10" or "experimental" from the features of napi: "napi8" is the last one'
  return [{ problem: `app.node calls ${called}, which is Node-API 9 or later: Node.js 16 has Node-API 8`, mend }]
}
