import type { CustomSeriesOption } from 'echarts'
import { BarChart, CustomChart } from 'echarts/charts'
import { GridComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { amount, digits } from './amount.ts'
import type { Result } from './result.ts'
import { type Spread, spread } from './statistics.ts'

use([BarChart, CustomChart, GridComponent, TitleComponent, SVGRenderer])

const [ours, others] = ['#b7410e', '#9aa3ad']
const ink = '#24292f'

/**
 * A figure as an SVG of its own: a bar for each contender's median, a line for its spread. Its background is its own
 * too, so that a README can be light or dark.
 */
export function svgOf(result: Result): string {
  const { title, unit, samples, machine, date, quick } = result
  const names = Object.keys(samples)
  const spreads = names.map((name) => spread(samples[name] ?? []))
  const asked = result.verdicts.filter(({ limit }) => limit) // the others are there to be compared with
  const judged = new Set((asked.length > 0 ? asked : result.verdicts).map(({ contender }) => contender))
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 720, height: 108 + 34 * names.length })
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: {
      text: `${title} (${unit})`,
      subtext: `median, lowest and highest · ${machine.processor}, ${machine.cores} cores · ${date}${quick ? ' · quick' : ''}`,
      left: 16,
      top: 10,
      textStyle: { color: ink, fontSize: 15 },
      subtextStyle: { color: '#57606a', fontSize: 11 },
    },
    // Fonts differ, and some are wider than the one that labels are measured by here.
    grid: {
      left: 24 + Math.max(...names.map((name) => name.length)),
      right: 104,
      top: 62,
      bottom: 12,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: { type: 'value', min: 0, axisLabel: { formatter: digits }, splitLine: { lineStyle: { color: '#e6e8eb' } } },
    yAxis: {
      type: 'category',
      data: names,
      inverse: true,
      axisTick: { show: false },
      axisLabel: { color: ink, fontSize: 12 },
    },
    series: [
      {
        type: 'bar',
        barWidth: '62%',
        data: spreads.map(({ median }, index) => ({
          value: median,
          itemStyle: { color: judged.has(names[index] ?? '') ? ours : others },
        })),
      },
      { type: 'custom', renderItem: whisker(spreads, (value) => amount(value, unit)), data: names, z: 3 },
    ],
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

/** From the lowest to the highest sample, and the median as text behind it. */
function whisker(
  spreads: readonly Spread[],
  label: (value: number) => string,
): CustomSeriesOption['renderItem'] & object {
  return ({ dataIndex }, api) => {
    const { median, min, max } = spreads[dataIndex] as Spread
    const [from, y] = api.coord([min, dataIndex]) as [number, number]
    const [to] = api.coord([max, dataIndex]) as [number, number]
    const style = { stroke: ink, lineWidth: 1 }
    const line = (x1: number, y1: number, x2: number, y2: number) =>
      ({ type: 'line', shape: { x1, y1, x2, y2 }, style }) as const
    const text = { type: 'text', style: { text: label(median), x: to + 8, y: y - 6, fill: ink, fontSize: 12 } } as const
    const reach = min === max ? [] : [line(from, y, to, y), line(from, y - 4, from, y + 4), line(to, y - 4, to, y + 4)]
    return { type: 'group', children: [...reach, text] }
  }
}
