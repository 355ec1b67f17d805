import { expect } from 'chai'
import { render } from 'preact-render-to-string'
import { citationTyped } from '../../src/ill/index.ts'
import { CitationFields } from '../../src/web/components/citation-fields.tsx'

const pickups = [
  { code: 'main', label: 'Main', active: true },
  { code: 'river', label: 'Riverside', active: true },
  { code: 'gone', label: 'Gone', active: false },
]
const shown = (fields: Record<string, string>, complaints = {}, places = pickups) =>
  render(<CitationFields typed={citationTyped(fields)} complaints={complaints} pickups={places} />)

/** The control of a name, as it is printed. */
const control = (html: string, name: string) =>
  new RegExp(`<(?:input|textarea|select)[^>]*name="${name}"[^>]*>`).exec(html)?.[0] ?? ''

describe('The fields of what is wanted', () => {
  it('show what was typed, and what is wrong with it beside it', () => {
    const html = shown({ service: 'copy', title: '<b "T"', isbn: '1' }, { isbn: 'This is no right ISBN.' })
    expect(control(html, 'title')).to.include('value="&lt;b &quot;T&quot;"').and.not.include('aria-invalid')
    expect(control(html, 'isbn')).to.include('aria-invalid="true"').and.include('aria-describedby="isbn-wrong"')
    expect(html).to.match(/id="isbn-wrong"[^>]*>.*?This is no right ISBN\./)
    expect(html)
      .to.match(/value="copy" checked/)
      .and.not.match(/value="loan" checked/)
  })

  it('give every control a label', () => {
    const html = shown({})
    const ids = [...html.matchAll(/<(?:input|select|textarea)[^>]* id="(\w+)"/g)].map(([, id]) => id)
    expect(ids).to.have.length.greaterThan(12)
    for (const id of ids) expect(html, id).to.include(`<label for="${id}">`)
  })

  it('ask for a place while there are several, and offer none that is closed', () => {
    expect(shown({})).to.include('Choose a place').and.include('Riverside').and.not.include('Gone')
    expect(shown({}, {}, pickups.slice(0, 1)))
      .to.include('Main')
      .and.not.include('Choose a place')
    expect(shown({}, {}, [])).not.to.include('Pick it up')
  })

  it('carry along what a link knew', () => {
    expect(control(shown({ doi: '10.9999/x', genre: 'article' }), 'doi')).to.include('type="hidden"')
    expect(control(shown({}), 'doi')).to.equal('')
  })
})
