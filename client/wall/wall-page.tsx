import { useEffect, useMemo, useState } from 'react'
import type { LiveClient } from '../live/live-client.ts'
import { forgetDisplayToken, takeDisplayToken } from '../live/display-token.ts'
import { createSoundOutput } from '../signals/sound-output.ts'
import { useAlarmSound } from '../signals/use-alarm-sound.ts'
import { PAINTS_ALL, useShownReport } from '../signals/use-reports.ts'
import { createPainter } from './painter.ts'
import { createTurns } from '../ui/turns.ts'
import { useUpdate } from './use-update.ts'
import { WallScreen } from './wall-screen.tsx'
import { WallProvider } from './wall-context.ts'
import { createWallPulse } from './wall-pulse.ts'
import { keepSettings, readSettings, type WallSettings } from './wall-settings.ts'

export interface WallPageProps {
  readonly live: LiveClient
}

/** The wall: opened with a display's link once, or by a member of staff who is signed in. */
export const WallPage = ({ live }: WallPageProps) => {
  const [token, setToken] = useState(() => takeDisplayToken(window))
  const [settings, setSettings] = useState(() => readSettings(localStorage))
  const [output] = useState(() => createSoundOutput(() => new AudioContext()))
  const wall = useMemo(
    () => ({ live, pulse: createWallPulse(live), painter: createPainter(live), turns: createTurns() }),
    [live],
  )

  useEffect(() => {
    live.connect(token)
    return () => live.disconnect()
  }, [live, token])
  useEffect(() => wall.pulse.start(), [wall])
  useEffect(() => wall.painter.start(wall.pulse.onAny), [wall])
  useAlarmSound(live, output, { isOn: settings.isSoundOn, person: null })
  useShownReport(live, PAINTS_ALL)
  useUpdate(live)

  const save = (changed: WallSettings) => {
    keepSettings(localStorage, changed)
    setSettings(changed)
  }
  const forget = () => {
    forgetDisplayToken(window)
    setToken(null)
  }
  return (
    <WallProvider value={wall}>
      <WallScreen
        output={output}
        settings={settings}
        onSettings={save}
        {...(token === null ? {} : { onForgetLink: forget })}
      />
    </WallProvider>
  )
}
