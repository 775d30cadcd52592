/** What a route answers; how it goes over the wire is not its business. */
export type Answer =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown; readonly headers?: Headers }
  | { readonly kind: 'empty'; readonly status: 204; readonly headers?: Headers }
  /** Long ones are written piece by piece, as fast as the reader reads. */
  | { readonly kind: 'file'; readonly status: number; readonly pieces: Pieces; readonly headers: Headers }

type Pieces = AsyncIterable<string | Uint8Array>

export type Headers = Readonly<Record<string, string>>

export const json = (body: unknown, status = 200, headers: Headers = {}): Answer => ({
  kind: 'json',
  status,
  body,
  headers,
})

export const created = (body: unknown): Answer => json(body, 201)

export const empty = (headers: Headers = {}): Answer => ({ kind: 'empty', status: 204, headers })
