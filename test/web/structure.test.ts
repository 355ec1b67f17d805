import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

const root = fileURLToPath(new URL('../../src/web/', import.meta.url))
const pages = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tsx'))
  .map((file) => ({ file, text: readFileSync(root + file, 'utf8') }))

const filesWith = (pattern: RegExp) => pages.filter(({ text }) => pattern.test(text)).map(({ file }) => file)

describe('The markup of pages', () => {
  it('was really looked at', () => {
    expect(pages.length).to.be.greaterThan(10)
  })

  it('prints links through the one component that checks their address', () => {
    expect(filesWith(/<a[\s>]/)).to.deep.equal(['components/link.tsx'])
    expect(filesWith(/<(area|object|embed|base)[\s>]/)).to.deep.equal([])
    // What a library wrote in markup is shown where it can do nothing.
    expect(filesWith(/<iframe[\s>]/)).to.deep.equal(['pages/messages/template-page.tsx'])
    expect(filesWith(/<iframe(?![^>]*\ssandbox="")/)).to.deep.equal([])
  })

  it('is never raw, and has no style or script of its own', () => {
    expect(filesWith(/dangerouslySetInnerHTML/)).to.deep.equal([])
    expect(filesWith(/\sstyle=|<style|\son[A-Z]\w+=/)).to.deep.equal([])
    expect(filesWith(/<script/)).to.deep.equal(['components/layout.tsx'])
  })
})
