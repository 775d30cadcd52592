import { createContext, useContext, useEffect, useRef } from 'react'

export interface ShortcutsSwitch {
  /** Single keys may be switched off by who is hindered by them (WCAG 2.1.4). */
  readonly isOn: boolean
  readonly setOn: (isOn: boolean) => void
}

export const ShortcutsContext = createContext<ShortcutsSwitch>({ isOn: true, setOn: () => undefined })

/** Keys by their sequence: `a`, `/`, `g w`. */
export type Shortcuts = Readonly<Record<string, () => void>>

/** A sequence that is not finished by then was no sequence. */
const SEQUENCE_MS = 1_500

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

const isMeant = (event: KeyboardEvent): boolean =>
  !event.ctrlKey &&
  !event.metaKey &&
  !event.altKey &&
  !event.repeat &&
  !isTyping(event.target) &&
  document.querySelector('[role="dialog"]') === null

/** Listens while the page is shown; not while somebody types, and not behind a dialog. */
export const useShortcuts = (shortcuts: Shortcuts): void => {
  const { isOn } = useContext(ShortcutsContext)
  const newest = useRef(shortcuts)
  useEffect(() => {
    newest.current = shortcuts
  })
  useEffect(() => {
    if (!isOn) return undefined
    let first: { readonly key: string; readonly at: number } | null = null
    const onKey = (event: KeyboardEvent) => {
      if (!isMeant(event)) return
      const isSecond = first !== null && event.timeStamp - first.at < SEQUENCE_MS
      const sequence = isSecond && first !== null ? `${first.key} ${event.key}` : event.key
      const call = newest.current[sequence] ?? newest.current[event.key]
      first = call === undefined ? { key: event.key, at: event.timeStamp } : null
      if (call === undefined) return
      event.preventDefault()
      call()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isOn])
}
