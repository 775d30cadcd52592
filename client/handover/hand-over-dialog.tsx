import { Button, Modal, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { usersAnswerSchema, type UserAnswer } from '../../shared/wire/account.ts'
import { useAnswer } from '../http/use-answer.ts'
import { answeredBy, openHandovers } from '../live/answering.ts'
import { useStaff } from '../ui/staff-context.ts'
import { BayChoice, Refusal } from './bay-choice.tsx'
import { named, type BayFacts } from './bay-facts.ts'
import classes from './handover.module.css'
import { useOrder, type Ordering } from './use-order.ts'
import { useBayFacts, useTold, type LiveProps } from './use-site.ts'

interface DialogProps extends LiveProps {
  readonly onClose: () => void
}

const NOTE_MOST = 1_000

const useColleagues = (): { readonly people: readonly UserAnswer[]; readonly failure: string | null } => {
  const me = useStaff()
  const answer = useAnswer(['users'], usersAnswerSchema, '/users')
  if (answer.state === 'failed') return { people: [], failure: answer.problem.message }
  const users = answer.state === 'ready' ? answer.data.users : []
  const people = users.filter(({ id, role, isActive }) => isActive && role !== 'admin' && id !== me.id)
  return { people, failure: null }
}

interface LayDownProps {
  readonly bays: readonly BayFacts[]
  readonly ordering: Ordering
  readonly onDone: () => void
}

/** Asks once: from then on nobody answers. */
const LayDown = ({ bays, ordering, onDone }: LayDownProps) => {
  const [isAsking, setAsking] = useState(false)
  if (!isAsking)
    return (
      <Button variant="subtle" disabled={bays.length === 0} onClick={() => setAsking(true)}>
        Lay down without handing over …
      </Button>
    )
  const release = async () => {
    const body = { bays: bays.map(({ id }) => id) }
    if (await ordering.give({ path: '/responsibilities/release', body })) onDone()
  }
  return (
    <div className={classes.confirm}>
      <p>
        Nobody answers for <b>{named(bays)}</b> then. Their alarms sound on every screen at once, as before.
      </p>
      <Button variant="default" loading={ordering.isSending} onClick={() => void release()}>
        Lay down {named(bays)}: nobody answers
      </Button>
    </div>
  )
}

const Addressee = ({ to, onTo }: { readonly to: string | null; readonly onTo: (to: string | null) => void }) => {
  const { people, failure } = useColleagues()
  return (
    <Select
      label="To whom"
      description="You go on answering until they have accepted."
      placeholder="Choose a nurse or clinician"
      required
      searchable
      data={people.map(({ id, name, role }) => ({ value: id, label: `${name}, ${role}` }))}
      value={to}
      onChange={onTo}
      error={failure}
      nothingFoundMessage="Nobody of this name can sign in"
    />
  )
}

/** Offers bays to one person by name; they answer once they have accepted. */
export const HandOverDialog = ({ live, onClose }: DialogProps) => {
  const me = useStaff()
  const told = useTold({ live })
  const promised = new Set(openHandovers(told).flatMap(({ bays }) => bays as readonly string[]))
  const bays = answeredBy(told, useBayFacts({ live }), me.id).filter(({ id }) => !promised.has(id))
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [to, setTo] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const ordering = useOrder()
  const chosen = bays.filter(({ id }) => !left.has(id))
  const offer = async () => {
    const said = note.trim() === '' ? {} : { note: note.trim() }
    const body = { bays: chosen.map(({ id }) => id), to, ...said }
    if (await ordering.give({ path: '/handovers', body })) onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      yOffset="16px"
      closeButtonProps={{ 'aria-label': 'Close without handing over' }}
      title={`Hand over: ${me.name} answers for ${named(bays)}`}
    >
      <BayChoice
        label="Which bays"
        bays={bays}
        chosen={new Set(chosen.map(({ id }) => id))}
        onChoose={(next) => setLeft(new Set(bays.map(({ id }) => id).filter((id) => !next.has(id))))}
      />
      <Addressee to={to} onTo={setTo} />
      <Textarea
        label="What they should know"
        mt="sm"
        autosize
        maxLength={NOTE_MOST}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Refusal refusal={ordering.refusal} />
      <div className={classes.actions}>
        <Button loading={ordering.isSending} disabled={chosen.length === 0 || to === null} onClick={() => void offer()}>
          Offer {named(chosen)}
        </Button>
        <LayDown bays={chosen} ordering={ordering} onDone={onClose} />
      </div>
    </Modal>
  )
}
