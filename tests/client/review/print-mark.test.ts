import { describe, expect, test } from 'vitest'
import { pageMarks } from '../../../client/review/print-mark.tsx'

describe('what stands on every printed page', () => {
  test('names patient and paper, and SIMULATED where it is', () => {
    const css = pageMarks({ words: ['Ana Löwe', 'No. R-1', 'Hand-over (SBAR)'], simulated: true })
    expect(css).toContain('@top-left { content: "Ana Löwe · No. R-1 · Hand-over (SBAR)"')
    expect(css).toContain('@top-right { content: "SIMULATED"')
    expect(css).toContain('counter(page) " of " counter(pages)')
    expect(pageMarks({ words: ['Ana'], simulated: false })).not.toContain('SIMULATED')
  })

  test('is not ended by what somebody wrote', () => {
    const css = pageMarks({ words: ['A"; } * { display: none }</style>\n\\'], simulated: false })
    expect(css).toContain('content: "A\\22 ; \\7d  \\2a  \\7b  display: none \\7d \\3c /style\\3e \\a \\5c "')
  })
})
