import { Anchor, Text } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import classes from './FigureLink.module.css'

interface Props extends Pick<LinkProps, 'to' | 'search'> {
  count: number
  /** What the figure counts, for who hears the link alone. */
  behind: string
  /** How the figure is told, where not as a bare number: "+3". */
  told?: string
  /** How it is shown, where not as text. */
  children?: ReactNode
  strong?: boolean
}

/** A figure of a report that leads to the people and facts behind it; there is nobody behind a zero. */
export function FigureLink({
  count,
  behind,
  told = String(count),
  children = told,
  strong = false,
  ...place
}: Props) {
  if (!count) {
    return (
      <Text inherit c="dimmed" className="figures" span>
        {children}
      </Text>
    )
  }
  return (
    <Anchor
      inherit
      fw={strong ? 700 : 500}
      className={`figures ${classes.figure}`}
      renderRoot={root => <Link {...root} {...place} aria-label={`${told}, ${behind}`} />}
    >
      {children}
    </Anchor>
  )
}
