import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { answererOf, type Told } from '../live/answering.ts'
import { useStaff } from '../ui/staff-context.ts'
import { BayChoice, Refusal } from './bay-choice.tsx'
import { named, type BayFacts } from './bay-facts.ts'
import classes from './handover.module.css'
import { useOrder, type Order } from './use-order.ts'
import { useBayFacts, useTold, type LiveProps } from './use-site.ts'

interface DialogProps extends LiveProps {
  readonly onClose: () => void
}

/** One order for the free bays, and one for those of each person they are taken over from. */
const ordersFor = (bays: readonly BayFacts[], told: Told): readonly Order[] => {
  const byOwner = new Map<string | undefined, string[]>()
  for (const { id } of bays) {
    const from = answererOf(told, id)?.person.id
    byOwner.set(from, [...(byOwner.get(from) ?? []), id])
  }
  return [...byOwner].map(([from, ids]) => ({
    path: '/responsibilities/take',
    body: { bays: ids, ...(from === undefined ? {} : { from }) },
  }))
}

const TakenOver = ({ bays, told }: { readonly bays: readonly BayFacts[]; readonly told: Told }) => {
  const others = bays.flatMap((bay) => {
    const person = answererOf(told, bay.id)?.person
    return person === undefined ? [] : [{ bay, person }]
  })
  if (others.length === 0) return null
  return (
    <p className={classes.confirm} role="note">
      {others.map(({ bay, person }) => `${person.name} answers for ${bay.name} and has not handed it over.`).join(' ')}{' '}
      You take over without their yes; their page of all bays says so, and it is written down.
    </p>
  )
}

/** Somebody takes bays: free ones, or, saying so, those of somebody who has not handed them over. */
export const TakeDialog = ({ live, onClose }: DialogProps) => {
  const me = useStaff()
  const told = useTold({ live })
  const facts = useBayFacts({ live })
  const bays = facts.filter(({ id }) => answererOf(told, id)?.person.id !== me.id)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { isSending, refusal, give } = useOrder()
  const taken = bays.filter(({ id }) => chosen.has(id))
  const take = async () => {
    if (await give(...ordersFor(taken, told))) onClose()
  }
  const whoAnswers = ({ id }: BayFacts): string => {
    const person = answererOf(told, id)?.person
    return person === undefined ? 'Nobody answers' : `${person.name} answers`
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close without taking a bay' }}
      title="Answer for bays"
    >
      <BayChoice label="Which bays" bays={bays} chosen={chosen} onChoose={setChosen} whoAnswers={whoAnswers} />
      <TakenOver bays={taken} told={told} />
      <Refusal refusal={refusal} />
      <div className={classes.actions}>
        <Button loading={isSending} disabled={taken.length === 0} onClick={() => void take()}>
          {taken.length === 0 ? 'Choose bays' : `${me.name} answers for ${named(taken)}`}
        </Button>
      </div>
    </Modal>
  )
}
