/** Names of HL7 table 0211 as senders write them → the decoder's. */
const CHARSETS: Readonly<Record<string, string>> = {
  ASCII: 'utf-8',
  UTF8: 'utf-8',
  UNICODE: 'utf-8',
  UNICODEUTF8: 'utf-8',
  GB18030: 'gb18030',
  GB180302000: 'gb18030',
  GBK: 'gb18030',
  GB2312: 'gb18030',
  BIG5: 'big5',
  KSX1001: 'euc-kr',
  ISOIR87: 'iso-2022-jp',
}

const OTHERWISE = 'windows-1252'

const ISO_8859 = /^(?:ISO)?8859(\d{1,2})$/
const WINDOWS = /^(?:WINDOWS|CP)(125\d)$/

/** @param declared MSH-18, first repetition. @returns null for what is not declared, or not known. */
const charsetOf = (declared: string): string | null => {
  const name = declared.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  const iso = ISO_8859.exec(name)?.[1]
  // Senders of Latin 1 use the printable characters that Windows put beside it.
  if (iso !== undefined) return iso === '1' ? OTHERWISE : `iso-8859-${iso}`
  const windows = WINDOWS.exec(name)?.[1]
  if (windows !== undefined) return `windows-${windows}`
  return CHARSETS[name] ?? null
}

const decodeStrictly = (bytes: Uint8Array, charset: string): string | null => {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** In these two bytes may look like UTF-8 by chance, so that what the message says comes first. */
const TWO_BYTE: readonly (string | null)[] = ['gb18030', 'big5', 'euc-kr', 'iso-2022-jp']

/**
 * The text of a message. Monitors declare one charset and send another, or declare none: what is valid UTF-8 is UTF-8,
 * anything else is what the message says, and at last Windows Latin 1, which takes any byte.
 */
export const decodeMessage = (bytes: Uint8Array, declared: string): string => {
  const charset = charsetOf(declared)
  const tries = TWO_BYTE.includes(charset) ? [charset, 'utf-8'] : ['utf-8', charset]
  for (const one of tries) {
    const text = one === null ? null : decodeStrictly(bytes, one)
    if (text !== null) return text
  }
  return new TextDecoder(OTHERWISE).decode(bytes)
}

/** Byte for character: for what has to go back exactly as it came. */
export const asLatin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
