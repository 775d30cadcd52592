/** The shape of a technical alarm, drawn, so that no font decides how it looks. */
export const TechnicalMark = ({ className }: { readonly className?: string | undefined }) => (
  <svg className={className} viewBox="0 0 20 20" width="0.8em" height="0.8em" aria-hidden="true" focusable="false">
    <path d="M10 1.8 18.2 10 10 18.2 1.8 10Z" fill="none" stroke="currentColor" strokeWidth="2.4" />
  </svg>
)
