/** Said on every page that shows vital signs (signals.md): this product never claims to be the first to alarm. */
export const SECONDARY_DISPLAY =
  'Secondary display: the bedside monitor stays the primary source of alarms. Vigil is not a certified medical device.'
