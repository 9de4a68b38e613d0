import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PageHeader } from '@/ui/PageHeader'
import tabs from '@/ui/tabs.module.css'

interface Props {
  title: string
  lead: string
  children: ReactNode
}

/** What the lists of the catalogue have in common: the way to the others. */
export function CatalogueFrame({ title, lead, children }: Props) {
  return (
    <>
      <PageHeader title={title} lead={lead} />
      <nav aria-label="Catalogue" className={tabs.tabs}>
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
      </nav>
      {children}
    </>
  )
}
