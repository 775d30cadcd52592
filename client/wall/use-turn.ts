import { useSyncExternalStore } from 'react'
import { useWall } from './wall-context.ts'

const never = () => () => undefined

/** Which of `count` things has its turn; all lines of the wall turn together. */
export const useTurn = (count: number): number => {
  const { turns } = useWall()
  return useSyncExternalStore(count > 1 ? turns.subscribe : never, () => (count > 1 ? turns.now() % count : 0))
}
