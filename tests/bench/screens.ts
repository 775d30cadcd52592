import { fork } from 'node:child_process'
import path from 'node:path'

export interface ScreensReport {
  /** Values of vitals that arrived, over all screens. */
  readonly samples: number
  readonly messages: number
  readonly bytes: number
  readonly sampleMs: readonly number[]
  readonly alarmMs: readonly number[]
}

/** Screens that watch, in a process of their own. */
export interface Screens {
  reset(): void
  report(): Promise<ScreensReport>
  close(): void
}

/** @param kind `live`: they speak to the hub, every second one as staff; `plain`: bare WebSocket. */
export const openScreens = async (url: string, count: number, kind: 'live' | 'plain'): Promise<Screens> => {
  const child = fork(path.join(import.meta.dirname, 'screens-process.ts'), [url, String(count), kind], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const nextWord = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', () => {
        reject(new Error('the screens went away'))
      })
    })
  await nextWord()
  return {
    reset: () => {
      child.send('reset')
    },
    report: async () => {
      const answer = nextWord()
      child.send('report')
      return (await answer) as ScreensReport
    },
    close: () => {
      child.removeAllListeners('exit')
      child.disconnect()
    },
  }
}
