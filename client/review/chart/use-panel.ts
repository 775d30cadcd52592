import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts'
import type { Scales } from './paths.ts'

/** How values of a panel become places; null until the chart has been laid out. */
export const usePanel = (id: string): Scales | null => {
  const x = useXAxisScale('time')
  const y = useYAxisScale(id)
  if (x === undefined || y === undefined) return null
  return { x: (value) => x(value) ?? 0, y: (value) => y(value) ?? 0 }
}

/** Left and right end of what is drawn. */
export const usePlotEnds = (): { readonly left: number; readonly right: number } | null => {
  const area = usePlotArea()
  return area === undefined ? null : { left: area.x, right: area.x + area.width }
}
