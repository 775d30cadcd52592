import { MS_PER_SECOND } from '../../shared/domain/time.ts'
import { formatDuration } from '../ui/format.ts'

export const duration = (seconds: number): string => formatDuration(seconds * MS_PER_SECOND)

/** `+44` or `-3`. */
export const signed = (value: number): string => `${value > 0 ? '+' : ''}${Math.round(value)}`
