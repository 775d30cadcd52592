import { createHash } from 'node:crypto'
import type { Header } from './hl7-header.ts'

/** What was answered to a message, for its repeats. */
export interface AnswerMemory {
  recall(key: string): readonly Uint8Array[] | undefined
  remember(key: string, answers: readonly Uint8Array[]): void
}

/** A minute and more of the busiest site; a repeat comes within seconds. */
const MAX_ANSWERS = 10_000

export const createAnswerMemory = (): AnswerMemory => {
  const answers = new Map<string, readonly Uint8Array[]>()
  return {
    recall: (key) => answers.get(key),
    remember: (key, given) => {
      answers.set(key, given)
      const oldest = answers.size > MAX_ANSWERS ? answers.keys().next().value : undefined
      if (oldest !== undefined) answers.delete(oldest)
    },
  }
}

/**
 * Names a message among all: sender, time and control id, for control ids begin again at 1 on some monitors. The bytes
 * are part of it, for test senders give one id to many messages, and two monitors behind one gateway may count alike.
 * @returns null where the message carries no time: then an equal one later is a new one.
 */
export const messageKey = (header: Header, hasTime: boolean, bytes: Uint8Array): string | null => {
  if (header.time === '' && !hasTime) return null
  const digest = createHash('sha256').update(bytes).digest('base64url')
  return [header.sendingApplication, header.sendingFacility, header.time, header.controlId, digest].join('\n')
}
