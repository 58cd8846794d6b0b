import type { CustomSeriesOption } from 'echarts'
import { BarChart, CustomChart } from 'echarts/charts'
import { GridComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { formatNumber, formatValue } from './format.ts'
import type { Result } from './result.ts'
import { type Spread, spread } from './statistics.ts'

use([BarChart, CustomChart, GridComponent, TitleComponent, SVGRenderer])

const [judgedColour, otherColour] = ['#b7410e', '#9aa3ad']
const ink = '#24292f'

/**
 * A result as an SVG: a bar for each contender's median, with a line for its spread. It has its own background, since the
 * README may be shown light or dark.
 */
export function chartSvg(result: Result): string {
  const { title, unit, samples, machine, date, quick } = result
  const names = Object.keys(samples)
  const spreads = names.map((name) => spread(samples[name] ?? []))
  const withLimit = result.verdicts.filter(({ limit }) => limit) // the others only compare
  const judged = new Set((withLimit.length > 0 ? withLimit : result.verdicts).map(({ contender }) => contender))
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
    // Labels are measured here with one font, and the viewer's may be wider.
    grid: {
      left: 24 + Math.max(...names.map((name) => name.length)),
      right: 104,
      top: 62,
      bottom: 12,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'value',
      min: 0,
      axisLabel: { formatter: formatNumber },
      splitLine: { lineStyle: { color: '#e6e8eb' } },
    },
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
          itemStyle: { color: judged.has(names[index] ?? '') ? judgedColour : otherColour },
        })),
      },
      { type: 'custom', renderItem: whisker(spreads, (value) => formatValue(value, unit)), data: names, z: 3 },
    ],
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

/** A line from the lowest to the highest sample, followed by the median as text. */
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
    const range = min === max ? [] : [line(from, y, to, y), line(from, y - 4, from, y + 4), line(to, y - 4, to, y + 4)]
    return { type: 'group', children: [...range, text] }
  }
}
