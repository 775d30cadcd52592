import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useStaff } from '../../ui/staff-context.ts'
import { useBedside, waiting } from '../bedside-context.ts'
import classes from './sheet.module.css'

/** The item that stands for the dose and the pump, whatever the protocol calls it. */
const CHECKED = 'pumpChecked'

const OtherName = () => {
  const { give } = useBedside()
  const [name, setName] = useState('')
  return (
    <div className={classes.beside}>
      <TextInput
        size="xl"
        label="Who checked it with you"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        size="xl"
        variant="default"
        disabled={name.trim() === ''}
        onClick={() => give({ type: 'checkOff', item: CHECKED, checkedBy: name.trim() })}
      >
        Record
      </Button>
    </div>
  )
}

/** Who checked dose and pump; whoever checked it alone and starts as well is told, and not held up. */
export const SecondPerson = () => {
  const { view, orders } = useBedside()
  const { name } = useStaff()
  const item = view.checklist.find(({ id }) => id === CHECKED)
  const onItsWay = waiting(orders, 'checkOff').findLast(({ body }) => body.item === CHECKED)?.body.checkedBy
  const by = typeof onItsWay === 'string' ? onItsWay : item?.by
  if (item?.done !== true || by === undefined) return null
  if (by !== name) return <p className={classes.hint}>Dose and pump checked by {by}.</p>
  return (
    <>
      <p className={classes.hint}>
        Dose and pump were checked by you, and you start: a second person should have looked.
      </p>
      <OtherName />
    </>
  )
}
