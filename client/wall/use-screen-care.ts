import { useEffect, useState } from 'react'

const HIDE_POINTER_AFTER_MS = 3_000
/** A picture that stands for days burns in; a step of one pixel is not seen. */
const SHIFT_EVERY_MS = 60_000
const SHIFTS = ['translate(0, 0)', 'translate(1px, 0)', 'translate(1px, 1px)', 'translate(0, 1px)'] as const

/** Keeps the screen awake for as long as the page is in front; a browser without the means leaves it to its system. */
const useWakeLock = (): void => {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null
    const hold = () => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
      navigator.wakeLock.request('screen').then(
        (held) => {
          lock = held
        },
        // Refused while the battery is low, or by policy: there is nothing more a page can do.
        () => undefined,
      )
    }
    hold()
    document.addEventListener('visibilitychange', hold)
    return () => {
      document.removeEventListener('visibilitychange', hold)
      void lock?.release()
    }
  }, [])
}

const usePointerRest = (): boolean => {
  const [rests, setRests] = useState(false)
  useEffect(() => {
    let timer = setTimeout(() => setRests(true), HIDE_POINTER_AFTER_MS)
    const moved = () => {
      clearTimeout(timer)
      setRests(false)
      timer = setTimeout(() => setRests(true), HIDE_POINTER_AFTER_MS)
    }
    document.addEventListener('pointermove', moved)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointermove', moved)
    }
  }, [])
  return rests
}

const useShift = (): string => {
  const [step, setStep] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setStep((before) => (before + 1) % SHIFTS.length), SHIFT_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return SHIFTS[step] ?? SHIFTS[0]
}

export interface ScreenCare {
  readonly isPointerHidden: boolean
  /** A CSS transform. */
  readonly shift: string
}

/** What a screen needs that hangs on a wall for months. */
export const useScreenCare = (): ScreenCare => {
  useWakeLock()
  return { isPointerHidden: usePointerRest(), shift: useShift() }
}
