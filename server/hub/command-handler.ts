import { staffAt, type Staff } from '../../shared/domain/actor.ts'
import { readCommand } from '../../shared/wire/command.ts'
import type { CommandAnswer, liveCommandSchema } from '../../shared/wire/live-message.ts'
import { toWireEvent } from '../../shared/wire/stored-event.ts'
import type { Sessions } from '../ports/sessions.ts'
import type { LiveCaller } from './live-server.ts'
import { refused } from './receive.ts'

type LiveCommand = ReturnType<typeof liveCommandSchema.parse>

const order = async (sessions: Pick<Sessions, 'order'>, staff: Staff, sent: LiveCommand): Promise<CommandAnswer> => {
  const { sessionId, idempotencyKey, expectedSeq, screen } = sent
  const read = readCommand({ ...sent.command, ...(expectedSeq === undefined ? {} : { expectedSeq }) })
  if (!read.ok) return refused(read.error.code, read.error.message)
  const result = await sessions.order({ sessionId, idempotencyKey, staff: staffAt(staff, screen), ...read.value })
  if (!result.ok) return refused(result.error.code, result.error.message)
  return { ok: true, seq: result.value.seq, events: result.value.events.map(toWireEvent) }
}

/** A command over the live feed: the same door as over HTTP, for signed-in staff alone. */
export const handleCommand = async (
  sessions: Pick<Sessions, 'order'>,
  caller: LiveCaller,
  sent: LiveCommand,
): Promise<CommandAnswer> =>
  caller.kind === 'staff'
    ? order(sessions, caller.staff, sent)
    : refused('notAllowed', 'A wall display can look and not touch. Sign in as a member of staff to give a command.')
