import { expect, test } from 'vitest'
import { chartSvg } from '../chart.ts'
import { figuresBlock } from '../figures-block.ts'
import { resultTable } from '../table.ts'
import { result } from './result.ts'

test('the table shows median and spread of each contender, and whether each threshold is met', () => {
  expect(resultTable(result).split('\n')).toEqual([
    'Hello through Passenger',
    '  axum             10,800 requests/s  (10,600 requests/s – 11,000 requests/s)',
    '  actix            11,200 requests/s  (11,100 requests/s – 11,300 requests/s)',
    '  Fastify          7,100 requests/s  (7,000 requests/s – 8,000 requests/s)',
    '  axum / Fastify   1.51 × (1.35–1.55)  MISSED: ≥ 1.53 ×',
    '  actix / Fastify  1.56 × (1.41–1.60)  met: ≥ 1.53 ×',
  ])
})

test('the results of a quick run are marked as quick', () => {
  expect(resultTable({ ...result, quick: true })).toContain('not meaningful')
  expect(chartSvg({ ...result, quick: true })).toContain('quick')
})

test('the README has one row for all contenders with the same comparison, and names machine and date', () => {
  const block = figuresBlock([result])
  expect(block).toContain('![Hello through Passenger](bench/charts/passenger-hello.svg)')
  expect(block).toContain(
    '| Hello through Passenger | axum 10,800, actix 11,200 requests/s | Fastify 7,100 requests/s | 1.51, 1.56 × | ≥ 1.53 × | ✖ ✔ |',
  )
  expect(block).toContain('Measured on 2026-01-31: A processor, 2 cores, 4 GB, Debian; node 20.0.0.')
})

test('the README says why a threshold is missed, but only if it is', () => {
  const whyMissed = 'nothing is faster'
  const met = result.verdicts.map((verdict) => ({ ...verdict, met: true }))
  expect(figuresBlock([{ ...result, notes: ['so many'], whyMissed }])).toContain(
    '- Hello through Passenger: so many\n- Hello through Passenger: nothing is faster',
  )
  expect(figuresBlock([{ ...result, verdicts: met, whyMissed }])).not.toContain('nothing is faster')
})

test('angle brackets in a title are escaped in the README', () => {
  expect(figuresBlock([{ ...result, title: 'npx <tool>' }]).match(/npx &lt;tool>/g)).toHaveLength(2)
})

test('the README names each machine and date once', () => {
  const other = { ...result, name: 'other' }
  const elsewhere = { ...result, date: '2026-02-01' }
  expect(figuresBlock([result, other, elsewhere]).match(/Measured on/g)).toHaveLength(2)
})

test('a chart is an SVG with its own background that names the unit and each contender', () => {
  const svg = chartSvg(result)
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\s*$/)
  expect(svg).toMatch(/<rect width="720" height="\d+" x="0" y="0" fill="#ffffff">/)
  for (const text of ['Hello through Passenger (requests/s)', 'axum', 'actix', 'Fastify', '10,800 requests/s'])
    expect(svg).toContain(text)
})
