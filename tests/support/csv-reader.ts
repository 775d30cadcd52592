// RFC 4180 read by its grammar, apart from whoever wrote it.

/** Records of fields. @throws Error where the text is no CSV, or its records are not equally long */
export const readCsv = (text: string): readonly (readonly string[])[] => {
  const records: string[][] = []
  let record: string[] = []
  let at = 0
  const endRecord = (): void => {
    records.push(record)
    record = []
  }
  while (at < text.length) {
    const quoted = /"((?:[^"]|"")*)"/y
    const plain = /[^",\r\n]*/y
    const pattern = text[at] === '"' ? quoted : plain
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found === null) throw new Error(`At ${at} a field is not ended.`)
    record.push(pattern === quoted ? (found[1] ?? '').replaceAll('""', '"') : found[0])
    at = pattern.lastIndex
    if (text.startsWith(',', at)) {
      at += 1
      if (at === text.length) record.push('')
    } else if (text.startsWith('\r\n', at)) {
      at += 2
      endRecord()
    } else throw new Error(`At ${at} neither a comma nor the end of a line: ${JSON.stringify(text.slice(at, at + 20))}`)
  }
  if (record.length > 0) throw new Error('The last line is not ended.')
  const lengths = new Set(records.map(({ length }) => length))
  if (lengths.size > 1) throw new Error(`Records have ${[...lengths].join(', ')} fields.`)
  return records
}

/** Each record as an object by the header's names. */
export const csvObjects = (text: string): readonly Readonly<Record<string, string>>[] => {
  const [header = [], ...records] = readCsv(text)
  return records.map((record) => Object.fromEntries(header.map((name, index) => [name, record[index] ?? ''])))
}
