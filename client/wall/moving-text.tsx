import { useId, useLayoutEffect, useRef } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import { instant } from '../../shared/domain/time.ts'
import type { LiveSession } from '../live/live-state.ts'
import { transportSlackMs } from '../live/live-vital.ts'
import type { Aging } from '../ui/number-look.ts'
import type { Drawing } from './painter.ts'
import { drawText, readTextLook, type TextLook } from './text-paint.ts'
import classes from './tile.module.css'
import { useWall, type Wall } from './wall-context.ts'

export interface MovingLook {
  readonly text: string
  /** Before the text and stronger than it. */
  readonly strong?: string
  /** At the right end of the place. */
  readonly end?: string
  /** For the style sheet. */
  readonly state?: string
  /** In small beside it; it changes seldom. */
  readonly note?: string
}

type Select = (session: LiveSession, aging: Aging) => MovingLook

const NOTHING: MovingLook = { text: '' }

interface Words {
  readonly place: HTMLElement
  readonly strong: HTMLElement
  readonly plain: HTMLElement
  readonly end: HTMLElement
  /** null: no place for one */
  readonly note: HTMLElement | null
}

const write = (element: HTMLElement | null, text = '', before = ''): boolean => {
  if (element === null || text === before) return false
  // Another text in the same node: a node that is replaced would have the browser look at the styles around it.
  if (element.firstChild instanceof Text) element.firstChild.data = text
  else element.textContent = text
  return true
}

/** The same words as text of the page and as a drawing. */
const createDrawnWords = (words: Words) => {
  let shown: MovingLook = NOTHING
  let look: TextLook | null = null
  let isDrawn = false
  const drawing: Drawing = {
    element: words.place,
    isDue: () => !isDrawn,
    draw: (paint) => {
      look ??= readTextLook(paint.pen, words)
      const { strong = '', text, end = '' } = shown
      drawText(paint, look, { strong, text, end })
      isDrawn = true
    },
    forget: () => {
      look = null
      isDrawn = false
    },
  }
  /** @returns whether anything is to be drawn anew */
  const say = (next: MovingLook): boolean => {
    write(words.note, next.note, shown.note)
    const changed = [
      write(words.strong, next.strong, shown.strong),
      write(words.plain, next.text, shown.text),
      write(words.end, next.end === undefined ? '' : ` ${next.end}`, shown.end === undefined ? '' : ` ${shown.end}`),
    ]
    if (next.state !== shown.state) {
      words.place.dataset.state = next.state ?? ''
      drawing.forget()
    }
    shown = next
    if (changed.includes(true)) isDrawn = false
    return !isDrawn
  }
  return { drawing, say }
}

const selected = ({ live }: Wall, id: SessionId, select: Select): MovingLook => {
  const { sessions, speed } = live.store.getState()
  const session = sessions[id]
  if (session === undefined) return NOTHING
  return select(session, { now: live.clock.now() ?? instant(0), slackMs: transportSlackMs(speed) })
}

export interface MovingTextProps {
  readonly sessionId: SessionId
  readonly className: string | undefined
  readonly noteClassName?: string | undefined
  /** The same function at each call: what it depends on is the session and the time alone. */
  readonly select: Select
}

/**
 * Words that change every second or with every value. They are written past the component tree, because 64 tiles have
 * hundreds of them; their place has a size of its own in the style sheet.
 */
export const MovingText = ({ sessionId, className, noteClassName, select }: MovingTextProps) => {
  const wall = useWall()
  const id = useId()
  const place = useRef<HTMLSpanElement>(null)
  const strong = useRef<HTMLElement>(null)
  const plain = useRef<HTMLSpanElement>(null)
  const end = useRef<HTMLElement>(null)
  const note = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    if (!place.current || !strong.current || !plain.current || !end.current) return undefined
    const words = createDrawnWords({
      place: place.current,
      strong: strong.current,
      plain: plain.current,
      end: end.current,
      note: note.current,
    })
    const follow = () => {
      if (words.say(selected(wall, sessionId, select))) wall.painter.request()
    }
    follow()
    const remove = wall.painter.add(words.drawing)
    const stop = wall.pulse.onSession(sessionId)(follow)
    return () => {
      stop()
      remove()
    }
  }, [wall, sessionId, select])
  return (
    <>
      <span ref={place} className={className} role="img" aria-labelledby={id}>
        <span id={id} className={classes.words}>
          <b ref={strong} />
          <span ref={plain} />
          <b ref={end} className={classes.end} />
        </span>
      </span>
      {noteClassName === undefined ? null : <span ref={note} className={noteClassName} />}
    </>
  )
}
