import { useState } from 'react'
import type { ShortcutsSwitch } from '../ui/use-shortcuts.ts'

const STORED_AS = 'vigil.shortcuts'
const OFF = 'off'

/** Whether single keys act in this browser; kept over reloads. */
export const useShortcutsSwitch = (): ShortcutsSwitch => {
  const [isOn, setIsOn] = useState(() => localStorage.getItem(STORED_AS) !== OFF)
  const setOn = (on: boolean) => {
    if (on) localStorage.removeItem(STORED_AS)
    else localStorage.setItem(STORED_AS, OFF)
    setIsOn(on)
  }
  return { isOn, setOn }
}
