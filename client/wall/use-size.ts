import { useLayoutEffect, useState, type RefObject } from 'react'
import type { PixelSize } from './legibility.ts'

/** The element's size in CSS pixels; null until it was measured. */
export const useSize = (element: RefObject<HTMLElement | null>): PixelSize | null => {
  const [size, setSize] = useState<PixelSize | null>(null)
  useLayoutEffect(() => {
    const measured = element.current
    if (measured === null) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(measured)
    return () => observer.disconnect()
  }, [element])
  return size
}
