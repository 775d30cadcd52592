// The visit at one glance, running and ended.
import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { VisitCard } from '../../../client/review/visit-card.tsx'
import { formatTime } from '../../../client/ui/format.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import type { Summary } from '../../../shared/wire/review.ts'
import { clockMs, drawnScene } from '../../support/scene.ts'
import { instant } from '../../../shared/domain/time.ts'

const NOW = instant(clockMs('14:32:10'))
const FROM = '2026-03-02T09:00:00.000Z'
const END = '2026-03-02T09:40:00.000Z'
const HOME = '2026-03-02T10:50:00.000Z'

const show = (phases: Summary['phases'], phase: SessionView['phase']): string[] => {
  const [view] = drawnScene(NOW)
  if (view === undefined) throw new Error('the scene is empty')
  const summary: Summary = { metrics: {}, alarms: [], dose: null, pressure: null, phases }
  render(<VisitCard summary={summary} view={{ ...view, phase }} />)
  return screen.getAllByRole('term').map((term) => `${term.textContent}: ${term.nextElementSibling?.textContent ?? ''}`)
}

describe('the card of a visit', () => {
  it('says once how long each phase took, and when the patient left', () => {
    const facts = show(
      [
        { phase: 'infusing', from: FROM, to: END, seconds: 2_400 },
        { phase: 'recovering', from: END, to: HOME, seconds: 4_200 },
      ],
      'discharged',
    )
    expect(facts.filter((fact) => fact.startsWith('Recovering'))).toHaveLength(1)
    expect(facts.at(-1)).toBe(`Discharged: ${formatTime(Date.parse(HOME))}`)
  })

  it('says since when the patient is in the phase that is not over', () => {
    const facts = show(
      [
        { phase: 'infusing', from: FROM, to: END, seconds: 2_400 },
        { phase: 'recovering', from: END, seconds: 60 },
      ],
      'recovering',
    )
    expect(facts.filter((fact) => fact.startsWith('Recovering'))).toEqual([
      `Recovering: ${formatTime(Date.parse(END))}`,
    ])
  })
})
