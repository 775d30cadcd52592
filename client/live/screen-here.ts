import type { Screen } from '../../shared/domain/actor.ts'

const BY_PATH: readonly (readonly [start: string, screen: Screen])[] = [
  ['/sessions/', 'bedside'],
  ['/wall', 'wall'],
  ['/review', 'review'],
  ['/patients', 'review'],
  ['/alarms', 'alarms'],
]

/** Which screen an order is given on, for the log; undefined outside a browser and on pages that give none. */
const screenAt = (path: string | undefined): Screen | undefined =>
  path === '/' ? 'board' : BY_PATH.find(([start]) => path?.startsWith(start))?.[1]

export const screenHere = (): Screen | undefined =>
  screenAt(typeof location === 'undefined' ? undefined : location.pathname)
