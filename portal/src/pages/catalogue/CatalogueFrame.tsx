import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useCurates } from '@/session/use-curates'
import { PageHeader } from '@/ui/PageHeader'
import tabs from '@/ui/tabs.module.css'

interface Props {
  title: string
  lead: string
  actions?: ReactNode
  children: ReactNode
}

/** What the lists of the catalogue have in common: the way to the others. */
export function CatalogueFrame({ title, lead, actions, children }: Props) {
  const curates = useCurates()
  const tabsRow = useRef<HTMLElement>(null)
  // On a phone the tabs are wider than the page: the one that is open comes into view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: more tabs are there once it is known who looks
  useEffect(() => {
    const open = tabsRow.current?.querySelector('[data-status="active"]')
    open?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [curates])
  return (
    <>
      <PageHeader title={title} lead={lead} actions={actions} />
      <nav aria-label="Catalogue" className={tabs.tabs} ref={tabsRow}>
        <Link to="/catalogue/search" className={tabs.tab}>
          Search
        </Link>
        <Link to="/catalogue/credentials" className={tabs.tab}>
          Credentials
        </Link>
        <Link to="/catalogue/stacks" className={tabs.tab}>
          Stacks
        </Link>
        <Link to="/catalogue/paths" className={tabs.tab}>
          Learning paths
        </Link>
        <Link to="/catalogue/roles" className={tabs.tab}>
          Roles
        </Link>
        <Link to="/catalogue/ladders" className={tabs.tab}>
          Ladders
        </Link>
        {curates ? (
          <>
            <Link to="/catalogue/issuers" className={tabs.tab}>
              Issuers
            </Link>
            <Link to="/catalogue/drafts" className={tabs.tab}>
              Drafts
            </Link>
          </>
        ) : null}
      </nav>
      {children}
    </>
  )
}
