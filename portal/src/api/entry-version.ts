interface Seen {
  readonly version: number
  readonly origin: string
}

/**
 * The ETag of an entry as it was read, for If-Match. A public entry's is none of the organization's own versions: who
 * changes one makes the organization's first version of it.
 */
export const etagOf = ({ version, origin }: Seen): string =>
  origin === 'public' ? `"public-${version}"` : `"${version}"`
