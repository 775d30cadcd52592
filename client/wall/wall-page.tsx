import type { LiveClient } from '../live/live-client.ts'

export interface WallPageProps {
  readonly live: LiveClient
}

export const WallPage = ({ live }: WallPageProps) => <main>{live.store.getState().epoch}</main>
