import { PasswordInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { useStaff } from '../ui/staff-context.ts'
import classes from './dialog.module.css'
import { RecordDialog } from './record-dialog.tsx'
import { useOrder } from './use-order.ts'

export interface SignDialogProps {
  readonly view: SessionView
  readonly onClose: () => void
}

const USUAL = 'I have reviewed this record and agree with it.'

/** A signature is a statement by name, with the sign-in given once more. */
export const SignDialog = ({ view, onClose }: SignDialogProps) => {
  const { name } = useStaff()
  const [statement, setStatement] = useState(USUAL)
  const [password, setPassword] = useState('')
  const order = useOrder(view.id, 'signature', onClose)
  return (
    <RecordDialog
      title={view.signed ? 'Sign as well' : 'Sign the record'}
      view={view}
      order={order}
      action={`Sign as ${name}`}
      isIncomplete={statement.trim() === '' || password === ''}
      onSend={() => order.send({ statement: statement.trim(), password })}
      onClose={onClose}
    >
      <Textarea
        label="Statement"
        autosize
        minRows={2}
        required
        value={statement}
        onChange={(event) => setStatement(event.currentTarget.value)}
      />
      <PasswordInput
        label={`Password of ${name}`}
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <p className={classes.hint}>
        After the signature nothing is changed any more: what is set right later stands beside it as an amendment, with
        its reason.
      </p>
    </RecordDialog>
  )
}
