import { Text } from '@mantine/core'
import classes from './ShareBar.module.css'

interface Props {
  part: number
  of: number
  /** What is counted, for who cannot see it: "requirements met". */
  counts: string
}

/** A share as a short bar with its numbers. */
export function ShareBar({ part, of, counts }: Props) {
  return (
    <div className={classes.bar} role="img" aria-label={`${part} of ${of} ${counts}`}>
      <span className={classes.track}>
        <span className={classes.fill} style={{ width: `${of ? (part / of) * 100 : 0}%` }} />
      </span>
      <Text size="xs" c="dimmed" className="figures" span>
        {part}/{of}
      </Text>
    </div>
  )
}
