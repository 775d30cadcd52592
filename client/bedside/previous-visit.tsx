import { useState } from 'react'
import { previousAnswerSchema, type PreviousVisit } from '../../shared/wire/previous-visit.ts'
import { useAnswer } from '../http/use-answer.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { formatFigure, formatTime } from '../ui/format.ts'
import { nextVisitText } from '../ui/next-visit-text.ts'
import { PHASE_WORD } from '../ui/phase-words.ts'
import { useBedside } from './bedside-context.ts'
import { Sheet } from './sheets/sheet.tsx'
import sheetClasses from './sheets/sheet.module.css'
import classes from './visit-panel.module.css'

const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const

const dayOf = ({ startedAt }: PreviousVisit): string => new Date(startedAt).toLocaleDateString('en-GB', DAY)

const signed = (figure: number): string => (figure > 0 ? `+${formatFigure(figure)}` : formatFigure(figure))

const doseText = ({ deliveredMg, mgPerKg, minutes }: PreviousVisit): string => {
  const over = minutes < 1 ? '' : ` in ${Math.round(minutes)} min`
  return `${formatFigure(deliveredMg)} mg (${mgPerKg.toFixed(2)} mg/kg)${over}`
}

const pressureText = ({ highest }: PreviousVisit): string =>
  highest === null ? 'no pressure held' : `highest ${highest.text}, ${signed(highest.rise)}`

const outcomeText = ({ outcome, phase, because }: PreviousVisit): string => {
  const how = outcome === 'stoppedEarly' ? 'stopped early' : PHASE_WORD[phase].toLowerCase()
  return because === '' ? how : `${how}: ${because}`
}

/** Each thing once, in the order in which it was first given. */
const helped = ({ interventions }: PreviousVisit): string =>
  [...new Set(interventions.map(({ text }) => text))].join(', ') || 'nothing was needed'

interface ListProps {
  readonly title: string
  readonly said: PreviousVisit['symptoms']
}

const Said = ({ title, said }: ListProps) => (
  <section>
    <h3 className={sheetClasses.heading}>{title}</h3>
    {said.length === 0 ? <p className={sheetClasses.hint}>None recorded.</p> : null}
    <ul className={sheetClasses.gates}>
      {said.map(({ text, at }) => (
        <li key={`${at}-${text}`}>
          {formatTime(Date.parse(at))} <ChemText text={text} />
        </li>
      ))}
    </ul>
  </section>
)

const PreviousSheet = ({ previous, onClose }: { readonly previous: PreviousVisit; readonly onClose: () => void }) => (
  <Sheet title={`Last visit, ${dayOf(previous)}`} size="wide" onClose={onClose}>
    <dl className={sheetClasses.effect}>
      <div>
        <dt>Dose</dt>
        <dd>
          {doseText(previous)} <small>{previous.protocol}</small>
        </dd>
      </div>
      <div>
        <dt>Highest pressure</dt>
        <dd>
          {previous.highest?.text ?? '--'}
          <small>{previous.highest === null ? '' : `${signed(previous.highest.rise)} from its baseline`}</small>
        </dd>
      </div>
      <div>
        <dt>Outcome</dt>
        <dd>{outcomeText(previous)}</dd>
      </div>
    </dl>
    <div className={sheetClasses.columns}>
      <Said title="What helped" said={previous.interventions} />
      <Said title="Symptoms" said={previous.symptoms} />
    </div>
  </Sheet>
)

/** What the patient's last dose came to, at hand before this one. */
export const PreviousVisitRow = () => {
  const { view } = useBedside()
  const [isOpen, setIsOpen] = useState(false)
  const answer = useAnswer(['previous', view.id], previousAnswerSchema, `/sessions/${view.id}/previous`)
  if (answer.state === 'loading') return null
  if (answer.state === 'failed') return <p className={classes.hint}>The last visit cannot be loaded now.</p>
  const { previous } = answer.data
  if (previous === null) return null
  return (
    <>
      <button type="button" className={classes.previous} onClick={() => setIsOpen(true)}>
        <span>
          <b>Last visit</b> {dayOf(previous)} · {doseText(previous)} · {outcomeText(previous)}
        </span>
        <span>
          <ChemText text={`${pressureText(previous)} · ${helped(previous)}`} />
        </span>
        {previous.nextVisit === null ? null : <span>Next due {nextVisitText(previous.nextVisit)}</span>}
      </button>
      {isOpen ? <PreviousSheet previous={previous} onClose={() => setIsOpen(false)} /> : null}
    </>
  )
}
