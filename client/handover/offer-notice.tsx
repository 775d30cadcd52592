import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { HandoverAnswer } from '../../shared/wire/responsibility.ts'
import { openHandovers } from '../live/answering.ts'
import { useStaff } from '../ui/staff-context.ts'
import { OpenThings, Refusal } from './bay-choice.tsx'
import { named, type BayFacts } from './bay-facts.ts'
import classes from './handover.module.css'
import { useOrder, type Ordering } from './use-order.ts'
import { useBayFacts, useTold, type LiveProps } from './use-site.ts'

interface OfferProps extends LiveProps {
  readonly handover: HandoverAnswer
}

interface AnswerProps {
  readonly handover: HandoverAnswer
  readonly ordering: Ordering
  /** Why not, where they said so. */
  readonly reason?: string
}

const Answer = ({ handover: { id, from }, ordering: { isSending, give }, reason = '' }: AnswerProps) => {
  const { name } = useStaff()
  const path = `/handovers/${encodeURIComponent(id)}`
  const said = reason.trim() === '' ? {} : { reason: reason.trim() }
  return (
    <span className={classes.lineActions}>
      <Button loading={isSending} onClick={() => void give({ path: `${path}/accept`, body: {} })}>
        Accept as {name}
      </Button>
      <Button
        variant="default"
        disabled={isSending}
        onClick={() => void give({ path: `${path}/decline`, body: said })}
        aria-label={`Decline what ${from.name} offers`}
      >
        Decline
      </Button>
    </span>
  )
}

const BayList = ({ bays }: { readonly bays: readonly BayFacts[] }) => (
  <ul className={classes.bays}>
    {bays.map(({ id, name, who, open }) => (
      <li key={id} className={classes.choiceRow}>
        <span>
          <b>{name}</b> {who}
        </span>
        <OpenThings open={open} />
      </li>
    ))}
  </ul>
)

interface OfferDialogProps extends AnswerProps {
  readonly bays: readonly BayFacts[]
  readonly onClose: () => void
}

const REASON_MOST = 1_000

const OfferDialog = ({ handover, bays, ordering, onClose }: OfferDialogProps) => {
  const { from, note } = handover
  const [reason, setReason] = useState('')
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close without answering' }}
      title={`${from.name} hands over ${named(bays)}`}
    >
      {note === undefined ? null : <p className={classes.rule}>“{note}”</p>}
      <BayList bays={bays} />
      <TextInput
        mt="md"
        label="Why not, if you decline"
        maxLength={REASON_MOST}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Refusal refusal={ordering.refusal} />
      <div className={classes.actions}>
        <Answer handover={handover} ordering={ordering} reason={reason} />
      </div>
    </Modal>
  )
}

const Offer = ({ live, handover }: OfferProps) => {
  const facts = useBayFacts({ live })
  const bays = facts.filter(({ id }) => (handover.bays as readonly string[]).includes(id))
  const [isOpen, setOpen] = useState(false)
  const ordering = useOrder()
  const { from, note } = handover
  return (
    <li className={classes.offer}>
      <span className={classes.offerWords}>
        <b>{from.name}</b> hands over <b>{named(bays)}</b> to you.{' '}
        {note === undefined ? null : <span className={classes.note}>“{note}” </span>}Until you accept, {from.name}{' '}
        answers.
      </span>
      <Button variant="default" onClick={() => setOpen(true)} aria-label={`What is open in ${named(bays)}`}>
        What is open
      </Button>
      <Answer handover={handover} ordering={ordering} />
      <Refusal refusal={ordering.refusal} />
      {isOpen ? (
        <OfferDialog handover={handover} bays={bays} ordering={ordering} onClose={() => setOpen(false)} />
      ) : null}
    </li>
  )
}

/** What is offered to the one who looks: on every page of theirs, until they or the giver have answered. */
export const OfferNotice = ({ live }: LiveProps) => {
  const me = useStaff()
  const offers = openHandovers(useTold({ live })).filter(({ to }) => to.id === me.id)
  if (offers.length === 0) return null
  return (
    <ul className={classes.offerList} aria-label="Bays offered to you">
      {offers.map((handover) => (
        <Offer key={handover.id} live={live} handover={handover} />
      ))}
    </ul>
  )
}
