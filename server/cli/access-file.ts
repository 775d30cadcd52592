import { open, rename, rm } from 'node:fs/promises'
import type { AccessFile } from '../../shared/wire/access-file.ts'

/** Whole or not there: written under another name, on the disk, then renamed. Nobody else on the machine reads it. */
export const writeAccessFile = async (file: string, content: AccessFile): Promise<void> => {
  const unfinished = `${file}.${process.pid}.unfinished`
  try {
    const handle = await open(unfinished, 'wx', 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
