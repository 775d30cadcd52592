import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bayId, handoverId, userId, type BayId } from '../../../shared/domain/ids.ts'
import {
  answerOf,
  ENDED_KEPT,
  evolveResponsibilities,
  handoverOf,
  NOBODY_ANSWERS,
  openHandoverOf,
  type Person,
  type Responsibilities,
} from '../../../shared/domain/responsibility.ts'
import {
  decideResponsibilities,
  type Clinic,
  type ResponsibilityCommand,
} from '../../../shared/domain/responsibility-decision.ts'
import { instant, plusSeconds } from '../../../shared/domain/time.ts'

const T0 = instant(Date.UTC(2026, 2, 1, 9))
const ANNA: Person = { id: userId('u1'), name: 'Anna Adler' }
const BEA: Person = { id: userId('u2'), name: 'Bea Baum' }
const CLEO: Person = { id: userId('u3'), name: 'Cleo Clinician' }
const PEOPLE = [ANNA, BEA, CLEO]
const [ONE, TWO, THREE] = [bayId('b1'), bayId('b2'), bayId('b3')]
const BAYS = [ONE, TWO, THREE]

const CLINIC: Clinic = {
  bayName: (bay) => (BAYS.includes(bay) ? bay.replace('b', 'Bay ') : null),
  colleague: (id) => PEOPLE.find((person) => person.id === id) ?? null,
}

type Step = readonly [by: Person, command: ResponsibilityCommand]

/** What the clinic says after each order, in order; those that were refused changed nothing. */
const after = (...steps: readonly Step[]): Responsibilities => {
  let state = NOBODY_ANSWERS
  for (const [index, [by, command]] of steps.entries()) {
    const decided = decideResponsibilities(state, command, { by, now: plusSeconds(T0, index), clinic: CLINIC })
    if (!decided.ok) throw new Error(decided.error.message)
    state = decided.value.reduce(evolveResponsibilities, state)
  }
  return state
}

const refusalOf = (state: Responsibilities, by: Person, command: ResponsibilityCommand, clinic = CLINIC) => {
  const decided = decideResponsibilities(state, command, { by, now: T0, clinic })
  return decided.ok ? null : [decided.error.code, decided.error.message]
}

const take = (bays: readonly BayId[], from: Person | null = null): ResponsibilityCommand => ({
  type: 'takeBays',
  bays,
  from: from?.id ?? null,
})
const release = (...bays: readonly BayId[]): ResponsibilityCommand => ({ type: 'releaseBays', bays })
const offer = (bays: readonly BayId[], to: Person, id = 'h1', note: string | null = null): ResponsibilityCommand => ({
  type: 'offerHandover',
  handover: handoverId(id),
  bays,
  to: to.id,
  note,
})
const accept = (id = 'h1'): ResponsibilityCommand => ({ type: 'acceptHandover', handover: handoverId(id) })
const decline = (reason: string | null = null, id = 'h1'): ResponsibilityCommand => ({
  type: 'declineHandover',
  handover: handoverId(id),
  reason,
})
const withdraw = (id = 'h1'): ResponsibilityCommand => ({ type: 'withdrawHandover', handover: handoverId(id) })

const nameAt = (state: Responsibilities, bay: BayId): string | null => answerOf(state, bay)?.person.name ?? null

describe('taking a bay', () => {
  it('makes one who takes a free bay answer for it, from that moment', () => {
    const state = after([ANNA, take([ONE, TWO])])
    expect(answerOf(state, ONE)).toEqual({ bay: ONE, person: ANNA, since: T0, coming: { kind: 'taken' } })
    expect([TWO, THREE].map((bay) => nameAt(state, bay))).toEqual([ANNA.name, null])
  })

  it('is refused in words where somebody else was faster, and where it is theirs already', () => {
    const state = after([ANNA, take([ONE])])
    expect(refusalOf(state, BEA, take([ONE]))).toEqual([
      'conflict',
      'Anna Adler answers for Bay 1: ask them to hand it over, or take it over from them.',
    ])
    expect(refusalOf(state, ANNA, take([ONE]))).toEqual(['conflict', 'You answer for Bay 1 already.'])
  })

  it('over from somebody says so, and only from the one whom the taker saw', () => {
    const anna = after([ANNA, take([ONE])])
    expect(answerOf(after([ANNA, take([ONE])], [BEA, take([ONE], ANNA)]), ONE)).toMatchObject({
      person: BEA,
      coming: { kind: 'takenOver', from: ANNA },
    })
    expect(refusalOf(anna, BEA, take([ONE], CLEO))?.[0]).toBe('conflict')
    expect(refusalOf(anna, BEA, take([TWO], ANNA))).toEqual([
      'conflict',
      'Nobody answers for Bay 2 any more: take it as a free one.',
    ])
  })

  it('over withdraws the offer that it was part of', () => {
    const state = after([ANNA, take([ONE, TWO])], [ANNA, offer([ONE, TWO], BEA)], [CLEO, take([ONE], ANNA)])
    expect(handoverOf(state, handoverId('h1'))?.end).toMatchObject({ as: 'withdrawn', by: CLEO })
    expect([ONE, TWO].map((bay) => nameAt(state, bay))).toEqual([CLEO.name, ANNA.name])
  })

  it('names bays that are there, each once, and at least one', () => {
    expect(refusalOf(NOBODY_ANSWERS, ANNA, take([]))).toEqual(['badRequest', 'Name at least one bay.'])
    expect(refusalOf(NOBODY_ANSWERS, ANNA, take([ONE, ONE]))).toEqual(['badRequest', 'Name each bay once.'])
    expect(refusalOf(NOBODY_ANSWERS, ANNA, take([bayId('b9')]))).toEqual(['notFound', 'There is no bay b9.'])
  })
})

