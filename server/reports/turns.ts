import { setImmediate } from 'node:timers/promises'

/** Whoever waits for a reading or a beat comes in after so much work. Milliseconds. */
const TURN_MS = 8

/** A piece as it goes to the socket: large enough that its way costs little. Characters. */
const PIECE_LENGTH = 16_384

/** Hands small pieces on in larger ones, and lets others have their turn between. */
export async function* inTurns(pieces: Iterable<string>): AsyncGenerator<string> {
  let waiting: string[] = []
  let length = 0
  let since = performance.now()
  for (const piece of pieces) {
    waiting.push(piece)
    length += piece.length
    if (length < PIECE_LENGTH && performance.now() - since < TURN_MS) continue
    yield waiting.join('')
    waiting = []
    length = 0
    await setImmediate()
    since = performance.now()
  }
  if (waiting.length > 0) yield waiting.join('')
}

/** Does one step of work after the other, each in a turn of its own. */
export const eachInTurn = async <In, Out>(items: Iterable<In>, work: (item: In) => Out): Promise<readonly Out[]> => {
  const done: Out[] = []
  for (const item of items) {
    await setImmediate()
    done.push(work(item))
  }
  return done
}

/** Does a piece of work in a turn of its own. */
export const inOwnTurn = async <Out>(work: () => Out): Promise<Out> => {
  await setImmediate()
  return work()
}

/** What is there already, as something that is still to be read. */
export async function* whole<Piece>(piece: Piece): AsyncGenerator<Piece> {
  yield await Promise.resolve(piece)
}
