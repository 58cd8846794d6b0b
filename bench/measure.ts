import type { Contender } from './figure.ts'
import type { Samples } from './verdict.ts'

/**
 * Measures contenders in turn, A B C, A B C …, so that other load on the machine affects all of them in the same round.
 * Rejects at the first sample that fails or is not a finite number.
 */
export async function measure(
  contenders: readonly Contender[],
  rounds: number,
  onSample: (contender: string, sample: number) => void,
): Promise<Samples> {
  const samples: Record<string, number[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const sample = await contender.measure()
      if (!Number.isFinite(sample)) throw new Error(`${contender.name} was measured as ${sample}`)
      samples[contender.name]?.push(sample)
      onSample(contender.name, sample)
    }
  }
  return samples
}
