import { destination, pino } from 'pino'
import type { Settings } from './config-settings.ts'
import type { Log } from './ports/log.ts'

/** One JSON object a line, to stderr: stdout belongs to the command. */
export const createPinoLog = (level: Settings['logLevel']): Log => {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination(2))
  return {
    debug: (event, facts) => log.debug({ event, ...facts }),
    info: (event, facts) => log.info({ event, ...facts }),
    warn: (event, facts) => log.warn({ event, ...facts }),
    error: (event, facts) => log.error({ event, ...facts }),
  }
}
