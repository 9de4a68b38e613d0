import { Group, Text, Tooltip } from '@mantine/core'
import { formatMonth } from '@/words/dates'
import classes from './MonthBars.module.css'

interface Bar {
  /** YYYY-MM. */
  month: string
  /** The month is not over yet. */
  ahead: boolean
  /** How high, against the other bars; null where nothing may be shown. */
  height: number | null
  told: string
}

interface Props {
  /** What the bars are about, for who cannot see them. */
  label: string
  color: string
  bars: readonly Bar[]
}

/** Months side by side; the table below has their numbers. */
export function MonthBars({ label, color, bars }: Props) {
  const highest = Math.max(0, ...bars.map(bar => bar.height ?? 0))
  const [first] = bars
  const last = bars.at(-1)
  if (!first || !last) return null
  return (
    <div
      role="img"
      aria-label={`${label}: ${first.told} in ${formatMonth(first.month)}, ${last.told} in ${formatMonth(last.month)}`}
    >
      <div className={classes.bars}>
        {bars.map(bar => (
          <Tooltip key={bar.month} label={`${formatMonth(bar.month)}: ${bar.told}`}>
            <span className={classes.place}>
              {bar.height === null ? null : (
                <span
                  className={classes.bar}
                  data-ahead={bar.ahead || undefined}
                  style={{ height: `${highest ? (bar.height / highest) * 100 : 0}%`, background: color }}
                />
              )}
            </span>
          </Tooltip>
        ))}
      </div>
      <Group justify="space-between" mt={6}>
        {(bars.length > 1 ? [first, last] : [first]).map(bar => (
          <Text key={bar.month} size="xs" c="dimmed" className="figures">
            {formatMonth(bar.month)}: {bar.told}
          </Text>
        ))}
      </Group>
    </div>
  )
}
