/** What every x86-64 processor can do, as rustc calls it. */
const baseline = ['fxsr', 'mmx', 'sse', 'sse2', 'x87']

/**
 * What a processor must be able to do for this addon beyond the x86-64 baseline, such as `avx2`: rustc's target features, which
 * the addon names itself (O2SWITCH_PROCESSOR in host/addon/src/lib.rs). The instructions in the file would not say it: crates have
 * fast paths that they take only where the processor has them. Undefined if it says nothing: it is not one of ours, or older.
 */
export function processorFeatures(addon: Uint8Array): string[] | undefined {
  const text = Buffer.from(addon.buffer, addon.byteOffset, addon.byteLength).toString('latin1')
  const [, features] = /o2switch-processor:([\w.,-]*)\n/.exec(text) ?? []
  return features?.split(',').filter((name) => name !== '' && !baseline.includes(name))
}
