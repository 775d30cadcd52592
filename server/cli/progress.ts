import type { CliIo } from './io.ts'

const WIDTH = 30

const bar = (done: number, total: number): string => {
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const filled = Math.round(share * WIDTH)
  return `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${Math.round(share * 100)} %`
}

/** A line that is drawn again as the work goes on; nothing where nobody looks. Ends with `done()`. */
export const createProgress = (io: CliIo, what: string) => {
  let drawn = ''
  return {
    show: (done: number, total: number): void => {
      const line = `${what} ${bar(done, total)}`
      if (!io.isTty || line === drawn) return
      drawn = line
      io.stderr.write(`\r${line}`)
    },
    done: (): void => {
      if (drawn !== '') io.stderr.write(`\r${' '.repeat(drawn.length)}\r`)
    },
  }
}
