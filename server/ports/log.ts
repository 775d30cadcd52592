/** Facts of a log line: ids, counts, codes and durations. Never patient data. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Logs facts by event name (`reading.rejected`), not sentences. */
export interface Log {
  debug(event: string, facts?: LogFacts): void
  info(event: string, facts?: LogFacts): void
  warn(event: string, facts?: LogFacts): void
  error(event: string, facts?: LogFacts & { readonly err?: string }): void
}
