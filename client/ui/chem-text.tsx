import { Fragment } from 'react'

const INDEXED = /(O)(2)/g

/** Writes SpO2 and EtCO2 with their index below, in the page's own typeface. */
export const ChemText = ({ text }: { readonly text: string }) => {
  const parts = text.split(INDEXED)
  // Two groups: each match gives its O and its 2, with what stands between the matches in every third place.
  return parts.map((part, index) =>
    index % 3 === 2 ? <sub key={index}>{part}</sub> : <Fragment key={index}>{part}</Fragment>,
  )
}
