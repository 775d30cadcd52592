import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { BenchRow } from './bench-row.ts'

/** Each loads only when it runs: what one needs, such as a browser, another can do without. */
const BENCHES: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  store: async () => (await import('./store.bench.ts')).benchStore(),
  hub: async () => (await import('./hub.bench.ts')).benchHub(),
  start: async () => (await import('./start.bench.ts')).benchStart(),
  wall: async () => (await import('./wall.bench.ts')).benchWall(),
}

const USAGE = `npm run bench [-- NAME …] [--json FILE]

NAME is one or more of ${Object.keys(BENCHES).join(', ')}; without one, all of them run.
A goal is a ratio within one run: absolute times depend on the machine.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
})

const shown = (value: number): string => {
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

const isMet = ({ value, goal, ok }: BenchRow): boolean | undefined =>
  ok ?? (typeof goal === 'number' ? value <= goal : undefined)

const line = (row: BenchRow): string => {
  const met = isMet(row)
  const goal = row.goal === undefined ? '' : `goal ${typeof row.goal === 'number' ? `≤ ${row.goal}` : row.goal}`
  const verdict = met === undefined ? '' : met ? 'met' : 'MISSED'
  return `${row.name.padEnd(64)} ${shown(row.value).padStart(9)} ${row.unit.padEnd(4)} ${goal.padEnd(16)} ${verdict}`.trimEnd()
}

const run = async (names: readonly string[]): Promise<void> => {
  const rows: BenchRow[] = []
  console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n`)
  for (const name of names) {
    const found = (await BENCHES[name]?.()) ?? []
    rows.push(...found)
    for (const row of found) console.log(line(row))
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
}

const names = positionals.length === 0 ? Object.keys(BENCHES) : positionals
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name))
if (values.help === true) console.log(USAGE)
else if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}.\n\n${USAGE}`)
  process.exitCode = 2
} else await run(names)
