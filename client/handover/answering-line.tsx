import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { HandoverAnswer, ResponsibilityAnswer } from '../../shared/wire/responsibility.ts'
import { answeredBy, answererOf, declinedOf, openHandovers } from '../live/answering.ts'
import { bayName } from '../live/site-bays.ts'
import type { LiveState } from '../live/live-state.ts'
import { formatTime } from '../ui/format.ts'
import { useStaff } from '../ui/staff-context.ts'
import { Refusal } from './bay-choice.tsx'
import { named } from './bay-facts.ts'
import { HandOverDialog } from './hand-over-dialog.tsx'
import classes from './handover.module.css'
import { TakeDialog } from './take-dialog.tsx'
import { useOrder } from './use-order.ts'
import { useTold, type LiveProps } from './use-site.ts'

const bayNames = (handover: HandoverAnswer, bays: LiveState['bays']): string =>
  named(handover.bays.map((id) => ({ name: bayName(bays, id) })))

interface HandoverProps extends LiveProps {
  readonly handover: HandoverAnswer
}

const Offered = ({ live, handover }: HandoverProps) => {
  const bays = useStore(live.store, (state) => state.bays)
  const { isSending, refusal, give } = useOrder()
  const path = `/handovers/${encodeURIComponent(handover.id)}/withdraw`
  return (
    <li>
      <span>
        {bayNames(handover, bays)} offered to <b>{handover.to.name}</b>, who has not answered yet.
      </span>
      <Button
        variant="default"
        loading={isSending}
        onClick={() => void give({ path, body: {} })}
        aria-label={`Withdraw the offer to ${handover.to.name}`}
      >
        Withdraw
      </Button>
      <Refusal refusal={refusal} />
    </li>
  )
}

const Declined = ({ live, handover }: HandoverProps) => {
  const bays = useStore(live.store, (state) => state.bays)
  return (
    <li>
      <span>
        <b>{handover.to.name}</b> declined {bayNames(handover, bays)}
        {handover.reason === undefined ? '.' : `: “${handover.reason}”`} You still answer.
      </span>
    </li>
  )
}

const TakenOver = ({
  live,
  responsibility: { bay, person, since },
}: LiveProps & { readonly responsibility: ResponsibilityAnswer }) => {
  const name = useStore(live.store, ({ bays }) => bayName(bays, bay))
  return (
    <li>
      <span>
        <b>{person.name}</b> took {name} over from you at {formatTime(Date.parse(since))}.
      </span>
    </li>
  )
}

const useMine = ({ live }: LiveProps) => {
  const me = useStaff()
  const told = useTold({ live })
  const bays = useStore(live.store, (state) => state.bays)
  return useMemo(() => {
    const mine = answeredBy(told, bays, me.id)
    const declined = mine.map(({ id }) => declinedOf(told, id, me.id)).filter((it) => it !== null)
    return {
      told,
      mine,
      free: bays.filter(({ id }) => answererOf(told, id) === null),
      offers: openHandovers(told).filter(({ from }) => from.id === me.id),
      declined: [...new Set(declined)],
      takenOver: told?.answering.filter(({ how, from }) => how === 'takenOver' && from?.id === me.id) ?? [],
    }
  }, [told, bays, me.id])
}

/** Of all bays, whom they have: in the words of the one who looks. */
export const AnsweringLine = ({ live }: LiveProps) => {
  const { role } = useStaff()
  const { told, mine, free, offers, declined, takenOver } = useMine({ live })
  const [open, setOpen] = useState<'handOver' | 'take' | null>(null)
  const close = () => setOpen(null)
  if (told === null) return null
  return (
    <section className={classes.line} aria-label="Who answers for which bays">
      <p className={classes.mine}>
        {role === 'admin' ? null : mine.length === 0 ? (
          'You answer for no bay.'
        ) : (
          <>
            You answer for <b>{named(mine)}</b>.
          </>
        )}{' '}
        {free.length === 0 ? null : <span className={classes.quiet}>Nobody answers for {named(free)}.</span>}
      </p>
      {role === 'admin' ? null : (
        <span className={classes.lineActions}>
          <Button variant="default" onClick={() => setOpen('take')}>
            Answer for bays …
          </Button>
          <Button variant="default" disabled={mine.length === 0} onClick={() => setOpen('handOver')}>
            Hand over …
          </Button>
        </span>
      )}
      {offers.length + declined.length + takenOver.length === 0 ? null : (
        <ul className={classes.offers}>
          {offers.map((handover) => (
            <Offered key={handover.id} live={live} handover={handover} />
          ))}
          {declined.map((handover) => (
            <Declined key={handover.id} live={live} handover={handover} />
          ))}
          {takenOver.map((it) => (
            <TakenOver key={it.bay} live={live} responsibility={it} />
          ))}
        </ul>
      )}
      {open === 'handOver' ? <HandOverDialog live={live} onClose={close} /> : null}
      {open === 'take' ? <TakeDialog live={live} onClose={close} /> : null}
    </section>
  )
}
