import { Button } from '@mantine/core'
import { useState } from 'react'
import { SCALE_INFO, type Scale } from '../../../shared/domain/score.ts'
import { useBedside } from '../bedside-context.ts'
import { Choice } from './choice.tsx'
import { EntrySheet } from './entry-sheet.tsx'
import classes from './sheet.module.css'
import { ITEM_SCALES, itemWords, QUICK_SCALES } from './usual-words.ts'

const pointsOf = ([low, high]: readonly [number, number]): number[] =>
  Array.from({ length: high - low + 1 }, (_, index) => low + index)

interface QuickProps {
  readonly scale: Scale
  readonly onScore: (score: number) => void
}

const Quick = ({ scale, onScore }: QuickProps) => {
  const { label, range } = SCALE_INFO[scale]
  return (
    <div className={classes.scale} role="group" aria-label={label}>
      <span className={classes.name}>{label}</span>
      <span className={classes.points}>
        {pointsOf(range).map((point) => (
          <Choice key={point} label={`${label} ${point}`} onClick={() => onScore(point)}>
            {point > 0 && range[0] < 0 ? `+${point}` : point}
          </Choice>
        ))}
      </span>
    </div>
  )
}

interface ItemProps {
  readonly scale: Scale
  readonly item: { readonly id: string; readonly range: readonly [number, number] }
  readonly chosen: number | undefined
  /** Filled in from what was measured; a tap still changes it. */
  readonly isMeasured: boolean
  readonly onChoose: (point: number) => void
}

const Item = ({ scale, item, chosen, isMeasured, onChoose }: ItemProps) => {
  const { label, points } = itemWords(scale, item.id)
  return (
    <div className={classes.scale} role="group" aria-label={label}>
      <span>
        <span className={classes.name}>{label}</span>
        {isMeasured ? <span className={classes.measured}>from the monitor</span> : null}
      </span>
      <span className={classes.points}>
        {pointsOf(item.range).map((point, index) => (
          <Choice
            key={point}
            isPressed={chosen === point}
            label={`${label} ${point}${points[index] === undefined ? '' : `, ${points[index]}`}`}
            onClick={() => onChoose(point)}
          >
            {points[index] === undefined ? point : `${point} · ${points[index]}`}
          </Choice>
        ))}
      </span>
    </div>
  )
}

export interface ItemScoreProps {
  readonly scale: Scale
  readonly onClose: () => void
}

type Answers = Readonly<Record<string, number>>

const NOTHING_KNOWN: Answers = {}

/** A score of items: each is answered or was measured, none is guessed; their sum is the score. */
export const ItemScoreSheet = ({ scale, onClose }: ItemScoreProps) => {
  const { view } = useBedside()
  const { label, items, range } = SCALE_INFO[scale]
  const [said, setSaid] = useState<Answers>({})
  const measured = view.recovery?.knownItems[scale] ?? NOTHING_KNOWN
  const answers: Answers = { ...measured, ...said }
  const open = items.filter(({ id }) => answers[id] === undefined).length
  const sum = Object.values(answers).reduce((total, point) => total + point, 0)
  return (
    <EntrySheet title={label} size="wide" isTight onClose={onClose}>
      {(record) => (
        <>
          {items.map((item) => (
            <Item
              key={item.id}
              scale={scale}
              item={item}
              chosen={answers[item.id]}
              isMeasured={said[item.id] === undefined && measured[item.id] !== undefined}
              onChoose={(point) => setSaid((before) => ({ ...before, [item.id]: point }))}
            />
          ))}
          <Button
            size="xl"
            disabled={open > 0}
            onClick={() => record({ type: 'recordAssessment', scale, items: answers, score: sum })}
          >
            {open > 0 ? `${open} not answered yet` : `Record ${label} ${sum} of ${range[1]}`}
          </Button>
        </>
      )}
    </EntrySheet>
  )
}

/** Scores: one tap for those of one figure. */
export const ScoreSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const [chosen, setChosen] = useState<Scale | null>(null)
  if (chosen !== null) return <ItemScoreSheet scale={chosen} onClose={onClose} />
  return (
    <EntrySheet title="Score" size="wide" isTight onClose={onClose}>
      {(record) => (
        <>
          {QUICK_SCALES.map((scale) => (
            <Quick key={scale} scale={scale} onScore={(score) => record({ type: 'recordAssessment', scale, score })} />
          ))}
          <div className={classes.choices}>
            {ITEM_SCALES.map((scale) => (
              <Choice key={scale} onClick={() => setChosen(scale)}>
                {SCALE_INFO[scale].label} …
              </Choice>
            ))}
          </div>
        </>
      )}
    </EntrySheet>
  )
}
