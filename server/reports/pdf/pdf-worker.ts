import { parentPort } from 'node:worker_threads'
import { drawReport } from './draw/report.ts'
import type { Drawn, Drawing } from './pdf-desk.ts'

/** The thread that draws: fonts are cut and pages packed in pieces of work that would hold the server's loop. */

parentPort?.on('message', ({ id, model }: Drawing) => {
  drawReport(model).then(
    (bytes) => parentPort?.postMessage({ id, bytes } satisfies Drawn, [bytes.buffer]),
    (error: unknown) => parentPort?.postMessage({ id, failed: String(error) } satisfies Drawn),
  )
})
