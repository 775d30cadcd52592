import { GRADES, type Grade } from '../../../shared/domain/command.ts'
import { useState } from 'react'
import { Choice, OtherText } from './choice.tsx'
import { EntrySheet } from './entry-sheet.tsx'
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
  const [other, setOther] = useState('')
  return (
    <EntrySheet title="Symptom" size="wide" isTight onClose={onClose}>
      {(record) => (
        <>
          <div className={classes.graded}>
            {USUAL_SYMPTOMS.map((symptom) => (
              <Graded
                key={symptom}
                symptom={symptom}
                onGrade={(grade) => record({ type: 'recordSymptom', symptom, grade })}
              />
            ))}
          </div>
          {other === '' ? (
            <OtherText label="Another symptom" action="Grade it" onSay={setOther} />
          ) : (
            <Graded symptom={other} onGrade={(grade) => record({ type: 'recordSymptom', symptom: other, grade })} />
          )}
        </>
      )}
    </EntrySheet>
  )
}
