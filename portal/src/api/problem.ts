/** One field that a request got wrong, as RFC 9457 problem documents of the gateway list it. */
export interface FieldProblem {
  readonly pointer?: string | null
  readonly parameter?: string | null
  readonly reason: string
  readonly detail: string
}

/** A refusal by the gateway, or no answer at all (`status` 0). */
export class Problem extends Error {
  override readonly name = 'Problem'

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly reason: string,
    readonly correlationId: string | null,
    readonly fields: readonly FieldProblem[],
    readonly retryAfterSeconds: number | null,
  ) {
    super(detail || title)
  }

  /** The same call may succeed a moment later: a part is away, or an event is still on its way. */
  get passes(): boolean {
    return this.status === 0 || this.status === 503 || this.reason.endsWith('_NOT_YET_KNOWN')
  }

  /** The same refusal about other fields: for a form whose fields are not those of the request. */
  withFields(fields: readonly FieldProblem[]): Problem {
    return new Problem(
      this.status,
      this.title,
      this.detail,
      this.reason,
      this.correlationId,
      fields,
      this.retryAfterSeconds,
    )
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * Reads the body of an answer that is not 2xx. Takes anything: a proxy may answer with something that is no problem
 * document.
 */
export function problemFromAnswer(body: unknown, response: { status: number; headers: Headers }): Problem {
  const document = record(body)
  const fields = Array.isArray(document.errors)
    ? document.errors.map(record).map(field => ({
        pointer: text(field.pointer) || null,
        parameter: text(field.parameter) || null,
        reason: text(field.reason),
        detail: text(field.detail),
      }))
    : []
  const retryAfter = Number.parseInt(response.headers.get('Retry-After') ?? '', 10)
  return new Problem(
    response.status,
    text(document.title) || `The server answered with ${response.status}`,
    text(document.detail),
    text(document.reason),
    text(document.correlation_id) || response.headers.get('X-Correlation-ID'),
    fields,
    Number.isNaN(retryAfter) ? null : retryAfter,
  )
}

/** For a request that got no answer. */
export function problemFromFailure(): Problem {
  return new Problem(
    0,
    'No connection',
    'Cairn does not answer. Check the connection and try again.',
    'NO_CONNECTION',
    null,
    [],
    null,
  )
}

/** "/evidence/0/url" as the form path "evidence.0.url"; the whole document is "". */
export function formPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')
}

/**
 * What of a problem belongs at fields of a form, and what is left to say above it. A field error belongs to the nearest
 * field the form has: one about "/evidence/0" goes to "evidence" when there is no "evidence.0".
 */
export function formErrors(
  problem: Problem,
  fields: readonly string[],
): { atFields: Record<string, string>; aboveForm: string | null } {
  const atFields: Record<string, string> = {}
  const left: string[] = []
  for (const field of problem.fields) {
    const parts = field.pointer ? formPath(field.pointer).split('.') : []
    while (parts.length && !fields.includes(parts.join('.'))) parts.pop()
    const path = parts.join('.')
    const detail = field.detail || problem.detail || problem.title
    if (path) atFields[path] = atFields[path] ? `${atFields[path]} ${detail}` : detail
    else left.push(detail)
  }
  if (left.length) return { atFields, aboveForm: left.join(' ') }
  return { atFields, aboveForm: problem.fields.length ? null : problem.detail || problem.title }
}
