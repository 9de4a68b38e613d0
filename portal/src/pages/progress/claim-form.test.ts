import { describe, expect, it } from 'vitest'
import { asFormPointer, claimFields, emptyClaim, filledEvidence, printed } from './claim-form'

const form = {
  ...emptyClaim('google-ads-search'),
  evidence: [
    { url: ' ', description: '' },
    { url: ' https://a.example ', description: '' },
    { url: '', description: 'without a link' },
  ],
}

describe('a claim', () => {
  it('leaves out evidence rows that are empty, and remembers where the others stood', () => {
    expect(filledEvidence(form)).toEqual([
      { place: 1, url: 'https://a.example', description: '' },
      { place: 2, url: '', description: 'without a link' },
    ])
  })

  it('shows an error at the row that was sent, not at its place in the request', () => {
    const places = filledEvidence(form).map(item => item.place)
    expect(asFormPointer('/evidence/0/url', places)).toBe('/evidence/1/url')
    expect(asFormPointer('/evidence/1', places)).toBe('/evidence/2/url')
    expect(asFormPointer('/evidence', places)).toBe('/evidence/0/url')
    expect(asFormPointer('/issued_on', places)).toBe('/issued_on')
    expect(asFormPointer('/evidence/2/file_id', places)).toBe('')
  })

  it('says what is printed on the certificate, and nothing where nothing is', () => {
    expect(printed(emptyClaim(''))).toBeNull()
    expect(printed({ ...form, certificate: { expires_on: '2027-01-31', number: ' ' } })).toEqual({
      expires_on: '2027-01-31',
      number: null,
    })
  })

  it('has a field for everything that can be wrong', () => {
    expect(claimFields(emptyClaim(''))).toEqual([
      'credential_id',
      'issued_on',
      'certificate.expires_on',
      'certificate.number',
      'evidence.0.url',
      'evidence.0.description',
    ])
  })
})
