import type { SessionView } from '../../shared/domain/session-view.ts'
import type { RecordAnswer, RecordEntry } from '../../shared/wire/record.ts'
import { readFields } from '../ui/event-fields.ts'
import { eventText } from '../ui/event-text.ts'
import { formatTime } from '../ui/format.ts'
import { Card } from './card.tsx'
import { knownNames } from './known-names.ts'
import classes from './review.module.css'

interface DecisionCardsProps {
  readonly record: RecordAnswer
  readonly view: SessionView
}

const at = ({ now }: RecordEntry): string => formatTime(Date.parse(now.occurredAt ?? now.at))

const ScoresCard = ({ record, view }: DecisionCardsProps) => {
  const scores = record.entries.filter(({ now }) => now.type === 'assessmentRecorded')
  if (scores.length === 0) return null
  return (
    <Card title="Scores">
      <ul className={classes.plainList}>
        {scores.map((entry) => (
          <li key={entry.seq}>
            {at(entry)} {eventText(entry.now, knownNames(view)).text}
          </li>
        ))}
      </ul>
    </Card>
  )
}

const CriteriaCard = ({ view: { recovery } }: Pick<DecisionCardsProps, 'view'>) =>
  recovery === undefined ? null : (
    <Card title="Criteria for going home">
      <ul className={classes.plainList}>
        {recovery.criteria.map(({ id, label, met, source }) => (
          <li key={id} className={classes.fact}>
            <span>{label}</span>
            <strong>{met ? 'met' : source === 'open' ? 'not answered' : 'not met'}</strong>
          </li>
        ))}
      </ul>
    </Card>
  )

/** What was decided against a rule, why and by whom. */
const OverridesCard = ({ record, view }: DecisionCardsProps) => {
  const overridden = record.entries.filter(({ now }) => readFields(now.data).group('override').text('reason') !== '')
  if (overridden.length === 0) return null
  return (
    <Card title="Decided against a rule">
      <ul className={classes.plainList}>
        {overridden.map((entry) => {
          const override = readFields(entry.now.data).group('override')
          return (
            <li key={entry.seq}>
              {at(entry)} {eventText(entry.now, knownNames(view)).text}, {entry.now.by?.name ?? ''}
              <div className={classes.note}>
                {override
                  .groups('gates')
                  .map((gate) => gate.text('label'))
                  .join('; ')}
                : “{override.text('reason')}”
              </div>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

export const DecisionCards = (props: DecisionCardsProps) => (
  <>
    <ScoresCard {...props} />
    <CriteriaCard view={props.view} />
    <OverridesCard {...props} />
  </>
)
