import { MantineProvider } from '@mantine/core'
import { act, render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { named } from '../../../client/handover/bay-facts.ts'
import { AnsweringLine } from '../../../client/handover/answering-line.tsx'
import { HandoverNotices } from '../../../client/handover/handover-notices.tsx'
import { WhoAnswers } from '../../../client/handover/who-answers.tsx'
import { SiteNotices } from '../../../client/signals/site-notices.tsx'
import { StaffContext } from '../../../client/ui/staff-context.ts'
import { ClockContext } from '../../../client/ui/use-now.ts'
import { bayId, handoverId, userId } from '../../../shared/domain/ids.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant, plusSeconds, toIso } from '../../../shared/domain/time.ts'
import type { ResponsibilitiesAnswer } from '../../../shared/wire/responsibility.ts'
import { alarmScene } from '../../support/scene.ts'
import { PlainLink } from '../plain-link.tsx'
import { holdWall } from '../wall/render-wall.tsx'

const T0 = instant(Date.UTC(2026, 2, 2, 9))
const NORA = { id: userId('u1'), name: 'Nora Nurse' }
const BEA = { id: userId('u2'), name: 'Bea Baum' }
const UNATTENDED = alarmScene(T0).find(({ alarms }) => alarms.some(({ unattended }) => unattended))
const OPEN = alarmScene(T0).find(({ alarms }) => alarms.some((it) => !it.acknowledged && !it.unattended))
if (UNATTENDED === undefined || OPEN === undefined) throw new Error('the scene has no such alarms')

beforeEach(() => {
  vi.useFakeTimers()
})

const answeredBy = (person: typeof NORA, ...bays: readonly string[]): ResponsibilitiesAnswer => ({
  seq: 1,
  answering: bays.map((bay) => ({ bay: bayId(bay), person, since: toIso(T0), how: 'taken' })),
  handovers: [],
})

const shown = (
  part: (wall: ReturnType<typeof holdWall>) => React.ReactNode,
  responsibilities?: ResponsibilitiesAnswer,
  views: readonly SessionView[] = alarmScene(T0),
) => {
  const wall = holdWall(views, T0)
  if (responsibilities !== undefined) wall.apply({ kind: 'site', message: { siteAlarms: [], responsibilities } })
  render(
    <MantineProvider>
      <MemoryRouter>
        <ClockContext value={wall.live.clock}>
          <StaffContext value={{ staff: { ...NORA, role: 'nurse' }, signOut: () => undefined }}>
            {part(wall)}
          </StaffContext>
        </ClockContext>
      </MemoryRouter>
    </MantineProvider>,
  )
  return wall
}

describe('alarms of the bays that somebody answers for', () => {
  const LIST = { name: 'Alarms for Nora Nurse' }

  it('are brought up by name, with the bay and a way there', () => {
    shown(({ live }) => <HandoverNotices live={live} />, answeredBy(NORA, OPEN.bay))
    const list = screen.getByRole('list', LIST)
    expect(list.textContent).toMatch(/^Nora Nurse, Bay \d is yours: /)
    expect(screen.getByRole('link').getAttribute('href')).toBe(`/sessions/${OPEN.id}`)
  })

  it('are not those of others, of nobody, or of the visit that the page shows', () => {
    shown(({ live }) => <HandoverNotices live={live} />, answeredBy(BEA, OPEN.bay))
    shown(({ live }) => <HandoverNotices live={live} />)
    shown(({ live }) => <HandoverNotices live={live} own={OPEN.id} />, answeredBy(NORA, OPEN.bay))
    expect(screen.queryByRole('list', LIST)).toBeNull()
  })
})

describe('an unattended alarm', () => {
  it('names who answers, or that nobody does', () => {
    const wall = shown(({ live }) => <SiteNotices live={live} visitLink={PlainLink} />, answeredBy(BEA, UNATTENDED.bay))
    const list = screen.getByRole('list', { name: 'Unattended alarms of the site' })
    expect(list.textContent).toMatch(/· Bea Baum answers$/)
    const nobody = { seq: 2, answering: [], handovers: [] }
    act(() => wall.apply({ kind: 'site', message: { siteAlarms: [], responsibilities: nobody } }))
    expect(list.textContent).toMatch(/· nobody answers$/)
  })
})

describe('what is offered to somebody', () => {
  const offer = (to: typeof NORA): ResponsibilitiesAnswer => ({
    ...answeredBy(BEA, 'bay-1', 'bay-2'),
    handovers: [
      {
        id: handoverId('h1'),
        from: to === NORA ? BEA : NORA,
        to,
        bays: [bayId('bay-1'), bayId('bay-2')],
        note: 'Dizzy at 40 mg.',
        offeredAt: toIso(T0),
        state: 'offered',
      },
    ],
  })

  it('says who offers which bays, with the note, and who answers until then', () => {
    shown(({ live }) => <HandoverNotices live={live} />, offer(NORA))
    const list = screen.getByRole('list', { name: 'Bays offered to you' })
    expect(list.textContent).toContain('“Dizzy at 40 mg.” Until you accept, Bea Baum answers.')
    expect(screen.getByRole('button', { name: 'Accept as Nora Nurse' })).toBeDefined()
    expect(screen.getByRole('button', { name: 'Decline what Bea Baum offers' })).toBeDefined()
  })

  it('is nothing to anybody else', () => {
    shown(({ live }) => <HandoverNotices live={live} />, offer(BEA))
    expect(screen.queryByRole('list', { name: 'Bays offered to you' })).toBeNull()
  })
})

describe('a bay says who answers for it', () => {
  const textWith = (told?: ResponsibilitiesAnswer, view: SessionView = OPEN) => {
    const { container } = render(<div />)
    shown(
      ({ live }) => (
        <p data-testid="who">
          <WhoAnswers live={live} bay={OPEN.bay} view={view} />
        </p>
      ),
      told,
    )
    container.remove()
    return screen.getAllByTestId('who').at(-1)?.textContent.trim()
  }

  it('by name, oneself, or nobody; nothing where it was not told', () => {
    expect(textWith(answeredBy(BEA, OPEN.bay))).toBe('Bea Baum answers')
    expect(textWith(answeredBy(NORA, OPEN.bay))).toBe('You answer')
    expect(textWith(answeredBy(BEA, 'another'))).toBe('Nobody answers')
    expect(textWith()).toBe('')
  })

  it('and why this screen is quiet, while a sound waits', () => {
    const heldForOthers = { first: BEA.id, until: toIso(plusSeconds(T0, 15)) }
    const waiting = { ...OPEN, audible: 'high' as const, heldForOthers }
    expect(textWith(answeredBy(BEA, OPEN.bay), waiting)).toBe('Bea Baum answers · sounds there first')
  })
})

describe('the line over all bays', () => {
  const line = () => screen.getByRole('region', { name: 'Who answers for which bays' }).textContent
  const [ONE, TWO] = ['bay-1', 'bay-2']
  const declined = (reason?: string): ResponsibilitiesAnswer => ({
    ...answeredBy(NORA, ONE, TWO),
    handovers: [
      {
        id: handoverId('h1'),
        from: NORA,
        to: BEA,
        bays: [bayId(TWO)],
        offeredAt: toIso(T0),
        state: 'declined',
        ...(reason === undefined ? {} : { reason }),
      },
    ],
  })

  it('says what one answers for, and what nobody does', () => {
    shown(({ live }) => <AnsweringLine live={live} />, answeredBy(NORA, ONE, TWO))
    expect(line()).toContain('You answer for Bays 1, 2. Nobody answers for Bays 3–8.')
  })

  it('is not there while the server has not told', () => {
    shown(({ live }) => <AnsweringLine live={live} />)
    expect(screen.queryByRole('region', { name: 'Who answers for which bays' })).toBeNull()
  })

  it('says that an offer was declined, and why, until it is another one’s', () => {
    const wall = shown(({ live }) => <AnsweringLine live={live} />, declined('I go at four.'))
    expect(line()).toContain('Bea Baum declined Bay 2: “I go at four.” You still answer.')
    const later = { ...declined(), ...answeredBy(BEA, TWO), seq: 2 }
    act(() => wall.apply({ kind: 'site', message: { siteAlarms: [], responsibilities: later } }))
    expect(line()).not.toContain('declined')
  })

  it('says who took a bay over', () => {
    const told = answeredBy(BEA, ONE)
    const takenOver = told.answering.map((it) => ({ ...it, how: 'takenOver' as const, from: NORA }))
    shown(({ live }) => <AnsweringLine live={live} />, { ...told, answering: takenOver })
    expect(line()).toMatch(/Bea Baum took Bay 1 over from you at \d\d:\d\d\./)
  })
})

describe('bays in words', () => {
  const words = (...names: readonly string[]) => named(names.map((name) => ({ name })))

  it('are told by their numbers, runs by their ends, and others by their names', () => {
    expect(words('Bay 2')).toBe('Bay 2')
    expect(words('Bay 1', 'Bay 3')).toBe('Bays 1, 3')
    expect(words('Bay 3', 'Bay 1', 'Bay 2', 'Bay 10')).toBe('Bays 1–3, 10')
    expect(words('Bay 1', 'Window')).toBe('Bay 1, Window')
    expect(words()).toBe('')
  })
})
