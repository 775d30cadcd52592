import type { DeviceClock } from './link-monitor.ts'

/** The clocks of the browser that this page runs in. */
export const browserClock = (page: Window): DeviceClock => ({
  monotonic: () => page.performance.now(),
  wall: () => Date.now(),
  onWake: (wake) => {
    const { document } = page
    document.addEventListener('visibilitychange', wake)
    document.addEventListener('resume', wake)
    page.addEventListener('pageshow', wake)
    page.addEventListener('online', wake)
    page.addEventListener('focus', wake)
    return () => {
      document.removeEventListener('visibilitychange', wake)
      document.removeEventListener('resume', wake)
      page.removeEventListener('pageshow', wake)
      page.removeEventListener('online', wake)
      page.removeEventListener('focus', wake)
    }
  },
})
