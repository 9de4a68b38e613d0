import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import tabs from '@/ui/tabs.module.css'
import type { ReportSearch } from './filter'

const reports = [
  { to: '/reports/skill-gaps', label: 'Skill gaps' },
  { to: '/reports/readiness', label: 'Readiness' },
  { to: '/reports/recertification', label: 'Recertification' },
  { to: '/reports/trends', label: 'Trends' },
  { to: '/reports/pipeline', label: 'Promotion pipeline' },
  { to: '/reports/worth', label: 'Worth it?' },
] as const

/** What is asked of every report alike. */
const shared = ({ months: _months, state: _state, ...search }: ReportSearch): ReportSearch => search

/** The way from one report to the others, with the same filters, and to the files that were made of them. */
export function ReportTabs({ search }: { search: ReportSearch }) {
  const nav = useRef<HTMLElement>(null)
  // On a narrow screen the one that is open may lie outside of what is seen.
  useEffect(() => {
    nav.current?.querySelector('[data-status=active]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [])
  return (
    <nav aria-label="Reports" className={tabs.tabs} ref={nav}>
      {reports.map(item => (
        <Link key={item.to} to={item.to} search={shared(search)} className={tabs.tab}>
          {item.label}
        </Link>
      ))}
      <Link to="/reports/saved" className={tabs.tab}>
        Saved
      </Link>
      <Link to="/reports/files" className={tabs.tab}>
        Files
      </Link>
    </nav>
  )
}
