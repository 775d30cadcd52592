import { GRADES, type Grade } from '../../../shared/domain/command.ts'
import { useState } from 'react'
import { useBedside } from '../bedside-context.ts'
import { Choice, OtherText } from './choice.tsx'
import { Sheet } from './sheet.tsx'
import classes from './sheet.module.css'
import { USUAL_SYMPTOMS } from './usual-words.ts'

interface GradesProps {
  readonly symptom: string
  readonly onGrade: (grade: Grade) => void
}

const Graded = ({ symptom, onGrade }: GradesProps) => (
  <div className={classes.grade} role="group" aria-label={symptom}>
    <span className={classes.name}>{symptom}</span>
    {GRADES.map((grade) => (
      <Choice key={grade} label={`${symptom}, ${grade}`} onClick={() => onGrade(grade)}>
        {grade}
      </Choice>
    ))}
  </div>
)

/** A common symptom with its grade: one tap here. */
export const SymptomSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { give } = useBedside()
  const [other, setOther] = useState('')
  const record = (symptom: string, grade: Grade) => {
    give({ type: 'recordSymptom', symptom, grade })
    onClose()
  }
  return (
    <Sheet title="Symptom" size="wide" isTight onClose={onClose}>
      <div className={classes.graded}>
        {USUAL_SYMPTOMS.map((symptom) => (
          <Graded key={symptom} symptom={symptom} onGrade={(grade) => record(symptom, grade)} />
        ))}
      </div>
      {other === '' ? (
        <OtherText label="Another symptom" action="Grade it" onSay={setOther} />
      ) : (
        <Graded symptom={other} onGrade={(grade) => record(other, grade)} />
      )}
    </Sheet>
  )
}
