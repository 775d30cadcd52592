import type { AcknowledgeMode } from './sources/hl7/acknowledge.ts'
import type { Hl7Address, Hl7SourceRule } from './sources/hl7/hl7-source.ts'

const MODES: readonly AcknowledgeMode[] = ['auto', 'AA', 'CA', 'none']

const partsOf = (text: string, separator: string): readonly string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** @returns null for a name that this machine does not know. */
export const readZone = (text: string): string | null => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

/** `HOST:PORT`. @returns null where it is none. */
export const readAddress = (text: string): Hl7Address | null => {
  const [, host = '', digits = ''] = /^\[?([^\s\]]+?)\]?:(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  return host === '' || port < 1 || port > 65_535 ? null : { host, port }
}

/** `HOST:PORT, HOST:PORT`. @returns null where one is none. */
export const readAddresses = (text: string): readonly Hl7Address[] | null => {
  const addresses = partsOf(text, ',').map(readAddress)
  return addresses.every((address) => address !== null) ? addresses : null
}

const readRule = (text: string): Hl7SourceRule | null => {
  // A device's identity may hold anything but the last equals sign.
  const at = text.lastIndexOf('=')
  const acknowledge = MODES.find((mode) => mode === text.slice(at + 1).trim())
  const source = text.slice(0, Math.max(0, at)).trim()
  return acknowledge === undefined || source === '' ? null : { source, acknowledge }
}

/** `SOURCE=AA; SOURCE=none`. @returns null where one is none. */
export const readRules = (text: string): readonly Hl7SourceRule[] | null => {
  const rules = partsOf(text, ';').map(readRule)
  return rules.every((rule) => rule !== null) ? rules : null
}
