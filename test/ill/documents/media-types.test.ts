import { expect } from 'chai'
import fc from 'fast-check'
import { type DocumentMediaType, documentName, judgeOf } from '../../../src/ill/documents/media-types.ts'
import { Problem } from '../../../src/problems.ts'
import { samples } from './samples.ts'

const judged = (...parts: readonly Uint8Array[]): DocumentMediaType => {
  const judge = judgeOf(parts[0]!)
  for (const part of parts) judge.look(part)
  return judge.end()
}
const text = (words: string) => Buffer.from(words)

describe('What a file is', () => {
  const kinds: Record<keyof typeof samples, DocumentMediaType> = {
    ...{ pdf: 'application/pdf', png: 'image/png', jpeg: 'image/jpeg', tiff: 'image/tiff', bigTiff: 'image/tiff' },
    text: 'text/plain',
  }
  for (const [name, type] of Object.entries(kinds))
    it(`is told by its content: ${name}`, () => expect(judged(samples[name as keyof typeof samples])).to.equal(type))

  it('may have blank lines before a PDF begins', () => {
    expect(judged(text('\ufeff\r\n%PDF-1.4\n\x00\x01'))).to.equal('application/pdf')
  })

  const none: Record<string, Buffer> = {
    'a program': Buffer.from('4d5a90000300000004000000ffff', 'hex'),
    'a zip, as word processors write': Buffer.from('504b030414000600', 'hex'),
    'a text in Latin-1': Buffer.from('cfe9', 'hex'),
    'the half of a PNG’s mark': samples.png.subarray(0, 4),
    'a PDF behind something else': text('GIF89a\0%PDF-1.7'),
    'a text with a NUL': text('a\0b'),
  }
  for (const [name, bytes] of Object.entries(none))
    it(`is refused otherwise: ${name}`, () => {
      expect(() => judged(bytes)).to.throw(Problem, 'no PDF, TIFF, JPEG, PNG or plain text')
    })

  it('is a text only if all of it is, wherever it is cut', () => {
    const bytes = text('Straße, 東京, 🙂')
    for (let at = 1; at < bytes.length; at++)
      expect(judged(bytes.subarray(0, at), bytes.subarray(at))).to.equal('text/plain')
    expect(() => judged(text('fine so far'), text('\x01'))).to.throw(Problem)
    expect(() => judged(text('cut'), Buffer.from('é').subarray(0, 1))).to.throw(Problem)
  })

  it('is said or refused, and nothing else happens, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (bytes) => {
        try {
          expect(judged(bytes)).to.match(/^[a-z]+\/[a-z]+$/)
        } catch (error) {
          expect(error).to.be.instanceOf(Problem)
        }
      }),
    )
  })
})

describe('What a file is called', () => {
  const names: readonly (readonly [given: string, type: DocumentMediaType, kept: string])[] = [
    ['Article.PDF', 'application/pdf', 'Article.PDF'],
    ['C:\\Scans\\a b.tiff', 'image/tiff', 'a b.tiff'],
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['evil.exe', 'application/pdf', 'evil.exe.pdf'],
    ['scan.pdf', 'image/png', 'scan.pdf.png'],
    ['fdp.\u202eexe.pdf', 'application/pdf', 'fdp.exe.pdf'],
    ['a"\r\nSet-Cookie: x.pdf', 'application/pdf', 'aSet-Cookie x.pdf'],
    ['', 'image/jpeg', 'copy.jpg'],
    ['.pdf', 'application/pdf', 'pdf.pdf'],
    ['Übergänge – 東京.pdf', 'application/pdf', 'Übergänge – 東京.pdf'],
  ]
  for (const [given, type, kept] of names)
    it(`${JSON.stringify(given)} is kept as ${kept}`, () => expect(documentName(given, type)).to.equal(kept))

  it('is never long, of a folder or without its ending', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        const name = documentName(given, 'application/pdf')
        expect(name).to.match(/^[^/\\\p{Cc}]+\.pdf$/iu)
        expect([...name].length).to.be.at.most(124)
        expect(name).not.to.match(/\p{Cs}/u)
      }),
    )
  })
})
