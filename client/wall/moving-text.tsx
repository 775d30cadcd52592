import { useId, useLayoutEffect, useRef, type RefObject } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import { instant } from '../../shared/domain/time.ts'
import type { LiveSession } from '../live/live-state.ts'
import { transportSlackMs } from '../live/live-vital.ts'
import type { Aging } from '../ui/number-look.ts'
import type { Drawing, Paint } from './painter.ts'
import { drawText, readTextLook, type PaintedText, type TextLook } from './text-paint.ts'
import classes from './tile.module.css'
import { useWall, type Wall } from './wall-context.ts'

export interface MovingLook {
  readonly text: string
  /** Before the text and stronger than it. */
  readonly strong?: string
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
  /** null: no place for one */
  readonly note: HTMLElement | null
}

/** The same words as text of the page and as a drawing. */
const createDrawnWords = ({ place, strong, plain, note }: Words) => {
  let noted = ''
  let shown: PaintedText & { readonly state: string } = { strong: '', text: '', state: '' }
  let look: TextLook | null = null
  let isDrawn = false
  const drawing: Drawing = {
    element: place,
    isDue: () => !isDrawn,
    draw: (paint: Paint) => {
      look ??= readTextLook(paint.pen, place, strong)
      drawText(paint, look, shown)
      isDrawn = true
    },
    forget: () => {
      look = null
      isDrawn = false
    },
  }
  /** @returns whether anything is otherwise than before */
  const say = ({ strong: first = '', text, state = '', note: aside = '' }: MovingLook): boolean => {
    if (note !== null && aside !== noted) note.textContent = noted = aside
    if (first === shown.strong && text === shown.text && state === shown.state) return false
    if (first !== shown.strong) strong.textContent = first
    if (text !== shown.text) plain.textContent = text
    if (state !== shown.state) {
      place.dataset.state = state
      look = null
    }
    shown = { strong: first, text, state }
    isDrawn = false
    return true
  }
  return { drawing, say }
}

const selected = ({ live }: Wall, id: SessionId, select: Select): MovingLook => {
  const { sessions, speed } = live.store.getState()
  const session = sessions[id]
  if (session === undefined) return NOTHING
  return select(session, { now: live.clock.now() ?? instant(0), slackMs: transportSlackMs(speed) })
}

const required = <T,>(ref: RefObject<T | null>): T => {
  if (ref.current === null) throw new Error('The words of a tile have no place.')
  return ref.current
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
  const note = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const words = createDrawnWords({
      place: required(place),
      strong: required(strong),
      plain: required(plain),
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
        </span>
      </span>
      {noteClassName === undefined ? null : <span ref={note} className={noteClassName} />}
    </>
  )
}
