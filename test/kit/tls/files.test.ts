import { copyFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { createLog } from '../../../src/kit/index.ts'
import { followTlsFiles, readCertificate } from '../../../src/kit/tls/index.ts'
import { type Certificates, makeCertificates, type Pair } from '../../certificates.ts'

const log = createLog('silent')

describe('Files of TLS', () => {
  let made: Certificates
  let one: Pair
  let other: Pair
  before(function () {
    made = makeCertificates(this)
    one = made.selfSigned('one.example')
    other = made.selfSigned('other.example')
  })
  after(() => made?.remove())

  const follow = (certificate: string, key: string, authorities?: string) =>
    followTlsFiles({ certificate, key, authorities }, log)

  it('are refused at the start, naming the file and what is wrong with it', () => {
    const none = join(made.folder, 'none.pem')
    const text = join(made.folder, 'text.pem')
    writeFileSync(text, 'no certificate')
    for (const [files, file, detail] of [
      [[none, one.keyFile], none, /no such file/],
      [[text, one.keyFile], text, /./],
      [[one.certFile, text], text, /no private key/],
      [[one.certFile, other.keyFile], other.keyFile, /is not the key of .*\.pem/],
      [[one.certFile, one.keyFile, text], text, /./],
    ] as const)
      expect(() => follow(...(files as [string, string])))
        .to.throw()
        .that.satisfies(({ code, context }: { code: string; context: { file: string; detail: string } }) => {
          expect([code, context.file]).to.deep.equal(['tls-file-unfit', file])
          expect(context.detail).to.match(detail)
          return true
        })
  })

  it('are read again when they have changed, and kept as they were where they do not fit', () => {
    const [certificate, key] = [join(made.folder, 'now.pem'), join(made.folder, 'now.key')]
    copyFileSync(one.certFile, certificate)
    copyFileSync(one.keyFile, key)
    const current = follow(certificate, key)
    const before = current()
    expect(before).to.deep.equal({ cert: one.cert, key: one.key })
    expect(current()).to.equal(before)
    copyFileSync(other.certFile, certificate)
    expect(current()).to.equal(before)
    copyFileSync(other.keyFile, key)
    expect(current()).to.deep.equal({ cert: other.cert, key: other.key })
  })

  it('stay what they were where they cannot be looked at any more', () => {
    const certificate = join(made.folder, 'lost.pem')
    copyFileSync(one.certFile, certificate)
    const current = follow(certificate, one.keyFile)
    const before = current()
    unlinkSync(certificate)
    symlinkSync(certificate, certificate)
    expect(current()).to.equal(before)
    expect(current()).to.equal(before)
  })

  it('tell what others see of a certificate', () => {
    const seen = readCertificate(one.certFile)!
    expect(seen).to.include({
      subject: 'CN=one.example',
      fingerprint: one.fingerprint.replaceAll(':', '').toLowerCase(),
    })
    expect(seen.until.getTime()).to.be.greaterThan(Date.now())
    expect(readCertificate(join(made.folder, 'nothing'))).to.equal(undefined)
  })
})
