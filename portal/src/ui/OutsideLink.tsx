import { Anchor } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Props {
  /** Where it leads. What is neither http nor https is not followed. */
  href: string
  children: ReactNode
}

/** To a page that is none of Cairn's, in a new tab. */
export function OutsideLink({ href, children }: Props) {
  if (!/^https?:\/\//i.test(href)) return <>{children}</>
  return (
    <Anchor href={href} target="_blank" rel="noreferrer noopener" inherit underline="always">
      {children}{' '}
      <IconExternalLink size={13} aria-label="opens in a new tab" style={{ verticalAlign: '-2px' }} />
    </Anchor>
  )
}
