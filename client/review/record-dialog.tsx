import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import type { SessionView } from '../../shared/domain/session-view.ts'
import classes from './dialog.module.css'
import type { Order } from './use-order.ts'

export interface RecordDialogProps {
  readonly title: string
  readonly view: SessionView
  readonly order: Order
  /** What is done by it. */
  readonly action: string
  /** Something is still missing. */
  readonly isIncomplete: boolean
  readonly onSend: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog on one record: it names whose, and stays until the server has what was entered. */
export const RecordDialog = ({
  title,
  view,
  order,
  action,
  isIncomplete,
  onSend,
  onClose,
  children,
}: RecordDialogProps) => (
  <Modal
    opened
    onClose={onClose}
    size="lg"
    transitionProps={{ duration: 0 }}
    closeButtonProps={{ 'aria-label': 'Close' }}
    title={
      <span className={classes.title}>
        {title}
        <span className={classes.whose}>
          {view.patient.displayName ?? view.patient.initials}
          {view.patient.recordNumber === undefined ? '' : `, No. ${view.patient.recordNumber}`}
        </span>
      </span>
    }
  >
    <form
      className={classes.body}
      onSubmit={(event) => {
        event.preventDefault()
        onSend()
      }}
    >
      {children}
      {order.problem === null || order.state !== 'refused' ? null : (
        <p className={classes.refusal} role="alert">
          {order.problem.message}
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={order.state === 'sending'} disabled={isIncomplete}>
          {action}
        </Button>
      </div>
    </form>
  </Modal>
)
