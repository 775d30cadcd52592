import type { Notice } from '../../shared/wire/notification.ts'
import type { Notification, NotificationTarget } from '../ports/notifications.ts'
import { entrySchema, NoticeLine, notificationOf, type LineParts } from './notice-line.ts'
import type { Target } from './target.ts'

interface DeskParts extends Omit<LineParts, 'target'> {
  readonly targets: readonly Target[]
}

export interface NoticeDesk {
  readonly targets: readonly NotificationTarget[]
  /** To every target; of no effect where it was told already. */
  tell(notice: Notice): void
  /** Newest first. */
  list(): readonly Notification[]
  close(): Promise<void>
}

const byTime = (first: Notification, second: Notification): number =>
  second.notice.at.localeCompare(first.notice.at) || second.notice.id.localeCompare(first.notice.id)

/** Opens what was left to tell, and goes on telling it. @throws StoreError */
export const openNoticeDesk = async ({ targets, ...parts }: DeskParts): Promise<NoticeDesk> => {
  const kept = (await parts.records.all('notice')).map(({ value }) => entrySchema.parse(value))
  const lines = targets.map((target) => {
    const own = kept.filter((entry) => entry.target === target.id)
    return new NoticeLine({ ...parts, target }, own)
  })
  const isTarget = (id: string) => targets.some((target) => target.id === id)
  /** Of targets that are configured no more: they wait until they are again. */
  const elsewhere = kept.filter(({ target }) => !isTarget(target)).map(notificationOf)
  return {
    targets: targets.map(({ id, kind, label }) => ({ id, kind, label })),
    tell: (notice) => {
      for (const line of lines) line.tell(notice)
    },
    list: () => [...lines.flatMap((line) => line.list()), ...elsewhere].sort(byTime),
    close: async () => {
      await Promise.all(lines.map((line) => line.close()))
    },
  }
}
