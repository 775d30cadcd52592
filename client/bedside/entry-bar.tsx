import {
  IconActivityHeartbeat,
  IconChartBar,
  IconChevronUp,
  IconClockPlus,
  IconDoorExit,
  IconHome,
  IconMoodSad,
  IconNote,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlus,
  IconRulerMeasure,
  IconX,
  IconDeviceHeartMonitor,
  type Icon,
} from '@tabler/icons-react'
import { useState, type ComponentType } from 'react'
import type { StaffCommandType } from '../../shared/domain/command.ts'
import type { Phase } from '../../shared/domain/phase.ts'
import { isOffered, useBedside, waiting } from './bedside-context.ts'
import classes from './bedside.module.css'
import { BaselineSheet } from './sheets/baseline-sheet.tsx'
import { DischargeSheet } from './sheets/discharge-sheet.tsx'
import { EndSheet, PauseSheet } from './sheets/infusion-sheets.tsx'
import { InterventionSheet } from './sheets/intervention-sheet.tsx'
import { NoteSheet } from './sheets/note-sheet.tsx'
import { MonitorSheet } from './sheets/place-sheets.tsx'
import { PressureSheet } from './sheets/pressure-sheet.tsx'
import { RateSheet } from './sheets/rate-sheet.tsx'
import { CancelSheet, ExtendSheet, TransferSheet } from './sheets/recovery-sheets.tsx'
import { ResumeSheet } from './sheets/resume-sheet.tsx'
import { ScoreSheet } from './sheets/score-sheet.tsx'
import { SymptomSheet } from './sheets/symptom-sheet.tsx'

interface Entry {
  readonly label: string
  readonly icon: Icon
  /** What makes it offered. */
  readonly type: StaffCommandType
  readonly sheet: ComponentType<{ readonly onClose: () => void }>
  /** Takes the visit on, or back. */
  readonly isTurn?: boolean
}

const ALWAYS: readonly Entry[] = [
  { label: 'Symptom', icon: IconMoodSad, type: 'recordSymptom', sheet: SymptomSheet },
  { label: 'Intervention', icon: IconPlus, type: 'recordIntervention', sheet: InterventionSheet },
  { label: 'Score', icon: IconChartBar, type: 'recordAssessment', sheet: ScoreSheet },
  { label: 'BP now', icon: IconActivityHeartbeat, type: 'recordVitals', sheet: PressureSheet },
  { label: 'Note', icon: IconNote, type: 'addNote', sheet: NoteSheet },
]

const RATE: Entry = { label: 'Rate', icon: IconChevronUp, type: 'changeRate', sheet: RateSheet }
const END: Entry = { label: 'End', icon: IconPlayerStop, type: 'endInfusion', sheet: EndSheet, isTurn: true }
const CANCEL: Entry = { label: 'Cancel visit', icon: IconX, type: 'cancel', sheet: CancelSheet, isTurn: true }
const MONITOR: Entry = { label: 'Monitor', icon: IconDeviceHeartMonitor, type: 'attachDevice', sheet: MonitorSheet }
const BASELINE: Entry = { label: 'Baseline', icon: IconRulerMeasure, type: 'recordBaseline', sheet: BaselineSheet }

/** The three places at the end belong to the phase; the five before them never change. */
const OF_PHASE: Readonly<Partial<Record<Phase, readonly Entry[]>>> = {
  scheduled: [MONITOR, BASELINE, CANCEL],
  preparing: [MONITOR, BASELINE, CANCEL],
  infusing: [
    RATE,
    { label: 'Pause', icon: IconPlayerPause, type: 'pauseInfusion', sheet: PauseSheet, isTurn: true },
    END,
  ],
  paused: [
    RATE,
    { label: 'Resume', icon: IconPlayerPlay, type: 'resumeInfusion', sheet: ResumeSheet, isTurn: true },
    END,
  ],
  recovering: [
    { label: 'Longer', icon: IconClockPlus, type: 'extendRecovery', sheet: ExtendSheet },
    { label: 'Transfer', icon: IconDoorExit, type: 'transfer', sheet: TransferSheet, isTurn: true },
    { label: 'Discharge', icon: IconHome, type: 'discharge', sheet: DischargeSheet, isTurn: true },
  ],
}

/** What is recorded and done again and again, each behind one tap. */
export const EntryBar = () => {
  const bedside = useBedside()
  const [open, setOpen] = useState<string | null>(null)
  const entries = [...ALWAYS, ...(OF_PHASE[bedside.view.phase] ?? [])]
  const shown = entries.find(({ label }) => label === open)
  const mayBolus = isOffered(bedside, 'giveBolus')
  return (
    <nav className={classes.entries} aria-label="Record and act">
      {entries.map(({ label, icon: EntryIcon, type, isTurn = false }) => (
        <button
          key={label}
          type="button"
          className={classes.entry}
          data-turn={isTurn}
          disabled={!isOffered(bedside, type) && !(type === 'changeRate' && mayBolus)}
          onClick={() => setOpen(label)}
        >
          <EntryIcon size={24} stroke={1.75} aria-hidden />
          {label}
          {waiting(bedside.orders, type).length > 0 ? <span className={classes.unsaved}>not saved yet</span> : null}
        </button>
      ))}
      {shown === undefined ? null : <shown.sheet onClose={() => setOpen(null)} />}
    </nav>
  )
}
