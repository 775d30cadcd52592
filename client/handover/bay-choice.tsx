import { Checkbox } from '@mantine/core'
import { ChemText } from '../ui/chem-text.tsx'
import type { BayFacts } from './bay-facts.ts'
import classes from './handover.module.css'

interface BayChoiceProps {
  readonly label: string
  readonly bays: readonly BayFacts[]
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (chosen: ReadonlySet<string>) => void
  /** Who answers there now, where that is not plain from the label. */
  readonly whoAnswers?: (bay: BayFacts) => string
}

export const OpenThings = ({ open }: Pick<BayFacts, 'open'>) =>
  open.length === 0 ? (
    <span className={classes.quiet}>nothing open</span>
  ) : (
    <ul className={classes.open}>
      {open.map((thing) => (
        <li key={thing}>
          <ChemText text={thing} />
        </li>
      ))}
    </ul>
  )

/** Bays to choose from, each with who lies there and what is open. */
export const BayChoice = ({ label, bays, chosen, onChoose, whoAnswers }: BayChoiceProps) => {
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChoose(next)
  }
  return (
    <fieldset className={classes.choice}>
      <legend>{label}</legend>
      {bays.map((bay) => (
        <div key={bay.id} className={classes.choiceRow}>
          <Checkbox
            size="md"
            iconColor="var(--ground)"
            checked={chosen.has(bay.id)}
            onChange={() => toggle(bay.id)}
            label={
              <>
                <b>{bay.name}</b> {bay.who}
              </>
            }
            description={whoAnswers?.(bay)}
          />
          <OpenThings open={bay.open} />
        </div>
      ))}
    </fieldset>
  )
}

export const Refusal = ({ refusal }: { readonly refusal: string | null }) =>
  refusal === null ? null : (
    <p className={classes.refusal} role="alert">
      {refusal}
    </p>
  )
