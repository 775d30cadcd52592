import { formatDay } from '../ui/format.ts'
import { IconCheck, IconCircleDashed, IconArchive } from '@tabler/icons-react'
import type { ProtocolVersionAnswer } from '../../shared/wire/protocol-version.ts'
import classes from './protocols.module.css'

/** Whether a version is approved, and by whom; told by a shape and by words. */
export const Standing = ({ version }: { readonly version: ProtocolVersionAnswer }) => {
  const { retired } = version
  const { approval } = version.protocol
  if (retired !== null)
    return (
      <span className={classes.standing}>
        <IconArchive size={20} aria-hidden />
        Retired by {retired.by}, {formatDay(Date.parse(retired.at))}
      </span>
    )
  if (approval === null)
    return (
      <span className={classes.standing}>
        <IconCircleDashed size={20} aria-hidden />
        Not approved yet
      </span>
    )
  return (
    <span className={classes.standing} data-approved>
      <IconCheck size={20} aria-hidden />
      Approved by {approval.by}, {formatDay(Date.parse(approval.at))}
    </span>
  )
}
