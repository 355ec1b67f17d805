import { expect } from 'chai'
import { undoDoubleUtf8 } from '../../../src/standards/marc/index.ts'

/** Text as it stands where its UTF-8 was read as Windows-1252. */
const twice = (text: string) => new TextDecoder('windows-1252').decode(Buffer.from(text))

describe('UTF-8 made twice', () => {
  for (const text of ['Dvořák', '“Sévigné”', 'Příroda', 'Ångström', 'Århus', 'coût', 'don’t', '5 €', 'Толстой', 'Łódź'])
    it(`is undone: ${text}`, () => expect(undoDoubleUtf8(twice(text))).to.equal(text.normalize('NFC')))

  for (const text of ['Strauß’ Leben', 'BEYONCÉ’S', 'LIBERTÉ…', '«LIBERTÉ»', 'Weiß–Rot', 'Größe', 'left'])
    it(`is not seen where there is none: ${text}`, () => expect(undoDoubleUtf8(text)).to.equal(undefined))
})
