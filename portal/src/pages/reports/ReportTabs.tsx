import { Link } from '@tanstack/react-router'
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

/** The way from one report to the others, with the same filters, and to the files that were made of them. */
export function ReportTabs({ search }: { search: ReportSearch }) {
  return (
    <nav aria-label="Reports" className={tabs.tabs}>
      {reports.map(item => (
        <Link key={item.to} to={item.to} search={search} className={tabs.tab}>
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
