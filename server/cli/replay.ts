import { setTimeout as wait } from 'node:timers/promises'
import path from 'node:path'
import { instant } from '../../shared/domain/time.ts'
import { readCsv } from './csv-table.ts'
import { readText } from './evaluate-files.ts'
import { failed, wrongUsage, type CliIo } from './io.ts'
import { expectPositionals, readOptions } from './options.ts'
import { createProgress } from './progress.ts'
import { readAccess } from './replay-access.ts'
import { takePlace } from './replay-place.ts'
import { planReplay, type Moment } from './replay-plan.ts'
import { playReplay, type ReplayCounts } from './replay-run.ts'
import { openServer } from './server-client.ts'

const USAGE = `vigil replay FILE.csv --bay BAY (--access-file FILE | --url URL --token TOKEN [--user NAME]) [options]

Sends recorded readings to a running server as a device would, each stamped with the time at which it is sent.

  FILE.csv            Columns time, metric, value (and unit, quality), as export.csv writes them; or any file with a
                      column for each metric, see --map.
  --bay BAY           The bay, by its id or name, in which the record is played.
  --admit PROTOCOL    Admits a patient for the record where nobody is in the bay.
  --speed X           Recorded seconds in a second. Without: 1.
  --map "C=metric,…"  Which column C is which metric. A unit in brackets is no part of a column's name.
  --time "C:FORMAT"   Which column is the time: s, min, iso or d/m/y. Without: a column named t_s, minute or time.
  --zero-is-none      0 means no signal: hr, pr and spo2 are then a sensor that is off, others nothing.
  --held C,…          The file repeats the last value in these columns: sent only when it changes.
  --access-file FILE  As demo and serve write it: address, device token, a nurse's sign-in.
  --url URL           The server, such as http://127.0.0.1:8080, with
  --token TOKEN       a device token. The device has to stand in the bay already, or
  --user NAME         a nurse signs in, who assigns it; the password is asked for, or read from a pipe.
  --device NAME       Under which the record speaks. Without: replay-BAY.
  --json              What became of it, as JSON.
  --help              This text.

Exit code 0; 1 where it failed or readings were refused; 2 where the command or the file is not as above.
`

const OPTIONS = {
  bay: { type: 'string' },
  admit: { type: 'string' },
  speed: { type: 'string', default: '1' },
  map: { type: 'string' },
  time: { type: 'string' },
  'zero-is-none': { type: 'boolean', default: false },
  held: { type: 'string' },
  'access-file': { type: 'string' },
  url: { type: 'string' },
  token: { type: 'string' },
  user: { type: 'string' },
  device: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

type Values = ReturnType<typeof readOptions<typeof OPTIONS>>['values']

const MAX_SPEED = 1_000

const readSpeed = (text: string): number => {
  const speed = Number(text)
  if (!(speed > 0 && speed <= MAX_SPEED)) throw wrongUsage(`--speed ${text} is not above 0 and at most ${MAX_SPEED}.`)
  return speed
}

const readMoments = async (file: string, values: Values): Promise<readonly Moment[]> => {
  const text = await readText(file)
  if (!text.ok) throw failed(text.error)
  const { map, time, held } = values
  const plan = planReplay(readCsv(text.value), { map, time, held, zeroIsNone: values['zero-is-none'] })
  if (!plan.ok) throw wrongUsage(`${file}: ${plan.error}`)
  return plan.value
}

const play = async (moments: readonly Moment[], file: string, values: Values, io: CliIo): Promise<ReplayCounts> => {
  const { bay, admit, url, token, user } = values
  if (bay === undefined) throw wrongUsage(USAGE)
  const device = values.device ?? `replay-${bay}`
  const access = await readAccess({ url, token, user, accessFile: values['access-file'] })
  const server = await openServer({ ...access, wait }, access.signIn)
  if (access.signIn !== null) {
    await takePlace(server, { bay, device, admit: admit ?? null, title: path.basename(file).slice(0, 60) })
  } else if (admit !== undefined) throw wrongUsage('--admit needs a sign-in: --access-file or --user.')
  const progress = createProgress(io, 'replay')
  try {
    const now = () => instant(Date.now())
    const speed = readSpeed(values.speed)
    return await playReplay(moments, { server, device, bay, speed, now, wait, onProgress: progress.show })
  } finally {
    progress.done()
  }
}

const inWords = ({ posts, accepted, duplicates, rejected, reasons }: ReplayCounts): string =>
  [
    `${accepted} readings taken in ${posts} posts, ${duplicates} known already, ${rejected} refused.`,
    ...reasons.map((reason) => `  ${reason}`),
  ].join('\n')

/** `vigil replay`. @returns the exit code @throws CommandStop */
export const runReplay = async (args: readonly string[], io: CliIo): Promise<number> => {
  const { values, positionals } = readOptions(args, OPTIONS, USAGE)
  if (values.help) {
    io.stdout.write(USAGE)
    return 0
  }
  expectPositionals(positionals, 1, USAGE)
  const [file = ''] = positionals
  readSpeed(values.speed)
  const counts = await play(await readMoments(file, values), file, values, io)
  io.stdout.write(`${values.json ? JSON.stringify(counts) : inWords(counts)}\n`)
  return counts.rejected === 0 ? 0 : 1
}
