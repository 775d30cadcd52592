import { Button, FileButton } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { protocolFileSchema } from '../../shared/wire/protocol-file.ts'
import { protocolVersionSchema } from '../../shared/wire/protocol-version.ts'
import { request } from '../http/request.ts'
import { plainWords } from './plain-words.ts'
import classes from './protocols.module.css'
import { useForgetProtocols } from './use-histories.ts'

interface Refused {
  readonly title: string
  readonly lines: readonly string[]
}

const LINES_SHOWN = 12

/** @returns the file's content; why it cannot be taken, place by place */
const readFile = async (file: File): Promise<{ readonly content: unknown } | Refused> => {
  let content: unknown
  try {
    content = JSON.parse(await file.text())
  } catch {
    return { title: `${file.name} is not JSON`, lines: ['Choose a file that was exported from a page of protocols.'] }
  }
  const read = protocolFileSchema.safeParse(content)
  if (read.success) return { content }
  const lines = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${plainWords(message)}`)
  return { title: `${file.name} cannot be taken`, lines }
}

/** Takes a protocol from a file; what does not fit is told with its place. */
export const ImportButton = () => {
  const [refused, setRefused] = useState<Refused | null>(null)
  const [isSending, setIsSending] = useState(false)
  const forget = useForgetProtocols()
  const navigate = useNavigate()
  const take = async (file: File | null) => {
    if (file === null) return
    setRefused(null)
    const read = await readFile(file)
    if (!('content' in read)) {
      setRefused(read)
      return
    }
    setIsSending(true)
    const answer = await request(protocolVersionSchema, {
      method: 'POST',
      path: '/protocols/import',
      body: read.content,
    })
    setIsSending(false)
    if (!answer.ok) {
      setRefused({ title: `${file.name} was not taken`, lines: [answer.error.message] })
      return
    }
    await forget()
    const { id, version } = answer.value.protocol
    void navigate(`/protocols/${encodeURIComponent(id)}?version=${version}`)
  }
  return (
    <>
      <FileButton accept="application/json,.json" onChange={(file) => void take(file)}>
        {(props) => (
          <Button {...props} variant="default" loading={isSending} leftSection={<IconUpload size={20} aria-hidden />}>
            Import a file
          </Button>
        )}
      </FileButton>
      {refused === null ? null : (
        <div className={classes.refusal} role="alert">
          <b>{refused.title}</b>
          <ul>
            {refused.lines.slice(0, LINES_SHOWN).map((line) => (
              <li key={line}>{line}</li>
            ))}
            {refused.lines.length > LINES_SHOWN ? <li>and {refused.lines.length - LINES_SHOWN} more</li> : null}
          </ul>
        </div>
      )}
    </>
  )
}
