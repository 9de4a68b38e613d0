import { describe, expect, it } from 'vitest'
import { formErrors, formPath, Problem, problemFromAnswer, problemFromFailure } from './problem'

const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
})

const invalid = (errors: unknown) =>
  problemFromAnswer(
    { title: 'Invalid fields', detail: 'One or more fields are wrong.', reason: 'INVALID_FIELDS', errors },
    answer(422),
  )

describe('a problem document', () => {
  it('is read with its fields and the time to wait', () => {
    const problem = problemFromAnswer(
      {
        title: 'Credential not yet known',
        detail: 'Published a moment ago.',
        reason: 'CREDENTIAL_NOT_YET_KNOWN',
        correlation_id: 'c-7',
        errors: [],
      },
      answer(409, { 'Retry-After': '1' }),
    )
    expect(problem).toMatchObject({
      status: 409,
      title: 'Credential not yet known',
      message: 'Published a moment ago.',
      correlationId: 'c-7',
      retryAfterSeconds: 1,
      passes: true,
    })
  })

  it('need not be one: a proxy may answer with anything', () => {
    const problem = problemFromAnswer('<html>', answer(502, { 'X-Correlation-ID': 'c-8' }))
    expect(problem).toMatchObject({
      title: 'The server answered with 502',
      correlationId: 'c-8',
      fields: [],
      passes: false,
    })
  })

  it('passes by itself when there is no connection, and when a part is away', () => {
    expect(problemFromFailure().passes).toBe(true)
    expect(problemFromAnswer({}, answer(503)).passes).toBe(true)
    expect(problemFromAnswer({ reason: 'ALREADY_CLAIMED' }, answer(409)).passes).toBe(false)
  })
})

describe('a JSON pointer as a form path', () => {
  it.each([
    ['/issued_on', 'issued_on'],
    ['/evidence/0/url', 'evidence.0.url'],
    ['/a~1b/c~0d', 'a/b.c~d'],
    ['', ''],
  ])('%s is %s', (pointer, path) => expect(formPath(pointer)).toBe(path))
})

describe('errors of a form', () => {
  const fields = ['issued_on', 'evidence.0.url']

  it('stand at the fields that they are about', () => {
    const problem = invalid([
      { pointer: '/issued_on', reason: 'IN_FUTURE', detail: 'It is in the future.' },
      { pointer: '/evidence/0/url', reason: 'NOT_HTTP', detail: 'It is no web address.' },
    ])
    expect(formErrors(problem, fields)).toEqual({
      atFields: { issued_on: 'It is in the future.', 'evidence.0.url': 'It is no web address.' },
      aboveForm: null,
    })
  })

  it('stand at the nearest field that the form has, else above it', () => {
    const problem = invalid([
      { pointer: '/issued_on/year', reason: 'WRONG', detail: 'A.' },
      { pointer: '/unknown', reason: 'WRONG', detail: 'B.' },
      { pointer: '', reason: 'WRONG', detail: 'C.' },
    ])
    expect(formErrors(problem, fields)).toEqual({ atFields: { issued_on: 'A.' }, aboveForm: 'B. C.' })
  })

  it('say all that is wrong with one field', () => {
    const problem = invalid([
      { pointer: '/issued_on', reason: 'A', detail: 'One.' },
      { pointer: '/issued_on', reason: 'B', detail: 'Two.' },
    ])
    expect(formErrors(problem, fields).atFields).toEqual({ issued_on: 'One. Two.' })
  })

  it('stand above the form when no field is named', () => {
    const problem = new Problem(
      409,
      'Already claimed',
      'You claim it already.',
      'ALREADY_CLAIMED',
      null,
      [],
      null,
    )
    expect(formErrors(problem, fields)).toEqual({ atFields: {}, aboveForm: 'You claim it already.' })
  })
})
