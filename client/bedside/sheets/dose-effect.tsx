import type { DosePreview, DoseQuestion } from '../../../shared/domain/dose-preview.ts'
import type { InfusionView, OpenGate } from '../../../shared/domain/session-view.ts'
import { MS_PER_MINUTE } from '../../../shared/domain/time.ts'
import { dosePreviewSchema } from '../../../shared/wire/dose-preview.ts'
import type { Answer } from '../../http/use-answer.ts'
import { useQuestion } from '../../http/use-question.ts'
import { formatFigure, formatTime } from '../../ui/format.ts'
import { useBedside } from '../bedside-context.ts'
import classes from './sheet.module.css'

/** The plan runs on while somebody decides. */
const ASK_AGAIN_MS = 5_000

/** What the order would do, as the server computes it; null asks nothing yet. */
export const useDosePreview = (question: DoseQuestion | null): Answer<DosePreview> => {
  const { view } = useBedside()
  return useQuestion({
    schema: dosePreviewSchema,
    path: `/sessions/${view.id}/dose-preview`,
    body: question,
    asOf: view.seq,
    everyMs: ASK_AGAIN_MS,
  })
}

const NONE: readonly OpenGate[] = []

export const previewedGates = (preview: Answer<DosePreview>): readonly OpenGate[] =>
  preview.state === 'ready' ? preview.data.openGates : NONE

interface Fact {
  readonly what: string
  readonly value: string
  readonly note: string
}

const laterBy = (after: InfusionView, before: InfusionView | null): string => {
  if (before === null) return ''
  const minutes = Math.round((Date.parse(after.projectedEnd) - Date.parse(before.projectedEnd)) / MS_PER_MINUTE)
  if (minutes === 0) return 'as before'
  return minutes > 0 ? `${minutes} min later` : `${-minutes} min earlier`
}

const totalNote = (after: InfusionView, before: InfusionView | null, weightKg: number | undefined): string => {
  const perKg = weightKg === undefined ? '' : `${(after.plannedMg / weightKg).toFixed(2)} mg/kg`
  const was =
    before === null ? '' : before.plannedMg === after.plannedMg ? 'as before' : `was ${formatFigure(before.plannedMg)}`
  return [perKg, was].filter((part) => part !== '').join(', ')
}

const rateNote = (after: InfusionView, before: InfusionView | null): string => {
  if (before === null) return ''
  return before.rateMgPerHour === after.rateMgPerHour ? 'as before' : `was ${formatFigure(before.rateMgPerHour)}`
}

const factsOf = ({ before, after }: DosePreview, weightKg: number | undefined): readonly Fact[] => {
  if (after === null) return []
  const total = {
    what: 'Dose in all',
    value: `${formatFigure(after.plannedMg)} mg`,
    note: totalNote(after, before, weightKg),
  }
  if (after.route !== 'iv') return [total]
  const end = { what: 'Ends', value: formatTime(Date.parse(after.projectedEnd)), note: laterBy(after, before) }
  const rate = { what: 'Rate', value: `${formatFigure(after.rateMgPerHour)} mg/h`, note: rateNote(after, before) }
  const volume =
    after.volumeMl === undefined ? [] : [{ what: 'Volume', value: `${formatFigure(after.volumeMl)} mL`, note: '' }]
  return [total, rate, end, ...volume]
}

/** What an order does to dose, rate and end, to be read before it is given. */
export const DoseEffect = ({ preview }: { readonly preview: Answer<DosePreview> }) => {
  const { view } = useBedside()
  if (preview.state === 'failed')
    return (
      <p className={classes.refusal} role="alert">
        {preview.problem.message}
      </p>
    )
  const facts = preview.state === 'ready' ? factsOf(preview.data, view.patient.weightKg) : []
  return (
    <dl className={classes.effect} aria-label="What this does" aria-live="polite">
      {facts.map(({ what, value, note }) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>
            {value} <small>{note}</small>
          </dd>
        </div>
      ))}
    </dl>
  )
}
