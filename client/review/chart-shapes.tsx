/** What Recharts tells a shape of its place; a point outside of the axes has none. */
interface ShapePlace {
  readonly cx?: number | string | undefined
  readonly cy?: number | string | undefined
}

const CARET = 5

const place = ({ cx, cy }: ShapePlace): { readonly x: number; readonly y: number } | null =>
  typeof cx === 'number' && typeof cy === 'number' ? { x: cx, y: cy } : null

export const PulseDot = (shape: ShapePlace) => {
  const at = place(shape)
  return at === null ? <g /> : <circle cx={at.x} cy={at.y} r={1.5} fill="var(--muted)" />
}

const Caret = ({ shape, direction }: { readonly shape: ShapePlace; readonly direction: 1 | -1 }) => {
  const at = place(shape)
  if (at === null) return <g />
  const tails = at.y - direction * CARET
  return (
    <path
      d={`M${at.x - CARET} ${tails}L${at.x} ${at.y}L${at.x + CARET} ${tails}`}
      fill="none"
      stroke="var(--text)"
      strokeWidth={2}
    />
  )
}

/** Systolic and diastolic face each other (screens.md, *The record*). */
export const SystolicCaret = (shape: ShapePlace) => <Caret shape={shape} direction={1} />

export const DiastolicCaret = (shape: ShapePlace) => <Caret shape={shape} direction={-1} />

export const MeanTick = (shape: ShapePlace) => {
  const at = place(shape)
  return at === null ? (
    <g />
  ) : (
    <line x1={at.x - 4} x2={at.x + 4} y1={at.y} y2={at.y} stroke="var(--text)" strokeWidth={2} />
  )
}
