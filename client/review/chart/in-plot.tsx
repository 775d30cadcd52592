import { useId, type ReactNode } from 'react'
import { usePlotArea } from 'recharts'

/** What stands within the axes is cut off at them, however far it reaches beyond what is shown. */
export const InPlot = ({ children }: { readonly children: ReactNode }) => {
  const id = useId()
  const area = usePlotArea()
  if (area === undefined) return null
  return (
    <>
      <clipPath id={id}>
        <rect x={area.x} y={0} width={area.width} height={area.y + area.height} />
      </clipPath>
      <g clipPath={`url(#${id})`}>{children}</g>
    </>
  )
}
