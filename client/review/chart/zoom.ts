import { MS_PER_MINUTE } from '../../../shared/domain/time.ts'
import type { ChartSpan } from '../../../shared/wire/chart.ts'

/** A shorter stretch than a minute shows nothing more (screens.md, *The record*). */
export const LEAST_SPAN_MS = MS_PER_MINUTE

export const lengthOf = ({ from, to }: ChartSpan): number => to - from

/** As long as asked, if it can be, and within the visit. */
export const within = (whole: ChartSpan, { from, to }: ChartSpan): ChartSpan => {
  const length = Math.min(lengthOf(whole), Math.max(LEAST_SPAN_MS, to - from))
  const start = Math.round(Math.min(Math.max(from, whole.from), whole.to - length))
  return { from: start, to: Math.round(start + length) }
}

/** Longer (factor above 1) or shorter, with what stands at `around` left where it is. */
export const zoomed = (whole: ChartSpan, shown: ChartSpan, factor: number, around: number): ChartSpan => {
  const length = Math.min(lengthOf(whole), Math.max(LEAST_SPAN_MS, lengthOf(shown) * factor))
  const share = (around - shown.from) / lengthOf(shown)
  const from = around - share * length
  return within(whole, { from, to: from + length })
}

/** By a share of what is shown; below 0 towards the beginning. */
export const panned = (whole: ChartSpan, { from, to }: ChartSpan, share: number): ChartSpan => {
  const by = (to - from) * share
  return within(whole, { from: from + by, to: to + by })
}

/** So much is shown on both sides of a stretch that somebody wants to judge: the level that it left. */
const BESIDE_MS = 2 * MS_PER_MINUTE

export const besides = (whole: ChartSpan, { from, to }: ChartSpan): ChartSpan =>
  within(whole, { from: from - BESIDE_MS, to: to + BESIDE_MS })

/** What is loaded in detail around what is shown: as much again on both sides, so that a pan finds it there. */
export const detailAround = (whole: ChartSpan, shown: ChartSpan): ChartSpan => {
  const length = lengthOf(shown)
  return {
    from: Math.max(whole.from, Math.floor((shown.from - length) / length) * length),
    to: Math.min(whole.to, Math.ceil((shown.to + length) / length) * length),
  }
}

export const covers = (stretch: ChartSpan, shown: ChartSpan): boolean =>
  stretch.from <= shown.from && shown.to <= stretch.to
