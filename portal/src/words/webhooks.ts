import type {
  WebhookDeliveryState,
  WebhookDisabledBecause,
  WebhookEndpoint,
  WebhookEventType,
  WebhookFault,
} from '@/api/webhooks'
import type { StateLabel } from './states'

const events: Record<WebhookEventType, string> = {
  'report_export.succeeded': 'A file of a report is ready',
  'report_export.failed': 'A file could not be made',
  'report_export.expired': 'A file is no longer kept',
  'saved_report.ready': 'A saved report was made',
}

/** What an endpoint can be told of. */
export const webhookEvents = Object.keys(events) as readonly WebhookEventType[]

/** What a message tells of. */
export const webhookEvent = (type: string): string =>
  events[type as WebhookEventType] ?? (type === 'webhook.test' ? 'A test' : type)

const states: Record<WebhookDeliveryState, StateLabel> = {
  waiting: { label: 'Waiting', color: 'lichen' },
  delivered: { label: 'Delivered', color: 'moss' },
  failed: { label: 'Given up', color: 'clay' },
  cancelled: { label: 'Not wanted any more', color: 'gray' },
}

/** Where a message is. */
export const deliveryState = (state: WebhookDeliveryState): StateLabel => states[state]

const disabled: Record<WebhookDisabledBecause, string> = {
  by_hand: 'Disabled',
  gone: 'Disabled: it answered that it is gone',
  failing: 'Disabled: nothing arrived for five days',
}

/** Why nothing is sent. */
export const disabledBecause = (because: WebhookDisabledBecause): string => disabled[because]

const disabledByCairn: Partial<Record<WebhookDisabledBecause, string>> = {
  gone: 'It answered that it is gone (410).',
  failing: 'Nothing arrived for five days.',
}

/** Why Cairn itself stopped telling an endpoint; undefined where it did not. */
export const whyCairnDisabled = ({ disabled_because }: WebhookEndpoint): string | undefined =>
  disabled_because ? disabledByCairn[disabled_because] : undefined

const faults: Record<WebhookFault, string> = {
  address_refused: 'its address is not on the public internet',
  name_not_found: 'its name is not found',
  connection_failed: 'no connection',
  tls_failed: 'its certificate is not trusted',
  timed_out: 'no answer in time',
  redirected: 'it sends elsewhere, which is not followed',
  refused: 'it refused the message',
  secret_lost: 'its secret cannot be read; give it a new one',
}

/** What an attempt met. */
export const webhookFault = (fault: WebhookFault): string => faults[fault]
