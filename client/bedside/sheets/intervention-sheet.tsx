import { Choice, OtherText } from './choice.tsx'
import { EntrySheet } from './entry-sheet.tsx'
import classes from './sheet.module.css'
import { USUAL_INTERVENTIONS } from './usual-words.ts'

/** A common intervention: one tap here. */
export const InterventionSheet = ({ onClose }: { readonly onClose: () => void }) => (
  <EntrySheet title="Intervention" size="wide" onClose={onClose}>
    {(record) => (
      <>
        <div className={classes.choices}>
          {USUAL_INTERVENTIONS.map((usual) => {
            const text = [usual.intervention, usual.detail].filter((part) => part !== undefined).join(' ')
            return (
              <Choice key={text} onClick={() => record({ type: 'recordIntervention', ...usual })}>
                {text}
              </Choice>
            )
          })}
        </div>
        <OtherText
          label="Something else, with its dose"
          action="Record"
          onSay={(intervention) => record({ type: 'recordIntervention', intervention })}
        />
      </>
    )}
  </EntrySheet>
)
