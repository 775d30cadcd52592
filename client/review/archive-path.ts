/** Where the server gives every visit of one patient as one file. */
export const archivePath = (recordNumber: string): string =>
  `/api/v1/patients/${encodeURIComponent(recordNumber)}/archive.zip`
