import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import type { ReportSearch } from './filter'
import { ReportFrame } from './ReportFrame'

const nothing = { body: { items: [], next_cursor: null } }

function aFrame(report: 'skill-gaps' | 'trends', search: ReportSearch = {}): ReportSearch[] {
  stubGateway({
    'GET /api/v1/departments': () => nothing,
    'GET /api/v1/teams': () => nothing,
    'GET /api/v1/roles': () => nothing,
  })
  const asked: ReportSearch[] = []
  renderInPortal(
    <ReportFrame title="T" lead="L" report={report} search={search} onSearch={each => asked.push(each)}>
      {null}
    </ReportFrame>,
  )
  return asked
}

describe('the filters of a report', () => {
  it('take a day, and behind a button where people work and when they were hired', async () => {
    const asked = aFrame('skill-gaps', { department: 'sales' })
    fireEvent.change(await screen.findByLabelText('As of'), { target: { value: '2026-12-31' } })
    expect(asked.at(-1)).toEqual({ department: 'sales', on: '2026-12-31' })
    fireEvent.click(screen.getByText('More filters'))
    const location = screen.getByLabelText('Location')
    fireEvent.change(location, { target: { value: ' Malmö ' } })
    fireEvent.keyDown(location, { key: 'Enter' })
    expect(asked.at(-1)).toEqual({ department: 'sales', location: 'Malmö' })
    fireEvent.change(screen.getByLabelText('Hired from'), { target: { value: '2026-01-01' } })
    expect(asked.at(-1)).toEqual({ department: 'sales', hiredFrom: '2026-01-01' })
  })

  it('show what is asked for already, and no day where the report has none', async () => {
    aFrame('trends', { location: 'Malmö', on: '2026-12-31' })
    expect(await screen.findByDisplayValue('Malmö')).toBeTruthy()
    expect(screen.queryByLabelText('As of')).toBeNull()
    expect(screen.getByText(/reports\/trends\?location=Malm%C3%B6/)).toBeTruthy()
  })
})
