import { Anchor } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'

interface Props extends Pick<LinkProps, 'to' | 'params' | 'search'> {
  children: string
}

/** Back to the list that an entry stands in, or from an editor to its entry. */
export function BackLink({ children, ...place }: Props) {
  return (
    <Anchor size="sm" mb="sm" display="inline-block" renderRoot={root => <Link {...root} {...place} />}>
      <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {children}
    </Anchor>
  )
}
