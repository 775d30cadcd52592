import { Link } from 'react-router'
import { SCALE_INFO } from '../../../shared/domain/score.ts'
import { formatTime, NO_VALUE } from '../../ui/format.ts'
import { OriginMark } from '../../ui/origin-mark.tsx'
import {
  dayOf,
  dissociationText,
  doseText,
  measureText,
  outcomeText,
  perKgText,
  riseText,
  signatureText,
  sinceText,
  startOf,
  type SeriesVisit,
} from './series-look.ts'
import classes from './series.module.css'

const HEADS = [
  'Infusion',
  'Date',
  'Protocol',
  'Dose',
  'mg/kg',
  'Peak systolic rise, mmHg',
  'Dissociation, highest',
] as const

const SCORES = ['phq9', 'gad7', 'pain'] as const

const Row = ({ visit }: { readonly visit: SeriesVisit }) => (
  <tr>
    <td>{visit.infusion ?? NO_VALUE}</td>
    <th scope="row">
      <Link className={classes.rowLink} to={`/review/${visit.id}`}>
        {dayOf(visit)}, {formatTime(startOf(visit))}
      </Link>
      <span className={classes.since}>{sinceText(visit)}</span>
      <OriginMark view={visit} className={classes.origin} />
    </th>
    <td>
      {visit.protocol.name} v{visit.protocol.version}
    </td>
    <td>{doseText(visit)}</td>
    <td>{perKgText(visit)}</td>
    <td>{riseText(visit)}</td>
    <td>{dissociationText(visit)}</td>
    {SCORES.map((scale) => (
      <td key={scale} className={classes.short}>
        {measureText(visit, scale)}
      </td>
    ))}
    <td>{outcomeText(visit)}</td>
    <td>{signatureText(visit)}</td>
  </tr>
)

/** The visits in their order; each leads to its record. */
export const SeriesTable = ({ visits }: { readonly visits: readonly SeriesVisit[] }) => (
  <section className={classes.card} aria-label="Visits">
    <h2 className={classes.cardTitle}>Visits, oldest first</h2>
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of the visits">
      <table className={classes.table}>
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {SCORES.map((scale) => (
              <th key={scale} scope="col" className={classes.short}>
                {SCALE_INFO[scale].label}
              </th>
            ))}
            <th scope="col">Outcome</th>
            <th scope="col">Signature</th>
          </tr>
        </thead>
        <tbody>
          {visits.map((visit) => (
            <Row key={visit.id} visit={visit} />
          ))}
        </tbody>
      </table>
    </div>
    <p className={classes.note}>
      The rise is the highest systolic pressure since the start over the baseline of that visit. Scores with an arrow
      are the first and the last of the visit.
    </p>
  </section>
)
