import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useBedside } from '../bedside-context.ts'
import { Sheet } from './sheet.tsx'

const MOST = 4_000

export const NoteSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { give } = useBedside()
  const [text, setText] = useState('')
  const save = () => {
    give({ type: 'addNote', text: text.trim() })
    onClose()
  }
  return (
    <Sheet title="Note" onClose={onClose}>
      <Textarea
        label="What is to be remembered"
        autoFocus
        autosize
        minRows={4}
        maxLength={MOST}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button size="xl" disabled={text.trim() === ''} onClick={save}>
        Record the note
      </Button>
    </Sheet>
  )
}
