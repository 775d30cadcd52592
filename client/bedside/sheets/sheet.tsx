import { Modal } from '@mantine/core'
import { use, type ReactNode } from 'react'
import { useBedside } from '../bedside-context.ts'
import { SheetTop } from './sheet-top.ts'
import classes from './sheet.module.css'

export interface SheetProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly size?: 'narrow' | 'wide'
  /** Many rows, which are all to be seen at once below notices and alarms. */
  readonly isTight?: boolean
  /** What belongs to the whole of it: beside the title where there is room, else below it. */
  readonly aside?: ReactNode
}

const MARGIN = 8
const WIDTH = { narrow: 560, wide: 960 } as const

const TIGHT = { header: { minHeight: 0, paddingBlock: MARGIN }, body: { paddingBottom: MARGIN } } as const

/**
 * A dialog of the bedside: it names the bay and the patient, whatever it asks. It stands below the alarm line, which
 * stays to be read and to be answered.
 */
export const Sheet = ({ title, onClose, children, size = 'narrow', isTight = false, aside }: SheetProps) => {
  const { bay, view } = useBedside()
  const top = use(SheetTop)
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={WIDTH[size]}
      yOffset={MARGIN}
      transitionProps={{ duration: 0 }}
      styles={{
        inner: { top },
        overlay: { top },
        content: { maxHeight: `calc(100vh - ${top + MARGIN * 2}px)` },
        ...(isTight ? TIGHT : {}),
      }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>
            <span className={classes.title} data-tight={isTight}>
              <span className={classes.what}>{title}</span>
              <span className={classes.who}>
                {bay} · {view.patient.displayName ?? view.patient.initials}
              </span>
            </span>
          </Modal.Title>
          {size === 'wide' ? <div className={classes.aside}>{aside}</div> : null}
          <Modal.CloseButton size="xl" aria-label="Close" />
        </Modal.Header>
        <Modal.Body>
          <div className={classes.body} data-tight={isTight}>
            {size === 'narrow' ? aside : null}
            {children}
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