describe('releasing a bay', () => {
  it('leaves it with nobody', () => {
    const state = after([ANNA, take([ONE, TWO])], [ANNA, release(ONE)])
    expect([ONE, TWO].map((bay) => nameAt(state, bay))).toEqual([null, ANNA.name])
  })

  it('is for the one who answers, and not while it is offered', () => {
    const state = after([ANNA, take([ONE])], [ANNA, offer([ONE], BEA)])
    expect(refusalOf(state, BEA, release(ONE))).toEqual(['conflict', 'Anna Adler answers for Bay 1, not you.'])
    expect(refusalOf(state, ANNA, release(TWO))).toEqual(['conflict', 'Nobody answers for Bay 2: take it first.'])
    expect(refusalOf(state, ANNA, release(ONE))).toEqual([
      'conflict',
      'Bay 1 is offered to Bea Baum: withdraw that first.',
    ])
  })
})

describe('a hand-over', () => {
  const offered = [
    [ANNA, take([ONE, TWO, THREE])],
    [ANNA, offer([ONE, TWO], BEA, 'h1', 'Bay 2 was dizzy at 40 mg.')],
  ] as const satisfies readonly Step[]

  it('leaves the giver answering until the other has accepted', () => {
    const state = after(...offered)
    expect(openHandoverOf(state, ONE)).toMatchObject({ from: ANNA, to: BEA, note: 'Bay 2 was dizzy at 40 mg.' })
    expect(openHandoverOf(state, THREE)).toBeNull()
    expect(BAYS.map((bay) => nameAt(state, bay))).toEqual([ANNA.name, ANNA.name, ANNA.name])
  })

  it('accepted makes the other answer for just these bays, and says from whom', () => {
    const state = after(...offered, [BEA, accept()])
    expect(BAYS.map((bay) => nameAt(state, bay))).toEqual([BEA.name, BEA.name, ANNA.name])
    expect(answerOf(state, ONE)).toEqual({
      bay: ONE,
      person: BEA,
      since: plusSeconds(T0, 2),
      coming: { kind: 'accepted', from: ANNA, handover: 'h1' },
    })
    expect(handoverOf(state, handoverId('h1'))?.end).toEqual({
      as: 'accepted',
      at: plusSeconds(T0, 2),
      by: BEA,
      reason: null,
    })
  })

  it('declined or withdrawn changes nobody', () => {
    for (const [end, as, reason] of [
      [[BEA, decline('I go at four.')], 'declined', 'I go at four.'],
      [[BEA, decline()], 'declined', null],
      [[ANNA, withdraw()], 'withdrawn', null],
    ] as const) {
      const state = after(...offered, end)
      expect(nameAt(state, ONE)).toBe(ANNA.name)
      expect(handoverOf(state, handoverId('h1'))?.end).toMatchObject({ as, reason })
      expect(openHandoverOf(state, ONE)).toBeNull()
    }
  })

  it('is answered by the one it was offered to, and withdrawn by the one who offered', () => {
    const state = after(...offered)
    for (const command of [accept(), decline()])
      expect(refusalOf(state, CLEO, command)).toEqual(['notAllowed', 'This is for Bea Baum to do, and nobody else.'])
    expect(refusalOf(state, BEA, withdraw())).toEqual(['notAllowed', 'This is for Anna Adler to do, and nobody else.'])
  })

  it('ends once: whoever is second is told what the first one did', () => {
    const state = after(...offered, [ANNA, withdraw()])
    for (const command of [accept(), decline()])
      expect(refusalOf(state, BEA, command)).toEqual([
        'conflict',
        'This hand-over was withdrawn already, by Anna Adler.',
      ])
    expect(refusalOf(after(...offered, [BEA, accept()]), ANNA, withdraw())).toEqual([
      'conflict',
      'This hand-over was accepted already, by Bea Baum.',
    ])
    expect(refusalOf(state, BEA, accept('h9'))).toEqual(['notFound', 'There is no such hand-over.'])
  })

  it('is of bays that are the giver’s and promised to nobody else, to another person who can sign in', () => {
    const state = after(...offered)
    expect(refusalOf(state, ANNA, offer([ONE], CLEO, 'h2'))).toEqual([
      'conflict',
      'Bay 1 is offered to Bea Baum: withdraw that first.',
    ])
    expect(refusalOf(state, BEA, offer([THREE], CLEO, 'h2'))?.[1]).toBe('Anna Adler answers for Bay 3, not you.')
    expect(refusalOf(state, ANNA, offer([THREE], ANNA, 'h2'))?.[1]).toBe(
      'You answer for them already: offer them to somebody else.',
    )
    expect(refusalOf(state, ANNA, offer([THREE], { id: userId('u9'), name: '' }, 'h2'))?.[0]).toBe('notFound')
  })

  it('of a bay that is there no more cannot be accepted', () => {
    const without = { ...CLINIC, bayName: (bay: BayId) => (bay === TWO ? null : CLINIC.bayName(bay)) }
    expect(refusalOf(after(...offered), BEA, accept(), without)?.[0]).toBe('conflict')
  })
})

