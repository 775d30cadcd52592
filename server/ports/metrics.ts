type Labels = Readonly<Record<string, string>>

/** Counts what happens; read by whoever watches the server. */
export interface Metrics {
  /** Adds to a counter; `name` ends in `_total`, its help is told once at its declaration. */
  count(name: string, labels?: Labels, by?: number): void
  /** Prometheus text exposition format. */
  text(): string
}
