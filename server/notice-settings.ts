import type { NoticeSettings } from './notice-outbox.ts'

interface GivenNotices {
  readonly webhookUrls: string | null
  readonly webhookSecret: string | null
}

const isWebhookUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
}

/** Addresses with commas between them, each once. @returns null where one is none. */
export const readWebhookUrls = (text: string): readonly string[] | null => {
  const urls = text.split(',').map((part) => part.trim())
  return urls.every(isWebhookUrl) ? [...new Set(urls)] : null
}

/** One sentence for each setting that lacks what it needs, or would do nothing. */
export const noticeFaults = ({ webhookUrls, webhookSecret }: GivenNotices): readonly string[] => [
  ...((webhookUrls === null) === (webhookSecret === null)
    ? []
    : ['Webhooks take both VIGIL_WEBHOOK_URLS and VIGIL_WEBHOOK_SECRET: one of them is missing.']),
]

export const noticeSettings = ({ webhookUrls, webhookSecret }: GivenNotices): NoticeSettings => ({
  webhooks:
    webhookUrls === null || webhookSecret === null
      ? []
      : (readWebhookUrls(webhookUrls) ?? []).map((url) => ({ url, secret: webhookSecret })),
})
