import type { Log, LogFacts } from '../../server/ports/log.ts'

const nothing = (_event: string, _facts?: LogFacts): void => undefined

/** For tests that do not ask what was logged. */
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing }
