import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { parseConfig } from '../src/kit/index.ts'
import { ServerFile } from '../src/our-target.ts'
import { Problem } from '../src/problems.ts'

const sample = readFileSync(new URL('../config/server.sample.yaml', import.meta.url), 'utf8')
const read = (text: string) => parseConfig(text, 'server.yaml', ServerFile)

describe('server.yaml', () => {
  it('serves nothing when it is empty, or when it is the sample', () => {
    for (const text of ['', '{}', 'sru:', sample]) {
      const { z3950, sru } = read(text)
      expect([z3950.enabled, sru.enabled]).to.deep.equal([false, false])
    }
  })

  it('has in its sample what holds without it, and examples that hold', () => {
    expect(read(sample)).to.deep.equal(read('{}'))
    const { z3950 } = read(sample.replace(/^ {2}# (?=credentials:| {2}- )/gm, '  '))
    expect(z3950.credentials).to.deep.equal([
      { type: 'idPass', user: 'partner', password: 'change-me' },
      { type: 'open', value: 'partner/change-me' },
    ])
  })

  it('says in which line a setting is wrong', () => {
    for (const [text, line, field] of [
      ['z3950:\n  port: 99999', 2, 'z3950.port'],
      ['sru:\n  enabled: true\n  database: a/b', 3, 'sru.database'],
      ['sru:\n  enable: true', 2, 'sru.enable'],
      ['z3950:\n  credentials: []', 2, 'z3950.credentials'],
    ] as const)
      try {
        read(text)
        expect.fail(text)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        expect([error.context['line'], error.context['field']]).to.deep.equal([line, field])
      }
  })
})
