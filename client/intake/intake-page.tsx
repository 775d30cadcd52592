import { Button, Select } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useState, type SubmitEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { bayId, protocolId } from '../../shared/domain/ids.ts'
import { protocolsAnswerSchema, type ProtocolAnswer } from '../../shared/wire/protocol.ts'
import { baysAnswerSchema, devicesAnswerSchema, type BayAnswer, type DeviceAnswer } from '../../shared/wire/site.ts'
import { useAnswer } from '../http/use-answer.ts'
import { useStaff } from '../ui/staff-context.ts'
import { FailureNotice, LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { DoseFields } from './dose-fields.tsx'
import type { FieldProps } from './field-props.ts'
import { EMPTY_FORM, missingOf, type IntakeForm, type Purpose } from './intake-form.ts'
import classes from './intake-page.module.css'
import { PatientFields } from './patient-fields.tsx'
import { PlaceFields } from './place-fields.tsx'
import { useIntake, type IntakeState } from './use-intake.ts'

interface SiteKnowledge {
  readonly bays: readonly BayAnswer[]
  readonly devices: readonly DeviceAnswer[]
  readonly protocols: readonly ProtocolAnswer[]
}

const protocolLabel = ({ name, version, approval }: ProtocolAnswer): string =>
  `${name} v${version}${approval === null ? ' · not approved yet' : ''}`

interface VisitFieldsProps extends FieldProps {
  readonly protocols: readonly ProtocolAnswer[]
}

const VisitFields = ({ protocols, ...props }: VisitFieldsProps) => {
  const { form, change, missing } = props
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Protocol and dose</legend>
      <Select
        className={classes.wide}
        label="Protocol"
        required
        placeholder="Choose a protocol"
        data={protocols.map((protocol) => ({ value: protocol.id, label: protocolLabel(protocol) }))}
        value={form.protocol}
        error={missing.protocol}
        onChange={(value) =>
          change({ protocol: value === null ? null : protocolId(value), doseMg: null, durationMin: null })
        }
        allowDeselect={false}
      />
      <DoseFields {...props} protocol={protocols.find(({ id }) => id === form.protocol)} />
    </fieldset>
  )
}

const Actions = ({
  form,
  change,
  missing,
  state,
  send,
}: FieldProps & { readonly state: IntakeState; readonly send: (purpose: Purpose) => void }) => {
  const sending = state.state === 'sending' ? state.purpose : null
  return (
    <div className={classes.actions}>
      {state.state === 'refused' ? (
        <p className={classes.refusal} role="alert">
          {state.message}
        </p>
      ) : null}
      <Button type="submit" size="xl" loading={sending === 'admit'} disabled={sending === 'schedule'}>
        Admit now
      </Button>
      <div className={classes.later}>
        <DateTimePicker
          label="Or planned for"
          valueFormat="YYYY-MM-DD HH:mm"
          placeholder="YYYY-MM-DD HH:mm"
          clearable
          value={form.plannedStart}
          error={missing.plannedStart}
          onChange={(plannedStart) => change({ plannedStart })}
        />
        <Button
          variant="default"
          loading={sending === 'schedule'}
          disabled={sending === 'admit'}
          onClick={() => send('schedule')}
        >
          Schedule
        </Button>
      </div>
    </div>
  )
}

const startForm = (bay: string | null, { bays, devices }: SiteKnowledge): IntakeForm => {
  const free = bays.find(({ id, sessionId }) => id === bay && sessionId === undefined)
  if (free === undefined) return EMPTY_FORM
  return { ...EMPTY_FORM, bay: bayId(free.id), device: devices.find((device) => device.bay === free.id)?.id ?? null }
}

const IntakeFormPage = ({ site }: { readonly site: SiteKnowledge }) => {
  const [params] = useSearchParams()
  const [form, setForm] = useState(() => startForm(params.get('bay'), site))
  const [tried, setTried] = useState<Purpose | null>(null)
  const { state, send } = useIntake()
  const missing = tried === null ? {} : missingOf(form, tried)
  const change = (changed: Partial<IntakeForm>) => setForm((before) => ({ ...before, ...changed }))
  const sendFor = (purpose: Purpose) => {
    setTried(purpose)
    const there = site.devices.find(({ id }) => id === form.device)?.bay
    void send(form, purpose, there !== undefined && there === form.bay)
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    sendFor('admit')
  }
  const fields = { form, change, missing }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <PatientFields {...fields} />
      <VisitFields {...fields} protocols={site.protocols} />
      <PlaceFields {...fields} bays={site.bays} devices={site.devices} />
      <Actions {...fields} state={state} send={sendFor} />
    </form>
  )
}

const Loaded = ({ site }: { readonly site: SiteKnowledge }) => {
  const { role } = useStaff()
  if (role === 'admin')
    return (
      <StateNotice title="An administrator admits nobody">
        <span>Ask a nurse or a clinician to sign in here.</span>
      </StateNotice>
    )
  if (!site.bays.some((bay) => bay.sessionId === undefined))
    return (
      <StateNotice title="No bay is free">
        <span>
          A bay is free again when its patient is discharged. <Link to="/">To all bays</Link>
        </span>
      </StateNotice>
    )
  return <IntakeFormPage site={site} />
}

/** Intake: patient, weight, protocol and proposed dose, bay and monitor. */
export const IntakePage = () => {
  const bays = useAnswer(['bays'], baysAnswerSchema, '/bays')
  const devices = useAnswer(['devices'], devicesAnswerSchema, '/devices')
  const protocols = useAnswer(['protocols'], protocolsAnswerSchema, '/protocols')
  const failed = [bays, devices, protocols].find((answer) => answer.state === 'failed')
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>New visit</h1>
      {failed === undefined ? null : (
        <FailureNotice what="What this page needs" problem={failed.problem} again={failed.again} />
      )}
      {bays.state === 'ready' && devices.state === 'ready' && protocols.state === 'ready' ? (
        <Loaded site={{ bays: bays.data, devices: devices.data, protocols: protocols.data.protocols }} />
      ) : failed === undefined ? (
        <LoadingNotice what="bays, monitors and protocols" />
      ) : null}
    </main>
  )
}
