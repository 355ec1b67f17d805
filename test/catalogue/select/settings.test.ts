import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { CatalogueFile } from '../../../src/catalogue/index.ts'
import { parseConfig } from '../../../src/kit/index.ts'
import { Problem } from '../../../src/problems.ts'

const read = (text: string) => parseConfig(text, 'catalogue.yaml', CatalogueFile)

describe('The settings of Select Record', () => {
  it('are in the sample what they are without a file, but for the codes of libraries', () => {
    const sample = readFileSync(new URL('../../../config/catalogue.sample.yaml', import.meta.url), 'utf8')
    const { agency, country, agencies, ...rest } = read(sample).select
    expect({ agency, country, agencies }).to.deep.equal({ agency: 'XX-XxXX', country: 'GB', agencies: { loc: 'DLC' } })
    expect({ ...rest, agencies: {} }).to.deep.equal(read('{}').select)
  })

  it('are refused with line and field where they are wrong', () => {
    const refusals: [string, string][] = [
      ['select:\n  drop: ["9"]', 'line 2: select.drop[0]: must be a tag such as 245'],
      ['select:\n  overlay:\n    fields: { 6XX: replace }', 'line 3: select.overlay.fields.6XX'],
      ['select:\n  agency: "no code!"', 'line 2: select.agency: must be a code'],
      ['selects: {}', 'line 1: selects: is not a known setting'],
    ]
    for (const [text, said] of refusals) expect(() => read(text), text).to.throw(Problem, said)
  })
})
