import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { BenchRow } from './bench-row.ts'

/** Each loads only when it runs: what one needs, such as a browser, another can do without. */
const BENCHES: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  store: async () => (await import('./store.bench.ts')).benchStore(),
  hub: async () => (await import('./hub.bench.ts')).benchHub(),
  start: async () => (await import('./start.bench.ts')).benchStart(),
  wall: async () => (await import('./wall.bench.ts')).benchWall(),
  record: async () => (await import('./record.bench.ts')).benchRecord(),
  whatif: async () => (await import('./whatif.bench.ts')).benchWhatIf(),
  memory: async () => (await import('./memory.bench.ts')).benchMemory(),
}
/** They take minutes, and are no ratios: each runs where it is named. */
const ONLY_BY_NAME = ['memory', 'whatif']

const USAGE = `npm run bench [-- NAME …] [--json FILE]

NAME is one or more of ${Object.keys(BENCHES).join(', ')}; without one, all but ${ONLY_BY_NAME.join(', ')} run.
A goal is a ratio within one run: absolute times depend on the machine. The figures go to bench-results/ too, or to FILE.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
})

const shown = (value: number): string => {
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** Of the last minute, whoever made it: above the number of cores, times are longer than they need be. */
const loadOf = (): number => Number((loadavg()[0] ?? 0).toFixed(1))

const isMet = ({ value, goal, ok }: BenchRow): boolean | undefined =>
  ok ?? (typeof goal === 'number' ? value <= goal : undefined)

const line = (row: BenchRow): string => {
  const met = isMet(row)
  const goal = row.goal === undefined ? '' : `goal ${typeof row.goal === 'number' ? `≤ ${row.goal}` : row.goal}`
  const verdict = met === undefined ? '' : met ? 'met' : 'MISSED'
  return `${row.name.padEnd(64)} ${shown(row.value).padStart(9)} ${row.unit.padEnd(4)} ${goal.padEnd(16)} ${verdict}`.trimEnd()
}

const RESULTS = path.resolve(import.meta.dirname, '..', '..', 'bench-results')

const fileFor = (names: readonly string[], at: Date): string => {
  if (values.json !== undefined) return values.json
  mkdirSync(RESULTS, { recursive: true })
  return path.join(RESULTS, `${at.toISOString().replaceAll(':', '').slice(0, 17)}Z-${names.join('-')}.json`)
}

const run = async (names: readonly string[]): Promise<void> => {
  const startedAt = new Date()
  const rows: BenchRow[] = []
  const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`
  const loads = [loadOf()]
  console.log(`${machine}; the machine's load at the start: ${loadOf()}\n`)
  for (const name of names) {
    const found = (await BENCHES[name]?.()) ?? []
    rows.push(...found)
    for (const row of found) console.log(line(row))
    loads.push(loadOf())
  }
  const judged = rows.map((row) => ({ ...row, isMet: isMet(row) ?? null }))
  const missed = judged.filter((row) => row.isMet === false).length
  const goals = judged.filter((row) => row.isMet !== null).length
  console.log(`\n${goals - missed} of ${goals} goals met; the machine's load at the end: ${loadOf()}`)
  const file = fileFor(names, startedAt)
  writeFileSync(file, `${JSON.stringify({ startedAt, machine, loads, rows: judged }, null, 2)}\n`)
}

const names = positionals.length > 0 ? positionals : Object.keys(BENCHES).filter((name) => !ONLY_BY_NAME.includes(name))
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name))
if (values.help === true) console.log(USAGE)
else if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}.\n\n${USAGE}`)
  process.exitCode = 2
} else await run(names)
