/** What can be wrong with the site as a whole; each is an alarm of its own on every screen (live.md, `site`). */
export type SiteChannel =
  | 'display.none'
  | 'display.soundNotArmed'
  | 'display.notShown'
  | 'store.slow'
  | 'store.full'
  | 'clock.jumped'
  | 'notices.undelivered'

/** Whoever notices such a thing says so here, and says when it is over. Saying the same again changes nothing. */
export interface SiteConditions {
  stands(channel: SiteChannel, text: string): void
  isOver(channel: SiteChannel): void
}
