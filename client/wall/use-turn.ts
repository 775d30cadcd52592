import { useTurnOf } from '../ui/turns.ts'
import { useWall } from './wall-context.ts'

/** Which of `count` things has its turn; all lines of the wall turn together. */
export const useTurn = (count: number): number => useTurnOf(useWall().turns, count)
