import { err, ok, type Result } from '../../shared/domain/result.ts'
import { problemSchema } from '../../shared/wire/problem.ts'
import type { Schema } from '../../shared/wire/schema.ts'
import type { HttpProblem } from './request.ts'

interface AskedLines<T> {
  /** Under `/api/v1`. */
  readonly path: string
  readonly body: unknown
  readonly schema: Schema<T>
  readonly onLine: (line: T) => void
  readonly signal: AbortSignal
}

const UNREACHABLE: HttpProblem = {
  code: 'unreachable',
  message: 'The link to the server broke off. Nothing was changed; try again when it is back.',
  status: null,
}

const problemOf = async (response: Response): Promise<HttpProblem> => {
  const parsed = problemSchema.safeParse(await response.json().catch(() => undefined))
  const unread = { code: 'misfit', message: 'The server answered in a way that this screen does not understand.' }
  return { ...(parsed.success ? parsed.data.error : unread), status: response.status }
}

const tell = <T>(text: string, { schema, onLine }: AskedLines<T>): void => {
  const parsed = schema.safeParse(JSON.parse(text))
  if (parsed.success) onLine(parsed.data)
}

/** Posts, and reads the answer line by line as it comes. Ends early when it is aborted. */
export const readLines = async <T>(asked: AskedLines<T>): Promise<Result<null, HttpProblem>> => {
  try {
    const response = await fetch(`/api/v1${asked.path}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked.body),
      signal: asked.signal,
    })
    if (!response.ok || response.body === null) return err(await problemOf(response))
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const lines = (rest + read.value).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) tell(line, asked)
    }
    return ok(null)
  } catch {
    return asked.signal.aborted ? ok(null) : err(UNREACHABLE)
  }
}
