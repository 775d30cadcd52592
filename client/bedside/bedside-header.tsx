import { Button } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useStore } from 'zustand'
import { WhoAnswers } from '../handover/who-answers.tsx'
import { SoundStatus } from '../signals/sound-status.tsx'
import { OriginMark } from '../ui/origin-mark.tsx'
import { ServerTime } from '../ui/server-time.tsx'
import { formatDay, formatFigure } from '../ui/format.ts'
import { useBedside } from './bedside-context.ts'
import classes from './bedside.module.css'
import { VisitMenu } from './visit-menu.tsx'

const formatBirth = (iso: string): string => formatDay(Date.parse(`${iso}T00:00:00`))

const Identity = () => {
  const { patient, protocol } = useBedside().view
  const { name, version, approved } = protocol
  const facts = [
    patient.dateOfBirth === undefined ? '' : formatBirth(patient.dateOfBirth),
    patient.weightKg === undefined ? '' : `${formatFigure(patient.weightKg)} kg`,
    patient.recordNumber === undefined ? '' : `No. ${patient.recordNumber}`,
  ].filter((fact) => fact !== '')
  return (
    <>
      <span className={classes.patient}>{patient.displayName ?? patient.initials}</span>
      <span className={classes.known}>
        <span className={classes.fact}>{facts.join(' · ')}</span>
        <span
          className={classes.fact}
          title={`${name} v${version}${approved ? '' : ': this version is not approved yet'}`}
        >
          {name} v{version}
        </span>
      </span>
    </>
  )
}

/** Whose bedside this is, under which protocol, who acts, and the server's clock. */
export const BedsideHeader = () => {
  const { view, bay, live } = useBedside()
  const speed = useStore(live.store, (state) => state.speed)
  return (
    <header className={classes.header}>
      <Button
        component={Link}
        to="/"
        size="xl"
        variant="subtle"
        color="gray"
        px="xs"
        flex="none"
        aria-label="To all bays"
        leftSection={<IconChevronLeft size={24} aria-hidden />}
      >
        Bays
      </Button>
      <h1 className={classes.bay}>{bay}</h1>
      <Identity />
      <WhoAnswers live={live} bay={view.bay} view={view} isShort />
      <OriginMark view={view} className={classes.origin} />
      <span className={classes.headerEnd}>
        <SoundStatus isCompact />
        <VisitMenu />
        {speed === 1 ? null : <span className={classes.speed}>×{speed}</span>}
        <ServerTime className={classes.clock} />
      </span>
    </header>
  )
}
