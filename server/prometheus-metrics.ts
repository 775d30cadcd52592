import type { Metrics } from './ports/metrics.ts'

type Labels = Readonly<Record<string, string>>

export interface Sample {
  readonly labels?: Labels
  readonly value: number
}

/** A figure that is read at the moment of asking. */
export interface Gauge {
  readonly name: string
  readonly help: string
  /** A gauge rises and falls, a counter only rises. */
  readonly type: 'gauge' | 'counter'
  readonly read: () => number | readonly Sample[]
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

const labelText = (labels: Labels = {}): string => {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const block = (name: string, help: string, type: Gauge['type'], samples: readonly Sample[]): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}`),
  ].join('\n')

const gaugeBlock = ({ name, help, type, read }: Gauge): string => {
  const found = read()
  return block(name, help, type, typeof found === 'number' ? [{ value: found }] : found)
}

/**
 * Counters, and figures read when asked, as Prometheus reads them.
 * @param counters name → help; a counter that is not declared here is a fault of the program
 */
export const createPrometheusMetrics = (
  counters: Readonly<Record<string, string>>,
  gauges: readonly Gauge[],
): Metrics => {
  const counted = new Map<string, Map<string, { readonly labels: Labels; value: number }>>(
    Object.keys(counters).map((name) => [name, new Map()]),
  )
  return {
    count: (name, labels = {}, by = 1) => {
      const series = counted.get(name)
      if (series === undefined) throw new Error(`no counter is declared by the name ${name}`)
      const key = labelText(labels)
      const known = series.get(key) ?? { labels, value: 0 }
      known.value += by
      series.set(key, known)
    },
    text: () => {
      const counts = Object.entries(counters).map(([name, help]) =>
        block(name, help, 'counter', [...(counted.get(name)?.values() ?? [])]),
      )
      return `${[...counts, ...gauges.map(gaugeBlock)].join('\n')}\n`
    },
  }
}
