import type { ReactNode } from 'react'
import type { KeptCommand } from '../../live/outbox-order.ts'
import { useBedside } from '../bedside-context.ts'
import { OccurrenceField } from './occurrence-field.tsx'
import { Sheet, type SheetProps } from './sheet.tsx'
import classes from './sheet.module.css'
import { useOccurrence } from './use-occurrence.ts'

export interface EntrySheetProps extends Omit<SheetProps, 'aside' | 'children'> {
  /** Writes the entry with the moment that is chosen, and closes the sheet. */
  readonly children: (record: (command: KeptCommand) => void) => ReactNode
}

/** Something that is written down: beside what it is, when it happened. Nothing is written for a moment that cannot be. */
export const EntrySheet = ({ children, onClose, ...sheet }: EntrySheetProps) => {
  const { give } = useBedside()
  const occurrence = useOccurrence()
  const { at, objection } = occurrence.judged
  const record = (command: KeptCommand) => {
    give(command, at)
    onClose()
  }
  return (
    <Sheet {...sheet} onClose={onClose} aside={<OccurrenceField occurrence={occurrence} />}>
      <fieldset className={classes.entry} disabled={objection !== null} data-tight={sheet.isTight ?? false}>
        {children(record)}
      </fieldset>
    </Sheet>
  )
}
