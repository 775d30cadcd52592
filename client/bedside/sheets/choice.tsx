import { Button, TextInput } from '@mantine/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { ChemText } from '../../ui/chem-text.tsx'
import classes from './sheet.module.css'

export interface ChoiceProps {
  readonly onClick: () => void
  readonly children: ReactNode
  readonly label?: string
  readonly isPressed?: boolean
}

export const Choice = ({ onClick, children, label, isPressed }: ChoiceProps) => (
  <button type="button" className={classes.choice} onClick={onClick} aria-label={label} aria-pressed={isPressed}>
    {typeof children === 'string' ? <ChemText text={children} /> : children}
  </button>
)

export interface OtherTextProps {
  readonly label: string
  readonly action: string
  readonly onSay: (text: string) => void
}

/** What none of the usual words says. */
export const OtherText = ({ label, action, onSay }: OtherTextProps) => {
  const [text, setText] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (text.trim() !== '') onSay(text.trim())
  }
  return (
    <form className={classes.row} onSubmit={submit}>
      <TextInput
        size="xl"
        label={label}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button size="xl" type="submit" variant="default" disabled={text.trim() === ''}>
        {action}
      </Button>
    </form>
  )
}
