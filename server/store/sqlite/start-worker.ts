import { Worker } from 'node:worker_threads'
import type { Log } from '../../ports/log.ts'
import type { ReaderCalls, WorkerSettings, WriterCalls } from './messages.ts'
import { WorkerLink } from './worker-link.ts'
import type { Calls } from './worker-link.ts'

export interface FolderSettings {
  /** The data folder; made where there is none. */
  readonly folder: string
  readonly log: Log
}

const start = <C extends Calls<C>>({ folder, log }: FolderSettings, role: WorkerSettings['role']): WorkerLink<C> => {
  const workerData: WorkerSettings = { role, folder }
  return new WorkerLink<C>(new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData }), log)
}

export const startWriter = (settings: FolderSettings): WorkerLink<WriterCalls> => start(settings, 'writer')

export const startReader = (settings: FolderSettings): WorkerLink<ReaderCalls> => start(settings, 'reader')
