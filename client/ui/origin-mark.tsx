import type { SessionView } from '../../shared/domain/session-view.ts'

export interface OriginMarkProps {
  readonly view: Pick<SessionView, 'simulated' | 'replayed'>
  readonly className?: string | undefined
}

/** SIMULATED or REPLAY, wherever a session's figures stand; nothing turns it off. */
export const OriginMark = ({ view, className }: OriginMarkProps) => {
  if (!view.simulated && !view.replayed) return null
  return <span className={className}>{view.replayed ? 'REPLAY' : 'SIMULATED'}</span>
}
