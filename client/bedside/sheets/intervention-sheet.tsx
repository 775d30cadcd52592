import { useBedside } from '../bedside-context.ts'
import { Choice, OtherText } from './choice.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'
import { USUAL_INTERVENTIONS, type UsualIntervention } from './usual-words.ts'

/** A common intervention: one tap here. */
export const InterventionSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { give } = useBedside()
  const record = (given: UsualIntervention) => {
    give({ type: 'recordIntervention', ...given })
    onClose()
  }
  return (
    <Sheet title="Intervention" size="wide" onClose={onClose}>
      <div className={classes.choices}>
        {USUAL_INTERVENTIONS.map((usual) => {
          const text = [usual.intervention, usual.detail].filter((part) => part !== undefined).join(' ')
          return (
            <Choice key={text} onClick={() => record(usual)}>
              {text}
            </Choice>
          )
        })}
      </div>
      <OtherText
        label="Something else, with its dose"
        action="Record"
        onSay={(intervention) => record({ intervention })}
      />
    </Sheet>
  )
}
