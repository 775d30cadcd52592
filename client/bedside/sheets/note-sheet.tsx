import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { EntrySheet } from './entry-sheet.tsx'

const MOST = 4_000

export const NoteSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const [text, setText] = useState('')
  return (
    <EntrySheet title="Note" onClose={onClose}>
      {(record) => (
        <>
          <Textarea
            label="What is to be remembered"
            autoFocus
            autosize
            minRows={4}
            maxLength={MOST}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button
            size="xl"
            disabled={text.trim() === ''}
            onClick={() => record({ type: 'addNote', text: text.trim() })}
          >
            Record the note
          </Button>
        </>
      )}
    </EntrySheet>
  )
}
