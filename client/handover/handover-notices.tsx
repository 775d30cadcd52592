import { AddressedNotice, type AddressedNoticeProps } from './addressed-notice.tsx'
import { OfferNotice } from './offer-notice.tsx'

/** What concerns the one who looks, whatever page they are on: alarms of their bays first, then what is offered to them. */
export const HandoverNotices = (props: AddressedNoticeProps) => (
  <>
    <AddressedNotice {...props} />
    <OfferNotice live={props.live} />
  </>
)
