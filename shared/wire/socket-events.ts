import type {
  Beat,
  CommandAnswer,
  DisplayState,
  EventsMessage,
  LiveCommand,
  Shown,
  SimpleAnswer,
  SiteMessage,
  VitalsFrame,
  WatchAnswer,
  WatchRequest,
  WatchSessionAnswer,
  WatchSessionRequest,
} from './live-message.ts'

export const LIVE_NAMESPACE = '/live'

export interface ClientToServerEvents {
  watch: (request: WatchRequest, answer: (answer: WatchAnswer) => void) => void
  watchSession: (request: WatchSessionRequest, answer: (answer: WatchSessionAnswer) => void) => void
  command: (command: LiveCommand, answer: (answer: CommandAnswer) => void) => void
  displayState: (state: DisplayState, answer: (answer: SimpleAnswer) => void) => void
  shown: (shown: Shown, answer: (answer: SimpleAnswer) => void) => void
}

export interface ServerToClientEvents {
  vitals: (frame: VitalsFrame) => void
  events: (message: EventsMessage) => void
  site: (message: SiteMessage) => void
  beat: (beat: Beat) => void
}
