import type { SessionView } from '../../shared/domain/session-view.ts'

export interface OriginMarkProps {
  readonly view: Pick<SessionView, 'simulated' | 'replayed'>
  readonly className?: string | undefined
  /** Where there is room for few letters; the whole word is spoken. */
  readonly isShort?: boolean
}

/** SIMULATED or REPLAY, wherever a session's figures stand; nothing turns it off. */
export const OriginMark = ({ view, className, isShort = false }: OriginMarkProps) => {
  if (!view.simulated && !view.replayed) return null
  const [word, short] = view.replayed ? ['REPLAY', 'RPL'] : ['SIMULATED', 'SIM']
  return (
    <span className={className} title={word}>
      {isShort ? <abbr title={word}>{short}</abbr> : word}
    </span>
  )
}
