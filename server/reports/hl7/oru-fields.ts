import { toIso, type Instant } from '../../../shared/domain/time.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\E\\',
  '|': '\\F\\',
  '^': '\\S\\',
  '&': '\\T\\',
  '~': '\\R\\',
  '\r': '\\.br\\',
  '\n': '\\.br\\',
}

/** A text in which no separator of the message is left. */
export const escaped = (text: string): string =>
  text.replaceAll(/\r\n/g, '\n').replaceAll(/[\\|^&~\r\n]/g, (mark) => ESCAPES[mark] ?? '')

/** `20260302090001.500+0000` */
export const hl7Time = (at: Instant): string => `${toIso(at).replaceAll(/[-:TZ]/g, '')}+0000`

/** @param fields by their number; what lies between is empty. MSH-1 is the separator itself. */
export const segment = (name: string, fields: Readonly<Record<number, string>>): string => {
  const first = name === 'MSH' ? 2 : 1
  const last = Math.max(...Object.keys(fields).map(Number))
  const values = Array.from({ length: last - first + 1 }, (_, index) => fields[index + first] ?? '')
  return [name, ...values].join('|')
}
