import { Button, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { protocolVersionSchema, type ProtocolVersionAnswer } from '../../shared/wire/protocol-version.ts'
import { request } from '../http/request.ts'
import { useStaff } from '../ui/staff-context.ts'
import classes from './protocols.module.css'
import { useForgetProtocols } from './use-histories.ts'

export interface DecisionProps {
  readonly version: ProtocolVersionAnswer
  readonly onClose: () => void
}

const pathOf = ({ protocol: { id, version } }: ProtocolVersionAnswer, decision: 'approve' | 'retire'): string =>
  `/protocols/${encodeURIComponent(id)}/versions/${version}/${decision}`

const useDecision = ({ version, onClose }: DecisionProps, decision: 'approve' | 'retire') => {
  const forget = useForgetProtocols()
  const [isSending, setIsSending] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const send = async (body: unknown) => {
    setIsSending(true)
    const answer = await request(protocolVersionSchema, { method: 'POST', path: pathOf(version, decision), body })
    setIsSending(false)
    if (!answer.ok) {
      setRefusal(answer.error.message)
      return
    }
    await forget()
    onClose()
  }
  return { isSending, refusal, send }
}

const CLOSE = { 'aria-label': 'Close without deciding' } as const

const Refusal = ({ refusal }: { readonly refusal: string | null }) =>
  refusal === null ? null : (
    <p className={classes.refusal} role="alert">
      {refusal}
    </p>
  )

const titleOf = ({ protocol: { name, version } }: ProtocolVersionAnswer): string => `${name}, version ${version}`

/** Asks once, in words that name the version and the person. */
export const ApproveDialog = (props: DecisionProps) => {
  const { name } = useStaff()
  const { isSending, refusal, send } = useDecision(props, 'approve')
  const { version, onClose } = props
  return (
    <Modal opened onClose={onClose} closeButtonProps={CLOSE} title={`Approve ${titleOf(version)}`} centered>
      <p>
        <b>{name}</b> approves <b>{titleOf(version)}</b> for the patients of this clinic. New visits take it from now
        on, and each of them says that it was approved by {name}. It cannot be changed any more; a change is a new
        version.
      </p>
      <Refusal refusal={refusal} />
      <Button fullWidth loading={isSending} onClick={() => void send({})}>
        Approve version {version.protocol.version} as {name}
      </Button>
    </Modal>
  )
}

export interface RetireProps extends DecisionProps {
  /** What new visits take after that, in words. */
  readonly afterwards: string
}

export const RetireDialog = ({ afterwards, ...props }: RetireProps) => {
  const [reason, setReason] = useState('')
  const { isSending, refusal, send } = useDecision(props, 'retire')
  const { version, onClose } = props
  return (
    <Modal opened onClose={onClose} closeButtonProps={CLOSE} title={`Retire ${titleOf(version)}`} centered>
      <p>
        No new visit takes <b>{titleOf(version)}</b> any more; visits under way keep it. {afterwards}
      </p>
      <Textarea
        label="Why"
        required
        autosize
        minRows={2}
        maxLength={400}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Refusal refusal={refusal} />
      <Button
        mt="md"
        fullWidth
        loading={isSending}
        disabled={reason.trim() === ''}
        onClick={() => void send({ reason: reason.trim() })}
      >
        Retire version {version.protocol.version}
      </Button>
    </Modal>
  )
}
