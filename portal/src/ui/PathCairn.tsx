import clsx from 'clsx'
import classes from './PathCairn.module.css'
import { pileOfStones } from './stones'

interface Props {
  /** The state of each step, the first step first. */
  states: readonly string[]
  width?: number
  height?: number
}

const look: Record<string, string | undefined> = {
  completed: classes.completed,
  in_progress: classes.begun,
  waiting_for_verification: classes.waiting,
  lapsed: classes.lapsed,
}

/**
 * A path as a cairn: one stone for each step, the first at the bottom. A complete step is a laid stone; the last one of
 * a complete path is the accent stone on top.
 */
export function PathCairn({ states, width = 120, height = 110 }: Props) {
  const stones = pileOfStones(states.length, width - 4, height - 4)
  const done = states.filter(state => state === 'completed').length
  const complete = done === states.length
  return (
    <svg
      width={width}
      height={height}
      viewBox={`-2 -2 ${width} ${height}`}
      role="img"
      aria-label={`${done} of ${states.length} steps complete`}
    >
      {stones.map((stone, index) => (
        <path
          // A path's steps keep their order, so the index is the step.
          // biome-ignore lint/suspicious/noArrayIndexKey: the stones are the steps, in order
          key={index}
          d={stone.path}
          className={clsx(
            classes.stone,
            look[states[index] ?? ''] ?? classes.empty,
            complete && index === states.length - 1 && classes.top,
          )}
        />
      ))}
    </svg>
  )
}
