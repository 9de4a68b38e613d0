interface Props {
  size?: number
}

/** The mark alone: three stones, the top one in the accent. Decorative: the name stands beside it. */
export function Logo({ size = 32 }: Props) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        d="M10.4 7.2c.5-2.3 2.6-3.9 5.4-3.9 3.1 0 5.6 1.7 5.8 4.1.2 2-2 3.3-5.7 3.3-3.6 0-5.9-1.5-5.5-3.5z"
        fill="var(--cairn-accent)"
      />
      <path
        d="M7.1 15.3c.6-2.3 3.7-3.5 8.3-3.5 5 0 9.1 1.3 9.4 3.9.3 2.3-3.3 3.5-9 3.5-5.4 0-9.2-1.5-8.7-3.9z"
        fill="var(--cairn-stone-1)"
      />
      <path
        d="M3.5 24.7c.3-3 4.7-4.5 12.2-4.5 8 0 12.5 1.8 12.8 4.7.2 2.6-4.3 3.9-12.6 3.9-8.2 0-12.7-1.3-12.4-4.1z"
        fill="var(--cairn-stone-2)"
      />
    </svg>
  )
}
