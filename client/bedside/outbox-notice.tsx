import { useStore } from 'zustand'
import { useBedside } from './bedside-context.ts'
import classes from './bedside.module.css'

/** Why entries are not saved, where the link alone does not tell. */
export const OutboxNotice = () => {
  const { outbox } = useBedside()
  const { hindrance, isUnkept, ofOthers } = useStore(outbox.store)
  const said = [
    hindrance === null ? '' : `Entries are not saved yet: ${hindrance} They are sent again by themselves.`,
    isUnkept ? 'This browser has no room to keep entries: leave this page open until they are saved.' : '',
    ofOthers === 0
      ? ''
      : `${ofOthers} ${ofOthers === 1 ? 'entry' : 'entries'} of another person wait here, to be sent when they sign in.`,
  ].filter((text) => text !== '')
  if (said.length === 0) return null
  return (
    <p className={classes.outboxNotice} role="status">
      {said.join(' ')}
    </p>
  )
}
