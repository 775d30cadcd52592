import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { OpenGate } from '../../../shared/domain/session-view.ts'
import { parseIso } from '../../../shared/domain/time.ts'
import { formatCountdown } from '../../ui/format.ts'
import { useStaff } from '../../ui/staff-context.ts'
import { useNow } from '../../ui/use-now.ts'
import { useBedside } from '../bedside-context.ts'
import { SheetLink } from '../sheet-links.tsx'
import { TickRow } from '../tick-row.tsx'
import { useTrackedOrder, type TrackedOrder } from '../use-tracked-order.ts'
import type { Judged } from '../occurrence.ts'
import { Choice } from './choice.tsx'
import { Gates, OrderState } from './gates.tsx'
import { OccurrenceField } from './occurrence-field.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'
import { useOccurrence, type ChosenOccurrence } from './use-occurrence.ts'
import { ESCORTS } from './usual-words.ts'

interface Departure {
  readonly escort: string
  readonly ivRemoved: boolean
  readonly instructionsGiven: boolean
}

const NOBODY: Departure = { escort: '', ivRemoved: false, instructionsGiven: false }

const ONLY_CLINICIAN = 'A clinician may discharge all the same, with a reason. Otherwise meet what is open.'

const NOTHING: readonly OpenGate[] = []
const MINIMUM = 'recoveryMinimum'

/** What the server says is open, as a list to be read before the patient leaves; the minimum with its clock. */
const useOpenGates = (): readonly OpenGate[] => {
  const { recovery } = useBedside().view
  const minimumUntil = recovery?.minimumUntil ?? ''
  const left = useNow((now) => formatCountdown(Math.max(0, Date.parse(minimumUntil) - now)), '--')
  return (recovery?.openGates ?? NOTHING).map((open) =>
    open.gate === MINIMUM ? { ...open, label: `${left} of the recovery minimum left` } : open,
  )
}

const EscortField = ({
  escort,
  onEscort,
}: {
  readonly escort: string
  readonly onEscort: (escort: string) => void
}) => (
  <>
    <div className={classes.choices}>
      {ESCORTS.map((usual) => (
        <Choice key={usual} isPressed={escort === usual} onClick={() => onEscort(usual)}>
          {usual}
        </Choice>
      ))}
    </div>
    <TextInput
      size="xl"
      label="Who takes the patient home"
      value={escort}
      onChange={(event) => onEscort(event.currentTarget.value)}
    />
  </>
)

const DepartureFields = ({
  departure,
  change,
}: {
  readonly departure: Departure
  readonly change: (change: Partial<Departure>) => void
}) => {
  const { view } = useBedside()
  const hasLine = view.recovery?.criteria.some(({ id }) => id === 'ivRemoved') ?? false
  return (
    <>
      <EscortField escort={departure.escort} onEscort={(escort) => change({ escort })} />
      {hasLine ? (
        <TickRow
          label="IV removed"
          note=""
          mark={departure.ivRemoved ? 'yes' : 'open'}
          onTick={() => change({ ivRemoved: !departure.ivRemoved })}
        />
      ) : null}
      <p className={classes.print}>
        <SheetLink view={view} kind="instructions" />
        {view.infusion?.route === 'nasal' ? <SheetLink view={view} kind="esketamine" /> : null}
      </p>
      <TickRow
        label="Told not to drive until the next day, after sleep"
        note=""
        mark={departure.instructionsGiven ? 'yes' : 'open'}
        onTick={() => change({ instructionsGiven: !departure.instructionsGiven })}
      />
    </>
  )
}

interface FormProps {
  readonly order: TrackedOrder
  readonly leftAt: Judged
  readonly departure: Departure
  readonly change: (change: Partial<Departure>) => void
}

const Plain = ({ order, leftAt, departure, change }: FormProps) => (
  <>
    <DepartureFields departure={departure} change={change} />
    <OrderState order={order} />
    <Button
      size="xl"
      loading={order.state === 'sending'}
      disabled={leftAt.objection !== null}
      onClick={() => order.send({ type: 'discharge', ...departure, escort: departure.escort.trim() }, leftAt.at)}
    >
      Discharge
    </Button>
  </>
)

/** With something still open: a clinician decides by name, others meet what is open. */
const Gated = ({ order, leftAt, departure, change, gates }: FormProps & { readonly gates: readonly OpenGate[] }) => {
  const isClinician = useStaff().role === 'clinician'
  const [reason, setReason] = useState('')
  const given = reason.trim()
  const discharge = { type: 'discharge', ...departure, escort: departure.escort.trim() } as const
  return (
    <>
      <div className={classes.columns}>
        <div className={classes.body}>
          <DepartureFields departure={departure} change={change} />
        </div>
        <Gates
          title="Still open"
          gates={gates}
          reason={reason}
          onReason={setReason}
          onlyBy={isClinician ? null : ONLY_CLINICIAN}
        />
      </div>
      <OrderState order={order} />
      <Button
        size="xl"
        loading={order.state === 'sending'}
        disabled={leftAt.objection !== null || (isClinician && given === '')}
        onClick={() => order.send({ ...discharge, ...(isClinician ? { override: { reason: given } } : {}) }, leftAt.at)}
      >
        {isClinician ? 'Discharge with this override' : 'Discharge'}
      </Button>
    </>
  )
}

/** When the patient left: not before the infusion ended. */
const useLeaving = (): ChosenOccurrence => {
  const { recovery } = useBedside().view
  const at = parseIso(recovery?.endedAt ?? '')
  return useOccurrence(at === null ? undefined : { at, what: 'when the infusion ended' })
}

/** The patient goes home: with whom, without the line, told what to do; what is open is listed. */
export const DischargeSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const [departure, setDeparture] = useState(NOBODY)
  const leaving = useLeaving()
  const order = useTrackedOrder(onClose)
  const gates = useOpenGates()
  const isGated = gates.length > 0 || order.refusal?.code === 'gateOpen'
  const change = (changed: Partial<Departure>) => setDeparture((before) => ({ ...before, ...changed }))
  const form = { order, leftAt: leaving.judged, departure, change }
  const when = <OccurrenceField occurrence={leaving} label="When does the patient leave?" />
  return (
    <Sheet title="Discharge" size={isGated ? 'wide' : 'narrow'} isTight={isGated} onClose={onClose} aside={when}>
      {isGated ? <Gated {...form} gates={gates} /> : <Plain {...form} />}
    </Sheet>
  )
}
