import { formatDuration } from './durations'

/** An ISO 8601 duration such as P3Y as "3 years"; nothing means that it never ends. */
export const formatValidity = (duration: string | null | undefined): string =>
  duration ? formatDuration(duration) : 'Never ends'
