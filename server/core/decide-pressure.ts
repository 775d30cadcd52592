import { offeredIntervals } from './blood-pressure.ts'
import { badRequest, type Objection } from './refusals.ts'
import { rule, type Rule } from './ruling.ts'
import type { SessionState } from './session.ts'

const checkOffered = (state: SessionState, everyMin: number | null): Objection => {
  const offered = offeredIntervals(state)
  const { protocol, course } = state
  const where = `${protocol.name}, version ${protocol.version}`
  if (offered.length === 0)
    return badRequest(`${where}, offers no other blood pressure interval while ${course.phase}.`)
  if (everyMin === null || offered.includes(everyMin)) return null
  const accepted = `every ${offered.join(' or ')} min is accepted, or null for the protocol’s own`
  return badRequest(
    `Blood pressure every ${everyMin} min is not offered by ${where}, while ${course.phase}: ${accepted}.`,
  )
}

export const setPressureInterval: Rule<'setPressureInterval'> = ({ state, command: { everyMin } }) =>
  rule(checkOffered(state, everyMin), { type: 'pressureIntervalSet', data: { everyMin } })
