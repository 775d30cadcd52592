import { NumberInput, Select, TextInput, Textarea } from '@mantine/core'
import { useMemo, useState } from 'react'
import { GRADES } from '../../shared/domain/command.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { RecordEntry } from '../../shared/wire/record.ts'
import { formatClock } from '../ui/format.ts'
import { amendFields, correctionOf, type AmendField } from './amend-form.ts'
import classes from './dialog.module.css'
import { RecordDialog } from './record-dialog.tsx'
import { useOrder } from './use-order.ts'

export interface AmendDialogProps {
  readonly view: SessionView
  readonly entry: RecordEntry
  /** What the entry says, in words. */
  readonly words: string
  readonly onClose: () => void
}

interface InputProps {
  readonly field: AmendField
  readonly text: string
  readonly onText: (text: string) => void
}

const FLAGS = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
]

const Input = ({ field: { label, kind }, text, onText }: InputProps) => {
  if (kind === 'figure' || kind === 'positive')
    return <NumberInput label={label} value={text} hideControls onChange={(value) => onText(String(value))} />
  if (kind === 'flag' || kind === 'grade')
    return (
      <Select
        label={label}
        allowDeselect={false}
        value={text}
        data={kind === 'flag' ? FLAGS : [...GRADES]}
        onChange={(value) => onText(value ?? text)}
      />
    )
  return (
    <TextInput
      label={label}
      {...(kind === 'time' ? { type: 'datetime-local', step: 'any' } : {})}
      value={text}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  )
}

/** Sets an entry right: the first text stays, struck through and readable, beside what it reads now. */
export const AmendDialog = ({ view, entry, words, onClose }: AmendDialogProps) => {
  const fields = useMemo(() => amendFields(entry.now), [entry])
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const [reason, setReason] = useState('')
  const order = useOrder(view.id, 'commands', onClose)
  const correction = correctionOf(fields, texts)
  return (
    <RecordDialog
      title="Amend an entry"
      view={view}
      order={order}
      action={view.signed ? 'Amend after the signature' : 'Amend'}
      isIncomplete={correction === null || reason.trim() === ''}
      onSend={() => order.send({ type: 'amend', seq: entry.seq, correction, reason: reason.trim() })}
      onClose={onClose}
    >
      <p className={classes.hint}>
        {formatClock(Date.parse(entry.now.occurredAt ?? entry.now.at))} {words}
      </p>
      {fields.map((field) => (
        <Input
          key={field.path}
          field={field}
          text={texts[field.path] ?? field.text}
          onText={(text) => setTexts((before) => ({ ...before, [field.path]: text }))}
        />
      ))}
      <Textarea
        label="Reason"
        required
        autosize
        minRows={1}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </RecordDialog>
  )
}
