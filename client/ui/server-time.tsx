import { formatClock } from './format.ts'
import { useNow } from './use-now.ts'

/** The clock, drawn from the server's time: dashes while that is not known. */
export const ServerTime = ({ className }: { readonly className?: string | undefined }) => (
  <time className={className}>{useNow(formatClock, '--:--:--')}</time>
)
