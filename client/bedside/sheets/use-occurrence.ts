import { useContext, useState } from 'react'
import { instant, MS_PER_MINUTE, parseIso, plusMinutes, type Instant } from '../../../shared/domain/time.ts'
import { ClockContext, useNow } from '../../ui/use-now.ts'
import { useBedside } from '../bedside-context.ts'
import { judgeOccurrence, NOW, type Earliest, type Judged, type Occurrence } from '../occurrence.ts'

export interface ChosenOccurrence {
  readonly chosen: Occurrence
  readonly judged: Judged
  readonly choose: (chosen: Occurrence) => void
  readonly chooseAgo: (minutes: number) => void
}

/** The beginning of the visit, where its log has come. */
const useBeginning = (): Earliest | null => {
  const [first] = useBedside().log
  const at = first?.seq === 1 ? parseIso(first.at) : null
  return at === null ? null : { at, what: 'when this visit was begun' }
}

/** When what is entered happened: now, unless something else is chosen. */
export const useOccurrence = (earliest?: Earliest): ChosenOccurrence => {
  const clock = useContext(ClockContext)
  const beginning = useBeginning()
  const [chosen, choose] = useState<Occurrence>(NOW)
  const minute = useNow<number | null>((now) => Math.floor(now / MS_PER_MINUTE) * MS_PER_MINUTE, null)
  const now: Instant | null = minute === null ? null : instant(minute)
  return {
    chosen,
    judged: judgeOccurrence(chosen, now, earliest ?? beginning),
    choose,
    chooseAgo: (minutes) => {
      const at = clock.now()
      if (at !== null) choose({ kind: 'ago', minutes, at: plusMinutes(at, -minutes) })
    },
  }
}
