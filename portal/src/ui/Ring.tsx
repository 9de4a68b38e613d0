import classes from './Ring.module.css'

interface Props {
  /** How many are done. */
  done: number
  /** How many are needed. */
  needed: number
  /** How many more wait for a decision. */
  waiting?: number
  /** What is counted, for who cannot see it: "members complete". */
  counts: string
  size?: number
}

/** A ring in as many segments as are needed; it fills as they are done. */
export function Ring({ done, needed, waiting = 0, counts, size = 88 }: Props) {
  const stroke = size * 0.105
  const radius = (size - stroke) / 2
  const length = 2 * Math.PI * radius
  const segments = Math.max(needed, 1)
  // Past some twenty segments the gaps would be all there is to see.
  const gap = segments === 1 || segments > 20 ? 0 : Math.min(length * 0.022, (length / segments) * 0.25)
  const segment = length / segments - gap
  const complete = needed > 0 && done >= needed
  const colour = (index: number) => {
    if (index < done) return complete ? 'var(--cairn-done-bar)' : 'var(--cairn-accent)'
    if (index < done + waiting) return 'var(--mantine-color-lichen-4)'
    return 'var(--cairn-track)'
  }
  return (
    <div
      className={classes.ring}
      role="img"
      aria-label={`${done} of ${needed} ${counts}${waiting ? `, ${waiting} waiting for verification` : ''}`}
    >
      <svg width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
        {Array.from({ length: segments }, (_, index) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: segments have no identity but their place
            key={index}
            className={classes.segment}
            cx={size / 2}
            cy={size / 2}
            r={radius}
            stroke={colour(index)}
            strokeWidth={stroke}
            strokeDasharray={`${segment} ${length - segment}`}
            strokeDashoffset={-index * (length / segments) - gap / 2}
          />
        ))}
      </svg>
      <div className={classes.middle} aria-hidden="true" style={{ fontSize: size * 0.27 }}>
        <span className={classes.count}>{done}</span>
        <span className={classes.of} style={{ fontSize: size * 0.16 }}>
          /{needed}
        </span>
      </div>
    </div>
  )
}
