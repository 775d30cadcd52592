import { Worker } from 'node:worker_threads'
import type { Log } from '../../ports/log.ts'
import type { ReaderCalls, WorkerSettings, WriterCalls } from './messages.ts'
import { WorkerLink } from './worker-link.ts'

export interface FolderSettings {
  /** The data folder; made where there is none. */
  readonly folder: string
  readonly log: Log
}

const start = ({ folder }: FolderSettings, role: WorkerSettings['role']): Worker =>
  new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: { role, folder } satisfies WorkerSettings })

/** @throws StoreError with a sentence where the folder cannot be used. */
export const startWriter = async (settings: FolderSettings): Promise<WorkerLink<WriterCalls>> => {
  const link = new WorkerLink<WriterCalls>(start(settings, 'writer'), settings.log)
  try {
    await link.call('open', [])
    return link
  } catch (error) {
    await link.end()
    throw error
  }
}

/** @throws StoreError with a sentence where there is nothing to read. */
export const startReader = async (settings: FolderSettings): Promise<WorkerLink<ReaderCalls>> => {
  const link = new WorkerLink<ReaderCalls>(start(settings, 'reader'), settings.log)
  try {
    await link.call('open', [])
    return link
  } catch (error) {
    await link.end()
    throw error
  }
}
