import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import { useCurates } from '@/session/use-curates'

/** To where a new entry is made, for who looks after the catalogue. */
export function NewButton({ to, children }: { to: LinkProps['to']; children: string }) {
  if (!useCurates()) return null
  return (
    <Button leftSection={<IconPlus size={17} aria-hidden />} renderRoot={root => <Link {...root} to={to} />}>
      {children}
    </Button>
  )
}
