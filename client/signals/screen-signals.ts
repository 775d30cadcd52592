import { createContext, useContext, useEffect } from 'react'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { SoundOutput } from './sound-output.ts'
import { useShownReport, type Paints } from './use-reports.ts'

/** What the pages of one screen share: its one sound output, and which bays it shows at the moment. */
export interface ScreenSignals {
  readonly output: SoundOutput
  readonly setSoundOn: (isOn: boolean) => void
  readonly showBays: (bays: readonly string[]) => void
}

export const SignalsContext = createContext<ScreenSignals | null>(null)

/** @throws outside of the staff pages: the wall has its own output */
export const useSignals = (): ScreenSignals => {
  const signals = useContext(SignalsContext)
  if (signals === null) throw new Error('This page has no sound output.')
  return signals
}

/** This page shows these bays as a display does: the server counts it as watching them, and hears which alarms it painted. */
export const useWatching = (live: LiveClient, bays: readonly string[], paints: Paints): void => {
  const { showBays } = useSignals()
  useShownReport(live, paints)
  useEffect(() => {
    showBays(bays)
    return () => showBays([])
  }, [showBays, bays])
}

/** Paints the alarms of one visit alone. */
export const paintsOnly =
  (id: SessionView['id']): Paints =>
  (view) =>
    view.id === id
