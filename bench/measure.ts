import type { Contender } from './figure.ts'
import type { Samples } from './verdict.ts'

/**
 * Measures contenders in turn, A B C, A B C …: each round of a machine that others use as well is the same for all.
 * `tell` hears of each sample. The first that cannot be measured ends it.
 */
export async function measure(
  contenders: readonly Contender[],
  rounds: number,
  tell: (contender: string, sample: number) => void,
): Promise<Samples> {
  const samples: Record<string, number[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const sample = await contender.measure()
      if (!Number.isFinite(sample)) throw new Error(`${contender.name} gave no number, but ${sample}`)
      samples[contender.name]?.push(sample)
      tell(contender.name, sample)
    }
  }
  return samples
}