describe('a person who can no longer sign in', () => {
  it('answers for nothing, and nothing is offered to them or by them', () => {
    const state = after(
      [ANNA, take([ONE])],
      [BEA, take([TWO, THREE])],
      [ANNA, offer([ONE], BEA)],
      [BEA, offer([TWO], CLEO, 'h2')],
      [CLEO, { type: 'dismissPerson', person: BEA.id }],
    )
    expect(BAYS.map((bay) => nameAt(state, bay))).toEqual([ANNA.name, null, null])
    expect(state.handovers.map(({ end }) => end?.as)).toEqual(['withdrawn', 'withdrawn'])
  })

  it('who answered for nothing leaves no trace', () => {
    expect(after([CLEO, { type: 'dismissPerson', person: BEA.id }])).toEqual(NOBODY_ANSWERS)
  })
})

describe('the list of hand-overs', () => {
  it('keeps every open one and the last that ended', () => {
    const steps: Step[] = [
      [ANNA, take([ONE, TWO])],
      [ANNA, offer([TWO], BEA, 'open')],
    ]
    for (let count = 0; count < ENDED_KEPT + 3; count += 1)
      steps.push([ANNA, offer([ONE], BEA, `h${count}`)], [BEA, decline(null, `h${count}`)])
    const { handovers } = after(...steps)
    expect(handovers).toHaveLength(ENDED_KEPT + 1)
    expect(handovers.slice(0, 2).map(({ id }) => id)).toEqual(['open', 'h3'])
  })

  it('is not upset by the end of one that it no longer has', () => {
    const event = { type: 'handoverAccepted', at: T0, by: BEA, handover: handoverId('gone') } as const
    expect(evolveResponsibilities(NOBODY_ANSWERS, event)).toEqual({ ...NOBODY_ANSWERS, seq: 1 })
  })
})

const bays = fc.subarray(BAYS, { minLength: 1 })
const anyone = fc.constantFrom(...PEOPLE)
const anyHandover = fc.constantFrom('h1', 'h2', 'h3')
const commands = fc.oneof(
  fc.record({ type: fc.constant('takeBays' as const), bays, from: fc.option(anyone.map(({ id }) => id)) }),
  fc.record({ type: fc.constant('releaseBays' as const), bays }),
  fc.tuple(bays, anyone, anyHandover).map(([of, to, id]) => offer(of, to, id)),
  anyHandover.map(accept),
  anyHandover.map((id) => decline(null, id)),
  anyHandover.map(withdraw),
)

describe('whatever people do', () => {
  it('a bay has one person or nobody, loses its person only by their own or a named act, and is offered once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyone, commands), { maxLength: 40 }), (orders) => {
        let state = NOBODY_ANSWERS
        const used = new Set<string>()
        for (const [by, command] of orders) {
          // The book gives each offer an id of its own.
          if (command.type === 'offerHandover' && used.has(command.handover)) continue
          const decided = decideResponsibilities(state, command, { by, now: T0, clinic: CLINIC })
          if (!decided.ok) continue
          if (command.type === 'offerHandover') used.add(command.handover)
          const next = decided.value.reduce(evolveResponsibilities, state)
          for (const bay of BAYS) {
            const [before, now] = [nameAt(state, bay), nameAt(next, bay)]
            if (now !== before && before !== null)
              expect(['takeBays', 'releaseBays', 'acceptHandover']).toContain(command.type)
            // An offer, or its refusal, leaves nobody without an answer.
            if (now === null && before !== null) expect([command.type, before]).toEqual(['releaseBays', by.name])
            const open = next.handovers.filter((it) => it.end === null && it.bays.includes(bay))
            expect(open.length).toBeLessThanOrEqual(1)
            for (const { from } of open) expect(now).toBe(from.name)
          }
          expect(new Set(next.answering.map(({ bay }) => bay)).size).toBe(next.answering.length)
          state = next
        }
      }),
    )
  })
})
