import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Rubric } from '@/api/model'
import { aRubric } from '@/testing/examples'
import { problemDocument, stubGateway } from '@/testing/gateway'
import { renderInPortal } from '@/testing/render'
import { RubricEditor } from './RubricEditor'

function openEditor(
  read: Rubric | null,
  answer: () => ReturnType<typeof problemDocument> = () => ({ body: aRubric() }),
) {
  const seen = stubGateway({ 'PUT /api/v1/rubrics/google-ads-search': answer })
  const onSaved = vi.fn()
  const onReload = vi.fn()
  renderInPortal(
    <RubricEditor credentialId="google-ads-search" read={read} onSaved={onSaved} onReload={onReload} />,
  )
  return { seen, onSaved, onReload, user: userEvent.setup() }
}

const save = { name: 'Save the rubric' }

describe('the editor of a rubric', () => {
  it('asks for what is looked at and how much is needed', async () => {
    const { seen, user } = openEditor(null)
    await user.click(await screen.findByRole('button', save))
    expect(await screen.findByText('Say what is looked at.')).toBeTruthy()
    expect(screen.getByText('Say how many points are needed.')).toBeTruthy()
    expect(seen).toEqual([])
  })

  it('makes the first version, with levels added and removed', async () => {
    const { seen, onSaved, user } = openEditor(null)
    await user.type(await screen.findByLabelText(/^Criterion 1/, { selector: 'input' }), 'Depth')
    await user.click(screen.getByRole('button', { name: 'Remove level 3 of Depth' }))
    await user.type(screen.getByLabelText('What level 2 of Depth looks like'), 'Weighs the sources')
    await user.type(screen.getByLabelText(/Points needed to pass/), '1')
    await user.click(screen.getByRole('button', save))
    await waitFor(() => expect(onSaved).toHaveBeenCalled())
    expect(seen[0]?.headers.get('If-None-Match')).toBe('*')
    expect(seen[0]?.body).toMatchObject({
      criteria: [
        {
          name: 'Depth',
          levels: [
            { points: 0, description: null },
            { points: 1, description: 'Weighs the sources' },
          ],
        },
      ],
      passing_points: 1,
    })
  })

  it('changes what was read, says what the gateway says at its field, and saves nothing over somebody else', async () => {
    const outOfRange = problemDocument(422, 'INVALID_FIELDS', 'Wrong.', [
      { pointer: '/passing_points', reason: 'OUT_OF_RANGE', detail: 'Between 1 and 6 points.' },
    ])
    let answer = outOfRange
    const { seen, onReload, user } = openEditor(aRubric(), () => answer)
    expect(await screen.findByText('All criteria together are worth 6.')).toBeTruthy()
    await user.click(screen.getByRole('button', save))
    expect(await screen.findByText('Between 1 and 6 points.')).toBeTruthy()
    expect(seen[0]?.headers.get('If-Match')).toBe('"1"')
    answer = problemDocument(412, 'STALE_VERSION', 'Changed meanwhile.')
    await user.click(screen.getByRole('button', save))
    expect(await screen.findByText('Somebody changed this rubric meanwhile')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Reload' }))
    expect(onReload).toHaveBeenCalled()
  })
})
