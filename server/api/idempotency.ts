import { problem } from './problem.ts'

const KEY_LENGTH = 200

export const hasKey = (key: string | undefined): key is string =>
  key !== undefined && key !== '' && key.length <= KEY_LENGTH

export const NO_KEY = problem({
  code: 'badRequest',
  message: `A command needs the header Idempotency-Key, 1 to ${KEY_LENGTH} characters that no other command of yours has: sent again with the same key it is done once.`,
})
