import type { StaffCommand } from '../../shared/domain/command.ts'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { CommandAnswer } from '../../shared/wire/live-message.ts'
import { newIdempotencyKey } from './idempotency-key.ts'
import type { LiveClient } from './live-client.ts'

/** What counts only at this moment: said once, and not kept for later where nobody answers. */
export type UrgentCommand = Extract<StaffCommand, { readonly type: 'acknowledgeAlarm' | 'pauseAudio' }>

export const sayNow = (
  live: Pick<LiveClient, 'sendCommand'>,
  sessionId: SessionId,
  command: UrgentCommand,
): Promise<CommandAnswer> =>
  live.sendCommand({ sessionId, idempotencyKey: newIdempotencyKey(crypto), command: { ...command } })
